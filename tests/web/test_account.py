"""One's own account: the profile, the password, and the invitation with which it is first chosen."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pacc_flow.actions.accounts import deactivate_account, invite_account
from pacc_flow.actions.invitations import invitation_token
from tests.support.cast import NOW, PASSWORD, SETUP, World
from tests.support.web import SECRET, post, sign_in, token_of

NEW = "cuatro gatos en un tejado"


def test_the_profile_says_who_a_person_is_here(client: FlaskClient):
    sign_in(client, "Laura")
    page = client.get("/app/cuenta").text
    for words in ("Laura Cifuentes", "laura@entidad.gov.co", "Oficina Comercial", "Oficina responsable"):
        assert words in page


def test_a_new_password_ends_the_other_sessions_and_not_this_one(app: Flask, client: FlaskClient):
    elsewhere = app.test_client()
    sign_in(elsewhere, "Laura")
    sign_in(client, "Laura")
    assert _change(client, PASSWORD, NEW).status_code == 302
    assert client.get("/app/cuenta").status_code == 200
    assert elsewhere.get("/app/cuenta").location == "/entrar"
    assert sign_in(elsewhere, "Laura", PASSWORD).status_code == 422
    assert sign_in(elsewhere, "Laura", NEW).status_code == 302


@pytest.mark.parametrize(
    ("current", "new", "again", "sentence"),
    [
        ("no es esta", NEW, NEW, "La contraseña actual no es esa."),
        (PASSWORD, "corta", "corta", "La contraseña debe tener al menos 10 caracteres."),
        (PASSWORD, NEW, NEW + "s", "Las dos contraseñas no son iguales."),
        (PASSWORD, "laura@entidad.gov.co", "laura@entidad.gov.co", "Esa contraseña es fácil de adivinar."),
        ("", NEW, NEW, "Escriba su contraseña actual."),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_its_reason(
    client: FlaskClient, current: str, new: str, again: str, sentence: str
):
    sign_in(client, "Laura")
    answer = _change(client, current, new, again)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert sign_in(client.application.test_client(), "Laura", PASSWORD).status_code == 302


def test_an_invitation_sets_the_password_once(client: FlaskClient, world: World):
    link = _invite(world, "Laura")
    assert "Elija su contraseña" in client.get(link).text
    assert _choose(client, link, NEW).location == "/entrar"
    assert sign_in(client, "Laura", NEW).status_code == 302
    spent = client.get(link)
    assert (spent.status_code, "El enlace ya se usó o venció" in spent.text) == (404, True)


def test_an_invitation_lasts_seven_days(client: FlaskClient, world: World, time: time_machine.Traveller):
    link = _invite(world, "Laura")
    time.shift(timedelta(days=6, hours=23))
    assert client.get(link).status_code == 200
    time.shift(timedelta(hours=2))
    assert client.get(link).status_code == 404


def test_a_new_invitation_ends_the_one_before(client: FlaskClient, world: World):
    first, second = _invite(world, "Laura"), _invite(world, "Laura")
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_a_deactivated_account_cannot_use_its_invitation(client: FlaskClient, world: World):
    link = _invite(world, "Laura")
    deactivate_account(world.session, world.person("Laura"), actor=SETUP, at=NOW)
    world.session.commit()
    assert client.get(link).status_code == 404


def test_a_forged_invitation_opens_nothing(client: FlaskClient, world: World):
    laura = world.person("Laura")
    world.session.rollback()
    for token in ("x", invitation_token(laura, secret="another secret of nobody", at=NOW)):
        assert client.get(f"/clave/{token}").status_code == 404


def test_an_invited_person_hears_why_a_password_will_not_do(client: FlaskClient, world: World):
    link = _invite(world, "Laura")
    answer = _choose(client, link, "corta")
    assert (answer.status_code, "al menos 10 caracteres" in answer.text) == (422, True)
    assert client.get(link).status_code == 200


def test_a_member_without_an_office_is_told_so(client: FlaskClient):
    sign_in(client, "Óscar")
    assert "Todavía no tiene una oficina" in client.get("/app/sin-oficina").text


def _invite(world: World, name: str) -> str:
    account = world.person(name)
    invite_account(world.session, account, actor=SETUP, at=NOW)
    world.session.commit()
    return f"/clave/{invitation_token(account, secret=SECRET, at=NOW)}"


def _change(client: FlaskClient, current: str, new: str, again: str | None = None) -> TestResponse:
    return post(client, "/app/cuenta", {"current": current, "password": new, "again": new if again is None else again})


def _choose(client: FlaskClient, link: str, new: str) -> TestResponse:
    token = token_of(client.get(link))
    return client.post(link, data={"password": new, "again": new, "csrf_token": token})
