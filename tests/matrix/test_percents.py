"""Percentages as real matrices write them, and the words that stand where a percentage should."""

import io
from collections.abc import Sequence

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pacc_flow.matrix import Need, Row
from pacc_flow.matrix.cells.cell_readings import read_percentage
from pacc_flow.matrix.cells.percents import as_typed, is_percent_cell
from pacc_flow.matrix.findings import Code, Confidence
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_formats import HEADER

C = Code
GUESSED, TEXT, UNREAD, NOT_APPLICABLE = C.PERCENT_GUESSED, C.PERCENT_WITH_TEXT, C.UNREAD_PERCENT, C.PERCENT_NOT_APPLICABLE
LONGEST_CELL = 32_767  # characters: the most that a spreadsheet holds in one
PIECES = (" ", "1", "50%", "%", "1/", " de ", "avance ", ".", "x ", "- ", "(", "–", "1 de 2 ")


@pytest.mark.parametrize(
    ("text", "value", "codes", "alternative"),
    [
        # figures, with words beside them
        ("100.00%",              10000, [],                            None),
        ("EN AVANCE 33.3%",      3330,  [TEXT],                        None),
        ("En ejecución: 50%",    5000,  [TEXT],                        None),
        ("Cumplida 100%",        10000, [TEXT],                        None),
        ("100% - Cumplida",      10000, [TEXT],                        None),
        ("En avance (33.3%)",    3330,  [TEXT],                        None),
        ("100% (Cumplida)",      10000, [TEXT],                        None),
        ("50 por ciento",        5000,  [],                            None),
        ("3 de 4 (75%)",         7500,  [TEXT],                        None),
        ("1 de 3 (33%)",         3300,  [TEXT],                        None),
        ("0.8824",               88,    [C.PERCENT_WITHOUT_SIGN, C.PERCENT_GUESSED], "88,24"),
        ("1",                    100,   [C.PERCENT_WITHOUT_SIGN, C.PERCENT_GUESSED], "100"),
        ("1,234",                123,   [C.PERCENT_WITHOUT_SIGN, GUESSED], None),
        # words for a figure
        ("CUMPLIDA",             10000, [GUESSED],                     None),
        ("Cumplido.",            10000, [GUESSED],                     None),
        ("Finalizada",           10000, [GUESSED],                     None),
        ("Ejecutada",            10000, [GUESSED],                     None),
        ("Sin iniciar",          0,     [GUESSED],                     None),
        ("No iniciada",          0,     [GUESSED],                     None),
        ("No ha iniciado",       0,     [GUESSED],                     None),
        # counts
        ("1/3",                  3333,  [GUESSED],                     None),
        ("2 de 3",               6667,  [GUESSED],                     None),
        ("2 de 3 informes",      6667,  [GUESSED],                     None),
        ("3 de 4 (80%)",         8000,  [GUESSED],                     "75"),
        ("3 de 4 (150%)",        None,  [UNREAD],                      None),
        ("4/3",                  None,  [UNREAD],                      None),
        ("1/0",                  None,  [UNREAD],                      None),
        # several run together
        ("50%100%",              10000, [GUESSED],                     "50"),
        ("33%66%100%",           10000, [GUESSED],                     "33"),
        ("33,3% 88,24%",         8824,  [GUESSED],                     "33,3"),
        ("50%150%",              None,  [UNREAD],                      None),
        # no figure at all
        ("No aplica",            None,  [NOT_APPLICABLE],              None),
        ("NA",                   None,  [NOT_APPLICABLE],              None),
        ("n/a",                  None,  [NOT_APPLICABLE],              None),
        ("N.A.",                 None,  [NOT_APPLICABLE],              None),
        ("-",                    None,  [NOT_APPLICABLE],              None),
        ("--",                   None,  [NOT_APPLICABLE],              None),
        ("—",                    None,  [NOT_APPLICABLE],              None),
        ("No reportada",         None,  [C.PERCENT_MISSING],           None),
        ("No fue reportado.",    None,  [C.PERCENT_MISSING],           None),
        ("SIN REPORTE",          None,  [C.PERCENT_MISSING],           None),
        ("No reportada aún",     None,  [UNREAD],                      None),
        ("En avance",            None,  [UNREAD],                      None),
        ("En proceso",           None,  [UNREAD],                      None),
        ("En ejecución",         None,  [UNREAD],                      None),
        ("cincuenta",            None,  [UNREAD],                      None),
        ("No cumplida",          None,  [UNREAD],                      None),
        ("Cumplida parcialmente", None, [UNREAD],                      None),
        ("No se cumplió el 100%", None, [UNREAD],                      None),
        ("150%",                 None,  [UNREAD],                      None),
    ],
)  # fmt: skip
def test_a_cell_of_progress_is_read_as_its_author_meant_it(
    text: str, value: int | None, codes: list[Code], alternative: str | None
):
    percent = read_percentage(text, unsigned_are_fractions=False)
    assert percent.value == value
    assert [finding.code for finding in percent.findings] == codes
    assert next((finding.alternative for finding in percent.findings if finding.alternative), None) == alternative


@pytest.mark.parametrize(
    ("text", "value", "confidence", "alternative"),
    [
        ("0.5",      5000,  Confidence.MEDIUM, "0,5"),
        ("0,25",     2500,  Confidence.MEDIUM, "0,25"),
        ("0.882353", 8824,  Confidence.MEDIUM, "0,88"),
        ("1",        10000, Confidence.LOW,    "1"),
        ("1.0",      10000, Confidence.LOW,    "1"),
        ("0,0001",   1,     Confidence.MEDIUM, "0"),
    ],
)  # fmt: skip
def test_a_share_without_its_sign_is_a_guess(text: str, value: int, confidence: Confidence, alternative: str):
    percent = read_percentage(text, unsigned_are_fractions=True)
    (finding,) = percent.findings
    assert percent.value == value
    assert (finding.code, finding.confidence, finding.alternative) == (GUESSED, confidence, alternative)
    assert "no lleva el signo % y su columna no pasa de 1. Leímos" in finding.message


def shares(*figures: float, shape: str = "General") -> Sequence[Row]:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for at, figure in enumerate(figures, 1):
            sheet.write_row(at, 0, ("Rendición", f"Hacer {at}", "1 foro", "30/06/2021", "", "Oficina de Riesgos"))
            sheet.write_number(at, 4, figure, book.add_format({"num_format": shape}))
    return read_here(stream.getvalue(), "a.xlsx").rows


def about(rows: Sequence[Row]) -> list[list[Code]]:
    return [[finding.code for finding in row.findings if finding.field == "percent"] for row in rows]


def test_shares_whose_format_says_that_they_are_percentages_are_not_told():
    rows = shares(0.5, 1, 0.25, 0, shape="0%")
    assert [row.percent for row in rows] == [5000, 10_000, 2500, 0]
    assert about(rows) == [[]] * 4


def test_a_column_of_several_shares_proves_itself_and_asks_nothing():
    rows = shares(0.5, 0.8, 1, 0)
    assert [row.percent for row in rows] == [5000, 8000, 10_000, 0]
    assert about(rows) == [[C.PERCENT_WITHOUT_SIGN]] * 3 + [[]]
    (finding,) = (one for one in rows[0].findings if one.field == "percent")
    assert (finding.need, finding.confidence, finding.alternative) == (Need.NOTHING, Confidence.HIGH, "0,5")
    assert finding.message == "«0.5» no lleva el signo % y su columna no pasa de 1. Leímos 50 %."


@pytest.mark.parametrize("figures", [(1, 1, 0), (0.5, 0.5, 0), (0.5,)])
def test_one_figure_alone_proves_nothing_and_is_asked(figures: tuple[float, ...]):
    rows = shares(*figures)
    assert about(rows) == [[GUESSED] if figure else [] for figure in figures]


def test_a_last_cut_of_ones_is_proved_by_the_shares_of_the_cuts_before_it():
    columns = ["Componente;Actividad;Responsable;Fecha límite;% 30 de abril;% 31 de agosto"]
    lines = [f"Rendición de cuentas;Hacer {n};Planeación;30/11/2022;{share};1" for n, share in enumerate(("0.5", "0.8"))]
    rows = read_here("\n".join(["PLAN 2022", *columns, *lines]).encode(), "a.csv").rows
    assert [row.percent for row in rows] == [10_000, 10_000]
    assert about(rows) == [[C.PERCENT_WITHOUT_SIGN]] * 2


def test_a_guess_tells_what_the_cell_says_and_what_was_read():
    message = read_percentage("2 de 3", unsigned_are_fractions=True).findings[0].message
    assert message == "«2 de 3» son 2 de 3, que es el 66,67 %. Leímos 66,67 %."


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("33.3% EN AVANCE", True),
        ("EN AVANCE 33.3%", True),
        ("Cumplida 100%", True),
        ("100% de los informes", False),
        ("100% de informes", False),
        ("CUMPLIDA", False),
        ("1/3", False),
        ("N/A", False),
    ],
)
def test_a_figure_with_its_state_is_a_percent_cell_and_a_goal_is_not(text: str, *, is_one: bool):
    assert is_percent_cell(text) is is_one


@given(st.integers(0, 10_000), st.sampled_from(["{}%", "{} %", "{}% EN AVANCE", "EN AVANCE {}%", "{} por ciento"]))
def test_every_hundredth_reads_back_from_any_form(value: int, form: str):
    for figure in (as_typed(value), as_typed(value).replace(",", ".")):
        assert read_percentage(form.format(figure), unsigned_are_fractions=True).value == value


@given(st.text(max_size=60), st.sampled_from(PIECES), st.sampled_from(PIECES), st.integers(1, 9_000))
def test_no_text_is_too_strange_or_too_long_to_be_read(text: str, one: str, other: str, times: int):
    for cell in (text, ((one + other) * times)[:LONGEST_CELL] + text, text + (one * times)[:LONGEST_CELL]):
        percent = read_percentage(cell, unsigned_are_fractions=True)
        assert percent.value is None or 0 <= percent.value <= 10_000
        assert isinstance(is_percent_cell(cell), bool)


@pytest.mark.parametrize(
    ("text", "value", "code", "other"),
    [
        ("50% (2 de 4)", 5000, Code.PERCENT_WITH_TEXT, None),
        ("60% (2 de 4)", 6000, Code.PERCENT_GUESSED, "50"),
        ("%100", 10000, None, None),
        ("cien por ciento", 10000, Code.PERCENT_WITH_TEXT, None),
        ("Treinta y tres por ciento (33%)", 3300, Code.PERCENT_WITH_TEXT, None),
        ("cien por ciento (90%)", None, Code.UNREAD_PERCENT, None),
        ("veinte y tres por ciento", None, Code.UNREAD_PERCENT, None),
        ("60% (meta 80%)", 6000, Code.PERCENT_GUESSED, "80"),
        ("2 informes de 3", 6667, Code.PERCENT_GUESSED, ""),
        ("2 de los 3 informes", 6667, Code.PERCENT_GUESSED, ""),
        ("NO SE HA EJECUTADO", 0, Code.PERCENT_GUESSED, ""),
        ("Aún no se han realizado", 0, Code.PERCENT_GUESSED, ""),
        ("No se ha cumplido", None, Code.UNREAD_PERCENT, None),
        ("Se programó para noviembre 20%", None, Code.UNREAD_PERCENT, None),
        ("100%/100%", 10000, Code.PERCENT_WITH_TEXT, None),
        ("Avance 100%, meta 100%", 10000, Code.PERCENT_WITH_TEXT, None),
        ("50%/100%", 10000, Code.PERCENT_GUESSED, "50"),
        ("1/3", 3333, Code.PERCENT_GUESSED, ""),
        ("CUMPLIDA", 10000, Code.PERCENT_GUESSED, ""),
        ("SIN INICIAR", 0, Code.PERCENT_GUESSED, ""),
        ("Avance 30%, meta 100%", 3000, Code.PERCENT_GUESSED, "100"),
        ("Meta: 100% Avance: 30%", 3000, Code.PERCENT_GUESSED, "100"),
        ("1.000%", 100, Code.PERCENT_GUESSED, "100"),
    ],
)
def test_a_percentage_beside_what_explains_it_is_read(text: str, value: int, code: Code | None, other: str | None):
    read = read_percentage(text, unsigned_are_fractions=False)
    assert read.value == value
    assert [(finding.code, finding.alternative) for finding in read.findings] == ([(code, other)] if code else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100%*", 10000),
        ("87,5% **", 8750),
        ("100% (1)", 10000),
        ("100 % [a]", 10000),
        ("75% a 31 de agosto", 7500),
        ("75% al 31/08/2023", 7500),
        ("75% al 31 de agosto de 2023", 7500),
        ("75%, con corte a 31 de agosto de 2023", 7500),
        ("75% (31/08/2023)", 7500),
        ("75% (a agosto)", 7500),
        ("A 31 de agosto: 75%", 7500),
        ("Al 100%", 10000),
        ("Un 50 %", 5000),
        ("en el 33,3%", 3330),
        ("3 informes (100%)", 10000),
        ("3 informes de seguimiento: 100 %", 10000),
    ],
)
def test_a_percentage_beside_words_that_say_no_other_is_read_and_told(text: str, value: int):
    read = read_percentage(text, unsigned_are_fractions=False)
    assert read.value == value
    assert [finding.code for finding in read.findings] == [TEXT]


@pytest.mark.parametrize(
    "text",
    ["150%*", "Al 150%", "100% (10)", "No al 100%", "3 informes (200%)", "3 de 4 (150%)", "100%* 50%*"],
)
def test_a_percentage_beside_words_of_something_else_is_left_to_a_person(text: str):
    read = read_percentage(text, unsigned_are_fractions=False)
    assert (read.value, [finding.code for finding in read.findings]) == (None, [UNREAD])
