"""The documents of a follow-up, whole and in parts, as whoever downloads them gets them."""

import io

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.installation import signer_folder
from pacc_flow.actions.trail import make_session_factory, record
from pacc_flow.filing import file_documents
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Report
from pacc_flow.reports import Logo, Look
from pacc_flow.web.documents import desk
from tests.support.alterations import alter_report
from tests.support.cast import NOW, SETUP, World
from tests.support.statements import statements
from tests.web.test_public import PAGE, publish, readable

OFFICE = "dependencia-oficina-comercial"


@pytest.fixture
def published(world: World) -> Report:
    return publish(world)


@pytest.fixture
def written(app: Flask, world: World, published: Report) -> Report:
    """Published, covered by a checkpoint, and its documents kept."""
    sessions = make_session_factory(world.engine)
    sign(sessions, signer_folder(app.extensions["settings"]), at=NOW)
    with app.app_context():
        assert file_documents(sessions, desk(), NOW)
    return published


def activities(data: bytes) -> list[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Verificación"]
    return [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_the_page_tells_the_size_of_what_is_kept(client: FlaskClient, written: Report):
    page = readable(client.get(PAGE).text)
    for name in ("pdf", "xlsx", "json"):
        size = len(client.get(f"/entidad/2026/corte-1.{name}").data)
        assert f"{round(size / 1000)} kB" in page


def test_a_component_and_an_office_have_documents_of_their_own(client: FlaskClient, published: Report):
    whole = activities(client.get("/entidad/2026/corte-1.xlsx").data)
    component = client.get("/entidad/2026/corte-1/componente-1.xlsx")
    assert component.headers["Content-Disposition"] == "attachment; filename=entidad-2026-corte-1-componente-1.xlsx"
    assert activities(component.data) == whole[:2]
    assert 0 < len(activities(client.get(f"/entidad/2026/corte-1/{OFFICE}.xlsx").data)) < len(whole)


@pytest.mark.parametrize("part", ["matriz", "resumen", "componente-1", OFFICE])
def test_each_part_is_offered_and_leads_to_its_document(client: FlaskClient, published: Report, part: str):
    assert f'<option value="{part}">' in client.get(PAGE).text
    chosen = client.get(f"/entidad/2026/corte-1/descargar?parte={part}&formato=docx")
    assert (chosen.status_code, chosen.headers["Location"]) == (302, f"/entidad/2026/corte-1/{part}.docx")
    of_revision = client.get(f"/entidad/2026/corte-1/revision-1/descargar?parte={part}&formato=docx")
    assert of_revision.headers["Location"] == f"/entidad/2026/corte-1/revision-1/{part}.docx"
    assert client.get(of_revision.headers["Location"]).data == client.get(chosen.headers["Location"]).data


def test_the_whole_may_be_chosen_too(client: FlaskClient, published: Report):
    chosen = client.get("/entidad/2026/corte-1/descargar?formato=pdf")
    assert chosen.headers["Location"] == "/entidad/2026/corte-1.pdf"


@pytest.mark.parametrize("query", ["?parte=resumen&formato=csv", "?parte=matriz", "?formato=exe", ""])
def test_a_format_that_does_not_show_it_is_said(client: FlaskClient, published: Report, query: str):
    answer = client.get(f"/entidad/2026/corte-1/descargar{query}")
    assert answer.status_code == 400
    assert "Esa parte no se publica en ese formato." in answer.text


@pytest.mark.parametrize("address", [
    "componente-9.pdf", "resumen.csv", "componente-1.json", "componente-1.exe", "..%2f.pdf", f"{'x' * 400}.pdf",
    "descargar?parte=componente-9&formato=pdf", f"descargar?parte={'x' * 3000}&formato=pdf",
])  # fmt: skip
def test_what_is_no_part_is_not_found(client: FlaskClient, published: Report, address: str):
    assert client.get(f"/entidad/2026/corte-1/{address}").status_code == 404


@pytest.mark.parametrize("address", ["componente-1.pdf", "descargar?parte=componente-1&formato=pdf"])
def test_nothing_is_told_before_the_publication(client: FlaskClient, world: World, address: str):
    answer = client.get(f"/entidad/2026/corte-1/{address}")
    assert answer.status_code == 404
    assert "Este seguimiento todavía no se ha publicado" in answer.text


@pytest.mark.parametrize("address", ["componente-1.pdf", "descargar?parte=componente-1&formato=pdf"])
def test_what_was_altered_is_not_given(client: FlaskClient, world: World, published: Report, address: str):
    alter_report(world, lambda text: text.replace("Se hizo.", "No se hizo."))
    assert client.get(f"/entidad/2026/corte-1/{address}").status_code == 500


def test_what_is_kept_costs_two_statements(app: Flask, client: FlaskClient, written: Report):
    for address in (PAGE, "/entidad/2026/corte-1.pdf", "/entidad/2026/corte-1/componente-1.xlsx", "/entidad/2026/corte-1.json"):
        with statements(app) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 2, asked


def test_a_document_whose_logo_is_lost_is_said_to_be_missing(client: FlaskClient, world: World):
    logo = Logo(sha256="a" * 64, size=1, width=1, height=1)
    world.entity.look = Look(logo=logo).to_json()
    record(world.session, kind=Kind.ENTITY_UPDATE, actor=SETUP, at=NOW, subject=world.entity, entity_id=world.entity.id)
    world.session.commit()
    publish(world)
    answer = client.get("/entidad/2026/corte-1.pdf")
    assert answer.status_code == 503
    assert "Este documento no se pudo componer" in answer.text
