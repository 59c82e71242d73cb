"""Whether 5/6/2022 is of May or of June: its column proves it, or nothing does and the day stands first."""

import io
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pacc_flow.matrix import Code, Confidence, Finding, Proposal
from pacc_flow.matrix.cells.day_order import DayOrder, order_of
from pacc_flow.matrix.cells.due_readings import read_due
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_formats import HEADER

DAY, MONTH, MIXED = DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST, DayOrder.MIXED
GUESSED = Code.DATE_GUESSED


def text_of(*dates: str) -> bytes:
    rows = [("Rendición", f"Hacer {n}", "1 foro", due, "50%", "Oficina de Riesgos") for n, due in enumerate(dates)]
    return ("Vigencia\t2022\n" + "\n".join("\t".join(row) for row in (HEADER, *rows))).encode()


def proposed(*dates: str) -> Proposal:
    return read_here(text_of(*dates), "a.tsv")


def guesses(proposal: Proposal) -> list[list[Finding]]:
    return [[found for found in row.findings if found.field == "due_dates" and found.alternative] for row in proposal.rows]


def days(proposal: Proposal) -> list[str]:
    return [" ".join(day.isoformat() for day in row.due_dates) for row in proposal.rows]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["5/6/2022", "01/02/2022"],                   DAY),    # proves nothing
        (["31/12/2022", "5/6/2022"],                   DAY),
        (["12/31/2022", "5/6/2022"],                   MONTH),
        (["12-31-22", "del 5/6/2022 al 04/30/2022"],   MONTH),
        (["12/31/2022", "31/12/2022"],                 MIXED),
        (["12/31/202204/30/2022"],                     MONTH),  # run together
        (["31/31/2022", "00/13/2022"],                 MONTH),  # no day of any calendar, but 13 is no month
        (["2022-12-31", "31 de diciembre de 2022"],    DAY),    # nobody doubts these
        (["1/30", "30/1"],                             DAY),    # without a year they may be shares
        ([],                                           DAY),
    ],
)  # fmt: skip
def test_a_figure_above_twelve_proves_which_stands_first(texts: list[str], order: DayOrder):
    assert order_of(texts) is order


def test_a_column_with_the_month_first_is_read_so_and_its_doubtful_dates_wait():
    proposal = proposed("12/31/2022", "04/30/2022", "5/6/2022", "3/3/2022")
    assert days(proposal) == ["2022-12-31", "2022-04-30", "2022-05-06", "2022-03-03"]
    (doubt,) = guesses(proposal)[2]
    assert (doubt.code, doubt.confidence, doubt.alternative) == (GUESSED, Confidence.MEDIUM, "2022-06-05")
    assert doubt.message == (
        "«5/6/2022» puede leerse de dos maneras; otras fechas de la columna traen primero el mes. Leímos 6 de mayo de 2022."
    )
    assert [len(found) for found in guesses(proposal)] == [0, 0, 1, 0]
    (told,) = [found for found in proposal.findings if found.code is Code.MONTH_FIRST]
    assert told.message == "Las fechas traen primero el mes, como 12/31/2022; así las leímos."
    assert [row.due_text for row in proposal.rows] == ["12/31/2022", "04/30/2022", "5/6/2022", "3/3/2022"]


def test_a_column_that_proves_nothing_is_read_as_in_colombia_and_asks_nothing():
    proposal = proposed("05/06/2022", "01/02/2022", "30/11/2022")
    assert days(proposal) == ["2022-06-05", "2022-02-01", "2022-11-30"]
    assert guesses(proposal) == [[], [], []]
    assert Code.MONTH_FIRST not in {found.code for found in proposal.findings}


def test_a_mixed_column_is_read_day_first_and_its_doubtful_dates_wait():
    proposal = proposed("12/31/2022", "30/11/2022", "05/06/2022")
    assert days(proposal) == ["", "2022-11-30", "2022-06-05"]
    impossible, sound, doubtful = guesses(proposal)
    assert [(found.code, found.alternative) for found in impossible] == [(Code.IMPOSSIBLE_DATE, "2022-12-31")]
    assert sound == []
    assert [(found.code, found.confidence, found.alternative) for found in doubtful] == [
        (GUESSED, Confidence.LOW, "2022-05-06")
    ]


@pytest.mark.parametrize(
    ("text", "days", "alternative"),
    [
        ("5/6/2022 12/31/2022",        "2022-05-06 2022-12-31", "2022-06-05 2022-12-31"),
        ("del 01/02/2022 al 5/6/2022", "2022-05-06",            "2022-06-05"),
        ("Hasta 5/6/2022",             "2022-05-06",            "2022-06-05"),
        ("5/6/202207/08/2022",         "2022-05-06 2022-07-08", "2022-06-05 2022-08-07"),
        ("12/31/2022",                 "2022-12-31",            None),
        ("30 de abril de 2022",        "2022-04-30",            None),
        ("2022-05-06",                 "2022-05-06",            None),
        ("permanente",                 "2022-12-31",            None),
    ],
)  # fmt: skip
def test_the_order_of_the_column_holds_in_every_form_of_a_cell(text: str, days: str, alternative: str | None):
    due = read_due(text, 2022, MONTH)
    assert " ".join(day.isoformat() for day in due.days) == days
    doubts = [found.alternative for found in due.findings if "dos maneras" in found.message]
    assert doubts == ([alternative] if alternative else [])


def test_each_sheet_has_the_order_of_its_own_dates():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, dates in (("Planeación", ("31/12/2022", "5/6/2022")), ("Jurídica", ("12/31/2022", "5/6/2022"))):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADER)
            for at, due in enumerate(dates, 1):
                sheet.write_row(at, 0, ("Rendición", f"Hacer {name} {at}", "1 foro", due, "50%", "Oficina de Riesgos"))
    proposal = read_here(stream.getvalue(), "plan-2022.xlsx")
    assert days(proposal) == ["2022-12-31", "2022-06-05", "2022-12-31", "2022-05-06"]
    messages = [found.message for found in proposal.findings if found.code is Code.MONTH_FIRST]
    assert messages == ["Las fechas de la hoja «Jurídica» traen primero el mes, como 12/31/2022; así las leímos."]


def test_days_that_a_spreadsheet_turned_around_are_turned_back():
    """Excel in Spanish takes 5/6/2022 for the 5th of June, and leaves 12/31/2022 as the text that it cannot be."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet, shape = book.add_worksheet("Matriz"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADER)
        for at in (1, 2):
            sheet.write_row(at, 0, ("Rendición", f"Hacer {at}", "1 foro", "12/31/2022", "50%", "Oficina de Riesgos"))
        sheet.write_datetime(2, 3, date(2022, 6, 5), shape)
    proposal = read_here(stream.getvalue(), "plan-2022.xlsx")
    assert days(proposal) == ["2022-12-31", "2022-05-06"]
    assert [found.alternative for found in guesses(proposal)[1]] == ["2022-06-05"]


@given(st.lists(st.dates(date(2000, 1, 1), date(2099, 12, 31)), min_size=1, max_size=20), st.sampled_from("/-."))
def test_a_column_of_any_dates_with_the_month_first_reads_back(dates: list[date], sign: str):
    texts = [f"{day.month:02}{sign}{day.day:02}{sign}{day.year}" for day in [*dates, date(2022, 12, 31)]]
    order = order_of(texts)
    assert order is MONTH
    assert [read_due(text, None, order).days for text in texts] == [(day,) for day in [*dates, date(2022, 12, 31)]]
