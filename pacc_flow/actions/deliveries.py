"""What becomes of the rows of the outbox: claimed before the mail leaves, marked after the server answered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar import reminders
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Notice, NoticeState
from pacc_flow.notifications.mail import Deferred, Failed, Outcome, Sent

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=1)
# A server that is down for a day, or for a long weekend, loses nothing.
GIVEN_UP_AFTER = timedelta(days=7)
RECEIPT = "receipt"


@dataclass(frozen=True)
class Parcel:
    """The notices that make one message, which `reference` names for ever; `is_again` when an earlier try of it may have
    left.
    """

    reference: str
    notices: Sequence[Notice]
    is_again: bool


def claim(session: Session, recipient_id: int, *, at: datetime) -> list[Parcel]:
    """The person's notices that are due, put off before they are tried: whoever else looks meanwhile finds none.

    A digest takes along the news that waited for it. What may have left already goes again as the same message.
    """
    mine = (
        select(Notice)
        .where(Notice.recipient_id == recipient_id, Notice.state == NoticeState.PENDING)
        .order_by(Notice.id)
        .with_for_update(skip_locked=True)
    )
    notices = list(session.scalars(mine.where(Notice.next_try_at <= at)))
    if any(notice.kind in reminders.KINDS for notice in notices):
        news = (Notice.next_try_at > at, ~Notice.at_once, Notice.kind != RECEIPT, Notice.attempts == 0)
        notices += session.scalars(mine.where(*news))
    notices = _less_overtaken(session, recipient_id, notices)
    parcels = [_parcel(together) for together in _together(notices)]
    for notice in notices:
        notice.next_try_at = at + min(FIRST_WAIT * 3 ** min(notice.attempts, 9), LONGEST_WAIT)
        notice.attempts += 1
        notice.trying_since = notice.trying_since or at
    return parcels


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
    notices = _anew(session, parcel)
    for notice in notices:
        _mark(notice, outcome, at, is_told=notice.id not in untold)
        if isinstance(outcome, Deferred) and not outcome.may_have_left and not parcel.is_again:
            notice.parcel = None
    settled = [notice.id for notice in notices if notice.state in {NoticeState.SENT, NoticeState.FAILED}]
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
    for notice in _anew(session, parcel):
        notice.state = NoticeState.DROPPED


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


def _less_overtaken(session: Session, recipient_id: int, notices: list[Notice]) -> list[Notice]:
    """A reminder that was tried before and of which a newer step is on record by now is not told beside it."""
    again = [notice for notice in notices if notice.attempts and notice.kind in reminders.KINDS]
    if not again:
        return notices
    newest = (
        select(Notice.cut_id, Notice.kind, func.max(Notice.id))
        .where(
            Notice.recipient_id == recipient_id,
            Notice.kind.in_(reminders.KINDS),
            Notice.state.in_((NoticeState.PENDING, NoticeState.SENT)),
        )
        .group_by(Notice.cut_id, Notice.kind)
    )
    newest_ids = {(cut_id, kind): newest_id for cut_id, kind, newest_id in session.execute(newest)}
    overtaken = [notice for notice in again if notice.id < newest_ids[notice.cut_id, notice.kind]]
    for notice in overtaken:
        notice.state = NoticeState.DROPPED
    return [notice for notice in notices if notice not in overtaken]


def _together(notices: Iterable[Notice]) -> Iterable[Sequence[Notice]]:
    """What may have left already as it was; else an entry's news by themselves, receipts, and the digest of the rest."""
    groups: dict[tuple[object, ...], list[Notice]] = defaultdict(list)
    for notice in notices:
        groups[_lane(notice)].append(notice)
    return groups.values()


def _lane(notice: Notice) -> tuple[object, ...]:
    if notice.parcel:
        return "again", notice.parcel
    if notice.at_once:
        return "at once", notice.cut_id, notice.content.get("entry_id", notice.kind)
    return ("receipts",) if notice.kind == RECEIPT else ("digest",)


def _parcel(notices: Sequence[Notice]) -> Parcel:
    ids = " ".join(str(notice.id) for notice in notices)
    named = notices[0].parcel
    reference = named or sha256(ids.encode()).hexdigest()
    for notice in notices:
        notice.parcel = reference
    return Parcel(reference, notices, is_again=named is not None)


def _anew(session: Session, parcel: Parcel) -> Sequence[Notice]:
    ids = [notice.id for notice in parcel.notices]
    return session.scalars(select(Notice).where(Notice.id.in_(ids)).order_by(Notice.id)).all()


def _mark(notice: Notice, outcome: Outcome, at: datetime, *, is_told: bool) -> None:
    if isinstance(outcome, Sent) and not is_told:
        notice.state = NoticeState.DROPPED
        return
    if isinstance(outcome, Sent):
        notice.state, notice.sent_at, notice.last_error = NoticeState.SENT, at, ""
        return
    notice.last_error = outcome.reason
    if isinstance(outcome, Failed) or at - (notice.trying_since or at) > GIVEN_UP_AFTER:
        notice.state = NoticeState.FAILED
