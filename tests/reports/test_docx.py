import io
import re
import zipfile
from collections.abc import Callable
from itertools import chain
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.table import Table

from pacc_flow.reports.heading import DEMO_NOTE
from pacc_flow.reports.snapshot import Entity, Row, Snapshot
from tests.matrix.matrices import HEADINGS
from tests.support.documents import render
from tests.support.papers import NBSP, matrix_on_paper
from tests.support.probes import PROBES

ADDRESS = "https://entidad.example/icetex/2021/corte-3/"
TITLE = "SEGUIMIENTO PLAN ANTICORRUPCIÓN Y ATENCIÓN AL CIUDADANO 2021, Tercer corte"
SUMMARY, COMPONENTS, OFFICES, STATES, FIRST, SECOND, VERIFICATION = range(7)  # the tables, in their order


def opened(snapshot: Snapshot) -> Document:
    return docx.Document(io.BytesIO(render(snapshot, "docx", ADDRESS)))


def values(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def found(document: Document, path: str) -> list[Any]:
    return list(document.element.xpath(path))


def test_it_opens_with_the_header_block(snapshot: Snapshot) -> None:
    assert [(one.style.name, one.text) for one in opened(snapshot).paragraphs[:6]] == [
        ("Title", TITLE),
        ("Header block", "Entidad: ICETEX"),
        ("Header block", "Vigencia: 2021"),
        ("Header block", "Fecha de Publicación: 14 de enero de 2022"),
        ("Header block", "Fecha de Seguimiento: 31 de diciembre de 2021"),
        ("Heading 1", "Resumen de Control Interno"),
    ]


def test_every_cell_of_the_matrix_is_what_the_snapshot_says(snapshot: Snapshot) -> None:
    tables = opened(snapshot).tables
    first, second = values(tables[FIRST]), values(tables[SECOND])
    assert first[0] == second[0] == list(HEADINGS)
    assert [*first[1:], *second[1:]] == matrix_on_paper(snapshot)


def test_the_summary_and_the_verification_are_those_of_the_workbook_in_words(snapshot: Snapshot) -> None:
    tables = opened(snapshot).tables
    low, high, none = f"▼ Zona baja (menos de 60{NBSP}%)", f"▲ Zona alta (80{NBSP}% o más)", "Sin actividades programadas"
    assert values(tables[SUMMARY])[1:] == [
        ["Gestión del riesgo", "2", "1", "0", f"50{NBSP}%", low, f"94,12{NBSP}%", high, "Se cumplió lo programado."],
        ["Rendición de cuentas", "3", "0", "1", f"0{NBSP}%", low, f"16,67{NBSP}%", low, ""],
        ["Iniciativas adicionales", "0", "0", "0", none, "", none, "", ""],
        ["Total", "5", "1", "1", f"20{NBSP}%", low, f"47,65{NBSP}%", low, ""],
    ]
    late = [row[3] for row in values(tables[VERIFICATION])[1:]]
    assert late == ["A tiempo", "Extemporáneo (3 días hábiles)", "Extemporáneo (1 día hábil)", "A tiempo", ""]


def test_the_charts_are_there_as_their_tables(snapshot: Snapshot) -> None:
    document = opened(snapshot)
    tables = document.tables
    assert not [one.text for one in document.paragraphs if "rombo" in one.text]  # nothing is drawn
    assert values(tables[COMPONENTS]) == [
        ["COMPONENTE", "PROGRAMADAS", "CUMPLIDAS", "CUMPLIMIENTO", "AVANCE PROMEDIO"],
        ["1. Gestión del riesgo", "2", "1", f"50{NBSP}%", f"94,12{NBSP}%"],
        ["2. Rendición de cuentas", "3", "0", f"0{NBSP}%", f"16,67{NBSP}%"],
    ]
    assert [len(tables[number].rows) for number in (OFFICES, STATES)] == [1 + 3, 1 + 5]


def test_every_table_is_one_whose_headings_are_marked_and_repeated(snapshot: Snapshot) -> None:
    document = opened(snapshot)
    assert len(document.tables) == 7
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert [bool(row.xpath("w:trPr/w:tblHeader")) for row in rows] == [True] + [False] * (len(rows) - 1)
        assert table._tbl.xpath("w:tblPr/w:tblLook/@w:firstRow") == ["1"]
        assert table._tbl.xpath("w:tblPr/w:tblCaption/@w:val")[0] in [one.text for one in document.paragraphs]
        assert {cell.paragraphs[0].style.name for cell in table.rows[0].cells} == {"Table heading"}


def test_parts_and_components_are_headings(snapshot: Snapshot) -> None:
    headings = [(one.style.name, one.text) for one in opened(snapshot).paragraphs if one.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "Resumen de Control Interno"),
        ("Heading 2", "Por componente"),
        ("Heading 2", "Por dependencia"),
        ("Heading 2", "Por estado"),
        ("Heading 1", "Seguimiento por componente"),
        ("Heading 2", "1. Gestión del riesgo"),
        ("Heading 2", "2. Rendición de cuentas"),
        ("Heading 1", "Verificación"),
        ("Heading 1", "Notas"),
        ("Heading 1", "Aprobación"),
    ]


def test_it_is_in_the_spanish_of_colombia_and_says_whose_it_is(snapshot: Snapshot) -> None:
    document = opened(snapshot)
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["es-CO"]
    about = document.core_properties
    assert (about.title, about.author, about.language, about.version) == (TITLE, "ICETEX", "es-CO", "1")
    assert about.created == about.modified == snapshot.signed_at
    assert about.comments == ""


def test_no_style_goes_by_a_font_of_the_template(snapshot: Snapshot) -> None:
    fonts = list(opened(snapshot).styles.element.iter(qn("w:rFonts")))
    assert set(chain.from_iterable(font.attrib for font in fonts)) == {
        qn(f"w:{one}") for one in ("ascii", "hAnsi", "cs", "eastAsia")
    }


def test_the_page_is_letter_across_and_its_foot_counts_the_pages(snapshot: Snapshot) -> None:
    section = opened(snapshot).sections[0]
    assert section.orientation == WD_ORIENTATION.LANDSCAPE
    assert [round(length.mm, 1) for length in (section.page_width, section.page_height)] == [279.4, 215.9]
    foot = section.footer.paragraphs[0]
    assert foot.text.startswith(
        f"Revisión 1 · Publicado el 14 de enero de 2022 · SHA-256 {snapshot.sha256} · Compruébelo en {ADDRESS}\tPágina "
    )
    assert foot._p.xpath("w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    assert foot._p.xpath("string(.)").endswith("Página 1 de 1")


def test_who_approved_what_stands_at_the_end(snapshot: Snapshot) -> None:
    said = [one.text for one in opened(snapshot).paragraphs]
    assert said[-1] == f"Dónde comprobarlo: {ADDRESS}"
    assert {f"Huella SHA-256: {snapshot.sha256}", "Aprobado por: Oficina de Control Interno"} <= set(said)


def test_the_bytes_do_not_depend_on_when_they_are_written(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(snapshot, "docx", ADDRESS)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2096, 10, 2, 7, 6, 40, 1, 276, 0))
    assert render(snapshot, "docx", ADDRESS) == first


def test_the_package_brings_nothing_that_is_not_ours(snapshot: Snapshot) -> None:
    with zipfile.ZipFile(io.BytesIO(render(snapshot, "docx"))) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert not [name for name in archive.namelist() if re.search(r"media|thumbnail|vba|embeddings", name)]
        assert b"python-docx" not in archive.read("docProps/core.xml")


@pytest.mark.parametrize("probe", PROBES)
def test_texts_stay_texts_whatever_they_look_like(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], probe: str
) -> None:
    document = opened(
        make_snapshot(make_row(activity=probe, goal=probe, narrative=probe, due_text=f"el {probe}"), notes=(probe,))
    )
    row = values(document.tables[FIRST])[1]
    assert [row[2], row[3], row[4], row[6]] == [probe, probe, f"el {probe}", probe]
    assert probe in [one.text for one in document.paragraphs]
    assert found(document, "//w:hyperlink | //w:instrText | //w:object | //w:fldSimple") == []


@pytest.mark.parametrize(
    "text",
    [
        "palabra " * 4000,
        "a" * 400,
        "https://entidad.example/" + "a" * 400,
        " con espacios ",
        "_x0041_",
        "a\u00a0b",
        "a\n\n b",
        "x\u2028",
    ],
)
def test_any_publishable_text_comes_back_whole(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], text: str
) -> None:
    row = make_row(narrative=text)
    assert values(opened(make_snapshot(row)).tables[FIRST])[1][6] == row.narrative


def test_the_columns_are_as_wide_as_what_they_hold_and_fill_the_page(snapshot: Snapshot) -> None:
    for table in opened(snapshot).tables:
        widths = [int(width) for width in table._tbl.xpath("w:tblGrid/w:gridCol/@w:w")]
        assert sum(widths) == pytest.approx(255.4 / 25.4 * 1440, abs=len(widths))
        assert [int(width) for width in table._tbl.xpath("w:tr[1]/w:tc/w:tcPr/w:tcW/@w:w")] == widths


def test_a_demonstration_says_so_beside_the_name(make_snapshot: Callable[..., Snapshot]) -> None:
    demo = make_snapshot(entity=Entity(name="ICETEX", slug="icetex", is_demo=True))
    assert opened(demo).paragraphs[1].text == f"Entidad: ICETEX ({DEMO_NOTE})"


def test_a_follow_up_without_activities_still_opens(make_snapshot: Callable[..., Snapshot]) -> None:
    document = opened(make_snapshot(components=(), notes=()))
    assert "El plan no tiene actividades." in [one.text for one in document.paragraphs]
    assert values(document.tables[SUMMARY])[1][:2] == ["Total", "0"]
