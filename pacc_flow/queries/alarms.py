"""The alarms of the trail that stand: those of an entity, and those that concern everybody."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pacc_flow.models import Alarm


def standing_alarms(session: Session, entity_id: int) -> Sequence[Alarm]:
    """The oldest first; one statement."""
    concerned = or_(Alarm.entity_id == entity_id, Alarm.entity_id.is_(None))
    return session.scalars(select(Alarm).where(Alarm.cleared_at.is_(None), concerned).order_by(Alarm.id)).all()
