"""On which days an entity reminds its people: the rungs of its ladder, judged by the room calendar in its own words."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.changes import change
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar import InvalidCalendarError, Ladder
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entity
from pacc_flow.models.calendars import ladder_of


def ladder_from(settings: Mapping[str, object]) -> Ladder:
    """In the JSON shape of the ladder. Raises Invalid naming the settings that cannot be."""
    errors = {}
    for name, setting in settings.items():
        try:
            Ladder.from_json({name: setting})
        except InvalidCalendarError as refusal:
            errors[name] = str(refusal)
    if errors:
        raise Invalid(errors)
    return Ladder.from_json(settings)


def set_ladder(
    session: Session, entity: Entity, settings: Mapping[str, object], *, actor: Actor, at: datetime
) -> Receipt | None:
    """None when the rungs are what they were. From the next sweep on it holds for the cuts that are open, too."""
    ladder = ladder_from(settings)
    if ladder == ladder_of(entity):
        return None
    data = change(entity, {"ladder": ladder.to_json()})
    return record(session, kind=Kind.ENTITY_UPDATE, actor=actor, at=at, subject=entity, entity_id=entity.id, data=data)
