"""Cells as long as a spreadsheet lets them be, of nothing but signs that part offices, dates or figures: each costs little."""

import time

import pytest

from pacc_flow.matrix.cells.cell_readings import cleaned, read_due, read_percentage
from pacc_flow.matrix.cells.counts import counted_goal
from pacc_flow.matrix.findings import Code
from pacc_flow.matrix.offices.office_proposal import catalogue_of, propose_offices
from pacc_flow.matrix.offices.office_readings import RowOffices

LONG = 10_000  # characters
MOST_SECONDS = 2  # of the processor: a hundred times what it takes, a tenth of what it took
REPEATED = [
    "1. ", "1) ", "\n", " \n ", "- ", "/", "; ", ", ", "• ", " y ", "Líder: ", "(apoyo) ", ", con apoyo de ", "de\n", "(\n",
    "Oficinas de ", "Secretarías de A, ", "Planeación ", "Planeación Sistemas ", "Planeación y ", "Jefe, ", "Ana Pérez - ",
    "30/04/2023 ", "30/04 y ", "enero 1 ", "lunes, ", "II y ", "50%", "3 de 4 ", "<p>", "http://a ", "* ", " ",
]  # fmt: skip


@pytest.mark.parametrize("repeated", REPEATED)
def test_no_sign_repeated_over_a_whole_cell_costs_more_than_its_length(repeated: str):
    cell = (repeated * LONG)[:LONG] + "!"
    begun = time.process_time()
    offices = [cell, f"{cell} otra", "Planeación", "Sistemas", "Oficina de Planeación"]
    reader = RowOffices(catalogue_of(propose_offices(offices)))
    for text in offices:
        reader.read(text)
    read_due(cell, 2023)
    read_percentage(cell, unsigned_are_fractions=False)
    counted_goal(cell)
    cleaned("activity", cell, [])
    assert time.process_time() - begun < MOST_SECONDS


def test_a_cell_that_names_two_offices_again_and_again_is_those_two():
    proposed = propose_offices(["Planeación. Sistemas. " * 1000, "Planeación", "Sistemas"])
    assert [office.name for office in proposed] == ["Planeación", "Sistemas"]


def test_no_office_is_offered_for_what_is_too_long_to_be_its_name():
    words = [f"palabra{n}" for n in range(1500)]
    ((), (finding,)) = RowOffices({" ".join(words): []}).read(" ".join(words[1:]))
    assert (finding.code, finding.alternative) == (Code.OFFICE_UNKNOWN, None)
