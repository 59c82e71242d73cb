"""Schedules in columns, by the months of the year or its quarters, and columns that say when an activity begins and ends."""

from collections.abc import Sequence
from datetime import date

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book, codes, rows

PLAN = ("Componente", "Actividad", "Producto", "Responsable")
ROW = ("Gestión del riesgo", "Revisar el mapa", "Mapa", "Planeación")
YEARS = [tuple("EFMAMJJASOND"), tuple(map(str, range(1, 13))), tuple(f"{month:02}" for month in range(1, 13))]


def read(months: Sequence[str], *marked: int, title: str = "CRONOGRAMA", more: Sequence[str] = ()) -> Proposal:
    def fill(sheet: Sheet) -> None:
        for place, text in enumerate(PLAN):
            sheet.merge_range(1, place, 2, place, text)
        sheet.merge_range(1, 4, 1, 3 + len(months), title)
        sheet.write_row(2, 4, [*months, *more])
        marks = ("X" if at in marked else "" for at in range(len(months)))
        rows(sheet, 3, (*ROW, *marks, *(["30/06/2022"] if more else [])))

    return read_here(book(PAAC_2022=fill), "a.xlsx")


@pytest.mark.parametrize("months", YEARS)
@pytest.mark.parametrize("title", ["CRONOGRAMA", "MESES"])
def test_twelve_columns_by_the_initials_or_the_numbers_of_the_months_say_when_it_is_due(months: Sequence[str], title: str):
    proposal = read(months, 2, 5, title=title)
    assert [row.due_text for row in proposal.rows] == ["marzo, junio"]
    assert Code.UNKNOWN_COLUMN not in codes(proposal)


def test_letters_that_are_no_year_are_no_months():
    assert read_here(book(P=lambda sheet: rows(sheet, 0, (*PLAN, *"EFMAM"), (*ROW, "X"))), "a.xlsx").rows[0].due_text == ""


def test_a_date_beside_the_months_prevails():
    assert [row.due_text for row in read(YEARS[0], 2, title="MESES", more=["Fecha límite"]).rows] == ["30/06/2022"]


QUARTERS = [
    tuple(f"Trimestre {turn}" for turn in ("I", "II", "III", "IV")),
    ("I TRIM.", "II TRIM.", "III TRIM.", "IV TRIM."),
    ("Primer trimestre", "Segundo trimestre", "Tercer trimestre", "Cuarto trimestre"),
    ("T1", "T2", "T3", "T4"),
]


@pytest.mark.parametrize("quarters", QUARTERS, ids=[" ".join(names) for names in QUARTERS])
@pytest.mark.parametrize("title", ["CRONOGRAMA", "EJECUCIÓN"])
def test_the_quarters_that_a_row_marks_say_when_it_is_due(quarters: Sequence[str], title: str):
    proposal = read(quarters, 1, 3, title=title)
    assert [(row.due_text, row.entries) for row in proposal.rows] == [("junio, diciembre", ())]
    assert Code.UNKNOWN_COLUMN not in codes(proposal)


def test_quarters_may_be_their_number_alone_under_the_word():
    assert [row.due_text for row in read(("I", "II", "III", "IV"), 0, title="TRIMESTRE").rows] == ["marzo"]


def test_two_halves_of_the_year_are_a_schedule_too_and_so_are_three_thirds():
    assert [row.due_text for row in read(("I Semestre", "II Semestre"), 0).rows] == ["junio"]
    assert [row.due_text for row in read(("Cuatrimestre 1", "Cuatrimestre 2", "Cuatrimestre 3"), 1, 2).rows] == [
        "agosto, diciembre"
    ]


def test_what_was_carried_out_in_a_quarter_says_nothing_of_when_it_is_due():
    def fill(sheet: Sheet) -> None:
        for place, text in enumerate(PLAN):
            sheet.merge_range(1, place, 2, place, text)
        for at, quarter in enumerate(QUARTERS[0]):
            sheet.merge_range(1, 4 + 2 * at, 1, 5 + 2 * at, quarter)
            sheet.write_row(2, 4 + 2 * at, ["P", "E"])
        rows(sheet, 3, (*ROW, "", "X", "X", "", "", "X"))

    assert [row.due_text for row in read_here(book(PAAC_2022=fill), "a.xlsx").rows] == ["junio"]


def test_percentages_of_quarters_are_their_follow_ups_and_no_schedule():
    lines = [(*PLAN, *QUARTERS[0]), (*ROW, "25%", "50%", "75%", "100%"), (*ROW, "10%", "20%", "30%", "40%")]
    proposal = read_here(book(PAAC_2022=lambda sheet: rows(sheet, 0, *lines)), "a.xlsx")
    assert [(row.due_text, len(row.entries)) for row in proposal.rows] == [("", 4), ("", 4)]


SPANS = ["Fecha inicio - Fecha fin", "Fecha de inicio / Fecha de terminación", "Fecha inicio y fin", "Fechas (inicio - final)"]


@pytest.mark.parametrize("heading", [*SPANS, "Desde - Hasta"])
def test_a_column_from_the_first_day_to_the_last_says_when_it_is_due(heading: str):
    lines = [(*PLAN, heading), (*ROW, "01/02/2022 - 30/06/2022"), (*ROW[:1], "Otra", *ROW[2:], "1/03/2022 al 31/08/2022")]
    proposal = read_here(book(Plan=lambda sheet: rows(sheet, 0, *lines)), "a.xlsx")
    assert [row.due_dates for row in proposal.rows] == [(date(2022, 6, 30),), (date(2022, 8, 31),)]


def test_the_day_of_the_beginning_in_a_column_of_its_own_is_still_only_kept():
    lines = [(*PLAN, "Fecha de inicio", "Fecha de fin"), (*ROW, "01/02/2022", "30/06/2022")]
    proposal = read_here(book(Plan=lambda sheet: rows(sheet, 0, *lines)), "a.xlsx")
    assert [row.due_text for row in proposal.rows] == ["30/06/2022"]


@pytest.mark.parametrize("nothing", ["0", "-", "—", "N/A"])
def test_a_nought_in_a_schedule_is_no_mark(nothing: str):
    marks = ["1" if at in (2, 5) else nothing for at in range(12)]
    proposal = read_here(book(PAAC_2022=lambda sheet: rows(sheet, 0, (*PLAN, *YEARS[0]), (*ROW, *marks))), "a.xlsx")
    assert [row.due_text for row in proposal.rows] == ["marzo, junio"]
