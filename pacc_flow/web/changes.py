"""What changed in each revision of a published follow-up, for anyone: from the frozen snapshots alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pacc_flow.filing import snapshot_of
from pacc_flow.queries.published import PublishedReport, whole_revisions
from pacc_flow.web.access import Audience, audience
from pacc_flow.web.database import db
from pacc_flow.web.differences_shown import Group, groups_of, measures_of
from pacc_flow.web.frame import leave_bare
from pacc_flow.web.kept import kept
from pacc_flow.web.public import FOLLOW_UP, SLUG, frame_of, layout, not_yet
from pacc_flow.workflow.office_names import the

bp = Blueprint("changes", __name__)


@dataclass(frozen=True)
class Change:
    """One revision with its differences from the one before; the first has none."""

    line: PublishedReport
    groups: Sequence[Group]
    measures: Sequence[tuple[str, str, str]]


@bp.get(f"{FOLLOW_UP}/cambios/")
@audience(Audience.PUBLIC)
def show(**where: Any) -> ResponseReturnValue:  # noqa: ANN401 - the parts of the address
    leave_bare()
    found = whole_revisions(db.session, where["slug"], where["year"], where["n"]) if SLUG.fullmatch(where["slug"]) else []
    if not found:
        return not_yet(**where)
    tag = sha256("\n".join([layout(), *(report.sha256 for report in found)]).encode()).hexdigest()
    return kept(tag[:32], found[0].published_at, lambda: _page(found, where))


def _page(found: Sequence[PublishedReport], where: dict[str, Any]) -> str:
    """Of the newest revision first."""
    snapshots = [snapshot_of(report) for report in found]
    pairs = zip(snapshots[1:], snapshots, strict=False)
    told = [(groups_of(before, after), measures_of(before, after)) for before, after in pairs]
    changes = [Change(report, *each) for report, each in zip(found, [*told, ([], [])], strict=True)]
    newest = snapshots[0]
    cut_name = f"{newest.cut.name} de {newest.plan.year}"
    return render_template(
        "public/changes.html",
        entity=newest.entity,
        cut_name=cut_name,
        changes=changes,
        where=where,
        the=the,
        **frame_of(where["slug"], (cut_name, None)),
    )
