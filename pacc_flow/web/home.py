"""Where a person lands: each role at its own desk, a visitor at what is published."""

from flask import Blueprint, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from pacc_flow.web.access import Audience, admits, audience

bp = Blueprint("home", __name__)

# The first audience that admits the person decides; a reviewer of Planning is first of all a reviewer.
_DESKS = (
    (Audience.CONTROL, "control.cut"),
    (Audience.PLANNING, "planning.board"),
    (Audience.OFFICE, "office.home"),
    (Audience.ADMIN, "admin.people"),
    (Audience.AUDITOR, "trail.register"),
)


@bp.get("/app/")
@audience(Audience.SIGNED_IN)
def desk() -> ResponseReturnValue:
    mine = (address for who, address in _DESKS if admits(who) and address in current_app.view_functions)
    return redirect(url_for(next(mine, "account.no_office")))
