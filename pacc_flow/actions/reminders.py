"""The decision to remind, made durable: one outbox row for each reminder, and the sweep in the trail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.trail import record
from pacc_flow.calendar import Reminder
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Notice, SweepMark

# Reminders told in one record, so that its body stays well below the limit of the ledger.
_AT_ONCE = 200


def enqueue(session: Session, reminders: Sequence[Reminder], *, entity_id: int, actor: Actor, at: datetime) -> int:
    """The unique key of the outbox makes a reminder that was decided twice fail whole, before anything is sent."""
    rows = [
        {
            "recipient_id": reminder.recipient_id,
            "cut_id": reminder.cut_id,
            "kind": reminder.kind,
            "step": reminder.step,
            "round": reminder.round,
            "content": {"due_on": reminder.due_on.isoformat(), "entries": [list(pair) for pair in reminder.entries]},
            "created_at": at,
            "next_try_at": at,
        }
        for reminder in reminders
    ]
    if rows:
        session.execute(insert(Notice), rows)
    for start in range(0, len(reminders), _AT_ONCE):
        told = [
            {"cut": one.cut_id, "entries": len(one.entries), "kind": one.kind, "recipient": one.recipient_id, "step": one.step}
            for one in reminders[start : start + _AT_ONCE]
        ]
        record(session, kind=Kind.REMINDER_ENQUEUE, actor=actor, at=at, entity_id=entity_id, data={"reminders": told})
    return len(reminders)


def mark_swept(session: Session, entity_id: int, *, hour: str) -> None:
    """In the transaction of the decision: whoever's hour of this day has come by now was told what the day had for them."""
    mark = session.get(SweepMark, entity_id)
    if mark is None:
        mark = SweepMark(entity_id=entity_id)
        session.add(mark)
    mark.hour, mark.is_undone = hour, False


def unmark_swept(session: Session, entity_id: int) -> None:
    """Somebody was told nothing after all: what they owe by now is decided with the next sweep."""
    session.execute(update(SweepMark).where(SweepMark.entity_id == entity_id).values(is_undone=True))
