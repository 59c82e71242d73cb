"""The cuts of an entity as its people see them: their milestones, how far their entries have come, what was published."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from pacc_flow.models import Cut, CutState, Entry, Plan
from pacc_flow.queries.published import PublishedLine, reports_of
from pacc_flow.workflow import State


@dataclass(frozen=True)
class CutLine:
    """`cut` with its plan at hand; `counts` of its entries by state, empty before it opens."""

    cut: Cut
    counts: Mapping[State, int]
    report: PublishedLine | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def unverified(self) -> int:
        return self.total - self.counts.get(State.VERIFIED, 0)


def cut_lines(session: Session, entity_id: int) -> list[CutLine]:
    """Every cut of the entity, the newest first."""
    cuts = _cuts(session, entity_id)
    counts = _counts(session, entity_id)
    reports = {report.cut_id: report for report in reports_of(session, entity_id)}
    return [CutLine(cut, counts.get(cut.id, {}), reports.get(cut.id)) for cut in cuts]


def cuts_of_newest_plan(session: Session, entity_id: int) -> Sequence[Cut]:
    """In the order of the year, each with its plan at hand."""
    newest = select(Plan.id).where(Plan.entity_id == entity_id).order_by(Plan.year.desc()).limit(1).scalar_subquery()
    return session.scalars(
        select(Cut).join(Cut.plan).where(Plan.id == newest).options(contains_eager(Cut.plan)).order_by(Cut.number)
    ).all()


def cuts_to_come(session: Session, entity_id: int) -> Sequence[Cut]:
    """Those that are not published, the open ones first, each with its plan at hand."""
    return session.scalars(
        select(Cut)
        .join(Cut.plan)
        .where(Plan.entity_id == entity_id, Cut.state != CutState.PUBLISHED)
        .options(contains_eager(Cut.plan))
        .order_by(Cut.state != CutState.OPEN, Cut.cut_on)
    ).all()


def _cuts(session: Session, entity_id: int) -> Sequence[Cut]:
    return session.scalars(
        select(Cut)
        .join(Cut.plan)
        .where(Plan.entity_id == entity_id)
        .options(contains_eager(Cut.plan))
        .order_by(Plan.year.desc(), Cut.number.desc())
    ).all()


def _counts(session: Session, entity_id: int) -> dict[int, dict[State, int]]:
    found: dict[int, dict[State, int]] = defaultdict(dict)
    rows = session.execute(
        select(Entry.cut_id, Entry.state, func.count())
        .join(Entry.cut)
        .join(Cut.plan)
        .where(Plan.entity_id == entity_id)
        .group_by(Entry.cut_id, Entry.state)
    )
    for cut_id, state, count in rows:
        found[cut_id][State(state)] = count
    return found
