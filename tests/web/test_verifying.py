"""What a document or a number is, for anyone who holds one: said of what is published alone, and nothing kept of it."""

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select, update
from werkzeug.test import TestResponse

from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.installation import evidence_store, signer_folder
from pacc_flow.actions.trail import record
from pacc_flow.filing import Desk, file_documents
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Base, Entity, LedgerRecord, PublishedFile, Report
from pacc_flow.queries.recognising import by_fingerprint
from pacc_flow.reports import FORMATS
from pacc_flow.web.forms.printed import NUMBER_CHARS
from pacc_flow.web.signer import verifiers
from tests.support.alterations import alter_report
from tests.support.cast import NOW, SETUP, World
from tests.support.statements import statements
from tests.web.test_public import NAMES, PAGE, publish, readable
from tests.web.test_revisions import LATER, correct

VERIFY = "/verificar/"
_HEAD = b'--limite\r\nContent-Disposition: form-data; name="documento"; filename="%b"\r\n\r\n'
FOLLOW_UP = "del seguimiento del primer corte de 2026 de Entidad de Prueba, revisión"
WHAT = {
    "pdf": "el PDF completo",
    "docx": "el documento de Word completo",
    "xlsx": "el archivo de Excel completo",
    "ods": "el archivo de LibreOffice completo",
    "csv": "el CSV completo",
    "json": "el JSON completo",
}
PARTS = {
    "matriz": "con solo la matriz",
    "resumen": "con solo el resumen de Control Interno",
    "componente-1": "con solo el componente 1, «Gestión del riesgo»,",
    "dependencia-oficina-comercial": "con solo la parte de la Oficina Comercial,",
}


def file_now(app: Flask, world: World) -> None:
    """A checkpoint covers what is published, and its documents are written under it."""
    world.session.rollback()
    settings, sessions = app.extensions["settings"], app.extensions["sessions"]
    sign(sessions, signer_folder(settings), at=LATER)
    with app.app_context():
        desk = Desk(evidence_store(settings), verifiers(), settings.base_url)
    file_documents(sessions, desk, LATER)


@pytest.fixture
def first(app: Flask, world: World) -> Report:
    report = publish(world)
    file_now(app, world)
    return report


def bring(client: FlaskClient, content: bytes, name: str = "seguimiento.pdf") -> TestResponse:
    """As a browser without a script sends it, followed to the answer."""
    body = io.BytesIO(_HEAD % name.encode() + content + b"\r\n--limite--\r\n")
    return client.post(VERIFY, input_stream=body, content_type="multipart/form-data; boundary=limite", follow_redirects=True)


def type_in(client: FlaskClient, number: str) -> TestResponse:
    return client.get(VERIFY, query_string={"numero": number})


def record_of(world: World, report: Report) -> LedgerRecord:
    it = (LedgerRecord.subject_type == "report", LedgerRecord.subject_id == report.id)
    return world.session.scalars(select(LedgerRecord).where(*it)).one()


@pytest.mark.parametrize("name", FORMATS)
def test_a_document_is_known_by_its_bytes_as_they_are_downloaded(client: FlaskClient, first: Report, name: str):
    document = client.get(f"/entidad/2026/corte-1.{name}").data
    answer = bring(client, document, f"otro nombre.{name}")
    page = readable(answer.text)
    assert answer.status_code == 200
    assert f"Es {WHAT[name]} {FOLLOW_UP} 1, igual byte por byte al que se publicó." in page
    assert "Lo firmó <strong>Control Interno</strong> el 4 de mayo de 2026, 9:00 a. m. Es la revisión 1 y" in page
    assert answer.request.args["huella"] == hashlib.sha256(document).hexdigest()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_says_of_what_it_is(client: FlaskClient, first: Report, part: str):
    document = client.get(f"{PAGE}{part}.xlsx")
    assert document.status_code == 200
    page = readable(bring(client, document.data).text)
    assert f"Es el archivo de Excel {PARTS[part]} {FOLLOW_UP} 1, igual byte por byte" in page


def test_a_part_by_a_name_that_nobody_uses_any_more_is_still_known(client: FlaskClient, world: World, first: Report):
    document = client.get(f"{PAGE}matriz.xlsx").data
    world.session.execute(update(PublishedFile).where(PublishedFile.part == "matriz").values(part="de-antes"))
    world.session.commit()
    assert f"Es el archivo de Excel con una parte {FOLLOW_UP} 1" in readable(bring(client, document).text)


def test_it_tells_how_to_check_it_with_files_that_are_there(client: FlaskClient, first: Report):
    page = type_in(client, first.snapshot_sha256).text
    for address in (
        f"{PAGE}revision-1.json",
        "/entidad/registro/llave",
        "/verificador/",
        f"{PAGE}revision-1/prueba-de-inclusion",
        "/entidad/registro/",
        f"{PAGE}revision-1/",
    ):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200, address
    assert "python3 pacc_verify.py entidad-2026-corte-1.json --key llave.txt" in page
    saved = client.get(f"{PAGE}revision-1.json").headers["Content-Disposition"]
    assert saved.endswith("filename=entidad-2026-corte-1.json")


def test_a_superseded_document_is_authentic_and_says_that_there_is_another(
    app: Flask, client: FlaskClient, world: World, first: Report
):
    document = client.get("/entidad/2026/corte-1.pdf").data
    correct(world)
    file_now(app, world)
    page = readable(bring(client, document).text)
    assert "Es auténtico, pero ya hay otra revisión" in page
    assert f"{FOLLOW_UP} 1, igual byte por byte" in page
    assert "Hay una revisión más reciente, del 6 de mayo de 2026. Esta se conserva." in page
    assert f'<a href="{PAGE}">Ver la vigente</a> <a href="{PAGE}cambios/">Ver qué cambió</a>' in page
    assert "La revisión vigente es la 2." in page
    assert "sigue vigente" not in page
    later = readable(bring(client, client.get("/entidad/2026/corte-1.pdf").data).text)
    assert f"{FOLLOW_UP} 2, igual byte por byte" in later
    assert "Hay una revisión más reciente" not in later


def test_a_follow_up_of_a_demonstration_says_so(client: FlaskClient, world: World):
    entity = world.session.scalars(select(Entity).where(Entity.slug == "entidad")).one()
    entity.is_demo = True
    record(world.session, kind=Kind.ENTITY_UPDATE, actor=SETUP, at=NOW, subject=entity, entity_id=entity.id)
    world.session.commit()
    words = "Es una demostración: se hizo con datos de ejemplo y no tiene efecto oficial."
    assert words in type_in(client, publish(world).snapshot_sha256).text


def test_one_byte_more_is_another_document(client: FlaskClient, first: Report):
    answer = bring(client, client.get("/entidad/2026/corte-1.pdf").data + b"\n")
    assert answer.status_code == 404
    assert "No reconocemos este documento" in answer.text
    assert "Word, Excel u otro programa lo guardó de nuevo" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_content_is_known_however_its_fingerprint_is_typed(client: FlaskClient, first: Report):
    number = first.snapshot_sha256
    in_fours = " ".join(number[at : at + 4] for at in range(0, 64, 4))
    for typed in (number, in_fours, f"  {number.upper()}\n", in_fours.replace(" ", "\u00a0")):
        page = readable(type_in(client, typed).text)
        assert "Ese número es de un seguimiento publicado" in page, typed
        assert "Es el seguimiento del primer corte de 2026 de Entidad de Prueba, revisión 1." in page
        assert "no que el documento esté intacto" in page
    assert "No reconocemos ese número" in type_in(client, "0" * 64).text


def test_a_receipt_of_a_publication_is_known_however_it_is_typed(client: FlaskClient, world: World, first: Report):
    published = record_of(world, first)
    seq, entry_hash = published.seq, published.entry_hash.hex()
    start = entry_hash[:8]
    for typed in (
        str(seq),
        f"{seq} · {start}",
        f"{seq} {start[:4]} {start[4:]}",
        f"Recibo {seq} {start.upper()}",
        f"{seq}·{start}",
        f"{seq} {entry_hash}",
    ):
        assert "Es el seguimiento del primer corte de 2026" in readable(type_in(client, typed).text), typed


def test_a_number_with_its_point_of_thousands_is_that_number(client: FlaskClient, first: Report):
    assert "hasta el número 1.187." in type_in(client, "1.187").text
    assert "hasta el número 1.187." in type_in(client, "1187 e51b 6a90").text


def test_a_receipt_with_another_fingerprint_is_not_authentic(client: FlaskClient, world: World, first: Report):
    for seq in (record_of(world, first).seq, 0):
        answer = type_in(client, f"{seq} · 00000000")
        assert answer.status_code == 404
        assert "Ese recibo no es auténtico" in answer.text
        assert "existe en el registro, pero su huella es otra" in answer.text


def test_of_any_other_record_only_its_place_in_the_register_is_told(client: FlaskClient, world: World, first: Report):
    other = world.session.get_one(LedgerRecord, 3)
    start, kind = other.entry_hash.hex()[:8], other.kind
    size = len(world.session.scalars(select(LedgerRecord.seq)).all())
    known, half = type_in(client, f"3 · {start}").text, type_in(client, "3").text
    assert "Ese recibo está en el registro" in known
    assert "escriba también el comienzo de la huella" in half
    for page in (known, half):
        assert f"La cubre el punto de control de {size} anotaciones" in page
        assert not [word for word in (*NAMES, kind, "Entidad de Prueba") if word in page]
    assert start not in half


def test_a_record_that_no_checkpoint_covers_is_told_as_one_that_does_not_exist(client: FlaskClient, world: World):
    pages = [type_in(client, f"{seq} · 0000 0000") for seq in ("3", "123456789012345678")]
    assert [page.status_code for page in pages] == [404, 404]
    assert all("Ningún punto de control firmado llega hasta el número" in page.text for page in pages)


def test_a_publication_is_known_before_a_checkpoint_covers_it(client: FlaskClient, world: World):
    page = type_in(client, publish(world).snapshot_sha256).text
    assert "Ninguno lo cubre todavía." in page
    assert "La prueba de inclusión" not in page


@pytest.mark.parametrize(
    "typed",
    [
        "hola", "61 · xyz", "61 1a2b", "-3", "1,5", "0x3f", "12.34", "٣", "61 · 1a2b3c4d5", "00061", "\x00", "f" * 63, "f" * 65,
        "9" * 19, "1" * (NUMBER_CHARS + 1), " " * NUMBER_CHARS + "61", "<script>alert(1)</script>",
    ],
)  # fmt: skip
def test_what_is_no_number_is_told_and_kept_in_its_field(client: FlaskClient, first: Report, typed: str):
    answer = type_in(client, typed)
    assert answer.status_code == 422
    assert "Ese número no es ni una huella ni un recibo" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<script>alert" not in answer.text


def test_what_was_typed_stays(client: FlaskClient):
    assert 'value="hola &amp; adiós"' in type_in(client, "hola & adiós").text
    assert "Escriba el número que quiere buscar." in type_in(client, " ").text


def test_without_a_file_or_with_an_empty_one_nothing_is_verified(client: FlaskClient):
    nothing, empty = client.post(VERIFY), bring(client, b"", "vacío.pdf")
    assert (nothing.status_code, empty.status_code) == (422, 422)
    assert "Elija el archivo que quiere verificar." in nothing.text
    assert "El archivo está vacío: no hay nada que verificar." in empty.text


def test_a_file_beyond_what_may_be_uploaded_is_refused(app: Flask, client: FlaskClient):
    limit = 2 * 1024 * 1024
    app.extensions["settings"] = replace(app.extensions["settings"], upload_bytes=limit)
    answer = bring(client, b"x" * (limit + 1))
    assert answer.status_code == 413
    assert "pesa más de 2 MB" in answer.text
    assert bring(client, b"x" * limit).status_code == 404
    app.config["MAX_CONTENT_LENGTH"] = limit
    assert bring(client, b"x" * limit).status_code == 413


def test_nothing_of_what_is_sent_is_kept(app: Flask, client: FlaskClient, world: World, first: Report):
    before = _kept(app, world)
    bring(client, client.get("/entidad/2026/corte-1.pdf").data)
    bring(client, b"un secreto" * 100_000)
    assert _kept(app, world) == before


def test_it_needs_no_cookie_and_leaves_none(client: FlaskClient, first: Report):
    for answer in (client.get(VERIFY), type_in(client, first.snapshot_sha256), bring(client, b"algo")):
        assert "Set-Cookie" not in answer.headers


def test_each_lookup_asks_the_database_twice_at_most(app: Flask, client: FlaskClient, world: World, first: Report):
    correct(world)
    seq = record_of(world, first).seq
    document = hashlib.sha256(client.get(f"{PAGE}revision-1.pdf").data).hexdigest()
    for typed in (document, first.snapshot_sha256, "0" * 64, str(seq), "3", "999999"):
        with statements(app) as asked:
            type_in(client, typed)
        assert 1 <= len(asked) <= 2, asked
    with statements(app) as asked:
        client.get(VERIFY)
    assert asked == []


@pytest.mark.parametrize(("table", "column"), [("published_file", "sha256"), ("report", "snapshot_sha256")])
def test_what_is_looked_for_has_its_index(world: World, table: str, column: str):
    assert [column] in [index["column_names"] for index in inspect(world.engine).get_indexes(table)]


def test_documents_that_are_alike_are_of_the_newest_revision(world: World, app: Flask, first: Report):
    correct(world)
    file_now(app, world)
    reports = world.session.scalars(select(Report.id).order_by(Report.id)).all()
    world.session.execute(update(PublishedFile).where(PublishedFile.format == "csv").values(sha256="a" * 64))
    world.session.commit()
    found = by_fingerprint(world.session, "a" * 64)
    assert found
    assert (found.report_id, found.part, found.format) == (reports[-1], "", "csv")


def test_what_was_altered_is_not_vouched_for(client: FlaskClient, world: World, first: Report):
    number = first.snapshot_sha256
    alter_report(world, lambda snapshot: snapshot.replace("Se hizo.", "No se hizo."))
    answer = type_in(client, number)
    assert answer.status_code == 500
    assert "no coincide con la huella que se firmó" in answer.text


def test_no_name_of_a_person_is_told(client: FlaskClient, world: World, first: Report):
    for typed in (first.snapshot_sha256, str(record_of(world, first).seq), "3"):
        assert [name for name in NAMES if name in type_in(client, typed).text] == []


@pytest.mark.parametrize("address", ["/", "/entidad/", PAGE, "/verificador/", "/ayuda/", "/entrar"])
def test_it_is_a_link_away(client: FlaskClient, first: Report, address: str):
    assert f'href="{VERIFY}"' in client.get(address).text


def _kept(app: Flask, world: World) -> tuple[dict[str, int], list[Path]]:
    var_dir = app.extensions["settings"].var_dir
    world.session.rollback()
    rows = {name: len(world.session.execute(select(table)).all()) for name, table in Base.metadata.tables.items()}
    assert rows[PublishedFile.__tablename__]
    return rows, sorted(var_dir.rglob("*"))
