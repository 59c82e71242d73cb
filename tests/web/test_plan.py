"""The plan of a year, as everyone of the entity reads it."""

from datetime import date

import pytest
import time_machine
from flask.testing import FlaskClient

from pacc_flow.actions.plans import PlannedActivity, create_plan
from pacc_flow.actions.trail import FileRef
from tests.support.bulk import many_entries
from tests.support.cast import NOW, SETUP, World
from tests.support.statements import count_statements
from tests.support.web import sign_in


def another_plan(world: World, year: int) -> None:
    activity = PlannedActivity(
        1, "Participación", "Diálogo", "Convocar a los gremios", "Un acta", "30/06", (date(year, 6, 30),),
        (world.office("Secretaría General"), world.office("Oficina Comercial")),
    )  # fmt: skip
    source = FileRef("matriz.xlsx", "4be091d7" * 8, 1000)
    create_plan(
        world.session, world.entity, year=year, name=f"Plan de {year}", activities=[activity], source=source,
        asks_evidence=False, actor=SETUP, at=NOW,
    )  # fmt: skip
    world.session.commit()


@pytest.mark.parametrize("name", ["Laura", "Andrés", "Marta", "Óscar"])
def test_the_plan_shows_its_activities_by_component(client: FlaskClient, name: str):
    sign_in(client, name)
    page = client.get("/app/plan").text
    assert "1. Gestión del riesgo" in page
    assert "2. Rendición de cuentas" in page
    assert "Publicar el mapa de riesgos" in page
    assert "30/12/2026" in page
    assert 'Oficina Comercial <span class="quiet">(lidera)</span>' in page
    assert "Vigencia" not in page


def test_the_years_are_a_click_apart_and_the_source_is_named(client: FlaskClient, world: World):
    another_plan(world, 2025)
    sign_in(client, "Laura")
    page = client.get("/app/plan").text
    assert '<h1 class="h1-board">PTEP 2026</h1>' in page
    assert 'href="/app/plan/2025"' in page
    earlier = client.get("/app/plan/2025").text
    assert "Plan de 2025" in earlier
    assert "matriz.xlsx" in earlier
    assert "4be0 91d7" in earlier
    assert "Convocar a los gremios" in earlier
    assert "Opcional" in earlier


def test_without_this_years_plan_the_newest_is_shown(client: FlaskClient, world: World, time: time_machine.Traveller):
    another_plan(world, 2025)
    time.shift(2 * 366 * 24 * 3600)
    sign_in(client, "Laura")
    assert "PTEP 2026" in client.get("/app/plan").text


@pytest.mark.parametrize("address", ["/app/plan/2019", "/app/plan/99999999999", "/app/plan/abc"])
def test_a_year_without_a_plan_is_not_found(client: FlaskClient, address: str):
    sign_in(client, "Laura")
    assert client.get(address).status_code == 404


def test_an_entity_without_a_plan_says_what_to_do(client: FlaskClient):
    sign_in(client, "Charlie")
    page = client.get("/app/plan").text
    assert "Todavía no hay un plan" in page
    assert "Planeación todavía no lo ha creado" in page
    assert "mapa de riesgos" not in page
    assert client.get("/app/plan/2026").status_code == 404


def test_the_administrator_reads_no_plan(client: FlaskClient):
    sign_in(client, "Ana")
    assert client.get("/app/plan").status_code == 403


def test_its_statements_do_not_grow_with_the_plan(client: FlaskClient, world: World):
    sign_in(client, "Óscar")
    few = count_statements(client.application, lambda: client.get("/app/plan"))
    many_entries(world, 60)
    assert count_statements(client.application, lambda: client.get("/app/plan")) == few
