"""The desk of a person of a responsible office: the cut that concerns them and their entries in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from pacc_flow.models import Account, Activity, Cut, CutState, Entry, Membership, OfficeKind, Plan, Responsibility
from pacc_flow.workflow import State


@dataclass(frozen=True)
class Task:
    """One entry as its office sees it. `office_ids` lead first; percentages in hundredths."""

    entry: Entry
    office_ids: tuple[int, ...]
    mine: frozenset[int]

    @property
    def leads(self) -> bool:
        return self.office_ids[0] in self.mine

    @property
    def look(self) -> str:
        """The name of its chip: a draft is not started, written, or came back."""
        if self.entry.state != State.DRAFT:
            return self.entry.state
        if self.entry.round > 1:
            return "returned"
        return "draft" if self.entry.saved_at else "not-started"

    @property
    def is_owed(self) -> bool:
        return self.entry.state == State.DRAFT

    @property
    def lacks_section(self) -> bool:
        """One of the person's own offices has not written its section yet."""
        return any(office in self.mine and not self.entry.sections.get(str(office)) for office in self.office_ids)

    @property
    def other_offices(self) -> list[str]:
        return [row.office.name for row in self.entry.activity.responsibilities if row.office_id not in self.mine]


def open_cuts(session: Session, entity_id: int) -> Sequence[Cut]:
    """The cuts in course, oldest first: nearly always one, two when the last one of the year is still unpublished."""
    return session.scalars(
        select(Cut)
        .join(Cut.plan)
        .where(Plan.entity_id == entity_id, Cut.state == CutState.OPEN)
        .options(contains_eager(Cut.plan))
        .order_by(Cut.cut_on)
    ).all()


def next_cut(session: Session, entity_id: int) -> Cut | None:
    return session.scalar(
        select(Cut)
        .join(Cut.plan)
        .where(Plan.entity_id == entity_id, Cut.state == CutState.PLANNED)
        .options(contains_eager(Cut.plan))
        .order_by(Cut.opens_on)
        .limit(1)
    )


def owed_in(session: Session, cuts: Sequence[Cut], offices: frozenset[int]) -> dict[int, int]:
    """How many entries these offices lead and have not sent, by cut."""
    rows = session.execute(
        select(Entry.cut_id, func.count())
        .where(Entry.cut_id.in_([cut.id for cut in cuts]), Entry.state == State.DRAFT, _responsible(offices, lead=True))
        .group_by(Entry.cut_id)
    )
    return {cut_id: count for cut_id, count in rows}  # noqa: C416  # a Row is not a pair to the type checker


def tasks_of(session: Session, cut: Cut, offices: frozenset[int]) -> list[Task]:
    """The entries of a cut for which any of these offices is responsible, in the order of the plan."""
    entries = session.scalars(
        select(Entry)
        .join(Entry.activity)
        .where(Entry.cut_id == cut.id, _responsible(offices))
        .options(
            # Joined, not asked for in batches: the number of statements must not grow with the plan.
            contains_eager(Entry.activity)
            .joinedload(Activity.responsibilities, innerjoin=True)
            .joinedload(Responsibility.office, innerjoin=True),
            joinedload(Entry.returned_by).selectinload(Account.memberships).joinedload(Membership.office, innerjoin=True),
        )
        .order_by(Activity.number)
    ).unique()
    return [Task(entry, tuple(row.office_id for row in entry.activity.responsibilities), offices) for entry in entries]


def cut_of(session: Session, entry_id: int) -> Cut:
    return session.scalars(select(Cut).join(Entry, Entry.cut_id == Cut.id).where(Entry.id == entry_id)).one()


def next_owed(session: Session, cut_id: int, offices: frozenset[int]) -> tuple[int, int] | None:
    """Entry and activity number of what the person may report next: what came back first, then the order of the plan."""
    row = session.execute(
        select(Entry.id, Activity.number)
        .join(Entry.activity)
        .where(Entry.cut_id == cut_id, Entry.state == State.DRAFT, _responsible(offices, lead=True))
        .order_by((Entry.round > 1).desc(), Activity.number)
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def line_of(person: Account | None) -> str:
    """In which of the two lines somebody who returned an entry works: «Planeación» or «Control Interno»."""
    kinds = {membership.office.kind for membership in person.memberships} if person else set()
    if OfficeKind.CONTROL in kinds:
        return "Control Interno"
    return "Planeación" if OfficeKind.PLANNING in kinds else ""


def _responsible(offices: frozenset[int], *, lead: bool = False) -> ColumnElement[bool]:
    """For a query over Entry: one of the offices is responsible for its activity, or leads it."""
    rows = [Responsibility.activity_id == Entry.activity_id, Responsibility.office_id.in_(offices)]
    return exists().where(*rows, Responsibility.position == 0) if lead else exists().where(*rows)
