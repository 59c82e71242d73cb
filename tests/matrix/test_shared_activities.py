"""An activity merged over several lines, with an office on each of them."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import docx
import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book

HEADINGS = ("Componente", "Actividad", "Meta", "Responsable", "Fecha", "% de avance")
FIRST = ("Rendición de cuentas", "Hacer la audiencia", "1 audiencia", "Gerencia", "30/11/2022", "50%")
NEXT = ("Rendición de cuentas", "Publicar el informe", "1 informe", "Planeación", "30/12/2022", "10%")
ALL_BUT_OFFICE = (0, 1, 2, 4, 5)


def read(below: Sequence[str], merged: Sequence[int], *, more: Sequence[str] = ()) -> Proposal:
    """A plan whose first activity has lines `below` and `more`, with the cells of some columns merged over all of them."""
    lines = [FIRST, below, more] if more else [FIRST, below]

    def fill(sheet: Sheet) -> None:
        for at, line in enumerate((HEADINGS, *lines, NEXT)):
            sheet.write_row(at, 0, line)
        for place in merged:
            sheet.merge_range(1, place, len(lines), place, FIRST[place])

    return read_here(book(Plan_2022=fill), "a.xlsx")


def told(proposal: Proposal) -> list[str]:
    return [finding.message for row in proposal.rows for finding in row.findings if finding.code is Code.JOINED_OFFICES]


def test_an_office_on_each_line_of_one_activity_makes_one_row_and_it_is_said():
    proposal = read(("", "", "", "Comunicaciones", "", ""), ALL_BUT_OFFICE)
    first, second = proposal.rows
    assert (first.activity, first.offices, first.percent) == ("Hacer la audiencia", ("Gerencia", "Comunicaciones"), 5000)
    assert (first.cells[3], second.offices) == ("Gerencia\nComunicaciones", ("Planeación",))
    (message,) = told(proposal)
    assert message == (
        "La actividad está combinada sobre los renglones 2 y 3, cada uno con su dependencia: la leímos como una fila con todas."
    )


def test_as_many_lines_as_the_activity_is_merged_over_are_its_row():
    proposal = read(("", "", "", "Comunicaciones", "", ""), ALL_BUT_OFFICE, more=("", "", "", "Sistemas", "", ""))
    assert [row.offices for row in proposal.rows] == [("Gerencia", "Comunicaciones", "Sistemas"), ("Planeación",)]
    assert "los renglones 2 a 4" in told(proposal)[0]


def test_each_office_may_have_its_date_where_their_progress_is_one():
    first, _ = read(("", "", "", "Comunicaciones", "15/12/2022", ""), (0, 1, 2, 5)).rows
    assert (first.offices, first.due_dates) == (("Gerencia", "Comunicaciones"), (date(2022, 11, 30), date(2022, 12, 15)))


APART = [
    (("", "", "", "Comunicaciones", "", "20%"), (0, 1, 2, 4)),
    (("", "", "2 actas", "Comunicaciones", "", ""), (0, 1, 4, 5)),
    (("", "", "", "Gerencia", "15/12/2022", ""), (0, 1, 2, 5)),
    (("", "Hacer la audiencia", "", "Comunicaciones", "", ""), (0, 2, 4, 5)),
]


@pytest.mark.parametrize(("below", "merged"), APART)
def test_lines_that_say_more_of_their_own_or_repeat_the_activity_stay_rows(below: Sequence[str], merged: Sequence[int]):
    proposal = read(below, merged)
    assert (len(proposal.rows), told(proposal)) == (3, [])


def test_a_table_of_word_is_read_alike():
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(HEADINGS))
    for line in (HEADINGS, FIRST, ("", "", "", "Comunicaciones", "", ""), NEXT):
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    for place in ALL_BUT_OFFICE:
        table.cell(1, place).merge(table.cell(2, place))
    stream = BytesIO()
    document.save(stream)
    first, _ = read_here(stream.getvalue(), "a.docx").rows
    assert first.offices == ("Gerencia", "Comunicaciones")
