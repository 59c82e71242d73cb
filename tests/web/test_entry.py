"""The report of an activity, through the browser's forms."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from pacc_flow.actions.cuts import open_cut
from pacc_flow.actions.memberships import join_office
from pacc_flow.models import Entry, Evidence, LedgerRecord
from pacc_flow.web.database import db
from pacc_flow.workflow import Action
from tests.support.cast import NOW, SETUP, World
from tests.support.growth import grow_cut
from tests.support.web import post, sign_in, token_of

PDF = b"%PDF-1.7\n1 0 obj\n"
NOT_A_PERCENT = "El porcentaje va de 0 a 100, con coma si tiene decimales. Por ejemplo: 65 o 88,24."


def id_of(world: World, number: int = 1) -> int:
    entry_id = world.entry(number).id
    world.session.rollback()  # a test that only looked holds nobody back
    return entry_id


def typed(world: World, number: int = 1, **more: object) -> dict[str, object]:
    """What the form of an entry sends, by the office that leads it, over the revision as it stands."""
    entry = world.entry(number)
    lead = next(row.office_id for row in entry.activity.responsibilities if row.position == 0)
    found = {"rev": entry.rev, "office": lead, "percent": "65", "narrative": "Se hizo.", "link": ""} | more
    world.session.rollback()
    return found


def save(client: FlaskClient, world: World, number: int = 1, **more: object) -> TestResponse:
    return post(client, f"/app/entradas/{id_of(world, number)}/guardar", typed(world, number, **more))


def send(client: FlaskClient, world: World, number: int = 1, **more: object) -> TestResponse:
    return post(client, f"/app/entradas/{id_of(world, number)}/enviar", typed(world, number, **more))


def evidence_of(world: World, number: int = 1) -> list[Evidence]:
    entry_id = id_of(world, number)
    found = world.session.scalars(
        select(Evidence).where(Evidence.entry_id == entry_id).order_by(Evidence.id).execution_options(populate_existing=True)
    ).all()
    world.session.rollback()
    return list(found)


def soup(answer: TestResponse) -> Tag:
    return BeautifulSoup(answer.text, "lxml")


def words(tag: Tag) -> str:
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def sending(client: FlaskClient, address: str) -> tuple[bool, str | None]:
    """Whether «Enviar» is disabled, and the sentence beside it that says why."""
    page = soup(client.get(address))
    why = page.select_one("#why-submit")
    return page.select_one("button[formaction]").has_attr("disabled"), why and words(why)


def second_cut(world: World) -> int:
    """Opens the second cut, with activity 1 verified at 65 % in the first: its entry there."""
    world.submit()
    world.review()
    world.verify()
    cut = world.cut(2)
    open_cut(world.session, cut, actor=SETUP, at=NOW)
    world.session.commit()
    found = world.session.scalars(select(Entry.id).where(Entry.cut_id == cut.id, Entry.activity.has(number=1))).one()
    world.session.rollback()
    return found


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


def test_an_office_saves_a_draft_and_gets_its_receipt(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    answer = save(client, world, percent="88,24")
    assert (answer.status_code, answer.location) == (302, f"/app/entradas/{id_of(world)}")
    page = client.get(answer.location)
    assert "Borrador guardado" in page.text
    assert "Recibo" in page.text
    assert world.entry().percent == 8824


def test_what_is_typed_in_several_ways_is_one_percentage(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    for percent, hundredths in (("65", 6500), ("88,24", 8824), ("88.24", 8824), ("65 %", 6500), ("0,5", 50), ("100%", 10_000)):
        assert save(client, world, percent=percent).status_code == 302
        assert world.entry().percent == hundredths
        world.session.rollback()


@pytest.mark.parametrize("percent", ["101", "casi todo", "-1", "1.000", "88,245", "٦٥", "65,", "NaN"])
def test_what_is_no_percentage_comes_back_with_everything_that_was_typed(percent: str, world: World, client: FlaskClient):
    sign_in(client, "Laura")
    rev = typed(world)["rev"]
    answer = save(client, world, percent=percent, narrative="Un texto que costó.", link="portal.icetex.gov.co/linea-azul")
    assert answer.status_code == 422
    page = soup(answer)
    assert words(page.select_one(".error-summary .note-title")) == "No se guardó: hay 2 datos por corregir"
    assert [words(link) for link in page.select(".error-summary a")] == [
        NOT_A_PERCENT,
        "La dirección del enlace debe empezar por https://",
    ]
    assert [link["href"] for link in page.select(".error-summary a")] == ["#percent", "#link"]
    assert (page.select_one("#percent")["value"], page.select_one("#link")["value"]) == (
        percent,
        "portal.icetex.gov.co/linea-azul",
    )
    assert page.select_one("#narrative").text.strip() == "Un texto que costó."
    assert page.select_one("title").text.startswith("Error: ")
    assert typed(world)["rev"] == rev


def test_a_text_that_is_too_long_says_by_how_much(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    answer = save(client, world, narrative="x" * 4001)
    assert (answer.status_code, "El texto tiene 4001 caracteres y el máximo es 4000." in answer.text) == (422, True)


def test_files_are_kept_and_refused_one_by_one(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    files = [(BytesIO(PDF), "informe.pdf"), (BytesIO(b"MZ\0"), "acta.exe"), (BytesIO(b""), "vacio.pdf")]
    answer = save(client, world, narrative="Mi texto.", files=files)
    page = soup(answer)
    assert answer.status_code == 422
    assert [words(link) for link in page.select(".error-summary a")] == [
        "acta.exe no se subió: ese tipo de archivo no se admite.",
        "vacio.pdf no se subió: está vacío.",
    ]
    assert page.select_one("#narrative").text.strip() == "Mi texto."
    assert evidence_of(world) == []
    kept = page.select_one("input[name=kept]")
    assert "informe.pdf" in words(kept.find_parent("label"))
    assert save(client, world, narrative="Mi texto.", kept=kept["value"]).status_code == 302
    assert [(piece.name, piece.size) for piece in evidence_of(world)] == [("informe.pdf", len(PDF))]


def test_a_kept_file_is_only_for_whom_it_was_kept(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    answer = save(client, world, percent="nada", files=[(BytesIO(PDF), "informe.pdf")])
    token = soup(answer).select_one("input[name=kept]")["value"]
    for name, number in (("Mateo", 1), ("Laura", 2)):
        other = client.application.test_client()
        sign_in(other, name)
        assert save(other, world, number, kept=token).status_code == 302
        assert evidence_of(world, number) == []
    assert save(client, world, kept="forged").status_code == 302
    assert evidence_of(world) == []


def test_evidence_is_taken_away_and_brought_back_by_buttons_of_the_form(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    save(client, world, link="https://www.entidad.gov.co/acta", files=[(BytesIO(PDF), "informe.pdf")])
    address = f"/app/entradas/{id_of(world)}"
    page = soup(client.get(address))
    buttons = page.select("button[name=remove]")
    assert [words(button) for button in buttons] == ["Quitar informe.pdf", "Quitar www.entidad.gov.co/acta"]
    assert save(client, world, remove=buttons[1]["value"]).status_code == 302
    page = soup(client.get(address))
    assert words(page.select_one("del")) == "www.entidad.gov.co/acta"
    back = page.select_one("button[name=restore]")
    assert save(client, world, restore=back["value"]).status_code == 302
    page = soup(client.get(address))
    assert (page.select("del"), len(page.select("button[name=remove]"))) == ([], 2)


def test_sending_follows_what_is_saved(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    address = f"/app/entradas/{id_of(world)}"
    assert sending(client, address) == (True, "Todavía no se puede enviar: falta el porcentaje.")
    save(client, world, narrative="")
    assert sending(client, address) == (True, "Todavía no se puede enviar: falta contar qué se hizo.")
    save(client, world)
    assert sending(client, address) == (
        True,
        "Todavía no se puede enviar: reporta avance y no hay evidencia. Agregue un archivo o un enlace y guarde.",
    )
    answer = save(client, world, link="https://www.entidad.gov.co/acta")
    assert "Ya se puede enviar." in client.get(answer.location).text
    assert sending(client, address) == (False, None)


def test_sending_saves_what_is_typed_and_tells_what_comes_next(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    answer = send(client, world, link="https://www.entidad.gov.co/acta", narrative="Lo último.")
    assert answer.status_code == 302
    page = client.get(answer.location)
    assert "Enviada a Planeación" in page.text
    assert "La revisan hasta el 12 de mayo. Le avisaremos si vuelve." in page.text
    assert f'<a href="/app/entradas/{id_of(world, 2)}">Reportar la 2</a>' in page.text
    entry = world.entry()
    assert (entry.state, list(entry.sections.values())) == ("submitted", ["Lo último."])
    world.session.rollback()
    answer = send(client, world, 2, link="https://www.entidad.gov.co/acta")
    assert "Reportar la" not in soup(client.get(answer.location)).select_one(".notices").text


def test_what_is_sent_incomplete_comes_back_at_its_field_and_stays_in_the_history(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    answer = send(client, world, narrative="Mi texto.")
    assert answer.status_code == 422
    assert soup(answer).select_one(".error-summary a")["href"] == "#files"
    assert soup(answer).select_one("#narrative").text.strip() == "Mi texto."
    assert world.entry().state == "draft"
    world.session.rollback()
    assert "Se rechazó un envío de Laura Cifuentes" in client.get(f"/app/entradas/{id_of(world)}/historia").text


def test_less_than_at_the_cut_before_is_a_warning_and_no_refusal(world: World, client: FlaskClient):
    second = second_cut(world)
    sign_in(client, "Laura")
    address = f"/app/entradas/{second}"
    page = soup(client.get(address))
    assert words(page.select_one(".previous-figure")) == "65 %"
    assert "En el corte anterior: 65 %." in words(page)
    assert "Qué se hizo entre mayo y agosto" in words(page)
    data = {"rev": 1, "office": page.select_one("input[name=office]")["value"], "percent": "40", "narrative": "Se rehízo."}
    assert post(client, f"{address}/guardar", data).status_code == 302
    assert "Es menor que en el corte anterior (65 %). Si es correcto, explique por qué en el texto." in words(
        soup(client.get(address))
    )


def test_two_offices_write_each_their_section_and_only_the_lead_sends(world: World, client: FlaskClient):
    sign_in(client, "Paola")
    office = world.office("Secretaría General").id
    world.session.rollback()
    address = f"/app/entradas/{id_of(world, 2)}"
    page = soup(client.get(address))
    assert page.select_one("#percent") is None, "the percentage is the lead's"
    assert "Secretaría General: qué se hizo entre enero y abril" in words(page)
    assert sending(client, address) == (True, "La envía la Oficina Comercial, que lidera esta actividad.")
    assert save(client, world, 2, office=office, narrative="Lo nuestro.").location == f"{address}?oficina={office}"
    laura = client.application.test_client()
    sign_in(laura, "Laura")
    page = soup(laura.get(address))
    assert "Lo nuestro." in words(page.select_one("[aria-label='Sección de Secretaría General']"))
    assert page.select_one("#percent") is not None


def test_a_person_of_both_offices_opens_the_section_they_choose(world: World, client: FlaskClient):
    join_office(world.session, world.person("Paola"), world.office("Oficina Comercial"), actor=SETUP, at=NOW)
    world.session.commit()
    sign_in(client, "Paola")
    page = soup(client.get(f"/app/entradas/{id_of(world, 2)}"))
    assert "Oficina Comercial: qué se hizo" in words(page)
    other = next(link for link in page.select("a") if words(link) == "Escribir esta sección")
    assert "Secretaría General: qué se hizo" in words(soup(client.get(other["href"])))


def test_one_office_alone_shows_no_trace_of_sections(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    page = soup(client.get(f"/app/entradas/{id_of(world)}"))
    assert page.select("[aria-label^=Sección]") == []
    assert words(page.select_one("label[for=narrative]")) == "Qué se hizo entre enero y abril"


def test_why_it_came_back_stands_above_the_form(world: World, client: FlaskClient):
    world.submit()
    world.act("Andrés", Action.RETURN_TO_OFFICE, comment="Falta el acta.")
    world.session.rollback()
    sign_in(client, "Laura")
    note = soup(client.get(f"/app/entradas/{id_of(world)}")).select_one(".note-warn")
    assert words(note) == "Planeación la devolvió para que la corrija «Falta el acta.» Andrés Rojas · hoy, 9:00 a. m."


def test_a_sent_entry_is_read_and_may_be_taken_back(world: World, client: FlaskClient):
    world.submit()
    world.session.rollback()
    sign_in(client, "Laura")
    address = f"/app/entradas/{id_of(world)}"
    page = soup(client.get(address))
    assert page.select("#narrative") == []
    rev = page.select_one("form[action$=retirar] input[name=rev]")["value"]
    answer = post(client, f"{address}/retirar", {"rev": rev})
    assert answer.location == address
    assert "Envío retirado." in client.get(address).text
    assert world.entry().state == "draft"


def test_taking_back_what_was_reviewed_meanwhile_says_so(world: World, client: FlaskClient):
    world.submit()
    rev = typed(world)["rev"]
    world.review()
    world.session.rollback()
    sign_in(client, "Laura")
    answer = post(client, f"/app/entradas/{id_of(world)}/retirar", {"rev": rev})
    assert answer.status_code == 409
    assert "Alguien la cambió mientras usted la leía" in answer.text
    assert "Andrés Rojas la aprobó" in answer.text
    assert world.entry().state == "reviewed"


def test_a_conflict_shows_what_changed_and_keeps_what_was_typed(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    stale = typed(world)["rev"]
    world.act("Mateo", Action.SAVE, content=world.written("Mateo", percent=8000, narrative="Otra versión."))
    answer = save(client, world, rev=stale, percent="70", narrative="La mía.")
    page = soup(answer)
    assert answer.status_code == 409
    note = words(page.select_one(".note-warn"))
    assert "Mateo Ríos guardó otra versión" in note
    assert "80 %" in note
    assert "Otra versión." in note
    assert "www.entidad.gov.co/informe" in note
    assert (page.select_one("#percent")["value"], page.select_one("#narrative").text.strip()) == ("70", "La mía.")
    assert world.entry().percent == 8000
    world.session.rollback()
    rev = page.select_one("input[name=rev]")["value"]
    assert save(client, world, rev=rev, percent="70", narrative="La mía.").status_code == 302
    assert world.entry().percent == 7000


def test_a_conflict_with_who_sent_it_gives_the_typed_text_back_to_copy(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    stale = typed(world)["rev"]
    world.submit(by="Mateo")
    answer = save(client, world, rev=stale, percent="70", narrative="La mía.")
    page = soup(answer)
    assert answer.status_code == 409
    assert page.select_one("#typed").text.strip() == "La mía."
    assert "Porcentaje: 70." in words(page)
    assert world.entry().percent == 6500


# fmt: off
FORGED = (  # who, which entry, what is posted over what the form would send, the status
    ("Laura",   1, {"rev": "999"},          409),
    ("Laura",   1, {"rev": ""},             409),
    ("Laura",   1, {"rev": "cinco"},        409),
    ("Laura",   1, {"office": ""},          403),
    ("Laura",   2, {"office": "2"},         403),
    ("Paola",   1, {},                      403),
    ("Andrés",  1, {},                      403),
    ("Ana",     1, {},                      403),
    ("Óscar",   1, {},                      403),
    ("Charlie", 1, {},                      404),
    ("Laura",   1, {"remove": "999"},       422),
    ("Laura",   1, {"restore": "999"},      422),
)
# fmt: on


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_form_changes_nothing(forged: tuple[str, int, dict[str, str], int], world: World, client: FlaskClient):
    name, number, more, status = forged
    sign_in(client, name)
    before = typed(world, number)
    assert save(client, world, number, **more).status_code == status
    assert typed(world, number) == before


def test_a_form_over_the_wrong_state_changes_nothing(world: World, client: FlaskClient):
    world.submit()
    sign_in(client, "Laura")
    answer = save(client, world, narrative="A escondidas.", files=[(BytesIO(PDF), "informe.pdf")])
    assert answer.status_code == 409
    assert "Ya no está en borrador: la envió Laura Cifuentes" in answer.text
    assert "A escondidas." not in str(world.entry().sections)
    store = client.application.extensions["settings"].evidence_dir
    assert not store.exists(), "who may not write stores no file either"


def test_a_form_without_its_token_changes_nothing(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    for step in ("guardar", "enviar", "retirar"):
        answer = client.post(f"/app/entradas/{id_of(world)}/{step}", data=typed(world))
        assert answer.status_code == 400
    assert world.entry().saved_at is None


def test_looking_never_writes(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    world.session.rollback()
    count = select(func.count()).select_from(LedgerRecord)
    before = world.session.scalar(count)
    world.session.rollback()
    for address in ("", "/historia", "/historia?ver=contenido"):
        assert client.get(f"/app/entradas/{id_of(world)}{address}").status_code == 200
    assert world.session.scalar(count) == before


# fmt: off
READERS = (  # who, what they are offered or told
    ("Andrés",  "Ir a la revisión"),
    ("Óscar",   "Se hizo."),
    ("Paola",   "Esta entrada es de otra oficina"),
    ("Marta",   "Se hizo."),
)
# fmt: on


@pytest.mark.parametrize(("name", "told"), READERS)
def test_others_of_the_entity_read_it_with_the_steps_that_are_theirs(name: str, told: str, world: World, client: FlaskClient):
    world.submit()
    sign_in(client, name)
    answer = client.get(f"/app/entradas/{id_of(world)}")
    assert answer.status_code == 200
    assert told in answer.text
    assert "<textarea" not in answer.text


def test_a_reader_sees_how_it_was_decided(world: World, client: FlaskClient):
    world.submit(2)
    world.act("Andrés", Action.REVIEW, 2, comment="Evidencia completa.")
    world.act("Marta", Action.VERIFY, 2, verified_percent=5000, observation="Falta una ciudad.")
    sign_in(client, "Jorge")
    page = words(soup(client.get(f"/app/entradas/{id_of(world, 2)}")))
    for told in ("Evidencia completa.", "Falta una ciudad.", "Reportado 65 %", "Verificado 50 %", "Ir a la verificación"):
        assert told in page


def test_who_sent_it_is_told_why_they_do_not_review_it(world: World, client: FlaskClient):
    world.submit(3, by="Andrés")
    sign_in(client, "Andrés")
    assert "La envió usted: la revisa otra persona." in client.get(f"/app/entradas/{id_of(world, 3)}").text


def test_the_form_asks_the_database_as_much_for_300_entries_as_for_41(world: World, client: FlaskClient, statements: list[str]):
    sign_in(client, "Laura")
    save(client, world, link="https://www.entidad.gov.co/acta")
    counts = []
    for total in (41, 300):
        grow_cut(world.session, world.cut(), total)
        world.session.rollback()
        address = f"/app/entradas/{id_of(world)}"
        for path in (address, f"{address}/historia"):
            client.get(path)
            statements.clear()
            assert client.get(path).status_code == 200
            counts.append(len(statements))
    assert counts[:2] == counts[2:]
    assert max(counts) < 20


def test_two_people_sending_at_once_get_one_success_and_one_conflict(world: World, client: FlaskClient):
    names = ("Laura", "Mateo")
    people = []
    for name in names:
        person = client.application.test_client()
        sign_in(person, name)
        people.append((person, token_of(person.get("/app/cuenta"))))
    address = f"/app/entradas/{id_of(world)}/enviar"
    data = typed(world, link="https://www.entidad.gov.co/acta")
    start = Barrier(len(people))

    def go(person: FlaskClient, token: str) -> int:
        start.wait()
        return person.post(address, data=data | {"csrf_token": token}).status_code

    with ThreadPoolExecutor(len(people)) as pool:
        answers = [answer.result() for answer in [pool.submit(go, *each) for each in people]]
    assert sorted(answers) == [302, 409]
    assert (world.entry().state, world.entry().rev) == ("submitted", data["rev"] + 1)
    assert len(evidence_of(world)) == 1
