"""The cuts of the year with their milestones, and the opening of one before its day."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from pacc_flow.actions.publication import publish_cut
from pacc_flow.models import Cut, CutState, Entry, LedgerRecord
from tests.support.bulk import many_entries
from tests.support.cast import NOW, World
from tests.support.statements import count_statements
from tests.support.web import post, sign_in

ADDRESS = "/app/calendario"


def cut_id(world: World, number: int) -> int:
    found: int = world.session.scalars(select(Cut.id).where(Cut.number == number)).one()
    world.session.rollback()
    return found


def state(world: World, number: int) -> str:
    found: str = world.session.scalars(select(Cut.state).where(Cut.number == number)).one()
    world.session.rollback()
    return found


@pytest.mark.parametrize("name", ["Laura", "Andrés", "Marta", "Óscar"])
def test_each_cut_shows_its_four_milestones_and_its_state(client: FlaskClient, name: str):
    sign_in(client, name)
    page = client.get(ADDRESS).text
    assert "Primer corte abierto" in page
    for words in (
        "Se abrió", "hasta el viernes 8 de mayo", "hasta el martes 12 de mayo", "hasta el viernes 15 de mayo",
        "domingo 16 de agosto", "hasta el lunes 18 de enero", "Abierto", "Por abrir",
    ):  # fmt: skip
        assert words in page
    assert page.count('<li class="mile ') == 12
    assert page.count("Abrir el corte") == (2 if name == "Andrés" else 0)


def test_planning_opens_a_cut_and_is_taken_to_its_board(client: FlaskClient, world: World):
    sign_in(client, "Andrés")
    answer = post(client, f"/app/cortes/{cut_id(world, 2)}/abrir")
    assert (answer.status_code, answer.location) == (302, "/app/tablero")
    assert state(world, 2) == CutState.OPEN
    seq = world.session.scalar(select(func.max(LedgerRecord.seq)).where(LedgerRecord.kind == "cut:open"))
    assert f'<strong>Abrió el corte.</strong> <span class="receipt">Recibo {seq}' in client.get(ADDRESS).text


def test_a_cut_that_is_open_is_not_opened_again(client: FlaskClient, world: World):
    sign_in(client, "Andrés")
    answer = post(client, f"/app/cortes/{cut_id(world, 1)}/abrir")
    assert answer.status_code == 409
    assert "Este corte ya se abrió." in answer.text
    assert world.session.scalar(select(func.count()).select_from(Entry)) == 4


@pytest.mark.parametrize("name", ["Laura", "Marta", "Ana", "Óscar", "Charlie"])
def test_nobody_else_opens_a_cut(client: FlaskClient, world: World, name: str):
    sign_in(client, name)
    assert post(client, f"/app/cortes/{cut_id(world, 2)}/abrir").status_code == 403
    assert state(world, 2) == CutState.PLANNED


def test_a_cut_that_does_not_exist_is_not_found(client: FlaskClient):
    sign_in(client, "Andrés")
    for number in (999, 2**31 - 1, 2**70):
        assert post(client, f"/app/cortes/{number}/abrir").status_code == 404


def test_late_is_said_with_its_amount_and_published_with_its_day(
    client: FlaskClient, world: World, time: time_machine.Traveller
):
    time.shift(14 * 24 * 3600)  # Monday 18 May is a holiday: no business day went by since
    sign_in(client, "Marta")
    assert "3 días de atraso" in client.get(ADDRESS).text
    entries = dict.fromkeys(world.session.scalars(select(Entry.id)), "No llegó.")
    at = NOW + timedelta(days=15)
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=entries, at=at)
    world.session.commit()
    page = client.get(ADDRESS).text
    assert "se publicó el martes 19 de mayo" in page
    assert "1 día hábil tarde" in page
    assert "No hay un corte abierto" in page
    assert 'href="/entidad/2026/corte-1/"' in page


@pytest.mark.parametrize("asked", ["2031", "abc", "²", "", "9" * 5000])
def test_a_year_without_cuts_falls_back_to_the_one_in_course(client: FlaskClient, asked: str):
    sign_in(client, "Óscar")
    assert "Calendario 2026" in client.get(ADDRESS, query_string={"vigencia": asked}).text
    assert "Calendario 2026" in client.get(ADDRESS, query_string={"vigencia": "2026"}).text


def test_an_entity_without_cuts_says_so(client: FlaskClient):
    sign_in(client, "Charlie")
    page = client.get(ADDRESS).text
    assert "Todavía no hay cortes" in page
    assert "Primer corte" not in page


def test_its_statements_do_not_grow_with_the_entries(client: FlaskClient, world: World):
    sign_in(client, "Óscar")
    few = count_statements(client.application, lambda: client.get(ADDRESS))
    many_entries(world, 60)
    assert count_statements(client.application, lambda: client.get(ADDRESS)) == few
