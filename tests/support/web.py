"""The application over the cast's world, and people who sign in through the real form.

The clock stands at the cast's NOW and ticks; `time.shift(…)` and `time.move_to(…)` move it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import Settings
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models.engine import create_engine
from tests.support.cast import NOW, PASSWORD, PEOPLE, World

SECRET = "a secret of the tests, of no use anywhere else"
EMAILS = {name: email for name, email, _, _ in PEOPLE} | {"Charlie Afuera": "charlie@otra.gov.co"}


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def wired_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, wired once in a process: its addresses and templates are the same for every test."""
    from pacc_flow import create_app

    var_dir = tmp_path_factory.mktemp("var")
    return create_app(Settings(secret_key=SECRET, database_url=f"sqlite:///{var_dir}/nobody.sqlite3", var_dir=var_dir))


@pytest.fixture
def app(wired_app: Flask, world: World, tmp_path: Path, time: time_machine.Traveller) -> Iterator[Flask]:
    """The whole application over the database of `world`, whose session sees what the pages commit."""
    settings = Settings(secret_key=SECRET, database_url=world.url, var_dir=tmp_path / "var")
    engine = create_engine(world.url)
    wired_app.extensions.update(settings=settings, engine=engine, sessions=make_session_factory(engine))
    kept, pages = dict(wired_app.config), dict(wired_app.view_functions)
    wired_app.testing = True
    wired_app.config["PUBLIC_PAGE_SECONDS"] = 0  # each test asks its own database
    wired_app.test_client_class = client_beside(world)
    yield wired_app
    wired_app.config.clear()
    wired_app.config.update(kept)
    wired_app.view_functions.update(pages)
    engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def client_beside(world: World) -> type[FlaskClient]:
    """A client that lets go of what the test itself reads: on SQLite a transaction of the test would lock the site out."""

    class Client(FlaskClient):
        def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401  # Flask's own, passed on
            world.session.rollback()
            return super().open(*args, **kwargs)

    return Client


def email_of(name: str) -> str:
    """By the first word of the name, as `World.person`."""
    return next(email for whole, email in EMAILS.items() if whole.startswith(name))


def token_of(response: TestResponse) -> str:
    """The CSRF token of the first form of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', response.text)
    assert found, f"no form in the page ({response.status})"
    return found[1]


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD) -> TestResponse:
    """Through the form, as a person does. The answer of a sign-in that succeeds is a redirect to the desk."""
    page = client.get("/entrar")
    typed = {"email": email_of(name), "password": password, "csrf_token": token_of(page)}
    return client.post("/entrar", data=typed)


def post(
    client: FlaskClient,
    address: str,
    data: dict[str, Any] | None = None,
    **options: Any,  # noqa: ANN401  # of Flask's own client, passed on
) -> TestResponse:
    """Posts a form with the CSRF token of the person who is signed in."""
    token = token_of(client.get("/app/cuenta"))
    return client.post(address, data={**(data or {}), "csrf_token": token}, **options)
