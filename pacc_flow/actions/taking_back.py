"""Outbox rows that wait to leave and no longer should: dropped in the transaction that makes them idle.

Whoever was to be told something else by now hears of it with the next sweep.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.reminders import unmark_swept
from pacc_flow.calendar import deadline_of, reminder_facts
from pacc_flow.calendar.ladder import BEFORE_CUT, LATE
from pacc_flow.models import Account, Cut, Notice, NoticeState
from pacc_flow.models.calendars import milestones_of
from pacc_flow.models.outbox import RECEIPT
from pacc_flow.notifications.preferences import is_muted, preferences_of


def drop_overtaken(session: Session, cut: Cut) -> None:
    """Reminders that wait to leave and spoke of a day that is no longer the deadline. Those that count from the date of
    the cut still hold: they are written, as they leave, with the deadline that then is.
    """
    the = milestones_of(cut)
    waiting = session.scalars(
        select(Notice)
        .where(
            Notice.cut_id == cut.id,
            Notice.state.in_((NoticeState.PENDING, NoticeState.FAILED)),  # what failed may be tried again
            Notice.kind.in_(reminder_facts.KINDS),
            ~Notice.step.contains(f" {BEFORE_CUT}", autoescape=True),
        )
        .with_for_update()
    )
    for notice in waiting:
        kind: reminder_facts.Kind = notice.kind  # type: ignore[assignment]  # only reminders were selected
        if date.fromisoformat(notice.content["due_on"]) != deadline_of(kind, the):
            notice.state = NoticeState.DROPPED
            unmark_swept(session, cut.plan.entity_id)


def drop_muted(session: Session, account: Account) -> None:
    """What waits to leave for somebody who from now on wants only what is overdue: the rungs before it, and the events of
    which they would not be told.
    """
    pending = (Notice.recipient_id == account.id, Notice.state == NoticeState.PENDING)
    for notice in session.scalars(select(Notice).where(*pending).with_for_update()):
        is_rung = notice.kind in reminder_facts.KINDS
        if (is_rung and f" {LATE}" not in notice.step) or is_muted(notice.kind):
            notice.state = NoticeState.DROPPED
            unmark_swept(session, account.entity_id)


def put_off(session: Session, account: Account, *, at: datetime) -> None:
    """News that wait for the digest of somebody who chose another hour go along with the next one at that hour."""
    waiting = select(Notice).where(
        Notice.recipient_id == account.id,
        Notice.state == NoticeState.PENDING,
        ~Notice.at_once,
        Notice.attempts == 0,
        Notice.kind.not_in((*reminder_facts.KINDS, RECEIPT)),
    )
    for notice in session.scalars(waiting.with_for_update()):
        notice.next_try_at = preferences_of(account).next_digest(at)


def take_back(session: Session, recipient_id: int, kind: str, step: str) -> bool:
    """One event that is about no cut; False when there is none that waits to be told for the first time."""
    waiting = session.scalar(
        select(Notice)
        .where(
            Notice.recipient_id == recipient_id,
            Notice.cut_id.is_(None),
            Notice.kind == kind,
            Notice.step == step,
            Notice.state == NoticeState.PENDING,
            Notice.attempts == 0,
        )
        .with_for_update()
    )
    if waiting is None:
        return False
    waiting.state = NoticeState.DROPPED
    return True
