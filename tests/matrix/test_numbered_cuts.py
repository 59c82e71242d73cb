"""Follow-ups that a heading, a title or a sheet both numbers and dates: «Seguimiento 1 (30/04/2021)»."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.layout.cut_labels import CutLabel, label_of
from pacc_flow.matrix.proposal import Entry
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book, codes, rows

CUTS = (date(2021, 4, 30), date(2021, 8, 31))
PLAN = ("Componente", "Actividad", "Meta", "Responsable", "Fecha")
ROW = ("Rendición de cuentas", "Hacer un foro", "1", "Planeación", "15/12/2021")
BOTH = (Entry(CUTS[0], 3000, "Va"), Entry(CUTS[1], 6000, "Casi"))
PERCENTS = (Entry(CUTS[0], 3000, ""), Entry(CUTS[1], 6000, ""))

Names = Sequence[str]


def in_groups(names: Names) -> bytes:
    def fill(sheet: Sheet) -> None:
        for place, text in enumerate(PLAN):
            sheet.merge_range(1, place, 2, place, text)
        for place, text in zip((5, 7), names, strict=True):
            sheet.merge_range(1, place, 1, place + 1, text)
            sheet.write_row(2, place, ["% de avance", "Observaciones"])
        rows(sheet, 3, (*ROW, "30%", "Va", "60%", "Casi"))

    return book(Plan_2021=fill)


def in_single_headings(names: Names) -> bytes:
    return book(Plan_2021=lambda sheet: rows(sheet, 0, (*PLAN, *names), (*ROW, "30%", "60%")))


def in_tables(names: Names) -> bytes:
    def fill(sheet: Sheet) -> None:
        for at, (name, percent, said) in enumerate(zip(names, ("30%", "60%"), ("Va", "Casi"), strict=True)):
            sheet.merge_range(4 * at, 0, 4 * at, 6, name)
            rows(sheet, 4 * at + 1, (*PLAN, "% de avance", "Observaciones"), (*ROW, percent, said))

    return book(Plan_2021=fill)


def in_sheets(names: Names) -> bytes:
    heading = (*PLAN, "% de avance", "Observaciones")
    told = zip(names, ("30%", "60%"), ("Va", "Casi"), strict=True)
    plan: dict[str, Callable[[Sheet], None]] = {
        name.replace("/", "-").replace("\n", " "): lambda sheet, percent=percent, said=said: rows(
            sheet, 0, ("PLAN 2021",), heading, (*ROW, percent, said)
        )
        for name, percent, said in told
    }
    return book(**plan)


LAYOUTS = [(in_groups, BOTH), (in_single_headings, PERCENTS), (in_tables, BOTH), (in_sheets, BOTH)]
DATED = [
    ("SEGUIMIENTO 1 (30/04/2021)", "SEGUIMIENTO 2 (31/08/2021)"),
    ("SEGUIMIENTO 1 - 30/04/2021", "SEGUIMIENTO 2 - 31/08/2021"),
    ("SEGUIMIENTO 1\n30/04/2021", "SEGUIMIENTO 2\n31/08/2021"),
    ("Seguimiento 1 (30-04-2021)", "Seguimiento 2 (31-08-2021)"),
    ("MONITOREO 1 (30/04/2021)", "MONITOREO 2 (31/08/2021)"),
    ("CORTE 1 (30-04-2021)", "CORTE 2 (31-08-2021)"),
    ("Corte No. 1 - 30/4/21", "Corte No. 2 - 31/8/21"),
]


def read(data: bytes) -> Proposal:
    return read_here(data, "a.xlsx")


@pytest.mark.parametrize("names", DATED, ids=[first for first, _ in DATED])
@pytest.mark.parametrize(("layout", "entries"), LAYOUTS)
def test_the_number_of_a_follow_up_is_no_part_of_its_date(
    layout: Callable[[Names], bytes], entries: tuple[Entry, ...], names: Names
):
    proposal = read(layout(names))
    assert [row.entries for row in proposal.rows] == [entries]
    assert {Code.CUT_GUESSED, Code.DOUBTFUL_COLUMN, Code.LOOSE_TEXT}.isdisjoint(codes(proposal))


def test_a_number_that_might_be_a_day_beside_the_date_is_still_none():
    proposal = read(in_groups(("Seguimiento 2 (31/08/2021)", "Seguimiento 3 (12/12/2021)")))
    assert [entry.cut for entry in proposal.rows[0].entries] == [CUTS[1], date(2021, 12, 12)]


BESIDE = [
    ("% avance seguimiento 1 (30/04/2021)", "Observaciones seguimiento 1", "% avance seguimiento 2 (31/08/2021)",
     "Observaciones seguimiento 2"),
    ("Observaciones seguimiento 1", "% seguimiento 1 (30/04/2021)", "Observaciones seguimiento 2",
     "% seguimiento 2 (31/08/2021)"),
    ("% avance a 30/04/2021", "Observaciones seguimiento 1", "% avance a 31/08/2021", "Observaciones seguimiento 2"),
    ("% avance a 30/04/2021", "Observaciones I cuatrimestre", "% avance a 31/08/2021", "Observaciones II cuatrimestre"),
    ("% avance 1 (30/04/2021)", "Obs. 1", "% avance 2 (31/08/2021)", "Obs. 2"),
]  # fmt: skip


@pytest.mark.parametrize("headings", BESIDE)
def test_what_is_numbered_beside_what_is_dated_is_of_the_same_follow_up(headings: Names):
    told = ["30%", "Va", "60%", "Casi"] if headings[0].startswith("%") else ["Va", "30%", "Casi", "60%"]
    proposal = read(book(Plan_2021=lambda sheet: rows(sheet, 0, (*PLAN, *headings), (*ROW, *told))))
    assert proposal.rows[0].entries == BOTH
    assert {Code.CUT_GUESSED, Code.UNKNOWN_COLUMN}.isdisjoint(codes(proposal))


def test_a_numbered_follow_up_with_a_percentage_of_its_own_is_another():
    headings = ("% seguimiento 1", "% seguimiento 2", "% a 31/12/2021")
    proposal = read(book(Plan_2021=lambda sheet: rows(sheet, 0, (*PLAN, *headings), (*ROW, "30%", "60%", "90%"))))
    assert [entry.percent for entry in proposal.rows[0].entries] == [3000, 6000, 9000]


OF_A_MONTH = [
    ("Seguimiento 1 (Abril)", "Seguimiento 2 (Agosto)"),
    ("SEG 1 ABRIL", "SEG 2 AGOSTO"),
    ("Seg. 01 - abr", "Seg. 02 - ago"),
    ("Monitoreo 1 (enero - abril)", "Monitoreo 2 (mayo - agosto)"),
]


@pytest.mark.parametrize("names", OF_A_MONTH, ids=[first for first, _ in OF_A_MONTH])
@pytest.mark.parametrize(("layout", "entries"), LAYOUTS)
def test_the_number_of_a_follow_up_is_no_day_of_its_month(
    layout: Callable[[Names], bytes], entries: tuple[Entry, ...], names: Names
):
    proposal = read(layout(names))
    assert [row.entries for row in proposal.rows] == [entries]
    assert Code.CUT_GUESSED not in codes(proposal)


SAID = [
    ("Seguimiento 1 (1 de enero a 30 de abril)", CutLabel(30, 4)),
    ("Seguimiento 2 de 3 (agosto)", CutLabel(31, 8)),
    ("Seguimiento OCI 2 (junio)", CutLabel(31, 6)),
    ("Corte 1 de abril", CutLabel(1, 4)),
    ("Corte 1-abr-22", CutLabel(1, 4, 2022)),
    ("Corte 1/04/2022", CutLabel(1, 4, 2022)),
    ("Cuatrimestre 1 (enero - abril)", CutLabel(order=1, months=4)),
    ("Seguimiento 1 - 2021", CutLabel(order=1)),
    ("Primer seguimiento, mayo 2021", CutLabel(order=1)),
    ("Seguimiento 3 - enero 2022", CutLabel(order=3)),
]


@pytest.mark.parametrize(("text", "label"), SAID, ids=[text for text, _ in SAID])
def test_a_number_after_a_follow_up_is_a_day_only_where_it_is_written_as_one(text: str, label: CutLabel):
    assert label_of(text) == label


DONE = [
    ("Ejecutado I", "Ejecutado II"),
    ("EJECUTADO 1", "EJECUTADO 2"),
    ("Ejecución I", "Ejecución II"),
    ("Logrado I", "Logrado II"),
]


@pytest.mark.parametrize("names", DONE, ids=[" ".join(names) for names in DONE])
def test_what_was_carried_out_in_each_turn_is_a_follow_up(names: Names):
    proposal = read_here(in_single_headings(names), "a.xlsx")
    assert proposal.rows[0].entries == PERCENTS
    assert Code.UNKNOWN_COLUMN not in codes(proposal)


def test_what_was_carried_out_in_each_turn_may_be_counted_of_what_was_programmed():
    headings = (*PLAN, *(f"{what} {turn}" for turn in ("I", "II") for what in ("Programado", "Ejecutado")))
    lines = [headings, (*ROW, "4", "2", "5", "4"), (*ROW[:1], "Otra", *ROW[2:], "1", "1", "2", "1")]
    proposal = read_here(book(Plan_2021=lambda sheet: rows(sheet, 0, *lines)), "a.xlsx")
    assert [[entry.percent for entry in row.entries] for row in proposal.rows] == [[5000, 8000], [10000, 5000]]
    assert proposal.rows[0].needs_a_person
    assert Code.UNKNOWN_COLUMN not in codes(proposal)
