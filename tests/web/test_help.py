"""Help is for everyone, says what the process table says, and an error says what happened without giving anything away."""

import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from pacc_flow.models import LedgerRecord
from pacc_flow.web import errors
from pacc_flow.web.access import Audience, audience
from pacc_flow.web.frame import ROLE_WORDS
from pacc_flow.web.help import ACTIONS, GUARDS, ROLES, STATES, rows
from pacc_flow.web.security import HEADERS
from pacc_flow.workflow import PROCESS, Action, Role, State
from tests.support.cast import World
from tests.support.web import post, sign_in

PAGES = ("/ayuda/", "/ayuda/registro", "/ayuda/accesibilidad")


def test_every_action_state_role_and_guard_of_the_table_has_its_words():
    assert set(ACTIONS) == set(Action)
    assert set(STATES) == set(State)
    assert set(ROLES) == set(Role)
    assert set(GUARDS) == {guard for step in PROCESS for guard in step.refused_when}
    assert set(ROLE_WORDS) == {Audience.OFFICE, Audience.PLANNING, Audience.CONTROL, Audience.ADMIN, Audience.AUDITOR}


def test_the_page_and_its_drawing_tell_every_row(client: FlaskClient):
    page = client.get("/ayuda/").text
    assert len(rows()) == len(PROCESS)
    for row in rows():
        assert f"{row.number}: {row.action}, de {row.source.lower()} a {row.target.lower()}." in page
        assert f'text-anchor="middle">{row.number}</text>' in page
    assert page.count('class="process-mark"') == len(PROCESS)


@pytest.mark.parametrize("address", PAGES)
def test_help_needs_no_account(client: FlaskClient, address: str):
    assert client.get(address).status_code == 200


def test_every_page_links_to_the_help(client: FlaskClient):
    page = client.get("/entrar").text
    assert all(f'href="{address}"' in page for address in PAGES)


@pytest.mark.parametrize("address", ["/entrar", "/ayuda/", "/nada/de/nada", "/static/css/pacc.css", "/healthz"])
def test_every_answer_is_protected(client: FlaskClient, address: str):
    with client.get(address) as answer:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_what_a_person_reads_stays_in_no_cache_and_its_cookie_out_of_scripts(client: FlaskClient):
    answer = sign_in(client, "Laura")
    assert client.get("/app/cuenta").headers["Cache-Control"] == "no-store"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_page_that_does_not_exist_says_so(client: FlaskClient):
    answer = client.get("/nada/de/nada")
    assert (answer.status_code, "No encontramos esta página" in answer.text) == (404, True)


def test_a_way_that_an_address_does_not_take_says_so(client: FlaskClient):
    sign_in(client, "Ana")
    answer = client.get("/app/admin/personas/1/desactivar")
    assert (answer.status_code, "No se puede hacer así" in answer.text) == (405, True)


def test_a_form_of_another_site_or_of_an_old_session_says_that_the_page_expired(client: FlaskClient):
    sign_in(client, "Ana")
    answer = client.post("/app/admin/personas/1/desactivar", data={"csrf_token": "x"})
    assert (answer.status_code, "La página venció" in answer.text) == (400, True)


def test_too_much_at_once_says_so(app: Flask, client: FlaskClient):
    sign_in(client, "Ana")
    app.config["MAX_CONTENT_LENGTH"] = 1_000
    answer = client.post("/app/admin/oficinas/nueva", data={"name": (io.BytesIO(b"x" * 2_000), "x")})
    assert (answer.status_code, "pesa demasiado" in answer.text) == (413, True)


def test_a_failure_of_ours_gives_a_plain_page_and_no_traceback(app: Flask, client: FlaskClient):
    def fail() -> str:
        raise RuntimeError("the innermost secret")

    app.view_functions["help.trail"] = audience(Audience.PUBLIC)(fail)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/ayuda/registro")
    assert (answer.status_code, "Algo falló de nuestro lado" in answer.text) == (500, True)
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("status", errors._PAGES)
def test_every_error_page_says_what_happened_in_spanish(app: Flask, status: int):
    with app.test_request_context():
        text, code = errors.page(status, *errors._PAGES[status])
    assert code == status
    assert f"Código {status}" in text


def test_a_refused_act_is_recorded_with_its_address_and_a_flood_by_its_figure(client: FlaskClient, world: World):
    sign_in(client, "Laura")
    before = _records(world)
    for _ in range(25):
        assert post(client, "/app/admin/personas/1/desactivar").status_code == 403
    told = _records(world)[len(before) :]
    assert {record["kind"] for record in told} == {"refusal:access"}
    assert told[0]["data"] == {
        "about": "POST /app/admin/personas/1/desactivar",
        "attempts": 1,
        "sentence": "Su cuenta no tiene acceso a esta página.",
        "status": 403,
    }
    assert [record["data"]["attempts"] for record in told] == [*range(1, 11), 20]


def _records(world: World) -> list[dict[str, object]]:
    bodies = world.session.scalars(select(LedgerRecord.body).order_by(LedgerRecord.seq)).all()
    world.session.rollback()
    return [json.loads(body) for body in bodies]
