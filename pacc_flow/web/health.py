"""Whether the program lives, and whether it can work: for whoever watches over the server."""

import hashlib
from datetime import datetime

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from pacc_flow.queries.installation import job_runs, scheduler_standing
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
    """Whether the web can work, and beside it how the scheduler is doing: whoever watches over both reads one address.

    The web is ready without a scheduler, for nothing is lost meanwhile: `scheduler.alive` is what to raise an alarm on.
    """
    try:
        standing = scheduler_standing(db.session)
        runs = job_runs(db.session)
    except SQLAlchemyError:
        return {"status": "no database"}, 503
    return {
        "status": "ok",
        "scheduler": {
            "alive": standing.is_alive,
            "leader": hashlib.sha256((standing.leader or "").encode()).hexdigest()[:12] if standing.leader else None,
            "jobs": {
                run.name: {
                    "last_run": _instant(run.started_at),
                    "next_run": _instant(run.next_at),
                    "lag_seconds": int(run.lag(standing.now).total_seconds()),
                    "failed": bool(run.error),
                }
                for run in runs
            },
        },
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
