"""What a sweep of reminders needs to know: the open cuts, who may be told, and what they were told already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from pacc_flow.calendar import CutFacts, EntryFacts, PersonFacts, Reminder, Sent
from pacc_flow.clock import BOGOTA
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import (
    Account,
    Activity,
    Cut,
    CutState,
    Entity,
    Entry,
    LedgerRecord,
    Membership,
    Notice,
    OfficeKind,
    Plan,
    SweepMark,
)
from pacc_flow.models.calendars import milestones_of
from pacc_flow.notifications.preferences import preferences_of
from pacc_flow.workflow import Standing, State

REMINDERS = ("submit", "write", "review", "verify", "copy")
# Records of what says nothing about an entry, a person or a term.
_CHANGES_NOTHING = (
    Kind.ACCOUNT_SIGN_IN,
    Kind.ACCOUNT_SIGN_IN_FAILED,
    Kind.ACCOUNT_SIGN_OUT,
    Kind.MAIL_DELIVER,
    Kind.REFUSAL_ACCESS,
    Kind.REFUSAL_STEP,
    Kind.REMINDER_ENQUEUE,
)
# A person is told once a day; a day in Bogotá began at most this long ago.
_A_DAY = timedelta(hours=36)


@dataclass(frozen=True)
class Facts:
    """Of one entity, for one sweep. `entries` by the id of their cut."""

    cuts: tuple[CutFacts, ...]
    entries: dict[int, list[EntryFacts]]
    people: tuple[PersonFacts, ...]
    sent: tuple[Sent, ...]


def hour_of(now: datetime) -> str:
    """`2026-05-04T09`, in Bogotá: nobody's digest begins within an hour, nor does a day."""
    return now.astimezone(BOGOTA).strftime("%Y-%m-%dT%H")


def entities_to_sweep(session: Session, now: datetime) -> Sequence[int]:
    """Those with a cut open, of which something may be due that was not looked at: the hour is another, or something that
    may matter was recorded since. By the indexes of the cuts and of the ledger, whatever the number of entries.
    """
    is_open = select(Plan.entity_id).join(Cut, Cut.plan_id == Plan.id).where(Cut.state == CutState.OPEN).distinct()
    since = (
        select(LedgerRecord.seq)
        .where(
            LedgerRecord.entity_id == Entity.id,
            LedgerRecord.seq > SweepMark.seq,
            LedgerRecord.kind.not_in(_CHANGES_NOTHING),
        )
        .exists()
    )
    looked_at = (SweepMark.hour == hour_of(now)) & ~since
    return session.scalars(
        select(Entity.id)
        .outerjoin(SweepMark, SweepMark.entity_id == Entity.id)
        .where(Entity.id.in_(is_open), SweepMark.entity_id.is_(None) | ~looked_at)
        .order_by(Entity.id)
    ).all()


def due_to_open(session: Session, today: date) -> Sequence[tuple[int, int]]:
    """(entity id, cut id) of every cut whose day to open has come, however long ago."""
    rows = session.execute(
        select(Plan.entity_id, Cut.id)
        .join(Cut, Cut.plan_id == Plan.id)
        .where(Cut.state == CutState.PLANNED, Cut.opens_on <= today)
        .order_by(Cut.cut_on)
    )
    return [(row.entity_id, row.id) for row in rows]


def open_cuts(session: Session, entity_id: int) -> Sequence[Cut]:
    """Locked against a step that would come between the decision and its outbox rows."""
    return session.scalars(
        select(Cut)
        .join(Cut.plan)
        .where(Plan.entity_id == entity_id, Cut.state == CutState.OPEN)
        .order_by(Cut.cut_on)
        .with_for_update(of=Cut)
    ).all()


def facts(session: Session, entity_id: int, cuts: Sequence[Cut], *, now: datetime) -> Facts:
    ids = [cut.id for cut in cuts]
    entries: dict[int, list[EntryFacts]] = {cut_id: [] for cut_id in ids}
    for entry in _entries(session, ids):
        entries[entry.cut_id].append(_of_entry(entry))
    return Facts(
        cuts=tuple(CutFacts(cut.id, "open", milestones_of(cut)) for cut in cuts),
        entries=entries,
        people=tuple(_people(session, entity_id)),
        sent=tuple(_sent(session, entity_id, ids, now)),
    )


def _entries(session: Session, cut_ids: Sequence[int]) -> Iterable[Entry]:
    return session.scalars(
        select(Entry)
        .where(Entry.cut_id.in_(cut_ids))
        .options(joinedload(Entry.activity, innerjoin=True).selectinload(Activity.responsibilities))
    )


def _of_entry(entry: Entry) -> EntryFacts:
    people = {entry.submitted_by_id, entry.reviewed_by_id, *entry.authors} - {None}
    return EntryFacts(
        entry_id=entry.id,
        number=entry.activity.number,
        title=entry.activity.name,
        state=State(entry.state).value,
        round=entry.round,
        office_ids=tuple(responsibility.office_id for responsibility in entry.activity.responsibilities),
        written_office_ids=frozenset(int(office) for office in entry.sections),
        barred_ids=frozenset(person for person in people if person is not None),
    )


def _people(session: Session, entity_id: int) -> Iterable[PersonFacts]:
    """One for the offices a person heads and one for the others, since a head is told less."""
    accounts = session.scalars(
        select(Account)
        .where(Account.entity_id == entity_id, Account.is_active, Account.standing == Standing.MEMBER)
        .options(selectinload(Account.memberships).joinedload(Membership.office, innerjoin=True))
        .order_by(Account.id)
    )
    for account in accounts:
        current = [membership for membership in account.memberships if membership.ended_at is None]
        if current:
            wants = preferences_of(account)
            roles = {str(membership.office.kind) for membership in current} | {OfficeKind.OFFICE.value}
            yield PersonFacts(
                person_id=account.id,
                office_ids=frozenset(membership.office_id for membership in current),
                roles=frozenset(roles),
                is_head=all(membership.is_head for membership in current),
                digest_hour=wants.digest_hour,
                only_overdue=wants.only_overdue,
            )


def _sent(session: Session, entity_id: int, cut_ids: Sequence[int], now: datetime) -> Iterable[Sent]:
    notices = session.scalars(
        select(Notice)
        .join(Notice.recipient)
        .where(
            Account.entity_id == entity_id,
            Notice.kind.in_(REMINDERS),
            or_(Notice.cut_id.in_(cut_ids), Notice.created_at > now - _A_DAY),
        )
    )
    return [Sent(reminder_of(notice), notice.created_at) for notice in notices]


def reminder_of(notice: Notice) -> Reminder:
    return Reminder(
        recipient_id=notice.recipient_id,
        cut_id=notice.cut_id,
        kind=notice.kind,  # type: ignore[arg-type]  # only reminders were selected
        step=notice.step,
        round=notice.round,
        due_on=date.fromisoformat(notice.content["due_on"]),
        entries=tuple((entry_id, round_) for entry_id, round_ in notice.content["entries"]),
    )
