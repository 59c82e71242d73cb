"""What becomes of the rows of the outbox: claimed before the mail leaves, marked after the server answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.trail import record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Notice, NoticeState
from pacc_flow.notifications.mail import Failed, Outcome, Sent

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=1)
# A server that is down for a day, or for a long weekend, loses nothing.
GIVEN_UP_AFTER = timedelta(days=7)


def claim(session: Session, recipient_id: int, *, at: datetime) -> Sequence[Notice]:
    """The person's notices that are due, put off before they are tried: whoever else looks meanwhile finds none."""
    notices = session.scalars(
        select(Notice)
        .where(Notice.recipient_id == recipient_id, Notice.state == NoticeState.PENDING, Notice.next_try_at <= at)
        .order_by(Notice.id)
        .with_for_update(skip_locked=True)
    ).all()
    for notice in notices:
        notice.next_try_at = at + min(FIRST_WAIT * 3**notice.attempts, LONGEST_WAIT)
        notice.attempts += 1
    return notices


def settle(
    session: Session, recipient: Account, notices: Sequence[Notice], outcome: Outcome, *, actor: Actor, at: datetime
) -> None:
    """Marks what the mail server answered; the trail keeps what was sent and what never will be."""
    for notice in notices:
        _mark(notice, outcome, at)
    settled = [notice.id for notice in notices if notice.state != NoticeState.PENDING]
    if settled:
        data = {
            "notices": settled,
            "outcome": "sent" if isinstance(outcome, Sent) else "failed",
            "reason": "" if isinstance(outcome, Sent) else outcome.reason,
            "recipient": recipient.id,
        }
        record(session, kind=Kind.MAIL_DELIVER, actor=actor, at=at, entity_id=recipient.entity_id, data=data)


def drop(notices: Sequence[Notice]) -> None:
    """What they would tell was done before the mail left."""
    for notice in notices:
        notice.state = NoticeState.DROPPED


def _mark(notice: Notice, outcome: Outcome, at: datetime) -> None:
    if isinstance(outcome, Sent):
        notice.state, notice.sent_at, notice.last_error = NoticeState.SENT, at, ""
        return
    notice.last_error = outcome.reason
    if isinstance(outcome, Failed) or at - notice.created_at > GIVEN_UP_AFTER:
        notice.state = NoticeState.FAILED
