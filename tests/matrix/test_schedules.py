"""Schedules whose columns are the months of the year by their initial or their number."""

from collections.abc import Sequence

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
