"""Where a person lands: each role at its own desk, a visitor at what is published."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pacc_flow.queries.people import entities
from pacc_flow.web.access import Audience, audience
from pacc_flow.web.database import db
from pacc_flow.web.frame import role

bp = Blueprint("home", __name__)

DESKS = {
    Audience.CONTROL: "control.cut",
    Audience.PLANNING: "planning.board",
    Audience.OFFICE: "office.home",
    Audience.ADMIN: "admin.people",
    Audience.AUDITOR: "trail.register",
    None: "account.no_office",
}


@bp.get("/")
@audience(Audience.PUBLIC)
def front() -> ResponseReturnValue:
    """An installation serves one entity, or many side by side."""
    found = entities(db.session)
    if len(found) == 1:
        return redirect(url_for("public.entity", slug=found[0].slug))
    return render_template("home/front.html", entities=found)


@bp.get("/app/")
@audience(Audience.SIGNED_IN)
def desk() -> ResponseReturnValue:
    return redirect(url_for(DESKS[role()]))
