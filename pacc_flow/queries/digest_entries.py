"""The entries that messages speak of: what is said of them, and none of their texts."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from pacc_flow.models import Activity, Cut, Entry, Office, Responsibility


class ToldEntry(NamedTuple):
    """`number` and `title` are those of its activity, `lead` the name of the office that sends it, if there is one;
    `is_unwritten` while an office that helps has not written its section.
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
    is_unwritten: bool = False


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


def told_entries(session: Session, ids: Collection[int], *, with_sections: bool) -> dict[int, ToldEntry]:
    """By their ids, in one statement, and one for the sections where a message asks for them."""
    if not ids:
        return {}
    leads = and_(Responsibility.activity_id == Entry.activity_id, Responsibility.position == 0)
    query = select(*_COLUMNS).join(Entry.activity).join(Entry.cut).outerjoin(Responsibility, leads)
    rows = session.execute(query.outerjoin(Responsibility.office).where(Entry.id.in_(ids)))
    unwritten = _unwritten(session, ids) if with_sections else frozenset[int]()
    return {row[0]: ToldEntry._make((*row, row[0] in unwritten)) for row in rows}


def _unwritten(session: Session, ids: Collection[int]) -> frozenset[int]:
    helps = and_(Responsibility.activity_id == Entry.activity_id, Responsibility.position > 0)
    rows = session.execute(
        select(Entry.id, Entry.sections, Responsibility.office_id).join(Responsibility, helps).where(Entry.id.in_(ids))
    )
    return frozenset(entry_id for entry_id, sections, office_id in rows if str(office_id) not in sections)
