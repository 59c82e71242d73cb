"""What a sweep of reminders needs to know: the open cuts, who may be told, and what they were told already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from pacc_flow.calendar import CutFacts, EntryFacts, PersonFacts, Reminder, Sent
from pacc_flow.clock import BOGOTA, bogota_date
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
    NoticeState,
    OfficeKind,
    Plan,
    Substitution,
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
    members = _members(session, entity_id)
    replaced_by = _replaced_by(session, members, bogota_date(now))
    for entry in _entries(session, ids):
        entries[entry.cut_id].append(_of_entry(entry, replaced_by))
    return Facts(
        cuts=tuple(CutFacts(cut.id, "open", milestones_of(cut)) for cut in cuts),
        entries=entries,
        people=tuple(_people(members, replaced_by)),
        sent=tuple(_sent(session, entity_id, ids, now)),
    )


def _entries(session: Session, cut_ids: Sequence[int]) -> Iterable[Entry]:
    return session.scalars(
        select(Entry)
        .where(Entry.cut_id.in_(cut_ids))
        .options(joinedload(Entry.activity, innerjoin=True).selectinload(Activity.responsibilities))
    )


def _of_entry(entry: Entry, replaced_by: Mapping[int, int]) -> EntryFacts:
    """Whoever replaces somebody is barred from what is that person's own, as the workflow has it."""
    steps = {entry.submitted_by_id, entry.submitted_for_id, entry.reviewed_by_id, entry.reviewed_for_id}
    people = {person for person in steps if person is not None} | set(entry.authors)
    substitutes = {replaced_by[person] for person in people if person in replaced_by}
    return EntryFacts(
        entry_id=entry.id,
        number=entry.activity.number,
        title=entry.activity.name,
        state=State(entry.state).value,
        round=entry.round,
        office_ids=tuple(responsibility.office_id for responsibility in entry.activity.responsibilities),
        written_office_ids=frozenset(int(office) for office in entry.sections),
        barred_ids=frozenset(people | substitutes),
    )


def _members(session: Session, entity_id: int) -> Sequence[Account]:
    return session.scalars(
        select(Account)
        .where(Account.entity_id == entity_id, Account.is_active, Account.standing == Standing.MEMBER)
        .options(selectinload(Account.memberships).joinedload(Membership.office, innerjoin=True))
        .order_by(Account.id)
    ).all()


def _replaced_by(session: Session, members: Sequence[Account], today: date) -> dict[int, int]:
    """For each person who is away on a Bogotá date, who replaces them: never somebody whose account is closed."""
    ids = {account.id for account in members}
    rows = session.execute(
        select(Substitution.account_id, Substitution.substitute_id)
        .where(Substitution.ended_at.is_(None), Substitution.starts_on <= today, Substitution.ends_on >= today)
        .order_by(Substitution.starts_on.desc(), Substitution.id.desc())
    )
    return {away: substitute for away, substitute in rows if away in ids and substitute in ids}


def _people(members: Sequence[Account], replaced_by: Mapping[int, int]) -> Iterable[PersonFacts]:
    """One for each person who is told something. What somebody who is away would be told, copies included, is told to
    whoever replaces them, with what is their own, and to the one who is away nothing: it would be told to two, or to
    nobody who is there. Of who is away and replaces another too, only the latter stays. All in the way in which whoever
    is told wants it.
    """
    accounts = {account.id: account for account in members}
    told: dict[int, list[Membership]] = defaultdict(list)
    for account in members:
        current = [membership for membership in account.memberships if membership.ended_at is None]
        told[replaced_by.get(account.id, account.id)] += current
    for person_id, current in sorted(told.items()):
        if current:
            wants = preferences_of(accounts[person_id])
            roles = {str(membership.office.kind) for membership in current} | {OfficeKind.OFFICE.value}
            offices = {is_head: {one.office_id for one in current if one.is_head is is_head} for is_head in (True, False)}
            yield PersonFacts(
                person_id=person_id,
                office_ids=frozenset(offices[True] | offices[False]),
                roles=frozenset(roles),
                head_of=frozenset(offices[True] - offices[False]),
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
    return [Sent(reminder_of(notice), notice.created_at, notice.state != NoticeState.DROPPED) for notice in notices]


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
