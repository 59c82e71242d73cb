"""Moving the milestones of a cut: always with a reason, which stays in the trail."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar import InvalidCalendarError
from pacc_flow.calendar.milestones import Milestone
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Cut
from pacc_flow.models.calendars import milestones_of

REASON_CHARS = 500


def move_milestones(
    session: Session, cut: Cut, moves: Mapping[Milestone, date], *, reason: str, actor: Actor, at: datetime
) -> Receipt:
    """`cut` with its plan at hand. Raises Invalid naming `reason`, or `milestones` when they would not stay in order."""
    reason = reason.strip()
    if not 0 < len(reason) <= REASON_CHARS:
        raise Invalid({"reason": f"Escriba por qué se mueve el plazo, en no más de {REASON_CHARS} caracteres."})
    moved: dict[str, Any] = {str(name): on for name, on in moves.items()}
    try:
        replace(milestones_of(cut), **moved)
    except InvalidCalendarError as error:
        raise Invalid({"milestones": str(error)}) from error
    told = {name: [getattr(cut, name).isoformat(), on.isoformat()] for name, on in moves.items()}
    for name, on in moves.items():
        setattr(cut, name, on)
    return record(
        session,
        kind=Kind.CUT_MOVE_MILESTONE,
        actor=actor,
        at=at,
        subject=cut,
        entity_id=cut.plan.entity_id,
        data={"milestones": told, "reason": reason},
    )
