"""What an entity decides for itself: its cuts, their terms, its own calendar and the thresholds of its traffic light."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.changes import change
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar import BusinessCalendar, CutSchedule, InvalidCalendarError, Offsets
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entity
from pacc_flow.reports.record import SnapshotError
from pacc_flow.reports.snapshot import Thresholds

PLAN_KINDS = ("PTEP", "PAAC")
NAME_CHARS = 200


@dataclass(frozen=True)
class EntitySettings:
    """`schedule` as MM-DD; `offsets` and `thresholds` in the JSON shapes of the rooms calendar and reports."""

    name: str
    plan_kind: str
    schedule: tuple[str, ...]
    offsets: dict[str, int]
    thresholds: dict[str, int]
    days_off: tuple[date, ...]
    days_worked: tuple[date, ...]

    def values(self) -> dict[str, object]:
        return {
            "name": " ".join(self.name.split()),
            "plan_kind": self.plan_kind,
            "schedule": list(self.schedule),
            "offsets": self.offsets,
            "thresholds": self.thresholds,
            "days_off": [on.isoformat() for on in sorted(set(self.days_off))],
            "days_worked": [on.isoformat() for on in sorted(set(self.days_worked))],
        }


def update_entity(session: Session, entity: Entity, settings: EntitySettings, *, actor: Actor, at: datetime) -> Receipt | None:
    """None when nothing changed. Cuts that were planned already keep their dates. Raises Invalid naming the fields."""
    if errors := _errors(settings):
        raise Invalid(errors)
    changed = change(entity, settings.values())
    if not changed:
        return None
    return record(session, kind=Kind.ENTITY_UPDATE, actor=actor, at=at, subject=entity, entity_id=entity.id, data=changed)


def _errors(settings: EntitySettings) -> dict[str, str]:
    """Each room judges its own settings, in its own words."""
    checks: dict[str, Callable[[], object]] = {
        "schedule": lambda: CutSchedule.from_json(settings.schedule),
        "offsets": lambda: Offsets.from_json(settings.offsets),
        "days_off": lambda: BusinessCalendar(frozenset(settings.days_off), frozenset(settings.days_worked)),
        "thresholds": lambda: Thresholds(**settings.thresholds),
    }
    errors = {}
    if not 0 < len(settings.name.strip()) <= NAME_CHARS:
        errors["name"] = f"Escriba el nombre de la entidad, en no más de {NAME_CHARS} caracteres."
    if settings.plan_kind not in PLAN_KINDS:
        errors["plan_kind"] = "El plan es un PTEP o un PAAC."
    for field, check in checks.items():
        try:
            check()
        except (InvalidCalendarError, SnapshotError) as refusal:
            errors[field] = str(refusal)
    return errors
