"""Alarms of the log: above every page of those who have to see to it, and of nobody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pacc_flow.actions.alarms import clear_alarm, raise_alarm
from pacc_flow.models import AlarmKind
from tests.support.cast import NOW, SETUP, World
from tests.support.statements import count_statements
from tests.support.web import sign_in

SENTENCE = "No se firma el registro: tiene 30 registros y ya se firmaron 40."
OF_A_FILE = "El archivo «<acta>.pdf» ya no está donde se guardó."
BOX = 'class="alarms"'


def raised(world: World, *sentences: str, entity_id: int | None = None) -> None:
    kind = AlarmKind.EVIDENCE if entity_id else AlarmKind.SIGNER
    for sentence in sentences:
        raise_alarm(world.session, kind, sentence, sentence, entity_id=entity_id, actor=SETUP, at=NOW)
        world.session.commit()


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("Ana", ["/app/personas", "/app/cuenta", "/ayuda/", "/app/registro", "/app/no-existe"]),
        ("Marta", ["/app/corte", "/app/publicacion", "/app/registro", "/app/calendario", "/app/verificacion"]),
    ],
)
def test_it_stands_above_every_page_of_those_who_see_to_it(client: FlaskClient, world: World, name: str, addresses: list[str]):
    raised(world, SENTENCE)
    sign_in(client, name)
    for address in addresses:
        page = client.get(address, follow_redirects=True).text
        assert page.count(BOX) == 1, address
        assert SENTENCE in page
        assert 'href="/ayuda/registro#alarmas"' in page
        assert page.index(BOX) < page.index('id="contenido" class')
    assert 'id="alarmas"' in client.get("/ayuda/registro").text


@pytest.mark.parametrize("name", ["Laura", "Andrés", "Óscar"])
def test_nobody_else_sees_it(client: FlaskClient, world: World, name: str):
    raised(world, SENTENCE)
    sign_in(client, name)
    for address in ("/app/cuenta", "/app/calendario", "/ayuda/"):
        assert BOX not in client.get(address).text


def test_no_visitor_sees_it(client: FlaskClient, world: World):
    raised(world, SENTENCE)
    for address in ("/entrar", "/ayuda/registro", "/entidad/", "/entidad/registro/", "/verificador/"):
        assert BOX not in client.get(address).text


def test_it_is_only_of_the_entity_that_it_concerns(client: FlaskClient, world: World):
    raised(world, OF_A_FILE, entity_id=world.entity.id)
    sign_in(client, "Charlie")
    assert BOX not in client.get("/app/cuenta").text
    officer = client.application.test_client()
    sign_in(officer, "Marta")
    page = officer.get("/app/cuenta").text
    assert "El archivo «&lt;acta&gt;.pdf» ya no está donde se guardó." in page


def test_it_goes_once_all_is_well_again(client: FlaskClient, world: World):
    raised(world, SENTENCE)
    clear_alarm(world.session, AlarmKind.SIGNER, SENTENCE, actor=SETUP, at=NOW)
    world.session.commit()
    sign_in(client, "Ana")
    assert BOX not in client.get("/app/cuenta").text


def test_many_are_counted_and_the_first_three_told(client: FlaskClient, world: World):
    raised(world, *(f"Falta el archivo {number}." for number in range(1, 8)), entity_id=world.entity.id)
    sign_in(client, "Ana")
    page = client.get("/app/cuenta").text
    assert "Hay 7 alarmas del registro" in page
    assert "Falta el archivo 3." in page
    assert "Falta el archivo 4." not in page
    assert "Y 4 más." in page


def test_it_costs_one_statement_and_only_them(app: Flask, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch):
    figures = {}
    for name in ("Ana", "Marta", "Laura"):
        person = app.test_client()
        sign_in(person, name)
        with_it = count_statements(app, lambda: person.get("/app/cuenta"))  # noqa: B023 - called at once
        with monkeypatch.context() as patch:
            patch.setattr("pacc_flow.web.frame.standing_alarms", lambda *_: ())
            figures[name] = with_it - count_statements(app, lambda: person.get("/app/cuenta"))  # noqa: B023 - called at once
    assert figures == {"Ana": 1, "Marta": 1, "Laura": 0}
