"""Planning moves the milestones of a cut: what they were beside what they would be, then done, with its receipt."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from pacc_flow.actions.publication import publish_cut
from pacc_flow.models import Cut, Entry, LedgerRecord, Notice
from tests.support.cast import NOW, World
from tests.support.web import post, sign_in


@pytest.fixture
def planning(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Andrés")
    return client


def address(world: World, number: int = 1) -> str:
    cut_id = world.session.scalars(select(Cut.id).where(Cut.number == number)).first()
    world.session.rollback()
    return f"/app/cortes/{cut_id}/plazos"


def typed(world: World, number: int = 1, **changed: str) -> dict[str, str]:
    cut = world.session.scalars(select(Cut).where(Cut.number == number)).one()
    names = ("opens_on", "offices_due_on", "planning_due_on", "control_due_on")
    days = {name: f"{getattr(cut, name):%d/%m/%Y}" for name in names}
    found = days | {"rev": str(cut.rev), "reason": "Falló el correo."} | changed
    world.session.rollback()
    return found


def ledger(world: World) -> int:
    size: int = world.session.scalar(select(func.count()).select_from(LedgerRecord))
    world.session.rollback()
    return size


def test_the_calendar_leads_planning_there_and_nobody_else(client: FlaskClient, world: World):
    links = [f'href="{address(world, number)}"' for number in (1, 2)]
    for name, leads in (("Andrés", True), ("Marta", False), ("Laura", False), ("Óscar", False)):
        theirs = client.application.test_client()
        sign_in(theirs, name)
        page = theirs.get("/app/calendario").text
        assert [link in page for link in links] == [leads, leads], name


def test_the_form_begins_with_the_days_as_they_stand(planning: FlaskClient, world: World):
    page = planning.get(address(world)).text
    for words in (
        'value="08/05/2026"',
        'value="15/05/2026"',
        "viernes 15 de mayo, décimo día hábil",
        "su apertura no se mueve",
    ):
        assert words in page
    assert 'name="opens_on"' not in page
    assert 'value="16/08/2026"' in planning.get(address(world, 2)).text


def test_before_and_after_stand_side_by_side_in_business_days_and_nothing_moves(planning: FlaskClient, world: World):
    before = ledger(world)
    days = {"offices_due_on": "11/05/2026", "control_due_on": "20/05/2026"}
    answer = post(planning, f"{address(world)}/vista", typed(world, **days))
    assert answer.status_code == 200
    for words in (
        "viernes 8 de mayo", "<strong>lunes 11 de mayo</strong>", "1 día hábil más", "2 días hábiles más", "No cambia",
        "Pasa del décimo día hábil, viernes 15 de mayo", "«Falló el correo.»",
    ):  # fmt: skip
        assert words in answer.text
    assert ledger(world) == before
    assert world.cut().offices_due_on == date(2026, 5, 8)


def test_moving_answers_with_the_receipt_and_tells_those_concerned(planning: FlaskClient, world: World):
    answer = post(planning, address(world), typed(world, offices_due_on="11/05/2026"))
    assert answer.location == "/app/calendario#corte-1"
    assert world.cut().offices_due_on == date(2026, 5, 11)
    page = planning.get("/app/calendario").text
    assert "Movió los plazos." in page
    assert "Recibo" in page
    assert world.session.scalar(select(func.count()).select_from(Notice).where(Notice.kind == "moved")) == 6


def test_a_day_without_work_or_that_has_passed_is_pointed_out(planning: FlaskClient, world: World):
    on_a_saturday = post(planning, f"{address(world)}/vista", typed(world, offices_due_on="09/05/2026")).text
    assert "No es un día hábil." in on_a_saturday
    passed = post(planning, f"{address(world)}/vista", typed(world, offices_due_on="30/04/2026")).text
    assert "Ese día ya pasó: lo que falte quedará como atrasado." in passed
    at_once = post(planning, f"{address(world, 2)}/vista", typed(world, 2, opens_on="04/05/2026")).text
    assert "Abre enseguida." in at_once


@pytest.mark.parametrize("step", ["", "/vista"])
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": " "}, "Escriba por qué se mueve el plazo"),
        ({"reason": "x" * 501, "offices_due_on": "11/05/2026"}, "en no más de 500 caracteres"),
        ({"offices_due_on": ""}, "Escriba el día."),
        ({"offices_due_on": "31/02/2026"}, "«31/02/2026» no se entiende"),
        ({"offices_due_on": "14/05/2026"}, "La revisión de Planeación (12 de mayo de 2026) no puede quedar antes"),
        ({"control_due_on": "31/12/2028"}, "no puede quedar a más de un año de la fecha de corte (30 de abril de 2026)"),
        ({"control_due_on": "31/12/9999"}, "«31/12/9999» no se entiende: escriba un año entre 2000 y 2100."),
        ({}, "Los plazos ya son esos: cambie al menos uno."),
    ],
)
def test_what_cannot_be_comes_back_with_its_sentence_and_moves_nothing(
    planning: FlaskClient, world: World, step: str, changed: dict[str, str], sentence: str
):
    before = ledger(world)
    answer = post(planning, address(world) + step, typed(world, **changed))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert "Ver el antes y el después" in answer.text
    assert ledger(world) == before


def test_a_cut_that_somebody_changed_meanwhile_is_shown_anew(planning: FlaskClient, world: World):
    old = typed(world, offices_due_on="11/05/2026")
    assert post(planning, address(world), old).status_code == 302
    answer = post(planning, address(world), old | {"offices_due_on": "12/05/2026"})
    assert answer.status_code == 422
    assert "Alguien cambió este corte mientras usted lo miraba" in answer.text
    assert world.cut().offices_due_on == date(2026, 5, 11)


def test_going_back_keeps_what_was_typed(planning: FlaskClient, world: World):
    page = post(planning, f"{address(world)}/vista", typed(world, offices_due_on="11/05/2026", step="edit"))
    assert page.status_code == 200
    assert 'value="11/05/2026"' in page.text


def test_the_terms_of_a_published_cut_do_not_move(planning: FlaskClient, world: World):
    form = typed(world, offices_due_on="11/05/2026")
    reasons = dict.fromkeys(world.session.scalars(select(Entry.id)), "Sin dato.")
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    world.session.commit()
    where = address(world)
    answers = [planning.get(where), post(planning, where, form), post(planning, f"{where}/vista", form)]
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert "ya se publicó" in answers[0].text
    assert where not in planning.get("/app/calendario").text


def test_a_cut_of_another_entity_is_not_found(planning: FlaskClient):
    assert planning.get("/app/cortes/99999/plazos").status_code == 404
