"""What was published of the earlier cuts of a plan, for the follow-up of a later one to say beside its own figures."""

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from pacc_flow.actions.refusals import Refusal
from pacc_flow.models import Cut, Report
from pacc_flow.reports import Snapshot, SnapshotError, as_earlier
from pacc_flow.reports.earlier import EarlierCut

_ALTERED = (
    "Así no se puede publicar. Lo que está guardado del {} no coincide con la huella que se firmó, y sus cifras van en este "
    "seguimiento. Avise a quien administra el sistema."
)


def earlier_cuts(session: Session, cut: Cut) -> tuple[EarlierCut, ...]:
    """Of each cut of the same plan before `cut`, the revision in force; one statement. Raises Refusal when one was altered."""
    later = aliased(Report)
    is_superseded = select(later.id).where(later.cut_id == Report.cut_id, later.revision > Report.revision).exists()
    found = session.execute(
        select(Cut.name, Report.snapshot, Report.snapshot_sha256)
        .join(Report.cut)
        .where(Cut.plan_id == cut.plan_id, Cut.number < cut.number, ~is_superseded)
        .order_by(Cut.number)
    )
    return tuple(_earlier(name, text, sha256) for name, text, sha256 in found)


def _earlier(name: str, text: str, sha256: str) -> EarlierCut:
    try:
        return as_earlier(Snapshot.from_signed(text, sha256))
    except SnapshotError as error:
        raise Refusal(_ALTERED.format(name.lower())) from error
