"""What is needed to foresee the reminders of the coming cut: its entries, or the plan's activities before it opens."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.calendar import CutFacts, EntryFacts, PersonFacts, Sent
from pacc_flow.clock import bogota_date
from pacc_flow.models import Account, Activity, Cut, CutState, Office, Responsibility
from pacc_flow.models.calendars import milestones_of
from pacc_flow.models.stand_ins import Replacement, replaced_on, replacements
from pacc_flow.queries.reminding import Staff, facts, staff_of
from pacc_flow.queries.sweeping import looked_at


@dataclass(frozen=True)
class Prospect:
    """`names` of people and of offices by id; `replacements` are those of today and to come, of the people of `staff`;
    `looked_at` is when reminders were last decided.
    """

    cut: Cut
    facts: CutFacts
    entries: tuple[EntryFacts, ...]
    staff: Staff
    replacements: Sequence[Replacement]
    sent: tuple[Sent, ...]
    looked_at: datetime | None
    names: Mapping[int, str]
    offices: Mapping[int, str]

    def people_on(self, day: date) -> Collection[PersonFacts]:
        """Who is told something on a Bogotá date, as far as is known."""
        return self.staff.told(replaced_on(self.replacements, day))


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
        staff=staff_of(session, entity_id),
        replacements=replacements(session, entity_id, first=bogota_date(now), last=date.max),
        sent=found.sent,
        looked_at=looked_at(session, entity_id),
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
