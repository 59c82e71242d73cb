"""How a person says how they want their mail: on their page, and with one click in a message."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pacc_flow.actions.mail_preferences import mute_token
from pacc_flow.models import LedgerRecord
from pacc_flow.notifications.preferences import DIGEST_HOUR, Preferences, preferences_of
from tests.support.cast import World
from tests.support.web import SECRET, sign_in, token_of

PAGE = "/app/cuenta/avisos"


def wanted(world: World, name: str) -> Preferences:
    world.session.rollback()
    world.session.expire_all()
    return preferences_of(world.person(name))


def send(client: FlaskClient, **typed: str) -> int:
    typed = {"digest_hour": "15", "events": "at_once", "what": "all"} | typed
    token = token_of(client.get(PAGE))
    return client.post(PAGE, data={"csrf_token": token, **typed}).status_code


def test_the_page_shows_what_a_person_gets_who_never_chose(client: FlaskClient, world: World):
    sign_in(client, "Laura")
    page = client.get(PAGE).text
    assert f'<option selected value="{DIGEST_HOUR}">7:00 a. m.</option>' in page
    always = page.partition("Lo que siempre llega")[2].partition("</section>")[0]
    for words in ("vencido", "le piden avanzar", "plazos que se mueven", "reemplazar a alguien", "comprobantes"):
        assert words in always
    assert "No se puede silenciar" in always


def test_what_a_person_chooses_is_kept_and_recorded(client: FlaskClient, world: World):
    sign_in(client, "Laura")
    assert send(client, what="only_overdue") == 302
    assert wanted(world, "Laura") == Preferences(15, events_at_once=True, only_overdue=True)
    assert world.session.query(LedgerRecord).filter_by(kind="account:update").count() == 1
    assert send(client, events="each", what="all") == 302
    assert wanted(world, "Laura") == Preferences(15, events_at_once=None, only_overdue=False)


@pytest.mark.parametrize("typed", [{"digest_hour": "24"}, {"digest_hour": "siete"}, {"events": "nunca"}, {"what": ""}])
def test_what_is_no_choice_is_refused_and_changes_nothing(client: FlaskClient, world: World, typed: dict[str, str]):
    sign_in(client, "Laura")
    assert send(client, **typed) == 422
    assert wanted(world, "Laura") == Preferences()


def test_a_mail_program_mutes_with_one_click_and_without_a_session(app: Flask, world: World):
    address = f"/avisos/{mute_token(world.person('Laura').id, SECRET)}"
    world.session.rollback()
    program = app.test_client()
    assert "Recibir solo lo vencido" in program.get(address).text
    assert not wanted(world, "Laura").only_overdue, "programs open links by themselves"
    answer = program.post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert wanted(world, "Laura").only_overdue
    again = program.get(address).text
    assert "Ya recibe solo lo vencido" in again
    assert "Recibir solo lo vencido" not in again
    for page in (answer.text, again):
        assert "Los comprobantes de los pasos que usted da" in page


def test_a_link_that_is_not_ours_mutes_nobody(app: Flask, world: World):
    forged = mute_token(world.person("Laura").id, "x" * 40)
    world.session.rollback()
    assert app.test_client().post(f"/avisos/{forged}").status_code == 404
    assert not wanted(world, "Laura").only_overdue
