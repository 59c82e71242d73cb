import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import odfdo
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from pacc_flow.reports.heading import DEMO_NOTE
from pacc_flow.reports.snapshot import Entity, Row, Snapshot
from tests.matrix.matrices import HEADINGS
from tests.support.documents import render

PARTS = ["mimetype", "content.xml", "styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml"]


def values(data: bytes, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python()


def opened(snapshot: Snapshot) -> odfdo.Document:
    return odfdo.Document(io.BytesIO(render(snapshot, "ods")))


def shown(cell: odfdo.Cell) -> str:
    return "\n".join(paragraph.inner_text for paragraph in cell.get_paragraphs())


def part(snapshot: Snapshot, name: str) -> "etree._Element":
    with zipfile.ZipFile(io.BytesIO(render(snapshot, "ods"))) as archive:
        return etree.fromstring(archive.read(name))


def found(root: "etree._Element", path: str) -> Any:  # noqa: ANN401 - elements, attributes or a figure
    return root.xpath(path, namespaces=root.nsmap)


@pytest.mark.parametrize("name", ["Seguimiento", "Resumen", "Verificación"])
def test_every_sheet_says_what_the_workbook_of_excel_says(snapshot: Snapshot, name: str) -> None:
    excel = values(render(snapshot, "xlsx"), name)
    assert values(render(snapshot, "ods"), name) == excel
    assert len(excel) > len(snapshot.rows)


def test_the_follow_up_opens_with_the_header_block_and_the_eight_columns(snapshot: Snapshot) -> None:
    lines = values(render(snapshot, "ods"), "Seguimiento")
    assert [line[:2] for line in lines[:5]] == [
        ["SEGUIMIENTO PLAN ANTICORRUPCIÓN Y ATENCIÓN AL CIUDADANO", ""],
        ["Entidad", "ICETEX"],
        ["Vigencia", "2021"],
        ["Fecha de Publicación", "14 de enero de 2022"],
        ["Fecha de Seguimiento", "31 de diciembre de 2021"],
    ]
    assert lines[6] == list(HEADINGS)


def test_dates_and_percentages_are_figures_and_not_texts(snapshot: Snapshot) -> None:
    lines = values(render(snapshot, "ods"), "Seguimiento")[7:]
    assert [line[4] for line in lines][::3] == [date(2021, 11, 29), date(2022, 1, 4)]
    assert [line[5] for line in lines] == [1.0, 0.8824, 0.5, 0.0, "No reportada"]


def test_dates_and_percentages_are_shown_as_such(snapshot: Snapshot) -> None:
    table = opened(snapshot).body.get_table(name="Seguimiento")
    cells = [table.get_cell(place) for place in ("E8", "F8", "F9")]
    assert [(cell.type, shown(cell)) for cell in cells] == [
        ("date", "29/11/2021"),
        ("percentage", "100%"),
        ("percentage", "88,24%"),
    ]
    content = part(snapshot, "content.xml")
    styles = [found(content, f"string(//style:style[@style:name='{cell.style}']/@style:data-style-name)") for cell in cells]
    decimals = [found(content, f"string(//*[@style:name='{name}']/number:number/@number:decimal-places)") for name in styles]
    assert decimals == ["", "0", "2"]
    assert found(content, f"count(//number:date-style[@style:name='{styles[0]}'][@number:country='CO'])") == 1


def test_the_heading_stays_in_sight_filters_and_is_repeated_on_paper(snapshot: Snapshot) -> None:
    settings, content = part(snapshot, "settings.xml"), part(snapshot, "content.xml")
    view = "//config:config-item-map-entry[@config:name='{}']/config:config-item[@config:name='{}']/text()"
    splits = [found(settings, view.format("Seguimiento", item)) for item in ("VerticalSplitMode", "VerticalSplitPosition")]
    assert splits == [["2"], ["7"]]
    assert found(content, "//table:database-range[@table:display-filter-buttons='true']/@table:target-range-address") == [
        "'Seguimiento'.A7:'Seguimiento'.H12",
        "'Verificación'.A1:'Verificación'.I6",
    ]
    repeated = found(content, "//table:table[@table:name='Seguimiento']/table:table-header-rows/table:table-row")
    assert ["".join(cell.itertext()) for cell in repeated[0]] == list(HEADINGS)


def test_the_columns_are_as_wide_as_what_they_hold(snapshot: Snapshot) -> None:
    content = part(snapshot, "content.xml")
    names = found(content, "//table:table[@table:name='Seguimiento']/table:table-column/@table:style-name")
    widths = [found(content, f"string(//style:style[@style:name='{name}']/*/@style:column-width)") for name in names]
    assert [float(width.removesuffix("cm")) for width in widths] == [4.58, 4.58, 6.80, 5.32, 2.91, 2.73, 13.10, 5.32]


def test_the_page_is_letter_across_and_says_which_content_was_signed(snapshot: Snapshot) -> None:
    styles = part(snapshot, "styles.xml")
    page = found(styles, "//style:page-layout-properties")[0].attrib
    assert [page[f"{{{styles.nsmap['fo']}}}{side}"] for side in ("page-width", "page-height")] == ["27.94cm", "21.59cm"]
    assert snapshot.sha256 in found(styles, "string(//style:footer)")


def test_the_document_is_in_the_spanish_of_colombia(snapshot: Snapshot) -> None:
    languages = found(part(snapshot, "styles.xml"), "//style:default-style/style:text-properties/@*")
    assert languages == ["es", "CO"]
    assert opened(snapshot).meta.language == "es-CO"


def test_the_bytes_do_not_depend_on_when_they_are_written(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(snapshot, "ods")
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2096, 10, 2, 7, 6, 40, 1, 276, 0))
    assert render(snapshot, "ods") == first
    assert opened(snapshot).meta.creation_date == snapshot.signed_at


def test_the_package_is_one_that_every_office_suite_opens(snapshot: Snapshot) -> None:
    data = render(snapshot, "ods")
    assert data[30:85] == b"mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"[:55]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == PARTS
    listed = found(part(snapshot, "META-INF/manifest.xml"), "//@manifest:full-path")
    assert listed == ["/", *PARTS[1:-1]]


@pytest.mark.parametrize(
    "probe",
    ["=1+1", "of:=1+1", "{=1+1}", "+1", "-1", "@A1", "https://x.example", "mailto:a@x.example", "#Resumen.A1", "0012", "1e5"],
)
def test_texts_stay_texts_whatever_they_look_like(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], probe: str
) -> None:
    snapshot = make_snapshot(make_row(activity=probe, narrative=probe, due_text=f"el {probe}"))
    cell = opened(snapshot).body.get_table(name="Seguimiento").get_cell("G8")
    assert (cell.type, shown(cell)) == ("string", probe)
    with zipfile.ZipFile(io.BytesIO(render(snapshot, "ods"))) as archive:
        content = archive.read("content.xml")
    assert not re.search(rb"formula|xlink|<text:a|<script|event-listener", content)


@pytest.mark.parametrize(
    "text",
    [
        "_x0041_",
        " con espacios ",
        "tab\tulado",
        "\t \t",
        "a\n\nb",
        "a\n b",
        "dos  tres   ",
        "<b>&amp;</b>",
        "😀 ñ",
        "]]>",
        "a\u00a0b",
    ],
)
def test_any_publishable_text_comes_back_from_the_document(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], text: str
) -> None:
    cell = opened(make_snapshot(make_row(narrative=text))).body.get_table(name="Seguimiento").get_cell("G8")
    assert shown(cell) == text


def test_blanks_are_written_so_that_no_reader_joins_them(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]
) -> None:
    content = part(make_snapshot(make_row(narrative=" a  b ")), "content.xml")
    (line,) = found(content, "//table:table[1]//text:p[text:s]")
    assert [line.text, *((blank.get(f"{{{line.nsmap['text']}}}c"), blank.tail) for blank in line)] == [
        None,
        ("1", "a "),
        ("1", "b"),
        ("1", None),
    ]


def test_a_long_text_is_kept_whole(make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]) -> None:
    lines = values(render(make_snapshot(make_row(narrative="á" * 40_000)), "ods"), "Seguimiento")
    assert lines[7][6] == "á" * 40_000


def test_a_demonstration_says_so_beside_the_name(make_snapshot: Callable[..., Snapshot]) -> None:
    demo = make_snapshot(entity=Entity(name="ICETEX", slug="icetex", is_demo=True))
    assert values(render(demo, "ods"), "Seguimiento")[1][1] == f"ICETEX ({DEMO_NOTE})"


def test_a_follow_up_without_activities_still_opens(make_snapshot: Callable[..., Snapshot]) -> None:
    data = render(make_snapshot(components=()), "ods")
    assert values(data, "Seguimiento")[6:] == [list(HEADINGS)]
    assert values(data, "Resumen")[1][:2] == ["Total", 0]
