"""One entry with all that its page shows, and what the same activity reported at the cut before."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from pacc_flow.models import Account, Activity, Cut, Entry, Evidence, Membership, Plan, Responsibility
from pacc_flow.queries.queue import PEOPLE_OF_STEPS


@dataclass(frozen=True)
class EntryPage:
    """`total` counts the activities of the plan; `since` is the first day of what this cut looks at."""

    entry: Entry
    total: int
    previous: Entry | None
    since: date

    @property
    def baseline(self) -> int | None:
        """What the previous cut left, in hundredths: verified, or reported where nobody verified it."""
        if self.entry.baseline_percent is not None or self.previous is None:
            return self.entry.baseline_percent
        return self.previous.percent


def load_entry_page(session: Session, entry_id: int, *, entity_id: int) -> EntryPage | None:
    """None when there is no such entry in the entity."""
    entry = _load(session, entry_id, entity_id)
    if entry is None:
        return None
    total = session.scalar(select(func.count(Activity.id)).where(Activity.plan_id == entry.activity.plan_id)) or 0
    before = session.execute(
        select(Cut, Entry)
        .outerjoin(Entry, (Entry.cut_id == Cut.id) & (Entry.activity_id == entry.activity_id))
        .where(Cut.plan_id == entry.cut.plan_id, Cut.number == entry.cut.number - 1)
        .options(selectinload(Entry.evidence))
    ).one_or_none()
    if before is None:
        return EntryPage(entry, total, None, date(entry.activity.plan.year, 1, 1))
    cut, previous = before
    return EntryPage(entry, total, previous, cut.cut_on + timedelta(days=1))


def load_evidence(session: Session, evidence_id: int, *, entity_id: int) -> Evidence | None:
    return session.scalar(
        select(Evidence)
        .join(Evidence.entry)
        .join(Entry.activity)
        .join(Activity.plan)
        .where(Evidence.id == evidence_id, Plan.entity_id == entity_id)
    )


def _load(session: Session, entry_id: int, entity_id: int) -> Entry | None:
    return session.scalar(
        select(Entry)
        .join(Entry.cut)
        .join(Entry.activity)
        .join(Activity.plan)
        .where(Entry.id == entry_id, Plan.entity_id == entity_id)
        .options(
            contains_eager(Entry.cut),
            contains_eager(Entry.activity).options(
                contains_eager(Activity.plan).joinedload(Plan.entity, innerjoin=True),
                joinedload(Activity.component, innerjoin=True),
                selectinload(Activity.responsibilities).joinedload(Responsibility.office, innerjoin=True),
            ),
            *(joinedload(person) for person in PEOPLE_OF_STEPS),
            joinedload(Entry.returned_by).selectinload(Account.memberships).joinedload(Membership.office, innerjoin=True),
            selectinload(Entry.evidence),
        )
        .execution_options(populate_existing=True)
    )
