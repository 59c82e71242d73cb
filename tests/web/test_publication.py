"""Internal Control's sign-off, through the pages themselves."""

import html
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from pacc_flow.models import Cut, CutState, Entry, LedgerRecord, Report
from pacc_flow.workflow import Action
from tests.support.bulk import many_entries
from tests.support.cast import World
from tests.support.statements import count_statements
from tests.support.web import post, sign_in

REASON = "La oficina no entregó el reporte."


@pytest.fixture
def control(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Marta")
    return client


def address(world: World, number: int = 1) -> str:
    cut_id = world.session.scalars(select(Cut.id).join(Cut.plan).where(Cut.number == number)).first()
    world.session.rollback()
    return f"/app/publicacion/{cut_id}"


def fields(page: str) -> dict[str, str]:
    """What the form of a page would send if it were sent as it is."""
    areas = re.findall(r'<textarea[^>]*\bname="([^"]+)"[^>]*>\r?\n?([^<]*)</textarea>', page)
    hidden = re.findall(r'<input[^>]*name="(seen)"[^>]*value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in [*areas, *hidden]}


def explained(page: str, reason: str = REASON) -> dict[str, str]:
    return {name: reason if name.startswith("reason_") else value for name, value in fields(page).items()}


def state(world: World) -> str:
    found = world.cut().state
    world.session.rollback()
    return found


def test_the_list_says_what_waits_for_a_signature(control: FlaskClient, world: World):
    page = control.get("/app/publicacion").text
    assert "Primer corte: faltan 4 por verificar" in page
    assert "0 de 4 verificadas. Se publica hasta el viernes 15 de mayo." in page
    assert f'href="{address(world)}"' in page
    assert "Abre el 16 de agosto de 2026 y se publica a más tardar el 14 de septiembre de 2026." in page


def test_the_page_shows_exactly_what_would_be_signed(control: FlaskClient, world: World):
    world.submit(1)
    world.review(1)
    world.verify(1, percent=10_000)
    page = control.get(address(world)).text.replace("\u00a0", " ")
    assert "1 de 4 verificadas: faltan 3" in page
    assert re.findall(r'class="result-figure">([^<]+)<', page) == ["25 %", "25 %"]
    assert "Control Interno verificó el seguimiento del primer corte de 2026, con corte al 30 de abril de 2026" in page
    assert "Faltan 3 entradas por verificar: 2, 3 y 4. Verifíquelas o diga por qué no se reportaron." in page
    assert "Firma electrónica (Ley 527 de 1999, artículo 7); no es una firma digital certificada" in page
    assert [name.split("_")[0] for name in fields(page)] == ["reason"] * 3 + ["observation"] * 2 + ["seen"]
    assert "Firma <strong>Marta Lucía Peña</strong>, Control Interno" in page


def test_signing_publishes_and_leaves_a_receipt(control: FlaskClient, world: World):
    typed = explained(control.get(address(world)).text)
    answer = post(control, address(world), typed, follow_redirects=True)
    assert answer.status_code == 200
    assert "Seguimiento publicado" in answer.text
    seq = world.session.scalar(select(func.max(LedgerRecord.seq)).where(LedgerRecord.kind == "report:publish"))
    assert f'<strong>Firmó y publicó.</strong> <span class="receipt">Recibo {seq}' in answer.text
    report = world.session.scalars(select(Report)).one()
    assert report.snapshot_sha256 in answer.text
    assert f"Recibo {seq}" in control.get("/app/publicacion").text
    assert control.get("/entidad/2026/corte-1/").status_code == 200


def test_a_signature_without_reasons_keeps_what_was_typed_and_says_what_is_missing(control: FlaskClient, world: World):
    page = control.get(address(world)).text
    entry_id = world.entry(3).id
    world.session.rollback()
    typed = fields(page) | {f"reason_{entry_id}": REASON, "observation_1": "Falta <todo> en este componente."}
    answer = post(control, address(world), typed)
    assert answer.status_code == 422
    assert "No se publicó" in answer.text
    assert "Faltan 3 entradas por verificar: 1, 2 y 4. Verifíquelas o diga por qué no se reportaron." in answer.text
    assert answer.text.count('class="field-error"') == 3
    assert fields(answer.text)[f"reason_{entry_id}"] == REASON
    assert fields(answer.text)["observation_1"] == "Falta <todo> en este componente."
    assert state(world) == CutState.OPEN


def test_a_reason_that_is_too_long_is_refused_at_its_field(control: FlaskClient, world: World):
    typed = explained(control.get(address(world)).text, "x" * 501)
    answer = post(control, address(world), typed)
    assert answer.status_code == 422
    assert answer.text.count("El texto tiene 501 caracteres y el máximo es 500.") == 8
    assert fields(answer.text) == typed


def test_a_reason_survives_what_only_machines_write(control: FlaskClient, world: World):
    typed = explained(control.get(address(world)).text, "Sin\x0b\x1f reporte.\r\nSe pidió.")
    assert post(control, address(world), typed).status_code == 302
    assert set(world.session.scalars(select(Entry.unreported_reason))) == {"Sin reporte.\nSe pidió."}


def test_what_changed_meanwhile_is_a_conflict_that_keeps_what_was_typed(control: FlaskClient, world: World):
    typed = explained(control.get(address(world)).text)
    world.act("Laura", Action.SAVE, content=world.written("Laura"))
    answer = post(control, address(world), typed)
    assert answer.status_code == 409
    assert "Cambió mientras usted preparaba la firma" in answer.text
    again = fields(answer.text)
    assert {name: text for name, text in again.items() if name != "seen"} == {
        name: text for name, text in typed.items() if name != "seen"
    }
    assert again["seen"] != typed["seen"]
    assert state(world) == CutState.OPEN
    assert post(control, address(world), again).status_code == 302


def test_of_two_officers_one_publishes_and_the_other_reads_who_did(control: FlaskClient, world: World):
    typed = explained(control.get(address(world)).text)
    other = control.application.test_client()
    sign_in(other, "Jorge")
    assert post(other, address(world), explained(other.get(address(world)).text)).status_code == 302
    answer = post(control, address(world), typed)
    assert answer.status_code == 409
    assert "Este seguimiento ya está firmado y publicado. Lo suyo no cambió nada." in answer.text
    assert world.session.scalar(select(func.count()).select_from(Report)) == 1
    refused = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.kind == "refusal:step")).one()
    assert "ya está firmado y publicado" in refused


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_a_forged_signature_over_something_never_seen_is_a_conflict(control: FlaskClient, world: World, seen: str):
    typed = explained(control.get(address(world)).text) | {"seen": seen}
    assert post(control, address(world), typed).status_code == 409
    assert state(world) == CutState.OPEN


def test_a_cut_that_is_not_open_says_so(control: FlaskClient, world: World):
    answer = control.get(address(world, 2))
    assert answer.status_code == 409
    assert "Este corte no está abierto." in answer.text


@pytest.mark.parametrize("name", ["Laura", "Andrés", "Ana", "Óscar"])
def test_nobody_else_prepares_or_signs(client: FlaskClient, world: World, name: str):
    sign_in(client, name)
    assert client.get(address(world)).status_code == 403
    assert post(client, address(world), {}).status_code == 403
    assert state(world) == CutState.OPEN


def test_another_entity_finds_nothing(client: FlaskClient, world: World):
    sign_in(client, "Charlie")
    assert client.get(address(world)).status_code == 404
    assert post(client, address(world), {}).status_code == 404
    assert "Todavía no hay cortes" in client.get("/app/publicacion").text


def test_the_statements_of_its_pages_do_not_grow_with_the_entries(control: FlaskClient, world: World):
    pages = ("/app/publicacion", address(world))
    few = [count_statements(control.application, lambda page=page: control.get(page)) for page in pages]
    many_entries(world, 60)
    assert [count_statements(control.application, lambda page=page: control.get(page)) for page in pages] == few
