"""Alarms of the trail: raised once, with a record, and cleared with another when what was wrong is right again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.trail import Session as TrailSession
from pacc_flow.actions.trail import record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Alarm, AlarmKind


def raise_once(
    sessions: sessionmaker[TrailSession],
    kind: AlarmKind,
    key: str,
    sentence: str,
    *,
    entity_id: int | None,
    actor: Actor,
    at: datetime,
) -> bool:
    """In a transaction of its own. False when the same alarm stands, or was raised by somebody else at the same moment."""
    with sessions() as session:
        try:
            raised = raise_alarm(session, kind, key, sentence, entity_id=entity_id, actor=actor, at=at)
            session.commit()
        except IntegrityError:
            session.rollback()
            if _standing(session, kind, key) is None:
                raise
            return False
    return raised


def raise_alarm(
    session: Session, kind: AlarmKind, key: str, sentence: str, *, entity_id: int | None, actor: Actor, at: datetime
) -> bool:
    """False when the same alarm stands already. `entity_id` is None for what concerns every entity."""
    if _standing(session, kind, key) is not None:
        return False
    session.add(Alarm(kind=kind, key=key, entity_id=entity_id, sentence=sentence, raised_at=at))
    _tell(session, Kind.ALARM_RAISE, kind, key, sentence, entity_id=entity_id, actor=actor, at=at)
    return True


def clear_alarm(session: Session, kind: AlarmKind, key: str, *, actor: Actor, at: datetime) -> bool:
    """False when no such alarm stands."""
    alarm = _standing(session, kind, key)
    if alarm is None:
        return False
    alarm.cleared_at = at
    _tell(session, Kind.ALARM_CLEAR, kind, key, alarm.sentence, entity_id=alarm.entity_id, actor=actor, at=at)
    return True


def _standing(session: Session, kind: AlarmKind, key: str) -> Alarm | None:
    return session.scalars(select(Alarm).where(Alarm.kind == kind, Alarm.key == key, Alarm.cleared_at.is_(None))).first()


def _tell(
    session: Session,
    told: Kind,
    kind: AlarmKind,
    key: str,
    sentence: str,
    *,
    entity_id: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    data = {"alarm": kind, "key": key, "sentence": sentence}
    record(session, kind=told, actor=actor, at=at, entity_id=entity_id, data=data)
