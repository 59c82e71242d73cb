"""Whether the program lives, and whether it can work: for whoever watches over the server."""

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from pacc_flow.web.access import Audience, audience
from pacc_flow.web.database import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@audience(Audience.PUBLIC)
def alive() -> ResponseReturnValue:
    return {"status": "ok"}


@bp.get("/readyz")
@audience(Audience.PUBLIC)
def ready() -> ResponseReturnValue:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return {"status": "no database"}, 503
    return {"status": "ok"}


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
