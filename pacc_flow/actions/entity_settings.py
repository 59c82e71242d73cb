"""What an entity decides for itself: its name, the kind of its plan and the thresholds of its traffic light."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.changes import change
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entity
from pacc_flow.reports.record import SnapshotError
from pacc_flow.reports.snapshot import Thresholds

PLAN_KINDS = ("PTEP", "PAAC")
NAME_CHARS = 200


@dataclass(frozen=True)
class EntitySettings:
    """`thresholds` in the JSON shape of the room reports. Its calendar and its reminders have actions of their own."""

    name: str
    plan_kind: str
    thresholds: dict[str, int]

    def values(self) -> dict[str, object]:
        return {"name": " ".join(self.name.split()), "plan_kind": self.plan_kind, "thresholds": self.thresholds}


def update_entity(session: Session, entity: Entity, settings: EntitySettings, *, actor: Actor, at: datetime) -> Receipt | None:
    """None when nothing changed. Raises Invalid naming the fields."""
    if errors := _errors(settings):
        raise Invalid(errors)
    changed = change(entity, settings.values())
    if not changed:
        return None
    return record(session, kind=Kind.ENTITY_UPDATE, actor=actor, at=at, subject=entity, entity_id=entity.id, data=changed)


def _errors(settings: EntitySettings) -> dict[str, str]:
    errors = {}
    if not 0 < len(settings.name.strip()) <= NAME_CHARS:
        errors["name"] = f"Escriba el nombre de la entidad, en no más de {NAME_CHARS} caracteres."
    if settings.plan_kind not in PLAN_KINDS:
        errors["plan_kind"] = "El plan es un PTEP o un PAAC."
    try:
        Thresholds(**settings.thresholds)
    except SnapshotError as refusal:
        errors["thresholds"] = str(refusal)
    return errors
