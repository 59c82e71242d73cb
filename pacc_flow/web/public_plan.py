"""The plan of a year as anybody reads it: what the entity undertook, what follows it up, and what changed."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.refusals import NotFound
from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.queries import portal
from pacc_flow.queries.portal import PlanChange, PublicPlan
from pacc_flow.web import metadata
from pacc_flow.web.access import Audience, audience
from pacc_flow.web.database import db
from pacc_flow.web.formatting import day_long
from pacc_flow.web.frame import leave_bare
from pacc_flow.web.kept import kept
from pacc_flow.web.public import SLUG, frame_of, layout

bp = Blueprint("public_plan", __name__)

# fmt: off
_BY = {"planning": "Planeación", "control": "Control Interno", "admin": "quien administra el sistema"}
_DATES = {"cut_on": "la fecha de corte", "control_due_on": "la fecha límite de publicación"}
# fmt: on


@dataclass(frozen=True)
class Told:
    """A change in words: on which day, what, and in which role."""

    at: datetime
    what: str
    by: str


@bp.get("/<slug>/<int(max=9999):year>/")
@audience(Audience.PUBLIC)
def show(slug: str, year: int) -> ResponseReturnValue:
    leave_bare()
    this_year = bogota_date(clock.now()).year
    found = portal.public_plan(db.session, slug, year, this_year=this_year) if SLUG.fullmatch(slug) else None
    if found is None:
        raise NotFound
    return kept(f"{_tag(found)}-{layout()}", None, lambda: _page(found))


def told(change: PlanChange, activities: int) -> Told:
    return Told(change.at, f"{_what(change, activities)}.", _BY.get(change.role, ""))


def _what(change: PlanChange, activities: int) -> str:
    if change.kind == Kind.PLAN_CREATE:
        return f"Se registró el plan, con {activities} {'actividad' if activities == 1 else 'actividades'}"
    if change.kind == Kind.CUT_PLAN:
        return f"Se agregó el {change.cut.lower()}"
    moves = [f"{_DATES[name]} pasó del {day_long(before)} al {day_long(after)}" for name, before, after in change.moved]
    return f"En el {change.cut.lower()}, {' y '.join(moves)}"


def _page(found: PublicPlan) -> str:
    plan = found.plan
    return render_template(
        "public/plan.html",
        entity=found.entity,
        plan=plan,
        found=found,
        changes=[told(change, len(found.activities)) for change in found.changes],
        metadata=metadata.of_plan(found),
        **frame_of(found.entity.slug, (f"Plan {plan.year}", None)),
    )


def _tag(found: PublicPlan) -> str:
    """Names all that the page says: every row by its revision, and the offices by their names too."""
    said = [
        (row.id, row.rev, row.component.rev, [(one.rev, one.office.name) for one in row.responsibilities])
        for row in found.activities
    ]
    cuts = [(cut.id, cut.rev) for cut in found.cuts]
    return sha256(repr((found.entity.rev, found.plan.rev, said, cuts)).encode()).hexdigest()[:32]
