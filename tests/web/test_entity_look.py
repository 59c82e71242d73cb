"""The administrator chooses how documents look, sees a whole one before keeping anything, and loses nothing to a refusal."""

import io
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from pacc_flow.actions.entities import update_office
from pacc_flow.actions.entity_look import set_look
from pacc_flow.actions.publication import publish_cut
from pacc_flow.models import Entity, Entry, LedgerRecord, OfficeKind, Report
from pacc_flow.reports import Logo, Look, Signatory, pdf
from pacc_flow.reports.columns import COLUMNS
from pacc_flow.web.forms.look import COLUMN_NAMES
from tests.support.alterations import alter_report
from tests.support.bulk import many_entries
from tests.support.cast import NOW, SETUP, World
from tests.support.pdf_pages import TaggedPages
from tests.support.pictures import SVG, declaring, picture
from tests.support.statements import count_statements
from tests.support.web import post, sign_in

ADDRESS = "/app/admin/entidad/documentos"
PREVIEW = f"{ADDRESS}/vista"
LOGO = f"{ADDRESS}/logo"
PLACES = {f"place_{name}": str(place) for place, name in enumerate(list(COLUMNS)[:8], 1)}


@pytest.fixture
def admin(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Ana")
    return client


def typed(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - texts and files
    return {"colour": "#004884", "cover": "", "role_1": "", "office_1": ""} | PLACES | changed


def chosen(content: bytes, name: str = "logo.png") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def kept(world: World) -> Look:
    look = Look.from_json(world.session.scalar(select(Entity.look).where(Entity.slug == "entidad")))
    world.session.rollback()
    return look


def ledger(world: World) -> int:
    size: int = world.session.scalar(select(func.count()).select_from(LedgerRecord))
    world.session.rollback()
    return size


def publish(world: World) -> Report:
    reasons = dict.fromkeys(world.session.scalars(select(Entry.id)).all(), "La oficina no reportó.")
    report = publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW).report
    world.session.commit()
    return report


def change_secretariat(world: World, **changed: Any) -> None:  # noqa: ANN401 - what `update_office` takes
    office = world.office("Secretaría General")
    values = {"name": office.name, "kind": OfficeKind(office.kind), "spellings": (), "is_active": True} | changed
    update_office(world.session, office, **values, actor=SETUP, at=NOW)
    world.session.commit()


def test_what_is_chosen_is_kept_recorded_and_shown(admin: FlaskClient, world: World):
    page = admin.get(ADDRESS).text
    assert "Rige desde la próxima publicación: lo publicado no cambia." in page
    assert "Quitar el logo" not in page
    look = typed(
        logo=chosen(picture("JPEG"), "escudo.jpg"), colour="#7a1f1f", cover="Informe.\r\nLey 1474.",
        role_2="Elaboró", office_2="Oficina de Planeación", place_goal="", place_status="4",
    )  # fmt: skip
    assert post(admin, ADDRESS, look).location == ADDRESS
    now = kept(world)
    assert (now.colour, now.cover) == ("#7a1f1f", "Informe.\nLey 1474.")
    assert now.signatories == (Signatory(role="Elaboró", office="Oficina de Planeación"),)
    assert now.columns == ("component", "subcomponent", "activity", "status", "due", "percent", "narrative", "office")
    page = admin.get(ADDRESS).text
    for words in (
        "Guardó cómo se ven los documentos.", "Rige desde la próxima publicación: lo publicado no cambia.", "Recibo",
        f'src="{LOGO}" width="300" height="100" alt="Logo de Entidad de Prueba"', "Quitar el logo", 'value="#7a1f1f"',
        "Informe.\nLey 1474.</textarea>", 'value="Elaboró"',
        '<option selected value="Oficina de Planeación">Oficina de Planeación</option>',
    ):  # fmt: skip
        assert words in page
    before = ledger(world)
    post(admin, ADDRESS, {**look, "logo": chosen(picture("JPEG"), "escudo.jpg")})
    assert "No había nada que cambiar." in admin.get(ADDRESS).text
    assert ledger(world) == before


def test_the_logo_is_served_as_it_was_drawn_anew_and_to_no_other_entity(admin: FlaskClient, world: World):
    assert admin.get(LOGO).status_code == 404
    post(admin, ADDRESS, typed(logo=chosen(picture("JPEG"), "escudo.jpg")))
    answer = admin.get(LOGO)
    assert (answer.mimetype, answer.headers["Content-Security-Policy"]) == ("image/png", "default-src 'none'; sandbox")
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert Image.open(io.BytesIO(answer.data)).format == "PNG"
    other = admin.application.test_client()
    sign_in(other, "Charlie")
    assert other.get(LOGO).status_code == 403


def test_the_logo_stays_until_it_is_taken_away(admin: FlaskClient, world: World):
    post(admin, ADDRESS, typed(logo=chosen(picture())))
    post(admin, ADDRESS, typed(colour="#222222"))
    assert kept(world).logo is not None
    post(admin, ADDRESS, typed(remove="y"))
    assert kept(world).logo is None
    assert admin.get(LOGO).status_code == 404
    post(admin, ADDRESS, typed(remove="y", logo=chosen(picture())))  # another instead of it
    assert kept(world).logo is not None


@pytest.mark.parametrize("address", [ADDRESS, f"{PREVIEW}?formato=pdf", f"{PREVIEW}?formato=docx"])
@pytest.mark.parametrize(("changed", "field", "sentence"), [
    ({"colour": "azul"},                            "colour",          "«azul» no es un color: escriba # y seis cifras"),
    ({"colour": "#ffee00"},                         "colour",          "elija uno más oscuro"),
    ({"cover": "x" * 1501},                         "cover",           "no puede pasar de 1500 caracteres"),
    ({"role_3": "Aprobó"},                          "office_3",        "Elija la dependencia que firma."),
    ({"office_3": "Control Interno"},               "role_3",          "Diga en 60 caracteres qué hizo"),
    ({"role_3": "x" * 61, "office_3": "Control Interno"}, "role_3",    "Diga en 60 caracteres qué hizo"),
    ({"role_3": "Aprobó", "office_3": "Ajena"},     "office_3",        "Elija una de la lista."),
    ({"place_activity": ""},                        "place_activity",  "La columna «Actividades» no se puede quitar"),
    ({"place_goal": "primera"},                     "place_goal",      "«primera» no es un lugar"),
    ({"place_goal": "0"},                           "place_goal",      "«0» no es un lugar"),
    ({"place_goal": "²"},                           "place_goal",      "«²» no es un lugar"),
    ({"place_goal": "9" * 5_000},                   "place_goal",      "no es un lugar"),
    ({"place_goal": "1"},                           "place_goal",      "Ya está «Componente» en el lugar 1"),
])  # fmt: skip
def test_what_cannot_be_comes_back_at_its_field_with_all_that_was_typed(  # noqa: PLR0917 - the columns of the table
    admin: FlaskClient, world: World, address: str, changed: dict[str, str], field: str, sentence: str
):
    before = ledger(world)
    answer = post(admin, address, typed(role_1="Revisó", office_1="Oficina de Planeación", **changed))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert f'id="{field}-error"' in answer.text
    assert 'value="Revisó"' in answer.text
    assert next(iter(changed.values())) in answer.text or "Ajena" in changed.values()
    assert "elegirlo otra vez" not in answer.text
    assert (ledger(world), kept(world)) == (before, Look())


@pytest.mark.parametrize("address", [ADDRESS, f"{PREVIEW}?formato=pdf"])
@pytest.mark.parametrize(("content", "sentence"), [
    (b"Acta", "no es una imagen PNG o JPG"),
    (b"", "no es una imagen PNG o JPG"),
    (SVG, "no es una imagen PNG o JPG"),
    (picture("GIF"), "no es una imagen PNG o JPG"),
    (declaring(50_000, 50_000), "no es una imagen PNG o JPG"),
])  # fmt: skip
def test_a_logo_that_is_no_picture_is_refused_and_has_to_be_chosen_again(
    admin: FlaskClient, world: World, address: str, content: bytes, sentence: str
):
    answer = post(admin, address, typed(logo=chosen(content), cover="Informe de la ciudadanía"))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert "El archivo del logo hay que elegirlo otra vez." in answer.text
    assert "Informe de la ciudadanía</textarea>" in answer.text
    assert kept(world) == Look()


def test_the_preview_is_the_newest_publication_under_what_is_typed(admin: FlaskClient, world: World):
    report = publish(world)
    before = ledger(world)
    look = typed(
        logo=chosen(picture()), cover="Informe para todos", role_1="Elaboró", office_1="Oficina de Planeación",
        **dict.fromkeys(PLACES, "") | {"place_activity": "2", "place_number": "1"},
    )  # fmt: skip
    answer = post(admin, f"{PREVIEW}?formato=pdf", look)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "inline; filename=vista-entidad-2026-corte-1.pdf"
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none';")
    pages = TaggedPages(answer.data)
    assert "Informe para todos" in pages.pages[0]
    assert report.snapshot_sha256 in re.sub(r"\s", "", pages.pages[0])
    assert "EJEMPLO" not in "".join(pages.pages)
    assert next(str(figure.Alt) for figure in pages.all_of("Figure")) == "Logo de Entidad de Prueba"
    assert pages.table(4)[0] == ["N.º", "ACTIVIDADES"]
    assert "Elaboró: Oficina de Planeación" in "\n".join(pages.pages)
    assert (ledger(world), kept(world)) == (before, Look())


def test_the_preview_of_word_is_taken_as_a_file(admin: FlaskClient, world: World):
    publish(world)
    answer = post(admin, f"{PREVIEW}?formato=docx", typed(cover="Informe para todos", logo=chosen(picture())))
    assert answer.headers["Content-Disposition"] == "attachment; filename=vista-entidad-2026-corte-1.docx"
    written = docx.Document(io.BytesIO(answer.data))
    assert "Informe para todos" in [one.text for one in written.paragraphs]
    assert len(written.inline_shapes) == 1


def test_without_a_publication_an_example_says_that_it_is_one(admin: FlaskClient):
    pages = TaggedPages(post(admin, f"{PREVIEW}?formato=pdf", typed()).data).pages
    said = re.sub(r"\s+", " ", " ".join(pages))
    assert "(EJEMPLO) 2026" in said
    assert "Entidad de Prueba (DEMOSTRACIÓN: datos de ejemplo, sin valor oficial)" in said
    assert "EJEMPLO: estos datos son inventados y solo sirven para ver el documento." in said


def test_the_logo_that_is_kept_is_in_the_preview_until_it_is_taken_away(admin: FlaskClient):
    post(admin, ADDRESS, typed(logo=chosen(picture())))
    shown = TaggedPages(post(admin, f"{PREVIEW}?formato=pdf", typed()).data)
    assert "Logo de Entidad de Prueba" in [str(one.Alt) for one in shown.all_of("Figure")]
    taken = TaggedPages(post(admin, f"{PREVIEW}?formato=pdf", typed(remove="y")).data)
    assert "Logo de Entidad de Prueba" not in [str(one.Alt) for one in taken.all_of("Figure")]


def test_a_logo_that_the_store_lost_is_said_and_stops_nothing_else(admin: FlaskClient, world: World):
    logo = Logo(sha256="ab" * 32, size=10, width=10, height=10)
    set_look(world.session, world.entity, Look(logo=logo), actor=SETUP, at=NOW)
    world.session.commit()
    assert admin.get(LOGO).status_code == 404
    answer = post(admin, f"{PREVIEW}?formato=pdf", typed())
    assert (answer.status_code, "elija el archivo otra vez, o quite el logo" in answer.text) == (422, True)
    assert post(admin, f"{PREVIEW}?formato=pdf", typed(logo=chosen(picture()))).status_code == 200
    assert post(admin, ADDRESS, typed(remove="y")).status_code == 302


def test_pages_that_cannot_be_set_are_a_sentence(admin: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    broken = tmp_path / "pdf.typ"
    broken.write_text("#let paper = (")
    monkeypatch.setattr(pdf, "TEMPLATE", broken)
    answer = post(admin, f"{PREVIEW}?formato=pdf", typed(cover="Informe para todos"))
    assert (answer.status_code, "no se pudo componer el documento" in answer.text) == (422, True)
    assert "Informe para todos</textarea>" in answer.text


@pytest.mark.parametrize(
    "cover", ["\n" * 1400 + "x", "W" * 1500, "#strong[x] $x^2$ \\ <a> @b " * 50, "😀\u202e\u0301" * 300, "ﷺ" * 1500]
)
def test_whatever_is_typed_on_the_cover_is_a_text(admin: FlaskClient, cover: str):
    for name in ("pdf", "docx"):
        assert post(admin, f"{PREVIEW}?formato={name}", typed(cover=cover)).status_code == 200


@pytest.mark.parametrize("name", ["", "?formato=", "?formato=xlsx", "?formato=../pdf"])
def test_there_is_no_other_preview(admin: FlaskClient, name: str):
    assert post(admin, f"{PREVIEW}{name}", typed()).status_code == 404


def test_of_a_publication_that_was_altered_nothing_is_shown(admin: FlaskClient, world: World):
    publish(world)
    alter_report(world, lambda text: text.replace("riesgos", "RIESGOS"))
    answer = post(admin, f"{PREVIEW}?formato=pdf", typed())
    assert "Este seguimiento no cuadra con su firma" in answer.text


def test_what_is_published_keeps_the_look_of_its_day(admin: FlaskClient, world: World):
    post(admin, ADDRESS, typed(cover="Portada de mayo", logo=chosen(picture())))
    publish(world)
    post(admin, ADDRESS, typed(cover="Otra portada", remove="y"))
    pages = TaggedPages(admin.get("/entidad/2026/corte-1.pdf").data)
    assert "Portada de mayo" in pages.pages[0]
    assert "Logo de Entidad de Prueba" in [str(one.Alt) for one in pages.all_of("Figure")]


def test_an_office_that_closed_goes_on_signing_and_is_offered_to_no_other_look(admin: FlaskClient, world: World):
    post(admin, ADDRESS, typed(role_1="Elaboró", office_1="Secretaría General"))
    change_secretariat(world, is_active=False)
    assert 'selected value="Secretaría General"' in admin.get(ADDRESS).text
    post(admin, ADDRESS, typed())
    assert 'value="Secretaría General"' not in admin.get(ADDRESS).text


def test_an_office_that_changed_its_name_is_chosen_again(admin: FlaskClient, world: World):
    look = typed(role_1="Elaboró", office_1="Secretaría General")
    post(admin, ADDRESS, look)
    change_secretariat(world, name="Secretaría Única")
    answer = post(admin, ADDRESS, look)
    assert (answer.status_code, "Elija dependencias de la entidad." in answer.text) == (422, True)
    assert post(admin, ADDRESS, look | {"office_1": "Secretaría Única"}).status_code == 302


def test_every_column_has_a_plain_name(admin: FlaskClient):
    assert COLUMN_NAMES.keys() == COLUMNS.keys()
    page = admin.get(ADDRESS).text
    for name in COLUMN_NAMES.values():
        assert f">{name}</label>" in page


def test_its_statements_do_not_grow_with_the_entries(admin: FlaskClient, world: World):
    def all_of_it() -> None:
        assert admin.get(ADDRESS).status_code == 200
        assert post(admin, f"{PREVIEW}?formato=pdf", typed()).status_code == 200

    few = count_statements(admin.application, all_of_it)
    many_entries(world, 600)
    assert count_statements(admin.application, all_of_it) == few
