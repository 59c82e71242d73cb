"""The database session of a request: read-only while a page is read, committed once at the edge when something is done."""

from flask import Flask, request
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy.orm import Session

from config import Settings
from pacc_flow.actions import trail
from pacc_flow.models.engine import database_url, engine_options, prepare_engine

db: SQLAlchemy = SQLAlchemy(session_options={"class_": trail.Session, **trail.SESSION_OPTIONS})


def init_app(app: Flask, settings: Settings) -> None:
    url = database_url(settings.database_url)
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": url, **engine_options(url)}}
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    app.before_request(_read_only_while_reading)


def commit() -> None:
    """The one commit of a request. What it raises, nothing of the request was kept."""
    db.session.commit()


def own_transaction() -> Session:
    """A session beside the request's, for what must be recorded although the request is refused."""
    return db.sessionmaker()


def _read_only_while_reading() -> None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        db.session.read_only = True  # type: ignore[attr-defined]  # the session class is ours
