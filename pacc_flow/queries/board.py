"""The board of a cut: how far its entries have come, by state and by office, and the entries themselves a page at a time.

Three statements whatever the number of entries, over columns alone: no mapped object is built for a row of the list. They
are written once and kept, since building a statement costs about as much as running it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from pacc_flow.clock import BOGOTA
from pacc_flow.models import Activity, Cut, CutState, Entry, Office, Plan, Responsibility, searchable
from pacc_flow.workflow import EntryFacts, State

ROWS_A_PAGE = 50
_LARGEST_ID = 2**31 - 1
_YEAR_DIGITS = 4


class Order(StrEnum):
    LATE = "atraso"
    NUMBER = "numero"
    ARRIVAL = "llegada"


class CutRow(NamedTuple):
    """The dates are Bogotá's; each milestone is the last day on which its step is on time."""

    id: int
    name: str
    year: int
    state: str
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


class OfficeProgress(NamedTuple):
    """The entries that an office sends, which is those that it leads, counted by state."""

    id: int
    name: str
    states: tuple[tuple[str, int], ...]

    def count(self, state: str) -> int:
        return next((count for name, count in self.states if name == state), 0)

    @property
    def total(self) -> int:
        return sum(count for _, count in self.states)

    @property
    def unsent(self) -> int:
        return self.count(State.DRAFT)

    @property
    def sent(self) -> int:
        return self.total - self.unsent


@dataclass(frozen=True, slots=True)
class Progress:
    offices: tuple[OfficeProgress, ...]

    def count(self, state: str | None = None, office_id: int | None = None) -> int:
        chosen = [office for office in self.offices if office_id in (None, office.id)]
        return sum(office.total if state is None else office.count(state) for office in chosen)


@dataclass(frozen=True, slots=True)
class Search:
    """What a person asked the board for; nothing asked is everything."""

    state: State | None = None
    office_id: int | None = None
    words: str = ""
    order: Order = Order.LATE
    page: int = 1

    @property
    def wanted(self) -> list[str]:
        return searchable(self.words).split()

    @property
    def number(self) -> int | None:
        """A number alone is that of an activity."""
        wanted = self.wanted
        is_number = len(wanted) == 1 and wanted[0].isascii() and wanted[0].isdecimal()
        return int(wanted[0]) if is_number and int(wanted[0]) <= _LARGEST_ID else None


class BoardRow(NamedTuple):
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
    submitted_for_id: int | None
    reviewed_by_id: int | None
    reviewed_for_id: int | None
    authors: tuple[int, ...]

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


_CUT, _PLAN, _ENTRY = Cut.table(), Plan.table(), Entry.table()
_ACTIVITY, _RESPONSIBILITY, _OFFICE = Activity.table(), Responsibility.table(), Office.table()

_LED = _ENTRY.join(
    _RESPONSIBILITY,
    and_(_RESPONSIBILITY.c.activity_id == _ENTRY.c.activity_id, _RESPONSIBILITY.c.position == 0),
).join(_OFFICE, _OFFICE.c.id == _RESPONSIBILITY.c.office_id)
_LISTED = _LED.join(_ACTIVITY, _ACTIVITY.c.id == _ENTRY.c.activity_id)

_CUTS = (
    select(
        _CUT.c.id,
        _CUT.c.name,
        _PLAN.c.year,
        _CUT.c.state,
        _CUT.c.cut_on,
        _CUT.c.opens_on,
        _CUT.c.offices_due_on,
        _CUT.c.planning_due_on,
        _CUT.c.control_due_on,
    )
    .select_from(_CUT.join(_PLAN, _PLAN.c.id == _CUT.c.plan_id))
    .where(_PLAN.c.entity_id == bindparam("entity"))
    .order_by(_CUT.c.cut_on, _CUT.c.id)
)
_PROGRESS = (
    select(_OFFICE.c.id, _OFFICE.c.name, _ENTRY.c.state, func.count())
    .select_from(_LED)
    .where(_ENTRY.c.cut_id == bindparam("cut"))
    .group_by(_OFFICE.c.id, _OFFICE.c.name, _OFFICE.c.name_key, _ENTRY.c.state)
    .order_by(_OFFICE.c.name_key, _OFFICE.c.id, _ENTRY.c.state)
)


def cuts_of(session: Session, entity_id: int) -> list[CutRow]:
    """Every cut of the entity's plans, oldest first."""
    return [CutRow(*row) for row in session.execute(_CUTS, {"entity": entity_id})]


def cut_at_work(cuts: Sequence[CutRow]) -> CutRow | None:
    """The open cut that is due first; without one, the one published last; without any, nothing."""
    opened = next((cut for cut in cuts if cut.is_open), None)
    return opened or next((cut for cut in reversed(cuts) if cut.is_published), None)


def late_from(due_on: date) -> datetime:
    """The first instant that is late: midnight in Bogotá after the last day that is on time."""
    return datetime.combine(due_on + timedelta(days=1), time(), BOGOTA)


def progress_of(session: Session, cut: CutRow) -> Progress:
    offices: dict[int, tuple[str, list[tuple[str, int]]]] = {}
    for office_id, name, state, count in session.execute(_PROGRESS, {"cut": cut.id}):
        offices.setdefault(office_id, (name, []))[1].append((state, count))
    return Progress(tuple(OfficeProgress(office, name, tuple(states)) for office, (name, states) in offices.items()))


def rows_of(session: Session, cut: CutRow, search: Search, *, today: date) -> tuple[BoardRow, ...]:
    """The entries of one page, in the order that was asked for."""
    statement = _rows(_shape(search), search.order, owes=today > cut.offices_due_on)
    page = {"late_from": late_from(cut.offices_due_on), "skipped": (search.page - 1) * ROWS_A_PAGE}
    rows: Iterable[Any] = session.execute(statement, _asked(cut, search) | page)
    return tuple(BoardRow._make((*row[:-1], tuple(row[-1]))) for row in rows)


def count_found(session: Session, cut: CutRow, search: Search) -> int:
    """How many entries a search by words finds; without words the progress of the cut already tells."""
    return session.scalar(_found(select(func.count()), _shape(search)), _asked(cut, search)) or 0


class _Shape(NamedTuple):
    """What a search looks at, whatever it looks for: searches of one shape share their statement."""

    state: bool
    office: bool
    words: int
    number: bool


def _shape(search: Search) -> _Shape:
    is_number = search.number is not None
    is_year = is_number and len(search.wanted[0]) >= _YEAR_DIGITS
    words = len(search.wanted) if not is_number or is_year else 0
    return _Shape(search.state is not None, search.office_id is not None, words, is_number)


def _asked(cut: CutRow, search: Search) -> dict[str, object]:
    asked = {"cut": cut.id, "state": search.state, "office": search.office_id, "number": search.number}
    escaped = [word.replace("/", "//").replace("%", "/%").replace("_", "/_") for word in search.wanted]
    return asked | {f"word{place}": f"%{word}%" for place, word in enumerate(escaped)}


@lru_cache(maxsize=256)
def _rows(shape: _Shape, order: Order, *, owes: bool) -> Select[Any]:
    listed = select(
        _ENTRY.c.id,
        _ACTIVITY.c.number,
        _ACTIVITY.c.name,
        _OFFICE.c.name,
        _ENTRY.c.state,
        _ENTRY.c.round,
        _ENTRY.c.baseline_percent,
        func.coalesce(_ENTRY.c.verified_percent, _ENTRY.c.percent),
        _ENTRY.c.submitted_at,
        _ENTRY.c.first_submitted_at,
        _ENTRY.c.submitted_by_id,
        _ENTRY.c.submitted_for_id,
        _ENTRY.c.reviewed_by_id,
        _ENTRY.c.reviewed_for_id,
        _ENTRY.c.authors,
    )
    return (
        _found(listed, shape)
        .order_by(*_order(order, owes=owes), _ACTIVITY.c.number)
        .limit(ROWS_A_PAGE)
        .offset(bindparam("skipped"))
    )


def _found(columns: Select[Any], shape: _Shape) -> Select[Any]:
    found = columns.select_from(_LISTED).where(_ENTRY.c.cut_id == bindparam("cut"))
    if shape.state:
        found = found.where(_ENTRY.c.state == bindparam("state"))
    if shape.office:
        found = found.where(_RESPONSIBILITY.c.office_id == bindparam("office"))
    return found.where(*_matches(shape))


def _matches(shape: _Shape) -> list[ColumnElement[bool]]:
    """Each word stands somewhere in the activity; a number alone is the activity's own, or a year that it names."""
    anywhere: list[ColumnElement[bool]] = [
        _ACTIVITY.c.search_text.like(bindparam(f"word{place}"), escape="/") for place in range(shape.words)
    ]
    return [or_(_ACTIVITY.c.number == bindparam("number"), *anywhere)] if shape.number else anywhere


def _order(order: Order, *, owes: bool) -> list[ColumnElement[Any]]:
    """By lateness: what is late first, then what has waited longest; what has not arrived comes after what has.

    Once the offices owe, what they have not sent is late too.
    """
    arrival = _ENTRY.c.submitted_at.asc().nulls_last()
    if order is Order.NUMBER:
        return []
    if order is Order.ARRIVAL:
        return [arrival]
    arrived_late = _ENTRY.c.first_submitted_at >= bindparam("late_from")
    is_late = or_(arrived_late, _ENTRY.c.state == State.DRAFT.value) if owes else arrived_late
    return [case((is_late, 0), else_=1), arrival]
