"""Moving the milestones of a cut: always with a reason, which stays in the trail."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.changes import change
from pacc_flow.actions.content import clean_text
from pacc_flow.actions.cuts import load_cut
from pacc_flow.actions.notices import announce_move
from pacc_flow.actions.refusals import Forbidden, Invalid, Refusal
from pacc_flow.actions.seats import seat_of
from pacc_flow.actions.source import NOWHERE, Source
from pacc_flow.actions.taking_back import drop_overtaken
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar import InvalidCalendarError, Milestones
from pacc_flow.calendar.milestones import MILESTONES, Milestone
from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Cut, CutState, OfficeKind, facts_of_account
from pacc_flow.models.calendars import milestones_of
from pacc_flow.workflow.publication import why_not_move

REASON_CHARS = 500
_TOLD = ("cut_on", *MILESTONES)


def move_milestones(
    session: Session, cut: Cut, moves: Mapping[Milestone, date], *, reason: str, actor: Actor, at: datetime
) -> Receipt:
    """`cut` with its plan at hand. Raises Invalid naming `reason`, or `milestones` when nothing moves or they would not
    stay in order, and Refusal when the cut is published.
    """
    reason = why_moved(reason)
    if cut.state == CutState.PUBLISHED:
        raise Refusal("El corte ya se publicó: sus plazos no se mueven.")
    moved_to(cut, moves)
    return write_move(session, cut, {str(name): on for name, on in moves.items()}, reason=reason, actor=actor, at=at)


def move_as_planning(
    session: Session,
    cut_id: int,
    moves: Mapping[Milestone, date],
    *,
    reason: str,
    seen_rev: int,
    actor: Account,
    at: datetime,
    source: Source = NOWHERE,
) -> Receipt:
    """As `move_milestones`, by a person of Planning who saw the cut at revision `seen_rev`. Raises NotFound, Forbidden,
    Refusal or Invalid, the latter naming `cut` when somebody changed it meanwhile.
    """
    cut = load_cut(session, cut_id, entity_id=actor.entity_id)
    today = bogota_date(at)
    person = facts_of_account(actor, on=today)
    if refusal := why_not_move(person, is_published=False):
        raise Forbidden(refusal)
    if refusal := why_not_move(person, is_published=cut.state == CutState.PUBLISHED):
        raise Refusal(refusal)
    if cut.rev != seen_rev:
        raise Invalid({"cut": "Alguien cambió este corte mientras usted lo miraba: así está ahora. No se movió nada."})
    by = seat_of(actor, OfficeKind.PLANNING, on=today).actor(actor, source)
    return move_milestones(session, cut, moves, reason=reason, actor=by, at=at)


def moved_to(cut: Cut, moves: Mapping[Milestone, date]) -> Milestones:
    """Where the milestones would stand; nothing is changed. Raises Invalid naming `milestones` when they cannot."""
    before = milestones_of(cut)
    try:
        after = replace(before, **cast("dict[str, Any]", moves))
    except InvalidCalendarError as error:
        raise Invalid({"milestones": str(error)}) from error
    if after == before:
        raise Invalid({"milestones": "Los plazos ya son esos: cambie al menos uno."})
    if cut.state != CutState.PLANNED and after.opens_on != before.opens_on:
        raise Invalid({"milestones": "El corte ya se abrió: su apertura no se mueve."})
    return after


def why_moved(reason: str) -> str:
    """The reason as it is kept. Raises Invalid naming `reason`."""
    reason = clean_text(reason)
    if not 0 < len(reason) <= REASON_CHARS:
        raise Invalid({"reason": f"Escriba por qué se mueve el plazo, en no más de {REASON_CHARS} caracteres."})
    return reason


def write_move(session: Session, cut: Cut, values: Mapping[str, object], *, reason: str, actor: Actor, at: datetime) -> Receipt:
    """Assigns the new dates, tells those concerned and takes back what waits to be told of the old ones."""
    told = change(cut, values)
    receipt = record(
        session,
        kind=Kind.CUT_MOVE_MILESTONE,
        actor=actor,
        at=at,
        subject=cut,
        entity_id=cut.plan.entity_id,
        data={"milestones": told, "reason": reason},
    )
    moved: dict[str, Any] = {name: days for name, days in told.items() if name in _TOLD}
    announce_move(session, cut, moved, reason=reason, by=actor.name, by_id=actor.account_id, at=at)
    drop_overtaken(session, cut)
    return receipt
