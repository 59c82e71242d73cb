"""The history of an entry: its acts as a person reads them, and whether its records are whole."""

import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.engine import Connection

from pacc_flow.actions.content import Content, StoredFile
from pacc_flow.actions.cuts import open_cut, open_cut_early
from pacc_flow.actions.publication import publish_cut
from pacc_flow.workflow import Action
from tests.support.cast import NOW, SETUP, World
from tests.support.web import post, sign_in

FILE = StoredFile("acta.pdf", "ab" * 32, 9, "application/pdf")


def day(on: int, hour: int = 15) -> datetime:
    return datetime(2026, 5, on, hour, tzinfo=UTC)


def words(tag: Tag) -> str:
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def history(client: FlaskClient, world: World, number: int = 1, query: str = "", name: str = "Óscar") -> Tag:
    entry_id = world.entry(number).id
    world.session.rollback()
    browser = client.application.test_client()
    sign_in(browser, name)
    answer = browser.get(f"/app/entradas/{entry_id}/historia{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml").main


def acts(page: Tag) -> list[str]:
    """Each act by its first line, newest first."""
    return [words(line) for line in page.select(".act-line > span")]


@pytest.fixture
def told(world: World) -> World:
    """Two rounds of entry 1, from its first word to its verification."""
    office = world.office("Oficina Comercial").id
    link = "https://drive.example/informe"
    world.act("Laura", Action.SAVE, at=day(4), content=Content(office, "Se hizo una parte.", 4000, links=(link,)))
    world.act("Laura", Action.SUBMIT, at=day(5))
    world.act("Andrés", Action.RETURN_TO_OFFICE, at=day(6), comment="Falta el acta.")
    piece = world.entry().evidence[0].id
    world.act("Laura", Action.SAVE, at=day(7), content=Content(office, "Se hizo una parte.", 4000, removed=frozenset({piece})))
    world.act("Laura", Action.SAVE, at=day(7, 16), content=Content(office, "Se hizo todo.", 6500, files=(FILE,)))
    world.act("Mateo", Action.SUBMIT, at=day(8))
    world.act("Andrés", Action.REVIEW, at=day(11), comment="Evidencia completa.")
    world.act("Marta", Action.VERIFY, at=day(12), verified_percent=5000, observation="Falta una ciudad.")
    return world


def test_each_act_is_a_sentence_newest_day_first(told: World, client: FlaskClient):
    page = history(client, told)
    assert acts(page) == [
        "Marta Lucía Peña Control Interno verificó y firmó con 50 %",
        "Andrés Rojas Oficina de Planeación aprobó la revisión",
        "Mateo Ríos Oficina Comercial envió a Planeación",
        "Laura Cifuentes Oficina Comercial cambió el porcentaje y el texto y agregó evidencia",
        "Laura Cifuentes Oficina Comercial retiró un enlace de la evidencia",
        "Andrés Rojas Oficina de Planeación la devolvió a la oficina",
        "Laura Cifuentes Oficina Comercial envió a Planeación",
        "Laura Cifuentes Oficina Comercial escribió el reporte y agregó evidencia",
        "El sistema abrió la entrada",
    ]
    assert [words(heading) for heading in page.select(".day")] == [
        "Martes 12 de mayo", "Lunes 11 de mayo", "Viernes 8 de mayo", "Jueves 7 de mayo Ronda 2", "Miércoles 6 de mayo",
        "Martes 5 de mayo", "Lunes 4 de mayo Ronda 1",
    ]  # fmt: skip


def test_each_act_says_what_changed_and_with_which_words(told: World, client: FlaskClient):
    page = history(client, told)
    assert [words(quote) for quote in page.select(".quote")] == [
        "«Falta una ciudad.»",
        "«Evidencia completa.»",
        "«Falta el acta.»",
    ]
    changed = page.select(".act-change")[0]
    assert (words(changed.select("del")[0]), words(changed.select("ins")[0])) == ("40 %", "65 %")
    assert "acta.pdf abab abab" in words(changed)
    assert [words(note) for note in page.select(".act-note")] == [
        "A tiempo: el día del plazo.", "A tiempo: 3 días hábiles antes del plazo.",
    ]  # fmt: skip
    assert len(page.select(".receipt")) == 9


def test_what_is_shown_may_be_narrowed(told: World, client: FlaskClient):
    page = history(client, told, query="?ver=decisiones")
    assert [words(tab) for tab in page.select(".tabs a")] == ["Todo 9", "Decisiones 5", "Contenido 4"]
    assert len(acts(page)) == 5
    assert len(acts(history(client, told, query="?ver=contenido"))) == 4
    assert len(acts(history(client, told, query="?ver=nada"))) == 9
    assert "Sus 12 registros" in words(page), "narrowing what is shown does not narrow what is verified"


def test_every_other_step_has_its_sentence(world: World, client: FlaskClient):
    world.submit(2)
    world.act("Laura", Action.WITHDRAW, 2)
    world.act("Laura", Action.SAVE, 2, content=None)
    world.submit(2)
    world.review(2)
    world.act("Marta", Action.RETURN_TO_PLANNING, 2, comment="Mire la meta.")
    world.review(2)
    world.verify(2)
    world.act("Jorge", Action.REOPEN, 2, comment="Me equivoqué.")
    reasons = {world.entry(number).id: "No alcanzó." for number in (1, 2, 3, 4)}
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    world.session.commit()
    assert acts(history(client, world, 2)) == [
        "Marta Lucía Peña Control Interno la publicó como no reportada",
        "Jorge Salas Control Interno la reabrió",
        "Marta Lucía Peña Control Interno verificó y firmó con 65 %",
        "Andrés Rojas Oficina de Planeación aprobó la revisión",
        "Marta Lucía Peña Control Interno la devolvió a Planeación",
        "Andrés Rojas Oficina de Planeación aprobó la revisión",
        "Laura Cifuentes Oficina Comercial envió a Planeación",
        "Laura Cifuentes Oficina Comercial guardó sin cambiar nada",
        "Laura Cifuentes Oficina Comercial retiró el envío",
        "Laura Cifuentes Oficina Comercial envió a Planeación",
        "El sistema abrió la entrada",
    ]


def test_evidence_alone_is_told_by_what_it_is(world: World, client: FlaskClient):
    office = world.office("Oficina Comercial").id
    world.act("Laura", Action.SAVE, content=Content(office, "", files=(FILE,)))
    world.act("Laura", Action.SAVE, content=Content(office, "", links=("https://a.gov.co/1", "https://a.gov.co/2")))
    pieces = [piece.id for piece in world.entry().evidence]
    world.act("Laura", Action.SAVE, content=Content(office, "", removed=frozenset(pieces)))
    assert acts(history(client, world))[:3] == [
        "Laura Cifuentes Oficina Comercial retiró evidencia",
        "Laura Cifuentes Oficina Comercial agregó evidencia",
        "Laura Cifuentes Oficina Comercial agregó un archivo como evidencia",
    ]


def test_who_opened_the_cut_early_is_named_and_the_baseline_told(world: World, client: FlaskClient):
    world.submit()
    world.review()
    world.verify()
    open_cut_early(world.session, world.cut(2).id, actor=world.person("Andrés"), at=NOW)
    world.session.commit()
    second = world.cut(2)
    entry_id = next(row for row in world.session.execute(text("SELECT id FROM entry WHERE cut_id = :cut"), {"cut": second.id}))[
        0
    ]
    world.session.rollback()
    sign_in(client, "Óscar")
    page = BeautifulSoup(client.get(f"/app/entradas/{entry_id}/historia").text, "lxml").main
    assert acts(page)[0].startswith("Andrés Rojas")
    assert acts(page)[0].endswith("abrió la entrada con 65 % del corte anterior")
    assert "Su único registro está sin cambios" in words(page)


def test_a_refused_attempt_is_part_of_it_and_those_of_other_entries_are_not(world: World, client: FlaskClient):
    sign_in(client, "Paola")
    for number in (1, 4):
        entry = world.entry(number)
        address, rev = f"/app/entradas/{entry.id}/guardar", entry.rev
        world.session.rollback()
        assert post(client, address, {"rev": rev, "office": 1}).status_code == 403
    page = history(client, world)
    assert acts(page) == ["Se rechazó un cambio de Paola Guerrero", "El sistema abrió la entrada"]
    assert words(page.select_one(".act-note")) == "«Esta entrada es de otra oficina.»"


def test_the_exact_record_is_a_fold_away(told: World, client: FlaskClient):
    page = history(client, told)
    record = words(page.select_one(".act-record"))
    assert "entry:verify" in record
    assert '"verified_percent":5000' in record
    assert "2026-05-12T15:00:00.000000Z" in record


def test_a_whole_history_says_how_many_records_it_has(told: World, client: FlaskClient):
    aside = words(history(client, told).select_one("aside"))
    assert "La historia está completa" in aside
    assert "Sus 12 registros están en orden y sin cambios" in aside


def unguarded(connection: Connection, table: str) -> None:
    """What somebody with the whole database in their hands would do first."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        connection.execute(text("ALTER TABLE ledger_record DROP CONSTRAINT ck_ledger_record_seal"))
        return
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t"), {"t": table})
    for (name,) in names.fetchall():
        connection.execute(text(f"DROP TRIGGER {name}"))


OF_THE_ENTRY = "WHERE subject_type = 'entry' AND subject_id = :id"
REWRITTEN = f"UPDATE ledger_record SET body = replace(body, '6500', '9900') {OF_THE_ENTRY}"  # noqa: S608  # words of our own
REMOVED = f"DELETE FROM ledger_record {OF_THE_ENTRY} AND subject_rev = 3"  # noqa: S608  # words of our own
# fmt: off
TAMPERED = (  # table, what was done to it, what the history says
    ("entry",         "UPDATE entry SET percent = 9900 WHERE id = :id",                  "La entrada no está como la dejó"),
    ("entry",         "UPDATE entry SET round = 3.5 WHERE id = :id",                     "La entrada no está como la dejó"),
    ("evidence",      "UPDATE evidence SET name = 'otra.pdf' WHERE entry_id = :id",      "Una evidencia no está como la dejó"),
    ("ledger_record", REWRITTEN,                                                         "fue modificado"),
    ("ledger_record", REMOVED,                                                           "trae la revisión 4"),
)
# fmt: on


@pytest.mark.parametrize(
    ("table", "tampering", "sentence"),
    TAMPERED,
    ids=["row", "row without a canonical form", "evidence", "record", "missing record"],
)
def test_a_history_that_was_tampered_with_is_never_hidden(
    table: str, tampering: str, sentence: str, told: World, client: FlaskClient
):
    entry_id = told.entry().id
    told.session.rollback()
    sign_in(client, "Óscar")
    with told.engine.begin() as connection:
        unguarded(connection, table)
        connection.execute(text(tampering), {"id": entry_id})
    page = BeautifulSoup(client.get(f"/app/entradas/{entry_id}/historia").text, "lxml").main
    aside = words(page.select_one("aside"))
    assert "Esta historia no cuadra" in aside
    assert sentence in aside
    assert "No la use; avise a Control Interno." in aside
    assert "La historia está completa" not in aside


def test_the_sections_of_two_offices_are_told_apart(world: World, client: FlaskClient):
    world.act("Paola", Action.SAVE, 2, content=world.written("Paola", narrative="Lo nuestro."))
    assert "Secretaría General: Lo nuestro." in words(history(client, world, 2).select_one(".act-change"))


def test_nobody_of_another_entity_reads_it(world: World, client: FlaskClient):
    address = f"/app/entradas/{world.entry().id}/historia"
    world.session.rollback()
    sign_in(client, "Charlie")
    assert client.get(address).status_code == 404


def test_a_second_cut_opened_by_the_system_tells_the_baseline(world: World, client: FlaskClient):
    world.submit()
    world.review()
    world.verify()
    open_cut(world.session, world.cut(2), actor=SETUP, at=NOW)
    world.session.commit()
    entry_id = world.session.execute(text("SELECT max(id) FROM entry WHERE baseline_percent = 6500")).scalar_one()
    world.session.rollback()
    sign_in(client, "Óscar")
    page = BeautifulSoup(client.get(f"/app/entradas/{entry_id}/historia").text, "lxml").main
    assert acts(page) == ["El sistema abrió la entrada con 65 % del corte anterior"]
