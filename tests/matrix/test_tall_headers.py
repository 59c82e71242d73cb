"""Headers of several lines whose follow-ups stand above who follows up, beside a title over the columns of the plan."""

from collections.abc import Sequence
from datetime import date

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.proposal import Entry
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book, codes, csv_of, rows

CUTS = (date(2021, 6, 30), date(2021, 12, 31))
PLAN = ("Componente", "Actividad", "Meta", "Responsable", "Fecha")
ROW = ("Rendición de cuentas", "Hacer un foro", "1", "Planeación", "15/12/2021")
TOLD = ("% de avance", "Descripción del avance", "Observaciones")
BAND, NAMES = ("SEGUIMIENTO 2021",), ("Corte a 30/06/2021", "Corte a 31/12/2021")
CONTROL = ("Oficina de Control Interno",) * 2
BOTH = (Entry(CUTS[0], 3000, "Va"), Entry(CUTS[1], 6000, "Casi"))


def tall(levels: Sequence[Sequence[str]], plan: str, *, merged_leaves: bool = False) -> Proposal:
    """Each level halves the columns of the follow-ups, or covers them all; `plan` covers those of the plan as tall as they."""

    def fill(sheet: Sheet) -> None:
        last = len(levels)
        if plan and last > 1:
            sheet.merge_range(0, 0, last - 1, 4, plan)
        elif plan:
            sheet.merge_range(0, 0, 0, 4, plan)
        for at, texts in enumerate(levels):
            wide = 6 // len(texts)
            for turn, text in enumerate(texts):
                sheet.merge_range(at, 5 + turn * wide, at, 4 + (turn + 1) * wide, text)
        for place, text in enumerate((*PLAN, *TOLD, *TOLD)):
            if merged_leaves:
                sheet.merge_range(last, place, last + 1, place, text)
            else:
                sheet.write(last, place, text)
        rows(sheet, last + 1 + merged_leaves, (*ROW, "30%", "Va", "", "60%", "Casi", ""))

    return read_here(book(Plan_2021=fill), "a.xlsx")


LEVELS = [[NAMES, CONTROL], [BAND, NAMES, CONTROL], [NAMES, ("Primera línea",) * 2], [BAND, NAMES]]


@pytest.mark.parametrize("merged_leaves", [False, True])
@pytest.mark.parametrize("plan", ["PLANEACIÓN", "FORMULACIÓN", ""])
@pytest.mark.parametrize("levels", LEVELS)
def test_the_cuts_above_who_follows_up_are_those_of_the_columns(
    levels: Sequence[Sequence[str]], plan: str, *, merged_leaves: bool
):
    proposal = tall(levels, plan, merged_leaves=merged_leaves)
    assert [row.entries for row in proposal.rows] == [BOTH]
    assert Code.CUT_GUESSED not in codes(proposal)
    assert proposal.rows[0].percent == 6000


def test_each_cut_may_have_two_lines_of_defence_below_a_title_of_the_plan():
    def fill(sheet: Sheet) -> None:
        sheet.merge_range("A1:E2", "PLANEACIÓN")
        for place, name in zip((5, 8), NAMES, strict=True):
            sheet.merge_range(0, place, 0, place + 2, name)
            sheet.merge_range(1, place, 1, place + 1, "Primera línea")
            sheet.write(1, place + 2, "Tercera línea")
        told = ("% reportado", "Descripción", "% verificado")
        rows(sheet, 2, (*PLAN, *told, *told), (*ROW, "40%", "Va", "30%", "70%", "Casi", "60%"))

    assert read_here(book(Plan_2021=fill), "a.xlsx").rows[0].entries == BOTH


def test_what_is_said_of_the_document_above_is_no_line_of_its_header():
    def fill(sheet: Sheet) -> None:
        sheet.merge_range("A1:E1", "Entidad: Alcaldía de Ubaté")
        sheet.merge_range("F1:H1", "Vigencia: 2021")
        for place, name in zip((5, 8), NAMES, strict=True):
            sheet.merge_range(1, place, 1, place + 2, name)
        rows(sheet, 2, (*PLAN, *TOLD, *TOLD), (*ROW, "30%", "Va", "", "60%", "Casi", ""))

    proposal = read_here(book(Plan=fill), "a.xlsx")
    assert (proposal.metadata.entity, proposal.rows[0].entries) == ("Alcaldía de Ubaté", BOTH)


def test_columns_that_repeat_with_two_narratives_are_as_many_follow_ups_as_percentages():
    headings = ";".join((*PLAN, *TOLD, *TOLD))
    (row,) = read_here(csv_of("PLAN 2021", headings, ";".join((*ROW, "30%", "Va", "", "60%", "Casi", ""))), "a.csv").rows
    assert [(entry.percent, entry.narrative) for entry in row.entries] == [(3000, "Va"), (6000, "Casi")]
