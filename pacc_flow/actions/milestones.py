"""Moving the milestones of a cut: always with a reason, which stays in the trail."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.changes import change
from pacc_flow.actions.content import clean_text
from pacc_flow.actions.refusals import Invalid, Refusal
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar import InvalidCalendarError
from pacc_flow.calendar.milestones import Milestone
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Cut, CutState
from pacc_flow.models.calendars import milestones_of

REASON_CHARS = 500


def move_milestones(
    session: Session, cut: Cut, moves: Mapping[Milestone, date], *, reason: str, actor: Actor, at: datetime
) -> Receipt:
    """`cut` with its plan at hand. Raises Invalid naming `reason`, or `milestones` when nothing moves or they would not
    stay in order, and Refusal when the cut is published.
    """
    reason = clean_text(reason)
    if not 0 < len(reason) <= REASON_CHARS:
        raise Invalid({"reason": f"Escriba por qué se mueve el plazo, en no más de {REASON_CHARS} caracteres."})
    if cut.state == CutState.PUBLISHED:
        raise Refusal("El corte ya se publicó: sus plazos no se mueven.")
    moved: dict[str, Any] = {str(name): on for name, on in moves.items()}
    try:
        replace(milestones_of(cut), **moved)
    except InvalidCalendarError as error:
        raise Invalid({"milestones": str(error)}) from error
    told = change(cut, moved)
    if not told:
        raise Invalid({"milestones": "Los plazos ya eran esos."})
    return record(
        session,
        kind=Kind.CUT_MOVE_MILESTONE,
        actor=actor,
        at=at,
        subject=cut,
        entity_id=cut.plan.entity_id,
        data={"milestones": told, "reason": reason},
    )
