"""Signing in and out: what is answered, what is recorded, and how a flood is met."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from pacc_flow.actions import passwords
from pacc_flow.actions.sign_ins import ATTEMPTS_OF_ACCOUNT, ATTEMPTS_OF_ADDRESS
from pacc_flow.models import LedgerRecord
from pacc_flow.web.sign_in import NO_MATCH, TOO_MANY, is_local
from tests.support.cast import PASSWORD, World
from tests.support.web import post, sign_in, token_of

DESKS = {
    "Laura": "/app/actividades",
    "Andrés": "/app/tablero",
    "Marta": "/app/corte",
    "Ana": "/app/admin/personas",
    "Óscar": "/app/registro",
}


@pytest.mark.parametrize("name", DESKS)
def test_a_person_signs_in_and_lands_on_the_desk_of_their_role(client: FlaskClient, name: str):
    answer = sign_in(client, name)
    assert (answer.status_code, answer.location) == (302, "/app/")
    assert client.get("/app/").location == DESKS[name]


def test_after_signing_in_a_person_gets_the_page_that_they_asked_for(client: FlaskClient):
    assert client.get("/app/plan?parte=2").location == "/entrar"
    assert sign_in(client, "Laura").location == "/app/plan?parte=2"


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("/app/plan", True),
        ("", False),
        ("//otro.example/", False),
        ("https://otro.example/", False),
        ("/\\otro.example", False),
    ],
)
def test_nobody_is_sent_to_another_host(address: str, local: bool):  # noqa: FBT001 - a column of a table
    assert is_local(address) is local


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("laura@entidad.gov.co", "otra clave larga"),
        ("nadie@entidad.gov.co", PASSWORD),
        ("", PASSWORD),
        ("laura@entidad.gov.co", ""),
    ],
)
def test_whoever_does_not_match_stays_outside(client: FlaskClient, email: str, password: str):
    answer = _type(client, email, password)
    assert answer.status_code == 422
    assert PASSWORD not in answer.text
    assert client.get("/app/cuenta").location == "/entrar"


def test_a_wrong_address_and_a_wrong_password_read_the_same(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    """And cost the same: both are checked against a hash."""
    checked: list[str | None] = []
    matches = passwords._HASHER.verify
    monkeypatch.setattr(passwords, "_HASHER", _Counting(matches, checked))
    wrong = _type(client, "laura@entidad.gov.co", "otra clave larga")
    unknown = _type(client, "nadie@entidad.gov.co", "otra clave larga")
    assert NO_MATCH in wrong.text
    assert NO_MATCH in unknown.text
    assert len(checked) == 2


def test_a_deactivated_account_does_not_match(client: FlaskClient, world: World):
    laura = world.person("Laura")
    admin = app_client(client)
    sign_in(admin, "Ana")
    post(admin, f"/app/admin/personas/{laura.id}/desactivar")
    assert NO_MATCH in _type(client, "laura@entidad.gov.co", PASSWORD).text


def test_every_sign_in_sign_out_and_failure_is_recorded_without_what_was_typed(client: FlaskClient, world: World):
    _type(client, "laura@entidad.gov.co", "la clave equivocada")
    _type(client, "la clave equivocada", "laura@entidad.gov.co")
    sign_in(client, "Laura")
    post(client, "/salir")
    failed, unknown, entered, left = _records(world)[-4:]
    laura = world.person("Laura")
    assert [record["kind"] for record in (failed, unknown, entered, left)] == [
        "account:sign_in_failed",
        "account:sign_in_failed",
        "account:sign_in",
        "account:sign_out",
    ]
    assert failed["actor"]["system"] == "visitor"
    assert failed["data"] == {"account": laura.id, "attempts": 1, "refused": "password"}
    assert (unknown["data"]["account"], unknown["entity"]) == (None, None)
    assert entered["actor"] == {"id": laura.id, "office": laura.memberships[0].office_id, "role": "member"}
    assert entered["request"]["ip"] == "127.0.0.1"
    assert entered["request"]["session"] == left["request"]["session"]
    assert "equivocada" not in json.dumps(_records(world))


def test_the_session_is_a_new_one_after_signing_in(client: FlaskClient, world: World):
    _type(client, "laura@entidad.gov.co", "la clave equivocada")
    sign_in(client, "Laura")
    failed, entered = _records(world)[-2:]
    assert failed["request"]["session"] != entered["request"]["session"]


def test_too_many_attempts_on_an_account_are_refused_even_with_its_password(client: FlaskClient, time: time_machine.Traveller):
    for _ in range(ATTEMPTS_OF_ACCOUNT):
        assert _type(client, "laura@entidad.gov.co", "otra clave larga").status_code == 422
    refused = _type(client, "LAURA@entidad.gov.co ", PASSWORD)
    assert (refused.status_code, TOO_MANY in refused.text) == (429, True)
    assert sign_in(client, "Mateo").status_code == 302
    time.shift(timedelta(minutes=16))
    assert sign_in(app_client(client), "Laura").status_code == 302


def test_too_many_attempts_from_one_address_are_refused_whatever_the_account(client: FlaskClient, world: World):
    for number in range(ATTEMPTS_OF_ADDRESS):
        _type(client, f"persona{number}@entidad.gov.co", "otra clave larga")
    assert sign_in(client, "Laura").status_code == 429
    told = [record["data"]["attempts"] for record in _records(world) if record["kind"] == "account:sign_in_failed"]
    assert told == [*range(1, 10), *range(10, 101, 10)]


def test_a_successful_sign_in_forgives_the_attempts_before_it(client: FlaskClient):
    for _ in range(3):
        for _ in range(ATTEMPTS_OF_ACCOUNT - 1):
            _type(client, "laura@entidad.gov.co", "otra clave larga")
        assert sign_in(client, "Laura").status_code == 302
        post(client, "/salir")


def test_a_session_ends_when_nobody_uses_it_for_an_hour(client: FlaskClient, time: time_machine.Traveller):
    sign_in(client, "Laura")
    for _ in range(3):
        time.shift(timedelta(minutes=50))
        assert client.get("/app/cuenta").status_code == 200
    time.shift(timedelta(minutes=61))
    assert client.get("/app/cuenta").location == "/entrar"


def test_every_page_says_until_when_the_session_lasts(client: FlaskClient):
    sign_in(client, "Laura")
    assert "Sesión abierta hasta las" in client.get("/app/cuenta").text
    assert "10:00\N{NO-BREAK SPACE}a.\N{NO-BREAK SPACE}m." in client.get("/app/cuenta").text


def test_signing_out_is_a_post_and_ends_the_session(client: FlaskClient):
    sign_in(client, "Laura")
    client.get("/salir")
    assert client.get("/app/cuenta").status_code == 200
    assert post(client, "/salir").location == "/entrar"
    assert client.get("/app/cuenta").location == "/entrar"


def test_whoever_is_signed_in_need_not_sign_in_again(client: FlaskClient):
    sign_in(client, "Laura")
    assert client.get("/entrar").location == "/app/"


def test_a_forged_session_cookie_is_nobody(app: Flask, client: FlaskClient):
    for name in ("1:0:0", "x:0", "1:x", "99999:0"):
        with client.session_transaction() as session:
            session["_user_id"] = name
        assert client.get("/app/cuenta").location == "/entrar"


def app_client(client: FlaskClient) -> FlaskClient:
    """Another browser at the same site."""
    return client.application.test_client()


class _Counting:
    def __init__(self, verify: Callable[[str, str], bool], checked: list[str | None]) -> None:
        self._verify, self._checked = verify, checked

    def verify(self, password_hash: str, password: str) -> bool:
        self._checked.append(password_hash)
        return self._verify(password_hash, password)


def _type(client: FlaskClient, email: str, password: str) -> TestResponse:
    token = token_of(client.get("/entrar"))
    return client.post("/entrar", data={"email": email, "password": password, "csrf_token": token})


def _records(world: World) -> list[dict[str, object]]:
    bodies = world.session.scalars(select(LedgerRecord.body).order_by(LedgerRecord.seq)).all()
    world.session.rollback()
    return [json.loads(body) for body in bodies]
