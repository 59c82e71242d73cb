"""What a document shows, how it looks and what proves it, read by another program than the one that wrote it."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import docx
import odfdo
import openpyxl
import pikepdf
import pytest
import zxingcpp
from PIL import Image

from pacc_flow.reports import (
    FORMATS,
    Edition,
    Logo,
    Look,
    Part,
    Signatory,
    SnapshotError,
    UnknownPartError,
    file_name,
    formats_of,
    part_named,
    parts_of,
)
from pacc_flow.reports.registration import qr_png
from pacc_flow.reports.snapshot import Row, Snapshot
from tests.support.documents import NOTE, REGISTERED, render
from tests.support.pdf_pages import TaggedPages

PLANNING = "Oficina Asesora de Planeación"


def picture(size: tuple[int, int] = (300, 100)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "#7a1f1f").save(stream, "PNG")
    return stream.getvalue()


LOGO = picture()
LOOK = Look(
    colour="#7a1f1f",
    cover="Informe para la ciudadanía.\nLey 1474 de 2011, artículo 73.",
    signatories=(Signatory(role="Elaboró", office=PLANNING),),
    columns=("number", "activity", "percent", "office"),
    logo=Logo(sha256="a" * 64, size=len(LOGO), width=300, height=100),
)


def words_of_pdf(data: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(TaggedPages(data).pages))


def parts(snapshot: Snapshot) -> list[str]:
    return [part.name for part in parts_of(snapshot)]


def test_there_is_a_part_for_each_table_each_component_and_each_office(snapshot: Snapshot) -> None:
    assert parts(snapshot) == [
        "", "matriz", "resumen", "componente-1", "componente-2", "componente-3",
        "dependencia-oficina-de-riesgos", "dependencia-planeacion", "dependencia-tecnologia-y-proyectos",
    ]  # fmt: skip


def test_offices_whose_names_look_alike_in_an_address_are_told_apart(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]
) -> None:
    names = ("Gestión Jurídica", "Gestion juridica", "«»", "Ñ" * 300, "Ñ" * 299 + "O")
    found = parts(make_snapshot(*(make_row(n=n, offices=(name,)) for n, name in enumerate(names, start=1))))
    offices = [name for name in found if name.startswith("dependencia")]
    assert len(set(offices)) == len(names)
    assert all(re.fullmatch("[a-z0-9-]{1,60}", name) for name in offices)


def test_a_part_that_nobody_has_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(UnknownPartError):
        part_named(snapshot, "componente-9")


@pytest.mark.parametrize(("name", "numbers"), [
    ("", [1, 2, 3, 4, 7]), ("matriz", [1, 2, 3, 4, 7]), ("componente-2", [3, 4, 7]), ("componente-3", []),
    ("dependencia-oficina-de-riesgos", [1, 3, 4, 7]), ("dependencia-tecnologia-y-proyectos", [2]),
])  # fmt: skip
@pytest.mark.parametrize("fmt", ["xlsx", "ods"])
def test_a_workbook_holds_the_activities_of_its_part_and_no_others(
    snapshot: Snapshot, name: str, numbers: Sequence[int], fmt: str
) -> None:
    part = part_named(snapshot, name)
    data = render(snapshot, fmt, part=part)
    shown = [row for row in snapshot.rows if row.n in numbers]
    told = [line[7] or None for line in sheet_of(data, fmt, "Seguimiento") if line[0] in {c.name for c in snapshot.components}]
    assert told == ["\n".join(row.offices) for row in shown]


def sheet_of(data: bytes, fmt: str, name: str) -> list[list[object]]:
    if fmt == "xlsx":
        return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data))[name].iter_rows(values_only=True)]
    return [list(row) for row in odfdo.Document(io.BytesIO(data)).body.get_table(name=name).iter_values()]


def sheets_of(data: bytes, fmt: str) -> list[str]:
    if fmt == "xlsx":
        return openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    return [table.name for table in odfdo.Document(io.BytesIO(data)).body.get_tables()]


@pytest.mark.parametrize("fmt", ["xlsx", "ods"])
@pytest.mark.parametrize(("name", "sheets"), [
    ("", ["Seguimiento", "Resumen", "Verificación"]), ("matriz", ["Seguimiento", "Aprobación"]), ("resumen", ["Resumen"]),
    ("componente-1", ["Seguimiento", "Resumen", "Verificación"]),
])  # fmt: skip
def test_a_workbook_has_the_eight_columns_the_summary_or_both(
    snapshot: Snapshot, fmt: str, name: str, sheets: Sequence[str]
) -> None:
    assert sheets_of(render(snapshot, fmt, part=part_named(snapshot, name)), fmt) == sheets


@pytest.mark.parametrize(("name", "headings"), [
    ("matriz", ["Seguimiento por componente", "1. Gestión del riesgo", "2. Rendición de cuentas", "Notas", "Aprobación"]),
    ("resumen", ["Resumen de Control Interno", "Por componente", "Por dependencia", "Por estado", "Notas", "Aprobación"]),
])  # fmt: skip
def test_pages_have_the_eight_columns_or_the_summary(snapshot: Snapshot, name: str, headings: Sequence[str]) -> None:
    part = part_named(snapshot, name)
    written = docx.Document(io.BytesIO(render(snapshot, "docx", part=part)))
    assert [one.text for one in written.paragraphs if one.style.name.startswith("Heading ")] == headings
    with pikepdf.open(io.BytesIO(render(snapshot, "pdf", part=part))) as document, document.open_outline() as outline:
        assert [one.title for one in flat(outline.root)] == headings


def flat(items: Sequence[pikepdf.OutlineItem]) -> list[pikepdf.OutlineItem]:
    return [found for item in items for found in (item, *flat(item.children))]


@pytest.mark.parametrize("name", FORMATS)
def test_every_part_says_of_which_whole_it_is(snapshot: Snapshot, name: str) -> None:
    for part in (part for part in parts_of(snapshot) if name in formats_of(snapshot, part)):
        data = render(snapshot, name, part=part)
        assert data == render(snapshot, name, part=part)
        if name == "pdf":
            said = words_of_pdf(data)
            assert snapshot.sha256 in said
            assert (part.label in said) is (part.name != "")
        if name == "csv":
            assert data.decode().count(snapshot.sha256) == len(part.of(snapshot).rows)


def test_json_is_of_the_whole_alone_since_a_part_could_not_be_checked(snapshot: Snapshot) -> None:
    assert [part.name for part in parts_of(snapshot) if "json" in formats_of(snapshot, part)] == [""]


def test_a_plan_larger_than_pages_can_hold_is_set_by_component_or_office(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "pdf", replace(FORMATS["pdf"], most_rows=2))
    large = make_snapshot(*(make_row(n=n, component=1 + n // 3) for n in (1, 2, 3)))
    assert "pdf" not in formats_of(large)
    assert "pdf" in formats_of(large, part_named(large, "componente-1"))


def test_the_file_of_a_part_is_named_by_it(snapshot: Snapshot) -> None:
    assert file_name(snapshot, "pdf", part_named(snapshot, "componente-2")) == "icetex-2021-corte-3-componente-2.pdf"


def test_the_pages_of_an_entity_have_its_cover_its_columns_and_who_signs(snapshot: Snapshot) -> None:
    data = render(snapshot, "pdf", look=LOOK, logo=LOGO)
    pages = TaggedPages(data).pages
    assert "Informe para la ciudadanía." in pages[0]
    assert "Resumen de Control Interno" not in pages[0]
    said = words_of_pdf(data)
    assert "META O PRODUCTO" not in said
    assert f"Elaboró: {PLANNING}" in said
    assert said.index("N.º ACTIVIDADES % DE AVANCE") < said.index("Verificación")
    with pikepdf.open(io.BytesIO(data)) as document:
        dictionaries = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        assert "Logo de ICETEX" in [str(one.Alt) for one in dictionaries if "/Alt" in one]


def test_the_document_of_word_has_them_too(snapshot: Snapshot) -> None:
    written = docx.Document(io.BytesIO(render(snapshot, "docx", look=LOOK, logo=LOGO)))
    texts = [one.text for one in written.paragraphs]
    assert texts.index("Ley 1474 de 2011, artículo 73.") < texts.index("Resumen de Control Interno")
    assert f"Elaboró: {PLANNING}" in texts
    assert [cell.text for cell in written.tables[4].rows[0].cells] == [
        "N.º", "ACTIVIDADES", "% DE AVANCE (31-12-2021)", "DEPENDENCIA RESPONSABLE",
    ]  # fmt: skip
    assert [shape._inline.docPr.get("descr") for shape in written.inline_shapes] == ["Logo de ICETEX"]
    assert written.styles["Heading 1"].font.color.rgb == docx.shared.RGBColor(0x7A, 0x1F, 0x1F)


def test_a_wide_logo_is_no_wider_than_its_room(snapshot: Snapshot) -> None:
    wide = Look(logo=Logo(sha256="a" * 64, size=1, width=3000, height=100))
    written = docx.Document(io.BytesIO(render(snapshot, "docx", look=wide, logo=picture((3000, 100)))))
    assert round(written.inline_shapes[0].width.mm) == 60


@pytest.mark.parametrize("fmt", ["pdf", "docx", "xlsx", "ods"])
def test_the_checkpoint_is_there_as_words_and_as_a_drawing(snapshot: Snapshot, fmt: str) -> None:
    drawing, words = qr_png(NOTE), REGISTERED.words
    data = render(snapshot, fmt, registration=REGISTERED)
    without = render(snapshot, fmt)
    match fmt:
        case "pdf":
            assert words in words_of_pdf(data)
            assert words not in words_of_pdf(without)
            with pikepdf.open(io.BytesIO(data)) as document:
                images = [one for page in document.pages for one in page.get_images().values()]
                assert len(images) == 1
        case "docx":
            written = docx.Document(io.BytesIO(data))
            assert f"Punto de control: {words}" in [one.text for one in written.paragraphs]
            assert [part.blob for part in written.part.package.iter_parts() if part.partname.endswith(".png")] == [drawing]
        case "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(data))["Resumen"]
            assert ["Punto de control", words] in [[row[0], row[1]] for row in sheet.iter_rows(values_only=True)]
            assert [image._data() for image in sheet._images] == [drawing]
        case _:
            document = odfdo.Document(io.BytesIO(data))
            assert ["Punto de control", words] in [row[:2] for row in sheet_of(data, fmt, "Resumen")]
            (image,) = document.body.get_elements("//draw:image")
            assert document.get_part(image.url) == drawing
            assert not odfdo.Document(io.BytesIO(without)).body.get_elements("//draw:image")


def test_a_telephone_reads_the_whole_note_from_the_drawing() -> None:
    with Image.open(io.BytesIO(qr_png(NOTE))) as drawing:
        assert [code.text for code in zxingcpp.read_barcodes(drawing)] == [NOTE]


@pytest.mark.parametrize(("wrong", "sentence"), [
    ({"colour": "rojo"}, "«rojo» no es un color"),
    ({"colour": "#ffee00"}, "no se leen las letras blancas"),
    ({"cover": "x" * 1_501}, "no puede pasar de 1500 caracteres"),
    ({"columns": ("percent",)}, "La columna «Actividades» no se puede quitar"),
    ({"columns": ("activity", "activity")}, "repetida"),
    ({"columns": ("activity", "salary")}, "no existe"),
    ({"signatories": (Signatory(role="Elaboró", office=PLANNING),) * 7}, "a lo sumo 6"),
])  # fmt: skip
def test_a_look_that_cannot_be_is_refused_with_its_reason(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(SnapshotError, match=sentence):
        Look(**wrong)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize(("role", "office"), [(" ", PLANNING), ("x" * 61, PLANNING), ("Elaboró", "ana@x.co"), ("Elaboró", " ")])
def test_an_office_signs_and_never_a_person(role: str, office: str) -> None:
    with pytest.raises(SnapshotError):
        Signatory(role=role, office=office)


def test_what_was_stored_of_a_look_gives_it_back() -> None:
    assert Look.from_json(LOOK.to_json()) == LOOK
    assert Look.from_json(None) == Look()


def test_the_same_edition_of_another_part_shows_its_rows(snapshot: Snapshot) -> None:
    component: Part = part_named(snapshot, "componente-1")
    whole = Edition.of(snapshot, "https://entidad.example/", look=LOOK, logo=LOGO, registration=REGISTERED)
    assert whole.showing(component, snapshot) == Edition.of(
        snapshot, "https://entidad.example/", part=component, look=LOOK, logo=LOGO, registration=REGISTERED
    )
