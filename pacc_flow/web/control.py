"""Internal Control: how the cut stands, and the verification, signed, of what Planning reviewed."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.web.access import Audience, admits, audience
from pacc_flow.web.board import board_page
from pacc_flow.web.desk import decide, entry_page, first_in_queue
from pacc_flow.web.desks import READING, VERIFICATION
from pacc_flow.web.forms.verification import VerificationForm
from pacc_flow.workflow import Action

bp = Blueprint("control", __name__)

_PAGE = "control/verification.html"


@bp.get("/app/corte")
@audience(Audience.CONTROL, Audience.AUDITOR)
def cut() -> ResponseReturnValue:
    return board_page(VERIFICATION if admits(Audience.CONTROL) else READING, clock.now())


@bp.get("/app/verificacion")
@audience(Audience.CONTROL)
def queue() -> ResponseReturnValue:
    return first_in_queue(VERIFICATION, clock.now())


@bp.get("/app/verificacion/<int:entry_id>")
@audience(Audience.CONTROL)
def verification(entry_id: int) -> ResponseReturnValue:
    return entry_page(VERIFICATION, _PAGE, entry_id, VerificationForm())


@bp.post("/app/verificacion/<int:entry_id>/verificar")
@audience(Audience.CONTROL)
def verify(entry_id: int) -> ResponseReturnValue:
    return _decide(entry_id, Action.VERIFY)


@bp.post("/app/verificacion/<int:entry_id>/devolver-planeacion")
@audience(Audience.CONTROL)
def return_to_planning(entry_id: int) -> ResponseReturnValue:
    return _decide(entry_id, Action.RETURN_TO_PLANNING)


@bp.post("/app/verificacion/<int:entry_id>/devolver-oficina")
@audience(Audience.CONTROL)
def return_to_office(entry_id: int) -> ResponseReturnValue:
    return _decide(entry_id, Action.RETURN_TO_OFFICE)


@bp.post("/app/verificacion/<int:entry_id>/reabrir")
@audience(Audience.CONTROL)
def reopen(entry_id: int) -> ResponseReturnValue:
    return _decide(entry_id, Action.REOPEN)


def _decide(entry_id: int, action: Action) -> ResponseReturnValue:
    return decide(VERIFICATION, _PAGE, entry_id, action, VerificationForm())
