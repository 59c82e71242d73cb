"""The board of a cut: how far its entries have come, by state and by office, and the entries themselves a page at a time.

Three statements whatever the number of entries, over columns alone: no mapped object is built for a row of the list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from pacc_flow.clock import BOGOTA
from pacc_flow.models import Activity, Cut, CutState, Entry, Office, Plan, Responsibility, searchable
from pacc_flow.workflow import EntryFacts, State

ROWS_A_PAGE = 50
_LARGEST_ID = 2**31 - 1
_YEAR_DIGITS = 4
_Columns = TypeVarTuple("_Columns")


class Order(StrEnum):
    LATE = "atraso"
    NUMBER = "numero"
    ARRIVAL = "llegada"


@dataclass(frozen=True, slots=True)
class CutRow:
    """The dates are Bogotá's; each milestone is the last day on which its step is on time."""

    id: int
    name: str
    year: int
    state: CutState
    cut_on: date
    opens_on: date
    offices_due_on: date
    planning_due_on: date
    control_due_on: date

    @property
    def is_open(self) -> bool:
        return self.state == CutState.OPEN

    @property
    def is_published(self) -> bool:
        return self.state == CutState.PUBLISHED


@dataclass(frozen=True, slots=True)
class OfficeProgress:
    """The entries that an office sends, which is those that it leads."""

    id: int
    name: str
    states: dict[State, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def unsent(self) -> int:
        return self.states.get(State.DRAFT, 0)

    @property
    def sent(self) -> int:
        return self.total - self.unsent


@dataclass(frozen=True, slots=True)
class Progress:
    offices: list[OfficeProgress]

    def count(self, state: State | None = None, office_id: int | None = None) -> int:
        chosen = [office for office in self.offices if office_id in (None, office.id)]
        return sum(office.total if state is None else office.states.get(state, 0) for office in chosen)


@dataclass(frozen=True, slots=True)
class Search:
    """What a person asked the board for; nothing asked is everything."""

    state: State | None = None
    office_id: int | None = None
    words: str = ""
    order: Order = Order.LATE
    page: int = 1


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Percentages in hundredths; `office` is the one that leads."""

    id: int
    number: int
    name: str
    office: str
    state: str
    round: int
    before: int | None
    percent: int | None
    submitted_at: datetime | None
    first_submitted_at: datetime | None
    submitted_by_id: int | None
    reviewed_by_id: int | None
    authors: list[int]

    @property
    def facts(self) -> EntryFacts:
        """As much as the guards of Planning and of Internal Control ask about."""
        return EntryFacts(
            state=State(self.state),
            office_ids=(),
            lead_office=self.office,
            submitted_by=self.submitted_by_id,
            reviewed_by=self.reviewed_by_id,
            authors=frozenset(self.authors),
        )


def cuts_of(session: Session, entity_id: int) -> list[CutRow]:
    """Every cut of the entity's plans, oldest first."""
    rows: Iterable[Any] = session.execute(
        select(
            Cut.id,
            Cut.name,
            Plan.year,
            Cut.state,
            Cut.cut_on,
            Cut.opens_on,
            Cut.offices_due_on,
            Cut.planning_due_on,
            Cut.control_due_on,
        )
        .join(Cut.plan)
        .where(Plan.entity_id == entity_id)
        .order_by(Cut.cut_on, Cut.id)
    )
    return [CutRow(row.id, row.name, row.year, CutState(row.state), *row[4:]) for row in rows]


def cut_at_work(cuts: Sequence[CutRow]) -> CutRow | None:
    """The open cut that is due first; without one, the one published last; without any, nothing."""
    opened = next((cut for cut in cuts if cut.is_open), None)
    return opened or next((cut for cut in reversed(cuts) if cut.is_published), None)


def late_from(due_on: date) -> datetime:
    """The first instant that is late: midnight in Bogotá after the last day that is on time."""
    return datetime.combine(due_on + timedelta(days=1), time(), BOGOTA)


def progress_of(session: Session, cut: CutRow) -> Progress:
    rows = session.execute(
        select(Office.id, Office.name, Entry.state, func.count())
        .select_from(Entry)
        .join(Responsibility, _leads())
        .join(Responsibility.office)
        .where(Entry.cut_id == cut.id)
        .group_by(Office.id, Office.name, Office.name_key, Entry.state)
        .order_by(Office.name_key, Office.id)
    )
    offices: dict[int, OfficeProgress] = {}
    for office_id, name, state, count in rows:
        offices.setdefault(office_id, OfficeProgress(office_id, name)).states[State(state)] = count
    return Progress(list(offices.values()))


def rows_of(session: Session, cut: CutRow, search: Search, *, today: date) -> list[BoardRow]:
    """The entries of one page, in the order that was asked for."""
    rows: Iterable[Any] = session.execute(
        _found(
            select(
                Entry.id,
                Activity.number,
                Activity.name,
                Office.name,
                Entry.state,
                Entry.round,
                Entry.baseline_percent,
                func.coalesce(Entry.verified_percent, Entry.percent),
                Entry.submitted_at,
                Entry.first_submitted_at,
                Entry.submitted_by_id,
                Entry.reviewed_by_id,
                Entry.authors,
            ),
            cut,
            search,
        )
        .order_by(*_order(search.order, cut, today), Activity.number)
        .limit(ROWS_A_PAGE)
        .offset((search.page - 1) * ROWS_A_PAGE)
    )
    return [BoardRow(*row) for row in rows]


def count_found(session: Session, cut: CutRow, search: Search) -> int:
    """How many entries a search by words finds; without words the progress of the cut already tells."""
    return session.scalar(_found(select(func.count(Entry.id)), cut, search)) or 0


def _leads() -> ColumnElement[bool]:
    return and_(Responsibility.activity_id == Entry.activity_id, Responsibility.position == 0)


def _found(columns: Select[*_Columns], cut: CutRow, search: Search) -> Select[*_Columns]:
    found = (
        columns.select_from(Entry)
        .join(Entry.activity)
        .join(Responsibility, _leads())
        .join(Responsibility.office)
        .where(Entry.cut_id == cut.id)
    )
    if search.state is not None:
        found = found.where(Entry.state == search.state)
    if search.office_id is not None:
        found = found.where(Responsibility.office_id == search.office_id)
    return found.where(*_matches(search.words))


def _matches(words: str) -> list[ColumnElement[bool]]:
    """Each word stands somewhere in the activity; a number alone is the activity's own, or a year that it names."""
    wanted = searchable(words).split()
    anywhere = [Activity.search_text.contains(word, autoescape=True) for word in wanted]
    if len(wanted) == 1 and wanted[0].isdecimal() and int(wanted[0]) <= _LARGEST_ID:
        its_own = Activity.number == int(wanted[0])
        return [or_(its_own, *anywhere) if len(wanted[0]) >= _YEAR_DIGITS else its_own]
    return anywhere


def _order(order: Order, cut: CutRow, today: date) -> list[ColumnElement[Any]]:
    """By lateness: what is late first, then what has waited longest; what has not arrived comes after what has."""
    arrival = Entry.submitted_at.asc().nulls_last()
    if order is Order.NUMBER:
        return []
    if order is Order.ARRIVAL:
        return [arrival]
    arrived_late = Entry.first_submitted_at >= late_from(cut.offices_due_on)
    is_late = or_(arrived_late, Entry.state == State.DRAFT) if today > cut.offices_due_on else arrived_late
    return [case((is_late, 0), else_=1), arrival]
