"""What becomes of the rows of the outbox: claimed before the mail leaves, marked after the server answered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar import reminder_facts
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Notice, NoticeState
from pacc_flow.models.outbox import RECEIPT
from pacc_flow.notifications.mail import Deferred, Failed, Outcome, Sent

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=1)
# A server that is down for a day, or for a long weekend, loses nothing.
GIVEN_UP_AFTER = timedelta(days=7)

# Of the table, and built once: they stand between each letter and the next.
_NOTICES = Notice.metadata.tables[Notice.__tablename__]
_THESE = _NOTICES.c.id.in_(bindparam("ids", expanding=True))
_CLAIMS = select(_NOTICES.c.id, _NOTICES.c.attempts).where(_THESE, _NOTICES.c.state == NoticeState.PENDING)
_TELL = update(_NOTICES).where(_THESE).values(state=NoticeState.SENT, sent_at=bindparam("at"), last_error="")
_DROP = update(_NOTICES).where(_THESE).values(state=NoticeState.DROPPED)


@dataclass(frozen=True)
class Parcel:
    """The notices that make one message to one person, which `reference` names for ever; `is_again` when an earlier try of
    it may have left. `before` is when each of them was due, and since when it was tried, before it was claimed.
    """

    reference: str
    notices: Sequence[Notice]
    is_again: bool
    before: Mapping[int, tuple[datetime, datetime | None]]

    @property
    def recipient_id(self) -> int:
        return self.notices[0].recipient_id


def claim(session: Session, recipients: Sequence[int], *, at: datetime, undecided: Collection[int] = ()) -> list[Parcel]:
    """The notices of these people that are due, put off before they are tried: whoever else looks meanwhile finds none.

    A digest takes along the news that waited for it, and waits itself for those whose day is still `undecided`. What may
    have left already goes again as the same message.
    """
    may_leave = or_(~Notice.is_for_digest(), Notice.recipient_id.not_in(undecided))
    pending = select(Notice).where(Notice.state == NoticeState.PENDING, may_leave)
    pending = pending.order_by(Notice.id).with_for_update(skip_locked=True)
    notices = list(session.scalars(pending.where(Notice.recipient_id.in_(recipients), Notice.next_try_at <= at)))
    reminded = {notice.recipient_id for notice in notices if notice.kind in reminder_facts.KINDS}
    if reminded:
        news = (Notice.next_try_at > at, ~Notice.at_once, Notice.kind != RECEIPT, Notice.attempts == 0)
        notices += session.scalars(pending.where(Notice.recipient_id.in_(reminded), *news))
    notices = _less_overtaken(session, notices)
    before = {notice.id: (notice.next_try_at, notice.trying_since) for notice in notices}
    parcels = [_parcel(together, before) for together in _together(notices)]
    for notice in notices:
        notice.next_try_at = at + min(FIRST_WAIT * 3 ** min(notice.attempts, 9), LONGEST_WAIT)
        notice.attempts += 1
        notice.trying_since = notice.trying_since or at
    return sorted(parcels, key=lambda parcel: recipients.index(parcel.recipient_id))


def release(session: Session, parcels: Iterable[Parcel]) -> None:
    """What was claimed and not tried after all waits as if nobody had looked at it."""
    for parcel in parcels:
        notices = session.scalars(select(Notice).where(Notice.id.in_(_ids(parcel))).with_for_update()).all()
        if is_held(session, parcel):
            for notice in notices:
                notice.next_try_at, notice.trying_since = parcel.before[notice.id]
                notice.attempts -= 1
                notice.parcel = parcel.reference if parcel.is_again else None


def is_held(session: Session, parcel: Parcel) -> bool:
    """Whether nobody else claimed it since we did: a process that slept, or was slow, no longer knows by itself."""
    claims = session.execute(_CLAIMS, {"ids": _ids(parcel)})
    return set(claims) == {(notice.id, notice.attempts) for notice in parcel.notices}


def settle(
    session: Session,
    parcel: Parcel,
    outcome: Outcome,
    *,
    recipient: Account,
    actor: Actor,
    at: datetime,
    untold: Collection[int] = (),
) -> Receipt | None:
    """Marks what the mail server answered; the trail keeps what was sent and what never will be. `untold` are the ids of
    the notices of which the message said nothing: they are dropped once it left.
    """
    settled = _sent(session, parcel, untold, at) if isinstance(outcome, Sent) else _refused(session, parcel, outcome, at)
    if not settled:
        return None
    data = {
        "notices": settled,
        "outcome": "sent" if isinstance(outcome, Sent) else "failed",
        "reason": "" if isinstance(outcome, Sent) else outcome.reason,
        "recipient": recipient.id,
    }
    return record(session, kind=Kind.MAIL_DELIVER, actor=actor, at=at, entity_id=recipient.entity_id, data=data)


def drop(session: Session, parcel: Parcel) -> None:
    """What they would tell was done before the mail left."""
    session.execute(_DROP, {"ids": _ids(parcel)})


def retry(session: Session, recipient: Account, *, actor: Actor, at: datetime) -> Receipt | None:
    """Tries again, from the next delivery on, whatever could not be delivered to a person; None when there is nothing.
    What was tried stays known as such: a newer step that left meanwhile is not told twice.
    """
    failed = session.scalars(
        select(Notice).where(Notice.recipient_id == recipient.id, Notice.state == NoticeState.FAILED).with_for_update()
    ).all()
    for notice in failed:
        notice.state, notice.next_try_at, notice.trying_since = NoticeState.PENDING, at, None
    if not failed:
        return None
    data = {"notices": [notice.id for notice in failed], "recipient": recipient.id}
    return record(session, kind=Kind.MAIL_RETRY, actor=actor, at=at, entity_id=recipient.entity_id, data=data)


def _less_overtaken(session: Session, notices: list[Notice]) -> list[Notice]:
    """A reminder that was tried before and of which a newer step is on record by now is not told beside it."""
    again = [notice for notice in notices if notice.attempts and notice.kind in reminder_facts.KINDS]
    if not again:
        return notices
    newest = (
        select(Notice.recipient_id, Notice.cut_id, Notice.kind, func.max(Notice.id))
        .where(
            Notice.recipient_id.in_({notice.recipient_id for notice in again}),
            Notice.kind.in_(reminder_facts.KINDS),
            Notice.state.in_((NoticeState.PENDING, NoticeState.SENT)),
        )
        .group_by(Notice.recipient_id, Notice.cut_id, Notice.kind)
    )
    newest_ids = {tuple(key): newest_id for *key, newest_id in session.execute(newest)}
    overtaken = [one for one in again if one.id < newest_ids[one.recipient_id, one.cut_id, one.kind]]
    for notice in overtaken:
        notice.state = NoticeState.DROPPED
    return [notice for notice in notices if notice not in overtaken]


def _together(notices: Iterable[Notice]) -> Iterable[Sequence[Notice]]:
    """Of each person what may have left already as it was; else an entry's news by themselves, receipts, and the digest of
    the rest.
    """
    groups: dict[tuple[object, ...], list[Notice]] = defaultdict(list)
    for notice in notices:
        groups[notice.recipient_id, *_lane(notice)].append(notice)
    return groups.values()


def _lane(notice: Notice) -> tuple[object, ...]:
    if notice.parcel:
        return "again", notice.parcel
    if notice.at_once:
        return "at once", notice.content.get("entry_id", notice.kind)
    return ("receipts",) if notice.kind == RECEIPT else ("digest",)


def _parcel(notices: Sequence[Notice], before: Mapping[int, tuple[datetime, datetime | None]]) -> Parcel:
    ids = " ".join(str(notice.id) for notice in notices)
    named = notices[0].parcel
    reference = named or sha256(ids.encode()).hexdigest()
    for notice in notices:
        notice.parcel = reference
    return Parcel(reference, notices, named is not None, before)


def _ids(parcel: Parcel) -> list[int]:
    return [notice.id for notice in parcel.notices]


def _anew(session: Session, parcel: Parcel) -> Sequence[Notice]:
    return session.scalars(select(Notice).where(Notice.id.in_(_ids(parcel))).order_by(Notice.id)).all()


def _sent(session: Session, parcel: Parcel, untold: Collection[int], at: datetime) -> list[int]:
    told = [one for one in _ids(parcel) if one not in untold]
    session.execute(_TELL, {"ids": told, "at": at})
    if untold:
        session.execute(_DROP, {"ids": untold})
    return sorted(told)


def _refused(session: Session, parcel: Parcel, outcome: Deferred | Failed, at: datetime) -> list[int]:
    """Those that never will be sent."""
    for notice in (notices := _anew(session, parcel)):
        notice.last_error = outcome.reason
        if isinstance(outcome, Deferred) and not (outcome.may_have_left or parcel.is_again):
            notice.parcel = None
        if isinstance(outcome, Failed) or at - (notice.trying_since or at) > GIVEN_UP_AFTER:
            notice.state = NoticeState.FAILED
    return [notice.id for notice in notices if notice.state == NoticeState.FAILED]
