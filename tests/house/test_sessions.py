"""A request leaves nothing behind: no open transaction, no borrowed connection, nothing changed and not committed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response, g
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text
from sqlalchemy.pool import QueuePool
from time_machine import Traveller
from werkzeug.test import TestResponse

from config import Settings
from pacc_flow import create_app
from pacc_flow.models import Entity
from pacc_flow.web.database import db
from tests.support.cast import World
from tests.support.crawl import CAST, VISITOR, addresses, things
from tests.support.web import SECRET, client_beside, sign_in, token_of

CHANGES = ("INSERT", "UPDATE", "DELETE")
METHODS = ("GET", "POST")
REFUSED = 400


class Watch:
    """Sees what one request after another does to the database, and what it leaves behind."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self.engine: Engine = db.engine
        self._changed = self._lost = False
        event.listen(self.engine, "before_cursor_execute", self._execute)
        event.listen(self.engine, "commit", self._commit)
        event.listen(self.engine, "rollback", self._rollback)
        app.teardown_appcontext(self._before_closing)  # the last one registered is the first one called

    def ask(self, client: FlaskClient, method: str, address: str, form: dict[str, object] | None = None) -> TestResponse:
        self._changed = self._lost = False
        answer = client.open(address, method=method, data=form)
        about = f"{method} {address}: {answer.status}"
        assert isinstance(self.engine.pool, QueuePool)
        assert self.engine.pool.checkedout() == 0, f"{about} keeps a connection, and its transaction"
        assert not (self._lost and answer.status_code < REFUSED), f"{about} says that it is done, and it was not committed"
        return answer

    def _execute(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self._changed = self._changed or statement.startswith(CHANGES)

    def _commit(self, _connection: object) -> None:
        self._changed = False

    def _rollback(self, _connection: object) -> None:
        self._lost = self._lost or self._changed

    def _before_closing(self, _error: BaseException | None) -> None:
        session = g.get("session")
        if session is not None:
            self._lost = self._lost or bool(session.new or any(session.is_modified(row) for row in session.dirty))


@pytest.fixture
def app(world: World, tmp_path: Path, time: Traveller) -> Iterator[Flask]:
    """An application of its own, since the watch adds to it."""
    app = create_app(Settings(secret_key=SECRET, database_url=world.url, var_dir=tmp_path / "var"))
    app.testing = True
    app.test_client_class = client_beside(world)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def watch(app: Flask) -> Watch:
    return Watch(app)


@pytest.mark.parametrize("name", CAST)
def test_no_request_leaves_anything_behind(app: Flask, client: FlaskClient, watch: Watch, world: World, name: str):
    """Each address, in each way it may be asked for; the forms are empty but for their token."""
    world.submit(1)
    known = things(world.session)
    token = token_of(client.get("/entrar")) if name == VISITOR else _signed_in(client, name)
    for method in METHODS:
        for address in addresses(app, method, known):
            watch.ask(client, method, address, {"csrf_token": token} if method == "POST" else None)


def test_a_step_is_committed_with_its_request(client: FlaskClient, watch: Watch, world: World):
    entry, office = world.entry(1), world.office("Oficina Comercial")
    form = {"rev": entry.rev, "office": office.id, "percent": "65", "narrative": "Se hizo."}
    form |= {"link": "https://www.entidad.gov.co/informe", "csrf_token": _signed_in(client, "Laura")}
    assert watch.ask(client, "POST", f"/app/entradas/{entry.id}/enviar", form).status_code == 302
    assert world.entry(1).state == "submitted"


@pytest.mark.parametrize("forget", ["a statement", "an object", "a connection"])
def test_the_watch_sees_what_a_view_forgets(app: Flask, client: FlaskClient, watch: Watch, forget: str):
    kept = []

    @app.after_request
    def forgetful(response: Response) -> Response:
        db.session.read_only = False
        if forget == "a statement":
            db.session.execute(text("INSERT INTO rate_count (key, count, expires_at) VALUES ('k', 1, '2026-05-04 00:00:00')"))
        elif forget == "an object":
            db.session.add(Entity(slug="olvidada", name="Olvidada"))
        else:
            kept.append(db.engine.connect())
        return response

    with pytest.raises(AssertionError, match="keeps a connection" if forget == "a connection" else "not committed"):
        watch.ask(client, "GET", "/healthz")
    for connection in kept:
        connection.close()


def _signed_in(client: FlaskClient, name: str) -> str:
    assert sign_in(client, name).status_code == 302
    return token_of(client.get("/app/cuenta"))
