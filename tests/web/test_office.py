"""Mis actividades: how the situation is said in each of its cases, and what is listed where."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from pacc_flow.actions.cuts import open_cut
from pacc_flow.actions.entities import create_office
from pacc_flow.actions.memberships import Place, join_office, place_account
from pacc_flow.actions.publication import publish_cut
from pacc_flow.calendar import BusinessCalendar
from pacc_flow.models import Entry
from pacc_flow.queries.desk import Task
from pacc_flow.web.database import db
from pacc_flow.web.office_situation import with_cut, without_cut
from pacc_flow.workflow import Action, Standing
from tests.support.cast import NOW, SETUP, World
from tests.support.growth import grow_cut
from tests.support.web import sign_in

ADDRESS = "/app/actividades"


def page_of(client: FlaskClient, world: World, name: str = "Laura") -> Tag:
    """In a browser of its own, whoever else is signed in."""
    world.session.rollback()
    browser = client.application.test_client()
    sign_in(browser, name)
    answer = browser.get(ADDRESS)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml").main


def words(tag: Tag) -> str:
    return re.sub(r"\s+", " ", tag.get_text(" ")).replace(" .", ".").replace(" ;", ";").strip()


def situation(page: Tag) -> tuple[str, str]:
    return words(page.h1), words(page.select_one(".lead"))


def block(page: Tag, title: str) -> list[str]:
    """The rows of a block, each as its words; nothing when the block is not there."""
    sections = [heading.find_parent("section") for heading in page.select(".home-body h2") if title in heading.get_text()]
    return [words(row) for section in sections for row in section.select("li.task")]


def send(world: World, *numbers: int, by: str = "Laura", at: datetime = NOW) -> None:
    for number in numbers:
        world.act(by, Action.SUBMIT, number, at=at, content=world.written(by))


def test_the_situation_comes_first_with_the_deadline_in_words(world: World, client: FlaskClient):
    page = page_of(client, world)
    assert words(page.select_one(".kicker")) == "Oficina Comercial · corte del 30 de abril de 2026"
    assert situation(page) == (
        "Le faltan 2 de 2 actividades",
        "Envíelas a Planeación a más tardar el viernes 8 de mayo. Le quedan 4 días hábiles; cada una toma unos dos minutos.",
    )


# fmt: off
DAYS = (  # the day in May, what is said of one missing activity
    (7,  "Envíela a Planeación a más tardar el viernes 8 de mayo. Le queda 1 día hábil; toma unos dos minutos."),
    (8,  "Hoy vence el plazo. Envíela a Planeación antes de que termine el día."),
    (9,  "El plazo venció ayer, viernes 8 de mayo. Envíela hoy: quedará como extemporánea."),
    (12, "El plazo venció el viernes 8 de mayo, hace 2 días hábiles. Envíela hoy: quedará como extemporánea."),
)
# fmt: on


@pytest.mark.parametrize(("day", "sentence"), DAYS)
def test_one_missing_activity_near_and_past_its_day(
    day: int, sentence: str, world: World, client: FlaskClient, time: time_machine.Traveller
):
    send(world, 1)
    time.move_to(datetime(2026, 5, day, 15, tzinfo=UTC))
    assert situation(page_of(client, world)) == ("Le falta 1 de 2 actividades", sentence)


def test_what_is_late_is_said_of_all_and_marked_in_its_block(world: World, client: FlaskClient, time: time_machine.Traveller):
    time.move_to(datetime(2026, 5, 12, 15, tzinfo=UTC))
    page = page_of(client, world)
    assert situation(page)[1].endswith("Envíelas hoy: quedarán como extemporáneas.")
    assert "Venció el viernes 8 de mayo" in words(page)


def test_everything_sent(world: World, client: FlaskClient):
    send(world, 1, 2)
    page = page_of(client, world)
    assert situation(page) == (
        "Todo enviado",
        "Sus 2 actividades están con Planeación y Control Interno. Le avisaremos si alguna vuelve.",
    )
    assert block(page, "Por reportar") == []
    assert [row.split(" · ")[0] for row in block(page, "Enviadas")] == [
        "1 Actualizar el mapa de riesgos Enviada hoy Planeación la revisa hasta el 12 de mayo Enviada",
        "2 Publicar el mapa de riesgos Enviada hoy Planeación la revisa hasta el 12 de mayo Enviada",
    ]


def test_everything_verified(world: World, client: FlaskClient):
    world.submit(3, by="Andrés")
    world.review(3, by="Diana")
    world.verify(3)
    page = page_of(client, world, "Andrés")
    assert situation(page) == ("Todo verificado", "Control Interno verificó su actividad. No le queda nada.")
    assert "Verificada hoy con 65 %" in words(page)


def test_one_activity_alone_needs_no_figures(world: World, client: FlaskClient):
    assert situation(page_of(client, world, "Marta"))[0] == "Le falta su única actividad"
    send(world, 4, by="Marta")
    assert situation(page_of(client, world, "Marta")) == (
        "Todo enviado",
        "Su actividad está con Planeación y Control Interno. Le avisaremos si alguna vuelve.",
    )


def test_who_collaborates_writes_a_section_and_another_office_sends(
    world: World, client: FlaskClient, time: time_machine.Traveller
):
    page = page_of(client, world, "Paola")
    assert situation(page) == (
        "Le falta 1 sección",
        "Otra oficina envía esas actividades a Planeación a más tardar el viernes 8 de mayo.",
    )
    row = block(page, "Usted colabora")[0]
    assert "La envía la Oficina Comercial Falta su sección" in row
    assert row.endswith("Escribirla la actividad 2")
    time.move_to(datetime(2026, 5, 8, 15, tzinfo=UTC))
    assert situation(page_of(client, world, "Paola"))[1].endswith("a más tardar hoy.")
    time.move_to(datetime(2026, 5, 11, 15, tzinfo=UTC))
    assert "Escriba lo suyo hoy: otra oficina lo envía" in situation(page_of(client, world, "Paola"))[1]
    world.act("Paola", Action.SAVE, 2, content=world.written("Paola"))
    page = page_of(client, world, "Paola")
    assert situation(page) == ("Sus secciones están listas", "Las envían las oficinas que lideran esas actividades.")
    assert block(page, "Usted colabora")[0].endswith("Sección lista Ver la actividad 2")
    send(world, 2)
    assert "Planeación la revisa hasta el 12 de mayo" in block(page_of(client, world, "Paola"), "Usted colabora")[0]


def test_several_sections_are_counted(world: World):
    cut = world.cut()
    tasks = [Task(Entry(state="draft", sections={}), (1, 2), frozenset({2})) for _ in range(3)]
    tasks.append(Task(Entry(state="draft", sections={"2": "Hecho."}), (1, 2), frozenset({2})))
    assert with_cut(tasks, cut, cut.offices_due_on, BusinessCalendar()).heading == "Le faltan 3 secciones"


def test_what_came_back_is_first_with_its_whole_comment_and_the_only_primary_button(world: World, client: FlaskClient):
    send(world, 1)
    world.act("Andrés", Action.RETURN_TO_OFFICE, comment="Falta el acta.\nY la lista.")
    page = page_of(client, world)
    assert [words(heading) for heading in page.select(".home-body h2")] == ["Corrija y vuelva a enviar 1", "Por reportar 1"]
    row = block(page, "Corrija")[0]
    assert "«Falta el acta. Y la lista.» Andrés Rojas, Planeación · hoy, 9:00 a. m." in row
    assert "Reportó 65 %" in row
    assert [words(button) for button in page.select(".btn-primary")] == ["Corregir la actividad 1"]


def test_what_control_returned_says_so(world: World, client: FlaskClient):
    send(world, 1)
    world.review()
    world.act("Marta", Action.RETURN_TO_OFFICE, comment="Falta.")
    assert "Marta Lucía Peña, Control Interno" in block(page_of(client, world), "Corrija")[0]


def test_a_draft_goes_on_where_it_was_left(world: World, client: FlaskClient):
    world.act("Laura", Action.SAVE, 2, content=world.written("Laura"))
    rows = block(page_of(client, world), "Por reportar")
    assert "Continuar la actividad 2 Guardado hoy, 9:00 a. m." in rows[0]
    assert "Con Secretaría General" in rows[0]
    assert "Reportar la actividad 1" in rows[1]
    assert "Meta: un documento Culmina el 30 de diciembre" in rows[1]


def test_what_arrived_late_shows_how_late(world: World, client: FlaskClient, time: time_machine.Traveller):
    late = datetime(2026, 5, 12, 15, tzinfo=UTC)
    send(world, 1, at=late)
    world.act("Andrés", Action.REVIEW, at=late)
    time.move_to(late + timedelta(hours=1))
    row = block(page_of(client, world), "Enviadas")[0]
    assert "Revisada hoy Control Interno la verifica hasta el 15 de mayo" in row
    assert "Llegó 2 días hábiles tarde" in row


def test_without_an_open_cut_the_next_one_is_announced(world: World, client: FlaskClient):
    reasons = {world.entry(number).id: "No se reportó." for number in (1, 2, 3, 4)}
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    world.session.commit()
    assert situation(page_of(client, world)) == (
        "No hay un corte abierto",
        "El próximo abre el domingo 16 de agosto. Ese día le escribimos.",
    )


def test_without_any_cut_ahead_planning_is_waited_for():
    assert without_cut(None).lead == "Le escribiremos cuando Planeación abra uno."


def test_an_office_without_activities_is_told_whom_to_write_to(world: World, client: FlaskClient):
    office = create_office(world.session, world.entity, name="Archivo", actor=SETUP, at=NOW)
    laura = world.person("Laura")
    place_account(world.session, laura, [Place(office)], standing=Standing.MEMBER, actor=SETUP, at=NOW)
    world.session.commit()
    assert situation(page_of(client, world)) == (
        "Su oficina no tiene actividades en este plan",
        "Si debería tenerlas, escriba a Planeación.",
    )


def test_two_open_cuts_lead_to_each_other(world: World, client: FlaskClient):
    second = world.cut(2)
    open_cut(world.session, second, actor=SETUP, at=NOW)
    world.session.commit()
    page = page_of(client, world)
    assert "corte del 30 de abril" in words(page.select_one(".kicker")), "the oldest in which something is owed"
    other = next(link for link in page.select("a") if "También está abierto el corte del 31 de agosto" in link.get_text())
    sign_in(client, "Laura")
    assert "corte del 31 de agosto" in client.get(other["href"]).text
    send(world, 1, 2)
    assert "corte del 31 de agosto" in words(page_of(client, world).select_one(".kicker"))


def test_the_milestones_stand_beside(world: World, client: FlaskClient, time: time_machine.Traveller):
    def marks() -> list[tuple[str, str]]:
        items = page_of(client, world).select(".mile")
        return [(words(item.select_one(".mile-name")), item["class"][1]) for item in items]

    names = ["Se abrió", "Las oficinas reportan", "Planeación revisa", "Control Interno verifica y publica"]
    assert marks() == list(zip(names, ["mile-done", "mile-now", "mile-ahead", "mile-ahead"], strict=True))
    time.move_to(datetime(2026, 5, 11, 15, tzinfo=UTC))
    assert marks() == list(zip(names, ["mile-done", "mile-done", "mile-now", "mile-ahead"], strict=True))
    time.move_to(datetime(2026, 5, 30, 15, tzinfo=UTC))
    assert marks() == list(zip(names, ["mile-done", "mile-done", "mile-done", "mile-now"], strict=True))


def test_a_person_in_several_offices_sees_all_of_theirs(world: World, client: FlaskClient):
    join_office(world.session, world.person("Paola"), world.office("Control Interno"), actor=SETUP, at=NOW)
    world.session.commit()
    page = page_of(client, world, "Paola")
    assert "Control Interno y Secretaría General" in words(page.select_one(".kicker"))
    assert "Evaluar la audiencia pública" in block(page, "Por reportar")[0]
    assert "Publicar el mapa de riesgos" in block(page, "Usted colabora")[0]


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    yield seen
    event.remove(engine, "before_cursor_execute", listen)


def test_the_desk_asks_the_database_as_much_for_300_entries_as_for_41(world: World, client: FlaskClient, statements: list[str]):
    world.act("Andrés", Action.SAVE, 3, content=world.written("Andrés"))
    send(world, 1)
    world.act("Andrés", Action.RETURN_TO_OFFICE, comment="Falta.")
    world.session.rollback()
    sign_in(client, "Laura")
    counts = []
    for total in (41, 300):
        grow_cut(world.session, world.cut(), total)
        world.session.rollback()
        statements.clear()
        assert client.get(ADDRESS).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] < 12
