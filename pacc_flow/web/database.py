"""The database session of a request: read-only while a page is read, committed once at the edge when something is done."""

from flask import Flask, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker

from config import Settings
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.models.engine import create_engine


class Database:
    """One engine for each application and one session for each request, closed with it."""

    @property
    def engine(self) -> Engine:
        engine: Engine = current_app.extensions["engine"]
        return engine

    @property
    def sessionmaker(self) -> sessionmaker[Session]:
        factory: sessionmaker[Session] = current_app.extensions["sessions"]
        return factory

    @property
    def session(self) -> Session:
        if "session" not in g:
            g.session = self.sessionmaker()
        session: Session = g.session
        return session


db = Database()


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions["engine"] = create_engine(settings.database_url)
    app.extensions["sessions"] = make_session_factory(app.extensions["engine"])
    app.before_request(_read_only_while_reading)
    app.teardown_appcontext(_close)


def commit() -> None:
    """The one commit of a request. What it raises, nothing of the request was kept."""
    db.session.commit()


def only_read() -> None:
    """What is left of this request only reads: it waits for nobody who writes, and nobody waits for it."""
    db.session.read_only = True


def _read_only_while_reading() -> None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        only_read()


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()
