"""The administrator looks at a year before keeping it: what moves, what stays, what is added, and only then it is saved."""

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from pacc_flow.actions.accounts import create_account
from pacc_flow.actions.milestones import move_milestones
from pacc_flow.models import Cut, LedgerRecord, Notice
from pacc_flow.workflow import Standing
from tests.support.bulk import many_entries
from tests.support.cast import NOW, PASSWORD, SETUP, World
from tests.support.statements import count_statements
from tests.support.web import post, sign_in, token_of

ADDRESS = "/app/admin/entidad/calendario"
PREVIEW = f"{ADDRESS}/vista"
QUARTERLY = "31/03\n30/06\n30/09\n31/12"


@pytest.fixture
def admin(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Ana")
    return client


def typed(**changed: str) -> dict[str, str]:
    return {
        "schedule": "30/04\n31/08\n31/12",
        "opens_days_before": "15",
        "offices": "5",
        "planning": "7",
        "control": "10",
        "days_off": "",
        "days_worked": "",
    } | changed


def saved(client: FlaskClient, **changed: str) -> TestResponse:
    """As from the page that shows the year: with the mark of what it showed."""
    page = post(client, PREVIEW, typed(**changed))
    mark = re.search(r'name="seen" value="(\w+)"', page.text)
    return post(client, ADDRESS, {"seen": mark[1] if mark else ""} | typed(**changed))


def cuts(world: World) -> list[date]:
    found = list(world.session.scalars(select(Cut.cut_on).order_by(Cut.number)))
    world.session.rollback()
    return found


def ledger(world: World) -> int:
    size: Any = world.session.scalar(select(func.count()).select_from(LedgerRecord))
    world.session.rollback()
    return int(size)


def test_the_page_shows_what_is_kept_and_the_year_as_it_is(admin: FlaskClient):
    page = admin.get(ADDRESS).text
    for words in ("30/04\n31/08\n31/12", "Así está el 2026", "viernes 15 de mayo", "lunes 18 de enero de 2027"):
        assert words in page
    assert "Enero 2027" in page
    assert "Festivo: Día de los Reyes Magos" in page


def test_the_preview_says_which_cuts_move_which_are_added_and_which_stay_and_keeps_nothing(admin: FlaskClient, world: World):
    before = ledger(world)
    page = post(admin, PREVIEW, typed(schedule=QUARTERLY))
    assert page.status_code == 200
    for words in (
        "Así quedaría el 2026", "2 cortes por abrir se moverían y 1 se agregaría", "Ya abrió: se queda",
        "Se mueve, si lo aplica", "Se agrega, si lo aplica", "martes 30 de junio", "Hoy: lunes 31 de agosto",
        "Un plan completo con estos ajustes: 2027", "miércoles 31 de marzo",
    ):  # fmt: skip
        assert words in page.text
    assert (ledger(world), len(cuts(world))) == (before, 3)


def test_own_days_are_drawn_and_named_and_what_they_move_is_told(admin: FlaskClient):
    page = post(admin, PREVIEW, typed(days_off="02/09/2026\n05/09/2026", days_worked="12/10/2026")).text
    assert re.search(r"2 de septiembre</th><td>.*La entidad no trabaja</td>", page)
    assert "La entidad no trabaja (cae en fin de semana: no cambia nada)" in page
    assert "Festivo que la entidad trabaja: Día de la Raza" in page
    assert "1 corte por abrir se movería" in page
    assert "Hoy: lunes 14 de septiembre" in page


def test_the_term_of_the_law_is_warned_of_and_not_imposed(admin: FlaskClient, world: World):
    assert "Se publicaría fuera del plazo de la norma" in post(admin, PREVIEW, typed(control="12")).text
    assert saved(admin, control="12").status_code == 302
    assert world.entity.offsets["control"] == 12


def test_saving_without_applying_leaves_the_planned_cuts_as_they_are(admin: FlaskClient, world: World):
    before = cuts(world)
    assert saved(admin, schedule=QUARTERLY).location == ADDRESS
    assert world.entity.schedule == ["03-31", "06-30", "09-30", "12-31"]
    assert cuts(world) == before
    page = admin.get(ADDRESS).text
    assert "Guardó el calendario." in page
    assert "Recibo" in page


def test_applying_moves_the_planned_cuts_with_a_reason(admin: FlaskClient, world: World):
    answer = saved(admin, schedule=QUARTERLY, apply="y", reason="Lo pidió el comité.")
    assert answer.location == ADDRESS
    assert cuts(world) == [date(2026, 4, 30), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]
    assert "Movió 2 cortes por abrir. Agregó 1 corte." in admin.get(ADDRESS).text
    assert world.session.scalars(select(Notice.content).where(Notice.kind == "moved")).first()["by"] == "Ana Admin"


def test_applying_without_a_reason_comes_back_with_the_year_and_what_was_typed(admin: FlaskClient, world: World):
    before = ledger(world)
    answer = saved(admin, schedule=QUARTERLY, apply="y", reason=" ")
    assert answer.status_code == 422
    for words in ("Escriba por qué se mueve el plazo", "Así quedaría el 2026", 'id="reason-error"', "30/06"):
        assert words in answer.text
    assert (ledger(world), len(cuts(world))) == (before, 3)


def test_a_plan_that_cannot_follow_says_why_and_the_next_one_is_shown(admin: FlaskClient, world: World):
    page = post(admin, PREVIEW, typed(schedule="30/04")).text
    assert "El plan de 2026 no puede seguir este cambio" in page
    assert "Un corte no se borra" in page
    assert "Así quedaría el 2027" in page
    assert 'name="apply"' not in page
    assert saved(admin, schedule="30/04", apply="y", reason="Porque sí.").status_code == 422
    assert saved(admin, schedule="30/04").status_code == 302
    assert (world.entity.schedule, len(cuts(world))) == (["04-30"], 3)


def test_cuts_that_changed_meanwhile_are_shown_anew(admin: FlaskClient, world: World):
    page = post(admin, PREVIEW, typed(days_off="02/09/2026"))
    mark = re.search(r'name="seen" value="(\w+)"', page.text)[1]
    cut = world.session.scalars(select(Cut).where(Cut.number == 3)).one()
    move_milestones(world.session, cut, {"control_due_on": date(2027, 1, 20)}, reason="Otra.", actor=SETUP, at=NOW)
    world.session.commit()
    answer = post(admin, ADDRESS, typed(days_off="02/09/2026", apply="y", reason="Porque sí.", seen=mark))
    assert answer.status_code == 422
    assert "Los cortes cambiaron mientras usted los miraba" in answer.text
    assert "Hoy: miércoles 20 de enero de 2027" in answer.text
    assert world.entity.days_off == []


def test_going_back_keeps_what_was_typed(admin: FlaskClient):
    page = post(admin, PREVIEW, typed(schedule=QUARTERLY, days_off="24/12/2026", step="edit"))
    assert page.status_code == 200
    assert "31/03\n30/06\n30/09\n31/12" in page.text.replace("\r", "")
    assert "24/12/2026" in page.text
    assert "Ver cómo queda" in page.text


@pytest.mark.parametrize("address", [ADDRESS, PREVIEW])
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"schedule": "31/11"}, "«31/11» no se entiende"),
        ({"schedule": "31/12\n30/06"}, "Los cortes van en el orden del año y sin repetirse."),
        ({"schedule": ""}, "Escriba al menos un corte."),
        ({"planning": "3"}, "Los plazos van en orden: oficinas, luego Planeación y luego Control Interno."),
        ({"offices": "900"}, "Escriba un número de días entre 0 y 90."),
        ({"days_off": "ayer"}, "«ayer» no se entiende: escriba día, mes y año, como 24/12/2026."),
        ({"days_off": "31/12/9999"}, "«31/12/9999» no se entiende: escriba un año entre 2000 y 2100."),
        ({"days_off": "01/01/0001"}, "escriba un año entre 2000 y 2100."),
        ({"days_worked": "31/12/9999"}, "escriba un año entre 2000 y 2100."),
        ({"days_off": "20/07/2026", "days_worked": "20/07/2026"}, "está a la vez como día hábil y como día no hábil"),
    ],
)
def test_settings_that_contradict_themselves_come_back_and_change_nothing(
    admin: FlaskClient, world: World, address: str, changed: dict[str, str], sentence: str
):
    before = ledger(world)
    answer = post(admin, address, typed(**changed))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert "Ver cómo queda" in answer.text
    assert ledger(world) == before


def test_an_entity_without_a_plan_looks_at_the_year_in_course(client: FlaskClient, world: World):
    theirs = world.outsider.entity
    create_account(
        world.session,
        theirs,
        email="rosa@otra.gov.co",
        name="Rosa",
        standing=Standing.ADMIN,
        password=PASSWORD,
        actor=SETUP,
        at=NOW,
    )
    world.session.commit()
    token = token_of(client.get("/entrar"))
    client.post("/entrar", data={"email": "rosa@otra.gov.co", "password": PASSWORD, "csrf_token": token})
    assert "Así está" not in client.get(ADDRESS).text
    page = post(client, PREVIEW, typed(schedule=QUARTERLY)).text
    assert "Así quedaría el 2026" in page
    assert "No hay cortes por abrir: el cambio rige desde el próximo plan." in page
    assert saved(client, schedule=QUARTERLY).status_code == 302


def test_nothing_to_change_is_said(admin: FlaskClient, world: World):
    saved(admin)
    before = ledger(world)
    assert saved(admin).status_code == 302
    assert "No había nada que cambiar." in admin.get(ADDRESS).text
    assert ledger(world) == before


def test_its_statements_do_not_grow_with_the_entries(admin: FlaskClient, world: World):
    def both() -> None:
        admin.get(ADDRESS)
        post(admin, PREVIEW, typed(schedule=QUARTERLY))

    few = count_statements(admin.application, both)
    many_entries(world, 60)
    assert count_statements(admin.application, both) == few
