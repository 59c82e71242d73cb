"""The board of what is late: with whom, for how long, and the act that asks them to move it today."""

from datetime import date, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from pacc_flow.actions.accounts import create_account
from pacc_flow.actions.memberships import place_account
from pacc_flow.actions.milestones import move_milestones
from pacc_flow.actions.substitutions import name_substitute
from pacc_flow.clock import bogota_date
from pacc_flow.models import LedgerRecord, Notice
from pacc_flow.workflow import Action, Standing, State
from tests.support.cast import NOW, SETUP, World
from tests.support.growth import grow_cut
from tests.support.statements import count_statements
from tests.support.web import post, sign_in

ADDRESS = "/app/atrasos"
TUESDAY = timedelta(days=8)  # the offices' term ended on Friday 8 May: two business days ago


@pytest.fixture(autouse=True)
def _on_tuesday(time: time_machine.Traveller) -> None:
    time.shift(TUESDAY)


def blocks(page: TestResponse) -> dict[str, str]:
    """The part of the page about each office, by its name, in their order."""
    parts = page.text.split('<section class="section stack" id="oficina-')[1:]
    return {part.partition("<h2")[2].partition(">")[2].partition("</h2>")[0]: part for part in parts}


def ask(client: FlaskClient, world: World, office: str, *names: str, message: str = "", query: str = "") -> TestResponse:
    who = [str(world.person(name).id) for name in names]
    return post(client, f"{ADDRESS}/{world.office(office).id}/pedir{query}", {"who": who, "message": message})


def nudges(world: World) -> int:
    found = world.session.scalar(select(func.count()).select_from(Notice).where(Notice.kind == "nudge")) or 0
    world.session.rollback()
    return found


@pytest.mark.parametrize("name", ["Andrés", "Marta", "Óscar"])
def test_what_is_late_is_told_by_whoever_holds_it_with_its_people_and_for_how_long(client: FlaskClient, name: str):
    sign_in(client, name)
    page = client.get(ADDRESS)
    assert "4 entradas atrasadas en 4 oficinas" in page.text
    found = blocks(page)
    assert list(found) == ["Oficina Comercial", "Control Interno", "Oficina de Planeación", "Secretaría General"]
    comercial = found["Oficina Comercial"]
    for words in (
        "<strong>2 por enviar</strong> del primer corte de 2026. El plazo venció el viernes 8 de mayo, hace 2 días hábiles.",
        "2 días hábiles de atraso",
        "La tiene desde el lunes 4 de mayo, hace 6 días hábiles",
        "Laura Cifuentes",
        "Mateo Ríos",
    ):
        assert words in comercial
    assert "<strong>1 sección por escribir</strong>" in found["Secretaría General"]
    assert page.text.count("Pedirles que avancen hoy") == (0 if name == "Óscar" else 4)


@pytest.mark.parametrize("days", [12, 13, 14], ids=["Saturday", "Sunday", "a holiday"])
def test_on_a_day_off_it_is_as_late_as_on_the_last_business_day(client: FlaskClient, time: time_machine.Traveller, days: int):
    time.move_to(NOW + timedelta(days=days))
    sign_in(client, "Andrés")
    page, board = client.get(ADDRESS).text, client.get("/app/tablero").text
    assert "venció el viernes 8 de mayo, hace 5 días hábiles" in page
    assert "5 días hábiles de atraso" in page
    assert "5 días hábiles de atraso" in board
    assert not any("6 días hábiles de atraso" in text for text in (page, board))


@pytest.mark.parametrize("name", ["Laura", "Ana"])
def test_nobody_else_reads_it(client: FlaskClient, name: str):
    sign_in(client, name)
    assert client.get(ADDRESS).status_code == 403


def test_another_entity_sees_its_own_which_is_nothing(client: FlaskClient):
    sign_in(client, "Charlie")
    page = client.get(ADDRESS)
    assert "Nadie está atrasado" in page.text
    assert blocks(page) == {}


def test_before_the_term_nobody_is_late_and_what_is_near_is_told_quietly(client: FlaskClient, time: time_machine.Traveller):
    time.move_to(NOW + timedelta(days=1))
    sign_in(client, "Andrés")
    page = client.get(ADDRESS).text
    assert '<h1 class="h1-board">Nadie está atrasado</h1>' in page
    assert "Oficina Comercial: 2 por enviar; vence en 3 días hábiles, viernes 8 de mayo." in page
    assert "Pedirles" not in page
    time.move_to(NOW)
    assert "Por vencer" not in client.get(ADDRESS).text


def test_on_the_last_day_nobody_is_late_yet(client: FlaskClient, time: time_machine.Traveller):
    time.move_to(NOW + timedelta(days=4))
    sign_in(client, "Andrés")
    page = client.get(ADDRESS).text
    assert "Nadie está atrasado" in page
    assert "vence hoy, viernes 8 de mayo." in page


def test_each_step_is_late_by_its_own_milestone_and_the_longest_comes_first(
    client: FlaskClient, world: World, time: time_machine.Traveller
):
    world.submit(1)
    world.submit(3, by="Diana")
    world.review(3)
    time.shift(timedelta(days=6))  # Monday 18 is a holiday: Planning is late by four days, Control by one
    sign_in(client, "Marta")
    found = blocks(client.get(ADDRESS))
    assert "1 por revisar" in found["Oficina de Planeación"]
    assert "hace 3 días hábiles" in found["Oficina de Planeación"]
    assert list(found)[:2] == ["Control Interno", "Oficina Comercial"]
    assert "1 por verificar" in found["Control Interno"]
    assert "1 por enviar" in found["Control Interno"]


def test_an_entry_that_came_back_is_held_since_it_did(client: FlaskClient, world: World, time: time_machine.Traveller):
    world.submit(1)
    world.act("Andrés", Action.RETURN_TO_OFFICE, 1, at=NOW + timedelta(days=7), comment="Falta el acta.")
    sign_in(client, "Andrés")
    assert "La tiene desde ayer; devuelta" in blocks(client.get(ADDRESS))["Oficina Comercial"]


@pytest.mark.parametrize(
    ("query", "offices"),
    [
        ("paso=reportar", 4),
        ("paso=revisar", 0),
        ("paso=otro&oficina=abc&pagina=-1", 4),
        ("oficina=999999", 0),
        ("oficina=99999999999999999999", 4),
    ],
)
def test_the_address_says_which_office_and_which_step(client: FlaskClient, query: str, offices: int):
    sign_in(client, "Andrés")
    page = client.get(f"{ADDRESS}?{query}")
    assert len(blocks(page)) == offices
    assert ("Ningún atraso coincide" in page.text) == (offices == 0)


def test_one_office_alone(client: FlaskClient, world: World):
    sign_in(client, "Andrés")
    assert list(blocks(client.get(f"{ADDRESS}?oficina={world.office('Control Interno').id}"))) == ["Control Interno"]


def test_a_person_is_asked_and_the_page_says_so(client: FlaskClient, world: World):
    sign_in(client, "Andrés")
    answer = ask(client, world, "Oficina Comercial", "Laura", message="Hay comité.", query="?paso=reportar")
    office = world.office("Oficina Comercial").id
    assert answer.location == f"{ADDRESS}?paso=reportar#oficina-{office}"
    page = client.get(ADDRESS)
    assert "<strong>Le pidió avanzar a Laura Cifuentes.</strong>" in page.text
    assert "Recibo" in page.text
    comercial = blocks(page)["Oficina Comercial"]
    assert 'Laura Cifuentes: <span class="quiet">se lo pidió Andrés Rojas hoy, 9:00' in comercial
    assert comercial.count('name="who"') == 1  # Mateo, who was not chosen
    notice = world.session.scalars(select(Notice).where(Notice.kind == "nudge")).one()
    assert notice.content["message"] == "Hay comité."
    assert [entry for entry, _ in notice.content["entries"]] == [world.entry(1).id, world.entry(2).id]


def test_a_second_one_says_who_asked_already(client: FlaskClient, world: World):
    sign_in(client, "Andrés")
    ask(client, world, "Oficina Comercial", "Laura", "Mateo")
    other = client.application.test_client()
    sign_in(other, "Marta")
    answer = ask(other, world, "Oficina Comercial", "Laura")
    assert answer.status_code == 409
    assert "A Laura Cifuentes ya se lo pidió Andrés Rojas (hoy, 9:00" in answer.text
    assert "Pedirles que avancen hoy" not in blocks(other.get(ADDRESS))["Oficina Comercial"]
    assert nudges(world) == 2


def test_nobody_is_offered_to_ask_themself(client: FlaskClient, world: World):
    sign_in(client, "Andrés")
    planning = blocks(client.get(ADDRESS))["Oficina de Planeación"]
    assert 'Andrés Rojas: <span class="quiet">es usted' in planning
    assert planning.count('name="who"') == 1
    assert ask(client, world, "Oficina de Planeación", "Andrés").status_code == 409
    assert nudges(world) == 0


def test_whoever_sent_what_waits_is_not_asked_to_review_it(client: FlaskClient, world: World, time: time_machine.Traveller):
    world.submit(3, by="Diana")
    time.shift(timedelta(days=1))
    sign_in(client, "Marta")
    planning = blocks(client.get(ADDRESS))["Oficina de Planeación"]
    assert 'Diana Torres: <span class="quiet">las envió: las revisa otra persona' in planning
    ask(client, world, "Oficina de Planeación", "Andrés")
    assert nudges(world) == 1


def away(world: World, name: str, by: str) -> None:
    today = bogota_date(NOW + TUESDAY)
    people = world.person(name), world.person(by)
    days = {"starts_on": today, "ends_on": today + timedelta(days=3)}
    name_substitute(world.session, *people, **days, actor=SETUP, at=NOW + TUESDAY)
    world.session.commit()


def test_of_somebody_away_whoever_replaces_them_is_asked(client: FlaskClient, world: World):
    away(world, "Laura", by="Paola")
    sign_in(client, "Andrés")
    comercial = blocks(client.get(ADDRESS))["Oficina Comercial"]
    assert "Paola Guerrero, en reemplazo de Laura Cifuentes" in comercial
    assert f'value="{world.person("Laura").id}"' not in comercial
    assert ask(client, world, "Oficina Comercial", "Laura").status_code == 422
    ask(client, world, "Oficina Comercial", "Paola")
    (asked,) = world.session.scalars(select(Notice).where(Notice.kind == "nudge"))
    assert asked.recipient_id == world.person("Paola").id
    assert {entry_id for entry_id, _ in asked.content["entries"]} == {world.entry(number).id for number in (1, 2)}


def test_whoever_replaces_somebody_without_an_office_of_their_own_is_asked_too(client: FlaskClient, world: World):
    guest = create_account(world.session, world.entity, email="rita@entidad.gov.co", name="Rita", actor=SETUP, at=NOW)
    world.session.commit()
    away(world, "Paola", by=guest.name)
    sign_in(client, "Andrés")
    assert "Rita, en reemplazo de Paola Guerrero" in blocks(client.get(ADDRESS))["Secretaría General"]


def test_whoever_replaces_who_sent_it_is_not_asked_to_review_it(
    client: FlaskClient, world: World, time: time_machine.Traveller
):
    world.submit(3, by="Diana")
    away(world, "Diana", by="Andrés")
    time.shift(timedelta(days=1))
    sign_in(client, "Marta")
    planning = blocks(client.get(ADDRESS))["Oficina de Planeación"]
    assert "Diana Torres" not in planning
    assert 'Andrés Rojas: <span class="quiet">son suyas o de quien reemplaza: las revisa otra persona' in planning


# fmt: off
REFUSED = (  # who                        message    field      sentence
    ((),                                  "",        "who",     "Elija a quién pedírselo."),
    (("Paola",),                          "",        "who",     "Elija a quién pedírselo."),
    (("Charlie",),                        "",        "who",     "Elija a quién pedírselo."),
    (("Laura",),                          "a" * 301, "message", "El mensaje tiene 301 caracteres y el máximo es 300."),
)
# fmt: on


@pytest.mark.parametrize("refused", REFUSED)
def test_what_will_not_do_comes_back_with_its_reason_at_its_field(
    client: FlaskClient, world: World, refused: tuple[tuple[str, ...], str, str, str]
):
    names, message, field, sentence = refused
    sign_in(client, "Andrés")
    answer = ask(client, world, "Oficina Comercial", *names, message=message)
    office = world.office("Oficina Comercial").id
    assert answer.status_code == 422
    assert f'<a href="#{field}-{office}">{sentence}</a>' in answer.text
    assert f'id="{field}-{office}-error"' in blocks(answer)["Oficina Comercial"]
    assert message in answer.text
    assert nudges(world) == 0


@pytest.mark.parametrize("name", ["Laura", "Ana", "Óscar"])
def test_only_planning_and_internal_control_ask(client: FlaskClient, world: World, name: str):
    sign_in(client, name)
    assert ask(client, world, "Oficina Comercial", "Mateo").status_code == 403
    assert nudges(world) == 0


def test_of_another_entity_nobody_is_asked(client: FlaskClient, world: World):
    sign_in(client, "Charlie")
    assert ask(client, world, "Oficina Comercial", "Laura").status_code == 404
    assert nudges(world) == 0


def test_an_office_without_people_says_whom_to_ask(client: FlaskClient, world: World):
    place_account(world.session, world.person("Paola"), [], standing=Standing.MEMBER, actor=SETUP, at=NOW)
    world.session.commit()
    sign_in(client, "Andrés")
    assert "Nadie pertenece hoy a esta oficina" in blocks(client.get(ADDRESS))["Secretaría General"]


def test_a_milestone_that_moves_ends_the_lateness(client: FlaskClient, world: World):
    later = {"offices_due_on": date(2026, 5, 12)}
    move_milestones(world.session, world.cut(), later, reason="Hubo paro.", actor=SETUP, at=NOW)
    world.session.commit()
    sign_in(client, "Andrés")
    assert "Nadie está atrasado" in client.get(ADDRESS).text
    assert ask(client, world, "Oficina Comercial", "Laura").status_code == 409
    assert nudges(world) == 0


def test_the_board_leads_to_it(client: FlaskClient):
    for name, board in (("Andrés", "/app/tablero"), ("Marta", "/app/corte"), ("Óscar", "/app/corte")):
        reader = client.application.test_client()
        sign_in(reader, name)
        assert f'href="{ADDRESS}"' in reader.get(board).text
        assert f'href="{board}"' in reader.get(ADDRESS).text


def test_with_many_entries_it_stays_short_and_asks_the_database_no_more(client: FlaskClient, world: World):
    sign_in(client, "Andrés")
    few = count_statements(client.application, lambda: client.get(ADDRESS))
    grow_cut(world.session, world.cut(), 404, states=(State.DRAFT,))
    assert count_statements(client.application, lambda: client.get(ADDRESS)) == few
    page = client.get(ADDRESS).text
    assert page.count('<span class="task-no">') == 4 * 5
    assert len(page) < 40_000
    office = world.office("Oficina Comercial").id
    assert f'href="{ADDRESS}?oficina={office}"' in page
    alone = client.get(f"{ADDRESS}?oficina={office}&pagina=2").text
    assert "página 2 de 3" in alone
    assert alone.count('<span class="task-no">') == 50
    assert "Pedirles que avancen hoy" in alone


def test_asking_is_told_once_for_each_person_and_costs_no_more_with_more_entries(client: FlaskClient, world: World):
    grow_cut(world.session, world.cut(), 204, states=(State.DRAFT,))
    sign_in(client, "Andrés")
    before = count_statements(client.application, lambda: ask(client, world, "Secretaría General", "Paola"))
    grow_cut(world.session, world.cut(), 304, states=(State.DRAFT,))
    assert count_statements(client.application, lambda: ask(client, world, "Control Interno", "Marta")) == before
    told = world.session.scalars(select(LedgerRecord.kind).where(LedgerRecord.kind == "reminder:nudge")).all()
    assert len(told) == 2
