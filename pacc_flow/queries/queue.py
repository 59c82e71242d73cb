"""What waits at a desk, in the order in which it is taken, and one entry with all that a decision needs to see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from pacc_flow.models import Activity, Cut, CutState, Entry, Office, Plan, Responsibility
from pacc_flow.queries.board import late_from
from pacc_flow.workflow import EntryFacts, State

# Who took each step, and in whose name.
PEOPLE_OF_STEPS = (
    Entry.submitted_by,
    Entry.submitted_for,
    Entry.reviewed_by,
    Entry.reviewed_for,
    Entry.verified_by,
    Entry.verified_for,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry in a queue; `office` is the one that leads, the two dates are the milestones of its cut."""

    id: int
    number: int
    name: str
    office: str
    state: str
    submitted_at: datetime
    first_submitted_at: datetime
    submitted_by_id: int
    submitted_for_id: int | None
    reviewed_by_id: int | None
    reviewed_for_id: int | None
    authors: list[int]
    offices_due_on: date
    planning_due_on: date
    control_due_on: date

    @property
    def is_late(self) -> bool:
        return self.first_submitted_at >= late_from(self.offices_due_on)

    @property
    def facts(self) -> EntryFacts:
        """As much as the guards of Planning and of Internal Control ask about."""
        return EntryFacts(
            state=State(self.state),
            office_ids=(),
            lead_office=self.office,
            submitted_by=self.submitted_by_id,
            submitted_for=self.submitted_for_id,
            reviewed_by=self.reviewed_by_id,
            reviewed_for=self.reviewed_for_id,
            authors=frozenset(self.authors),
        )


def queue_of(session: Session, entity_id: int, state: State) -> list[Waiting]:
    """The entries of the entity's open cuts in this state: late ones first, then whichever has waited longest."""
    rows: Iterable[Any] = session.execute(
        select(
            Entry.id,
            Activity.number,
            Activity.name,
            Office.name,
            Entry.state,
            Entry.submitted_at,
            Entry.first_submitted_at,
            Entry.submitted_by_id,
            Entry.submitted_for_id,
            Entry.reviewed_by_id,
            Entry.reviewed_for_id,
            Entry.authors,
            Cut.offices_due_on,
            Cut.planning_due_on,
            Cut.control_due_on,
        )
        .select_from(Entry)
        .join(Entry.cut)
        .join(Cut.plan)
        .join(Entry.activity)
        .join(Responsibility, and_(Responsibility.activity_id == Entry.activity_id, Responsibility.position == 0))
        .join(Responsibility.office)
        .where(Plan.entity_id == entity_id, Cut.state == CutState.OPEN, Entry.state == state)
    )
    waiting = [Waiting(*row) for row in rows]
    return sorted(waiting, key=lambda entry: (not entry.is_late, entry.submitted_at, entry.number))


def entry_at_desk(session: Session, entity_id: int, entry_id: int) -> Entry | None:
    """The entry with its activity, offices, evidence, cut and the people of its steps; none of another entity's."""
    return session.scalar(
        _whole()
        .where(Entry.id == entry_id, Plan.entity_id == entity_id)
        .options(
            *(joinedload(person) for person in PEOPLE_OF_STEPS),
            joinedload(Entry.returned_by),
        )
        .execution_options(populate_existing=True)
    )


def at_previous_cut(session: Session, entry: Entry) -> Entry | None:
    """What the same activity reported at the cut before, with its evidence."""
    return session.scalar(
        _whole().where(Entry.activity_id == entry.activity_id, Cut.number == entry.cut.number - 1),
    )


def next_after(queue: Sequence[Waiting], entry_id: int, decidable: Sequence[Waiting]) -> Waiting | None:
    """The next one that may be decided: further down the queue, else from its beginning."""
    place = next((index for index, waiting in enumerate(queue) if waiting.id == entry_id), -1)
    may = {waiting.id for waiting in decidable} - {entry_id}
    return next((waiting for waiting in [*queue[place + 1 :], *queue[: max(place, 0)]] if waiting.id in may), None)


def _whole() -> Select[Entry]:
    return (
        select(Entry)
        .join(Entry.cut)
        .join(Entry.activity)
        .join(Activity.plan)
        .join(Activity.component)
        .options(
            contains_eager(Entry.cut).contains_eager(Cut.plan),
            contains_eager(Entry.activity).options(
                contains_eager(Activity.plan),
                contains_eager(Activity.component),
                selectinload(Activity.responsibilities).joinedload(Responsibility.office, innerjoin=True),
            ),
            selectinload(Entry.evidence),
        )
    )
