"""What is needed to foresee the reminders of the coming cut: its entries, or the plan's activities before it opens."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.calendar import CutFacts, EntryFacts, PersonFacts, Sent
from pacc_flow.models import Account, Activity, Cut, CutState, Office, Responsibility
from pacc_flow.models.calendars import milestones_of
from pacc_flow.queries.reminding import facts


@dataclass(frozen=True)
class Prospect:
    """`names` of people and of offices by id."""

    cut: Cut
    facts: CutFacts
    entries: tuple[EntryFacts, ...]
    people: tuple[PersonFacts, ...]
    sent: tuple[Sent, ...]
    names: Mapping[int, str]
    offices: Mapping[int, str]


def load_prospect(session: Session, cut: Cut, *, now: datetime) -> Prospect:
    """Of a cut that is not published, its plan at hand. The number of statements does not depend on its entries."""
    entity_id = cut.plan.entity_id
    is_open = cut.state == CutState.OPEN
    found = facts(session, entity_id, [cut] if is_open else [], now=now)
    names = session.execute(select(Account.id, Account.name).where(Account.entity_id == entity_id))
    offices = session.execute(select(Office.id, Office.name).where(Office.entity_id == entity_id))
    return Prospect(
        cut=cut,
        facts=CutFacts(cut.id, "open" if is_open else "planned", milestones_of(cut)),
        entries=tuple(found.entries[cut.id] if is_open else _not_yet_open(session, cut)),
        people=found.people,
        sent=found.sent,
        names={row.id: row.name for row in names},
        offices={row.id: row.name for row in offices},
    )


def _not_yet_open(session: Session, cut: Cut) -> list[EntryFacts]:
    """Each activity as the draft that it will be when the cut opens."""
    offices: dict[int, list[int]] = defaultdict(list)
    responsible = (
        select(Responsibility.activity_id, Responsibility.office_id)
        .join(Activity, Activity.id == Responsibility.activity_id)
        .where(Activity.plan_id == cut.plan_id)
        .order_by(Responsibility.activity_id, Responsibility.position)
    )
    for activity_id, office_id in session.execute(responsible):
        offices[activity_id].append(office_id)
    activities = select(Activity.id, Activity.number, Activity.name).where(Activity.plan_id == cut.plan_id)
    return [EntryFacts(row.id, row.number, row.name, "draft", 1, tuple(offices[row.id])) for row in session.execute(activities)]
