"""Entries as the calendar judges them: what each asks, of which offices, and of whom it may not."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from pacc_flow.calendar import EntryFacts
from pacc_flow.models import Activity, Entry, Responsibility
from pacc_flow.workflow import State

_COLUMNS = (
    Entry.id,
    Entry.cut_id,
    Entry.state,
    Entry.round,
    Entry.sections,
    Entry.authors,
    Entry.submitted_by_id,
    Entry.submitted_for_id,
    Entry.reviewed_by_id,
    Entry.reviewed_for_id,
    Activity.number,
    Activity.name,
)


def entry_facts(session: Session, away: Mapping[int, int], *which: ColumnElement[bool]) -> Iterator[tuple[int, EntryFacts]]:
    """Each with the id of its cut, in two statements over columns. `away` says who replaces whom."""
    offices: dict[int, list[int]] = defaultdict(list)
    responsible = (
        select(Entry.id, Responsibility.office_id)
        .join(Responsibility, Responsibility.activity_id == Entry.activity_id)
        .where(*which)
        .order_by(Entry.id, Responsibility.position)
    )
    for entry_id, office_id in session.execute(responsible):
        offices[entry_id].append(office_id)
    for row in session.execute(select(*_COLUMNS).join(Entry.activity).where(*which)):
        yield row.cut_id, _facts(row, tuple(offices[row.id]), away)


def _facts(row: Row[*tuple[Any, ...]], office_ids: tuple[int, ...], away: Mapping[int, int]) -> EntryFacts:
    """Whoever replaces somebody is barred from what is that person's own, as the workflow has it."""
    steps = {row.submitted_by_id, row.submitted_for_id, row.reviewed_by_id, row.reviewed_for_id, *row.authors} - {None}
    return EntryFacts(
        entry_id=row.id,
        number=row.number,
        title=row.name,
        state=State(row.state).value,
        round=row.round,
        office_ids=office_ids,
        written_office_ids=frozenset(map(int, row.sections)),
        barred_ids=frozenset(steps | {away[person] for person in steps if person in away}),
    )
