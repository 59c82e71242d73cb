"""Planning: the board of the cut, and the review of what the offices send."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.web.access import Audience, audience
from pacc_flow.web.board import board_page
from pacc_flow.web.desk import decide, entry_page, first_in_queue
from pacc_flow.web.desks import REVIEW
from pacc_flow.web.forms.review import ReviewForm
from pacc_flow.workflow import Action

bp = Blueprint("planning", __name__)

_PAGE = "planning/review.html"


@bp.get("/app/tablero")
@audience(Audience.PLANNING)
def board() -> ResponseReturnValue:
    return board_page(REVIEW, clock.now())


@bp.get("/app/revision")
@audience(Audience.PLANNING)
def queue() -> ResponseReturnValue:
    return first_in_queue(REVIEW, clock.now())


@bp.get("/app/revision/<int:entry_id>")
@audience(Audience.PLANNING)
def review(entry_id: int) -> ResponseReturnValue:
    return entry_page(REVIEW, _PAGE, entry_id, ReviewForm())


@bp.post("/app/revision/<int:entry_id>/aprobar")
@audience(Audience.PLANNING)
def approve(entry_id: int) -> ResponseReturnValue:
    return decide(REVIEW, _PAGE, entry_id, Action.REVIEW, ReviewForm())


@bp.post("/app/revision/<int:entry_id>/devolver")
@audience(Audience.PLANNING)
def give_back(entry_id: int) -> ResponseReturnValue:
    return decide(REVIEW, _PAGE, entry_id, Action.RETURN_TO_OFFICE, ReviewForm())
