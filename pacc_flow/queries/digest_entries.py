"""The entries that messages speak of: what is said of them, and none of their texts."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from pacc_flow.calendar import EntryFacts
from pacc_flow.models import Activity, Cut, Entry, Office, Responsibility
from pacc_flow.queries.entry_facts import entry_facts


class ToldEntry(NamedTuple):
    """`number` and `title` are those of its activity, `lead` the name of the office that sends it, if there is one;
    `facts` are what the calendar judges.
    """

    id: int
    state: str
    round: int
    saved_at: datetime | None
    return_comment: str
    observation: str
    verified_percent: int | None
    number: int
    title: str
    lead: str | None
    cut_id: int
    cut_on: date
    offices_due_on: date
    planning_due_on: date
    control_due_on: date
    cut_state: str
    facts: EntryFacts


# In the order of the fields above.
_COLUMNS = (
    Entry.id,
    Entry.state,
    Entry.round,
    Entry.saved_at,
    Entry.return_comment,
    Entry.observation,
    Entry.verified_percent,
    Activity.number,
    Activity.name,
    Office.name,
    Cut.id,
    Cut.cut_on,
    Cut.offices_due_on,
    Cut.planning_due_on,
    Cut.control_due_on,
    Cut.state,
)


def told_entries(session: Session, ids: Collection[int], away: Mapping[int, int]) -> dict[int, ToldEntry]:
    """By their ids, in three statements. `away` says who replaces whom."""
    if not ids:
        return {}
    facts = {one.entry_id: one for _, one in entry_facts(session, away, Entry.id.in_(ids))}
    leads = and_(Responsibility.activity_id == Entry.activity_id, Responsibility.position == 0)
    query = select(*_COLUMNS).join(Entry.activity).join(Entry.cut).outerjoin(Responsibility, leads)
    rows = session.execute(query.outerjoin(Responsibility.office).where(Entry.id.in_(ids)))
    return {row[0]: ToldEntry._make((*row, facts[row[0]])) for row in rows}
