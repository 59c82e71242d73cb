"""The administrator sees who would be reminded of what, when, by the rungs that are typed, and only then keeps them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from pacc_flow import jobs
from pacc_flow.actions.cuts import open_cut_early
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Cut, Entry, LedgerRecord
from pacc_flow.workflow import Action
from tests.support.bulk import many_entries
from tests.support.cast import NOW, World
from tests.support.statements import count_statements
from tests.support.web import post, sign_in

ADDRESS = "/app/admin/entidad/recordatorios"
PREVIEW = f"{ADDRESS}/vista"


@pytest.fixture
def admin(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Ana")
    return client


def typed(world: World, number: int = 1, **changed: str) -> dict[str, str]:
    cut_id = world.session.scalars(select(Cut.id).where(Cut.number == number)).first()
    world.session.rollback()
    rungs = {
        "office_days_before_cut": "15, 7, 3, 1, 0",
        "office_business_days_before": "",
        "desk_business_days_before": "3, 1, 0",
        "copied_from_late_day": "2",
    }
    return rungs | {"cut": str(cut_id)} | changed


def ledger(world: World) -> int:
    size: int = world.session.scalar(select(func.count()).select_from(LedgerRecord))
    world.session.rollback()
    return size


def test_the_page_foresees_the_cut_that_is_open_from_today_on(admin: FlaskClient):
    page = admin.get(ADDRESS).text
    for words in (
        'value="15, 7, 3, 1, 0"', "Primer corte de 2026:", "desde hoy hasta el viernes 15 de mayo",
        "Oficinas: el día del corte", "Oficinas: 1 día hábil de atraso", "En copia: 2 días hábiles de atraso",
        "Laura Cifuentes: 2 por enviar", "Paola Guerrero: 1 sección por escribir",
        "Planeación, si tiene algo por revisar", "cada día hábil desde el martes 12 de mayo",
    ):  # fmt: skip
        assert words in page


def test_a_cut_that_did_not_open_is_foreseen_from_its_opening_by_the_activities_of_the_plan(admin: FlaskClient, world: World):
    before = ledger(world)
    page = post(admin, PREVIEW, typed(world, 2, office_days_before_cut="0 y 10")).text
    assert "Segundo corte de 2026: " in page
    assert "desde que abra hasta el lunes 14 de septiembre" in page
    assert "Con lo que está guardado serían" in page
    assert "viernes 21 de agosto" in page
    assert "domingo 16 de agosto" not in page
    assert 'value="10, 0"' in page
    assert ledger(world) == before
    assert world.entity.ladder == {}


def test_the_rungs_are_kept_and_recorded(admin: FlaskClient, world: World):
    rungs = typed(world, office_days_before_cut="2, 10", desk_business_days_before="", copied_from_late_day="3")
    assert post(admin, ADDRESS, rungs).location == ADDRESS
    kept = {
        "office_days_before_cut": [10, 2],
        "office_business_days_before": [],
        "desk_business_days_before": [],
        "copied_from_late_day": 3,
    }
    assert world.entity.ladder == kept
    page = admin.get(ADDRESS).text
    assert "Guardó los recordatorios." in page
    assert "Recibo" in page
    before = ledger(world)
    post(admin, ADDRESS, rungs)
    assert "No había nada que cambiar." in admin.get(ADDRESS).text
    assert ledger(world) == before


@pytest.mark.parametrize("address", [ADDRESS, PREVIEW])
@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"office_days_before_cut": "quince"}, "office_days_before_cut", "«quince» no es un número de días"),
        ({"office_days_before_cut": "-1"}, "office_days_before_cut", "«-1» no es un número de días"),
        ({"office_days_before_cut": "91"}, "office_days_before_cut", "debe ser un número entero entre 0 y 90"),
        ({"office_business_days_before": "dos"}, "office_business_days_before", "«dos» no es un número de días"),
        ({"desk_business_days_before": "1.5"}, "desk_business_days_before", "«1.5» no es un número de días"),
        ({"copied_from_late_day": "0"}, "copied_from_late_day", "debe ser un número entero entre 1 y 90"),
        ({"copied_from_late_day": ""}, "copied_from_late_day", "Escriba un número entero."),
    ],
)
def test_a_rung_that_cannot_be_comes_back_at_its_field_and_changes_nothing(  # noqa: PLR0917 - the columns of the table
    admin: FlaskClient, world: World, address: str, changed: dict[str, str], field: str, sentence: str
):
    before = ledger(world)
    answer = post(admin, address, typed(world, **changed))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert f'id="{field}-error"' in answer.text
    assert ledger(world) == before


@pytest.mark.parametrize("cut", ["999999", "uno", ""])
def test_of_no_cut_of_theirs_the_first_one_is_shown(admin: FlaskClient, world: World, cut: str):
    answer = post(admin, PREVIEW, typed(world, cut=cut))
    assert (answer.status_code, "Primer corte de 2026:" in answer.text) == (200, True)


def test_the_offices_may_be_reminded_between_the_cut_and_their_term(admin: FlaskClient, world: World):
    page = post(admin, PREVIEW, typed(world, 2, office_business_days_before="1")).text
    assert "Oficinas: 1 día hábil antes del plazo" in page
    assert "16, 24, 28, 30 y 31 de agosto; 4 de septiembre" in page


def test_a_cut_whose_terms_have_all_passed_is_foreseen_for_a_week(client: FlaskClient, time: time_machine.Traveller):
    time.move_to(datetime(2026, 6, 1, 14, tzinfo=UTC))
    sign_in(client, "Ana")
    assert "desde hoy hasta el martes 9 de junio" in client.get(ADDRESS).text  # Monday 8 is a holiday


def test_what_comes_once_today_is_decided_is_foreseen_for_tomorrow(
    client: FlaskClient, world: World, time: time_machine.Traveller
):
    """Planning's queue is empty at seven, three business days before its term, and no longer at ten."""
    seven = datetime(2026, 5, 7, 12, tzinfo=UTC)
    world.session.rollback()
    for at in (NOW, seven):
        jobs.enqueue_due_reminders(make_session_factory(world.engine), at)
    time.move_to(ten := seven + timedelta(hours=3))
    world.act("Laura", Action.SUBMIT, 1, content=world.written("Laura"), at=ten)
    world.session.rollback()
    sign_in(client, "Ana")
    page = client.get(ADDRESS).text
    assert "Planeación: 3 días hábiles antes del plazo" in page
    assert "viernes 8 de mayo" in page
    assert "jueves 7 de mayo" not in page


def test_an_entity_without_a_cut_to_come_says_so(client: FlaskClient, world: World):
    for number in (1, 2, 3):
        _publish(world, number)
    sign_in(client, "Ana")
    page = client.get(ADDRESS).text
    assert "No hay un corte por venir" in page
    assert "Ver los correos del" not in page
    rungs = typed(world, office_days_before_cut="5")
    del rungs["cut"]
    assert post(client, PREVIEW, rungs).status_code == 200
    assert post(client, ADDRESS, rungs).status_code == 302
    assert world.entity.ladder["office_days_before_cut"] == [5]


def test_its_statements_do_not_grow_with_the_entries_nor_with_the_activities(admin: FlaskClient, world: World):
    forms = [typed(world, number) for number in (1, 2)]

    def both() -> None:
        for form in forms:
            assert post(admin, PREVIEW, form).status_code == 200

    few = count_statements(admin.application, both)
    many_entries(world, 600)  # more than one batch of whatever is read in batches
    assert count_statements(admin.application, both) == few


def _publish(world: World, number: int) -> None:
    cut = world.session.scalars(select(Cut).where(Cut.number == number)).one()
    if number > 1:
        open_cut_early(world.session, cut.id, actor=world.person("Andrés"), at=NOW)
        world.session.commit()
    entries = world.session.scalars(select(Entry.id).where(Entry.cut_id == cut.id)).all()
    publish_cut(world.session, cut.id, actor=world.person("Marta"), reasons=dict.fromkeys(entries, "Sin dato."), at=NOW)
    world.session.commit()
