"""The plan as anybody reads it: from the first day of its year, with what changed in it and without a person."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.cuts import plan_cut
from pacc_flow.actions.entities import update_office
from pacc_flow.actions.milestones import move_as_planning, move_milestones
from pacc_flow.actions.plans import PlannedActivity, create_plan
from pacc_flow.actions.trail import record
from pacc_flow.calendar import Milestones
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Activity, OfficeKind, Plan
from tests.support.bulk import many_entries
from tests.support.cast import NOW, PEOPLE, SETUP, World
from tests.support.statements import statements
from tests.web.test_public import publish, readable

PLAN = "/entidad/2026/"
REASON = "Laura Cifuentes está incapacitada."


def plan_of(world: World, year: int, *, actor: Actor = SETUP) -> Plan:
    office = world.office("Oficina Comercial")
    first = PlannedActivity(1, "Gestión del riesgo", "", "Revisar el mapa", "Un mapa", "30/12", (), (office,))
    plan = create_plan(world.session, world.entity, year=year, activities=[first], actor=actor, at=NOW).plan
    world.session.commit()
    return plan


def changes(page: str) -> list[tuple[str, str]]:
    """What changed and in which role, as the table says them."""
    table = readable(page).split('id="cambios"')[1]
    rows = table.split("<tr>")[2:]
    return [(row.split('scope="row">')[1].split("</th>")[0], row.split("</span>")[1].split("</td>")[0].strip()) for row in rows]


def test_anybody_reads_what_the_entity_undertook(client: FlaskClient):
    page = readable(client.get(PLAN).text)
    page = page[page.index("<h1>") :]
    order = ["2026</h1>", "Sus seguimientos", "Primer corte", "30 de abril de 2026", "15 de mayo de 2026", "Por publicar",
             "Las 4 actividades", "1. Gestión del riesgo", "Actualizar el mapa de riesgos", "Oficina Comercial",
             'id="cambios"']  # fmt: skip
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert 'id="a4"' in page
    assert "corte-1" not in page


def test_a_published_follow_up_is_reached_from_the_plan_and_the_plan_from_the_entity(client: FlaskClient, world: World):
    publish(world)
    assert 'href="/entidad/2026/corte-1/">Publicado el 4 de mayo de 2026' in client.get(PLAN).text
    for address in ("/entidad/", "/entidad/2026/corte-1/"):
        assert f'href="{PLAN}"' in client.get(address).text


def test_a_plan_is_public_from_the_first_day_of_its_year_in_bogota(client: FlaskClient, world: World):
    plan_of(world, 2027)
    for instant, is_public in (
        (datetime(2027, 1, 1, 4, 59, tzinfo=UTC), False),
        (datetime(2027, 1, 1, 5, 0, tzinfo=UTC), True),
    ):
        with time_machine.travel(instant):
            assert (client.get("/entidad/2027/").status_code == 200) is is_public
            for address in ("/entidad/", "/sitemap.xml"):
                assert ("/entidad/2027/" in client.get(address).text) is is_public


def test_it_says_nothing_of_how_the_work_goes(client: FlaskClient, world: World):
    world.submit(1)
    page = client.get(PLAN).text
    assert not [word for word in ("Se hizo.", "65", "Enviada", "borrador", "informe") if word in page.split("<main")[1]]


def test_the_creation_is_the_first_change_and_the_rows_are_as_then(client: FlaskClient):
    page = client.get(PLAN).text
    assert changes(page) == [("Se registró el plan, con 4 actividades.", "El sistema")]
    assert "son las que se registraron el 4 de mayo de 2026." in page


def test_a_term_that_moved_is_told_with_its_days_and_its_role_but_without_its_reason(client: FlaskClient, world: World):
    cut = world.cut()
    moves = {"control_due_on": date(2026, 5, 18), "offices_due_on": date(2026, 5, 11)}
    andres = world.person("Andrés")
    move_as_planning(world.session, cut.id, moves, reason=REASON, seen_rev=cut.rev, actor=andres, at=NOW + timedelta(hours=1))
    world.session.commit()
    page = client.get(PLAN).text
    moved = "En el primer corte, la fecha límite de publicación pasó del 15 de mayo de 2026 al 18 de mayo de 2026."
    assert changes(page)[1:] == [(moved, "Planeación")]
    assert "18 de mayo de 2026" in readable(page).split("Las 4 actividades")[0]
    assert "incapacitada" not in page
    assert not [name for name, *_ in PEOPLE if name.split()[0] in page]


def test_terms_that_only_concern_the_work_within_are_no_change_of_the_plan(client: FlaskClient, world: World):
    move_milestones(
        world.session,
        world.cut(),
        {"offices_due_on": date(2026, 5, 11)},
        reason=REASON,
        actor=SETUP,
        at=NOW + timedelta(hours=1),
    )
    world.session.commit()
    assert len(changes(client.get(PLAN).text)) == 1


def test_a_cut_that_was_added_later_is_told(client: FlaskClient, world: World):
    day = date(2026, 12, 31)
    the = Milestones(day, day, day, day, day, "prueba")
    plan = world.session.scalars(select(Plan).where(Plan.year == 2026)).one()
    plan_cut(world.session, plan, 4, the, actor=SETUP, at=NOW + timedelta(hours=1))
    world.session.commit()
    assert changes(client.get(PLAN).text)[1:] == [("Se agregó el cuarto corte.", "El sistema")]


def test_once_a_row_changed_it_no_longer_says_that_they_are_as_registered(client: FlaskClient, world: World):
    activity = world.session.scalars(select(Activity).where(Activity.number == 1)).first()
    activity.goal = "Otra meta"
    record(world.session, kind=Kind.ACTIVITY_CREATE, actor=SETUP, at=NOW, subject=activity, entity_id=world.entity.id)
    world.session.commit()
    page = client.get(PLAN).text
    assert "Otra meta" in page
    assert "son las que se registraron" not in page


def test_it_is_kept_until_something_of_it_changes(client: FlaskClient, world: World):
    for address in (PLAN, "/entidad/"):
        first = client.get(address)
        assert first.headers["Cache-Control"] == "max-age=300, public"
        assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    held = client.get(PLAN).headers["ETag"]
    office, kind = world.office("Oficina Comercial"), OfficeKind.OFFICE
    update_office(world.session, office, name="Otra Oficina", kind=kind, spellings=(), is_active=True, actor=SETUP, at=NOW)
    world.session.commit()
    again = client.get(PLAN, headers={"If-None-Match": held})
    assert again.status_code == 200
    assert "Otra Oficina" in again.text


def test_a_large_plan_asks_the_database_for_no_more(app: Flask, client: FlaskClient, world: World):
    many_entries(world, 60)
    with statements(app) as asked:
        page = client.get(PLAN).text
    assert len(asked) <= 2, asked
    assert page.count('<tr id="a') == 64


@pytest.mark.parametrize("address", [PLAN, "/entidad/"])
def test_the_record_of_a_change_is_not_shown_as_it_is(client: FlaskClient, world: World, address: str):
    page = client.get(address).text
    assert not [word for word in ("office_text", "nonce", "milestones", "source", "sha256") if word in page]
