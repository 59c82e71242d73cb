import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from pacc_flow.reports.heading import DEMO_NOTE
from pacc_flow.reports.snapshot import Entity, Row, Snapshot
from pacc_flow.reports.xlsx import CUT_SHORT, LIMIT, fitting
from tests.matrix.matrices import HEADINGS
from tests.support.documents import render


def opened(snapshot: Snapshot) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(snapshot, "xlsx")))


def values(sheet: Worksheet) -> list[list[object]]:
    return [list(line) for line in sheet.iter_rows(values_only=True)]


def test_the_follow_up_opens_with_the_header_block_and_the_eight_columns(snapshot: Snapshot) -> None:
    lines = values(opened(snapshot)["Seguimiento"])
    assert [line[:2] for line in lines[:5]] == [
        ["SEGUIMIENTO PLAN ANTICORRUPCIÓN Y ATENCIÓN AL CIUDADANO", None],
        ["Entidad", "ICETEX"],
        ["Vigencia", "2021"],
        ["Fecha de Publicación", "14 de enero de 2022"],
        ["Fecha de Seguimiento", "31 de diciembre de 2021"],
    ]
    assert lines[6] == list(HEADINGS)


def test_every_cell_of_the_matrix_is_what_the_snapshot_says(snapshot: Snapshot) -> None:
    progress = [1, 0.8824, 0.5, 0, "No reportada"]
    due = [datetime(2021, 11, 29), "30 de junio y 30 de noviembre", "permanente", datetime(2022, 1, 4), "31/11/2021"]  # noqa: DTZ001 - openpyxl reads dates so
    assert values(opened(snapshot)["Seguimiento"])[7:] == [
        [
            snapshot.component_of(row).name,
            row.subcomponent,
            row.activity,
            row.goal,
            due[at],
            progress[at],
            row.narrative or None,
            "\n".join(row.offices),
        ]
        for at, row in enumerate(snapshot.rows)
    ]


def test_another_reader_finds_the_same_dates_and_figures(snapshot: Snapshot) -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(render(snapshot, "xlsx"))).get_sheet_by_name("Seguimiento")
    lines = sheet.to_python()[7:]
    assert [line[4] for line in lines][::3] == [date(2021, 11, 29), date(2022, 1, 4)]
    assert [line[5] for line in lines] == [1.0, 0.8824, 0.5, 0.0, "No reportada"]


def test_percentages_and_dates_are_shown_as_such(snapshot: Snapshot) -> None:
    sheet = opened(snapshot)["Seguimiento"]
    assert [sheet[f"F{line}"].number_format for line in (8, 9)] == ["0%", "0.00%"]
    assert sheet["E8"].number_format == "dd/mm/yyyy"


def test_the_summary_has_a_line_for_each_component_and_the_total(snapshot: Snapshot) -> None:
    lines = values(opened(snapshot)["Resumen"])
    assert lines[0][:8] == [
        "COMPONENTE",
        "ACTIVIDADES PROGRAMADAS",
        "ACTIVIDADES CUMPLIDAS",
        "ACTIVIDADES NO REPORTADAS",
        "CUMPLIMIENTO",
        "ZONA DE CUMPLIMIENTO",
        "AVANCE PROMEDIO",
        "ZONA DE AVANCE PROMEDIO",
    ]
    low, high, none = "▼ Zona baja (menos de 60\u00a0%)", "▲ Zona alta (80\u00a0% o más)", "Sin actividades programadas"
    assert lines[1:5] == [
        ["Gestión del riesgo", 2, 1, 0, 0.5, low, 0.9412, high, "Se cumplió lo programado."],
        ["Rendición de cuentas", 3, 0, 1, 0, low, 0.1667, low, None],
        ["Iniciativas adicionales", 0, 0, 0, none, None, none, None, None],
        ["Total", 5, 1, 1, 0.2, low, 0.4765, low, None],
    ]


def test_the_summary_names_the_office_that_approved_the_content_and_its_hash(snapshot: Snapshot) -> None:
    pairs = {line[0]: line[1] for line in values(opened(snapshot)["Resumen"])}
    assert pairs["Aprobado por"] == "Oficina de Control Interno"
    assert pairs["Aprobado el"] == "14 de enero de 2022, 4:30\u00a0p.\u00a0m. (hora de Bogotá)"
    assert "no es una firma digital certificada" in str(pairs["Tipo de firma"])
    assert pairs["Huella SHA-256"] == snapshot.sha256
    assert "Calendario según la Ley 51 de 1983." in pairs


def test_lateness_observations_and_evidence_have_a_sheet_of_their_own(snapshot: Snapshot) -> None:
    lines = values(opened(snapshot)["Verificación"])
    assert [line[:4] for line in lines[1:]] == [
        [1, "Verificar el mapa de riesgos", "Cumplida", "A tiempo"],
        [2, "Verificar el mapa de riesgos", "Vencida", "Extemporáneo (3 días hábiles)"],
        [3, "Verificar el mapa de riesgos", "En avance", "Extemporáneo (1 día hábil)"],
        [4, "Verificar el mapa de riesgos", "Sin iniciar", "A tiempo"],
        [7, "Verificar el mapa de riesgos", "No reportada", None],
    ]
    assert (
        lines[2][8] == f"acta comité.pdf: SHA-256 {'ab' * 32}\nPágina de transparencia: https://entidad.example/plan?año=2021"
    )
    assert lines[3][6] == "Falta el acta."
    assert lines[5][7] == "La dependencia no presentó su reporte."


def test_the_heading_stays_in_sight_filters_and_is_repeated_on_paper(snapshot: Snapshot) -> None:
    sheet = opened(snapshot)["Seguimiento"]
    assert sheet.freeze_panes == "A8"
    assert sheet.auto_filter.ref == "A7:H12"
    assert sheet.print_title_rows == "$7:$7"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, one page wide
    assert sheet["G8"].alignment.wrap_text
    assert sheet.column_dimensions["G"].width > 60
    assert snapshot.sha256 in sheet.oddFooter.left.text


def test_the_bytes_do_not_depend_on_when_they_are_written(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(snapshot, "xlsx")
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert render(snapshot, "xlsx") == first
    assert opened(snapshot).properties.created == snapshot.signed_at.replace(tzinfo=None)


@pytest.mark.parametrize(
    "probe",
    ["=1+1", "{=1+1}", "+1", "-1", "@A1", "https://x.example", "mailto:a@x.example", "internal:Resumen!A1", "0012", "1e5"],
)
def test_texts_stay_texts_whatever_they_look_like(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], probe: str
) -> None:
    data = render(make_snapshot(make_row(activity=probe, narrative=probe, due_text=f"el {probe}")), "xlsx")
    cell = openpyxl.load_workbook(io.BytesIO(data))["Seguimiento"]["G8"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (probe, "s", None)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = b"".join(archive.read(name) for name in archive.namelist() if "worksheets" in name)
    assert not re.search(rb"<f[ >]|<hyperlink", sheets)


@pytest.mark.parametrize("text", ["_x0041_", " con espacios ", "tab\tulado", "a\n\nb", "<b>&amp;</b>", "😀 ñ", "]]>"])
def test_any_publishable_text_comes_back_from_the_workbook(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], text: str
) -> None:
    assert opened(make_snapshot(make_row(narrative=text)))["Seguimiento"]["G8"].value == text


def test_a_demonstration_says_so_beside_the_name(make_snapshot: Callable[..., Snapshot]) -> None:
    demo = make_snapshot(entity=Entity(name="ICETEX", slug="icetex", is_demo=True))
    assert opened(demo)["Seguimiento"]["B2"].value == f"ICETEX ({DEMO_NOTE})"


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]
) -> None:
    cell = opened(make_snapshot(make_row(narrative="á" * (LIMIT + 1))))["Seguimiento"]["G8"].value
    assert isinstance(cell, str)
    assert len(cell) == LIMIT
    assert cell.endswith(CUT_SHORT)


@pytest.mark.parametrize(("text", "is_whole"), [("a" * LIMIT, True), ("😀" * (LIMIT // 2), True), ("😀" * LIMIT, False)])
def test_a_cell_is_measured_in_utf_16_as_its_readers_do(text: str, is_whole: bool) -> None:  # noqa: FBT001 - a column of the table
    cut = fitting(text)
    assert (cut == text) is is_whole
    assert len(cut.encode("utf-16-le")) <= 2 * LIMIT


def test_a_follow_up_without_activities_still_opens(make_snapshot: Callable[..., Snapshot]) -> None:
    book = opened(make_snapshot(components=()))
    assert values(book["Seguimiento"])[6:] == [list(HEADINGS)]
    assert values(book["Resumen"])[1][:2] == ["Total", 0]
