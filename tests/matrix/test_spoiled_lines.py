"""Lines of a CSV that a program spoiled are read as they were, and it is said."""

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import csv_of

HEADINGS = "Componente;Actividades;Meta;Responsable;Fecha;% de avance;Observaciones"
FORUM = "Rendición de cuentas;Hacer un foro;1;Planeación;30/11/2023;10%;Va"
HEARING = 'Rendición de cuentas;Audiencia, foros y mesas;1;Planeación;30/11/2023;50%;"Acta; lista"'
TOLD = ("Rendición de cuentas", "Audiencia, foros y mesas", "Planeación", 5000, "Acta; lista")


def whole(line: str) -> str:
    """As Excel saves again a line that it kept in one cell."""
    return '"{}"'.format(line.replace('"', '""'))


def last(proposal: Proposal) -> tuple[str, str, str, int | None, str]:
    row = proposal.rows[-1]
    return row.component, row.activity, row.office_text, row.percent, row.narrative


def said(proposal: Proposal) -> list[str]:
    return [finding.message for finding in proposal.findings if finding.code is Code.MENDED_LINES]


WRAPPED = "venía entero entre comillas, como los guarda Excel cuando traen una coma; lo repartimos en sus columnas."


def test_a_line_that_stands_whole_between_quotes_is_given_its_columns():
    proposal = read_here(csv_of(HEADINGS, FORUM, whole(HEARING)), "a.csv")
    assert last(proposal) == TOLD
    assert said(proposal) == [f"El renglón 3 {WRAPPED}"]


def test_it_is_so_without_quotes_within_and_below_the_line_that_says_the_separator():
    proposal = read_here(csv_of("sep=;", HEADINGS, FORUM, whole(HEARING.replace('"Acta; lista"', "Acta"))), "a.csv")
    assert last(proposal) == (*TOLD[:4], "Acta")
    assert said(proposal) == [f"El renglón 4 {WRAPPED}"]


def test_it_is_so_where_a_cell_of_another_line_begins_with_a_word_in_quotes():
    quoted = FORUM.replace("Va", '"Foro" abierto, con actas')
    proposal = read_here(csv_of(HEADINGS, quoted, whole(HEARING.replace('"Acta; lista"', "Acta"))), "a.csv")
    assert [row.narrative for row in proposal.rows] == ['"Foro" abierto, con actas', "Acta"]
    assert last(proposal)[0] == "Rendición de cuentas"


@pytest.mark.parametrize("count", [2, 12])
def test_lines_that_are_all_within_quotes_are_named(count: int):
    hearings = [whole(HEARING.replace("Audiencia", f"Audiencia {n}")) for n in range(count)]
    proposal = read_here(csv_of(HEADINGS, FORUM, FORUM, *hearings), "a.csv")
    assert len(proposal.rows) == count + 2
    listed = "4 y 5" if count == 2 else "4, 5, 6, 7, 8, 9, 10, 11 y 4 más"
    assert said(proposal)[0].startswith(f"Los renglones {listed} venían enteros entre comillas")


@pytest.mark.parametrize(
    "title", ["PLAN ANTICORRUPCIÓN; VIGENCIA 2023", "Objetivo: prevenir; informar;\ny rendir cuentas; todo"]
)
def test_a_title_in_quotes_that_holds_the_separator_is_one_text(title: str):
    proposal = read_here(csv_of(whole(title), "", HEADINGS, FORUM, HEARING), "a.csv")
    assert (len(proposal.rows), last(proposal), said(proposal)) == (2, TOLD, [])


WITH_COMMAS = HEADINGS.replace(";", ",")


def with_commas(percent: str, goal: str = "1") -> str:
    return f"Rendición de cuentas,Hacer un foro,{goal},Planeación,30/11/2023,{percent},Se hizo"


@pytest.mark.parametrize("others", ["100%", "50,5%"])
def test_a_percentage_that_its_comma_parts_is_read_whole_and_so_is_what_follows(others: str):
    above = ("Entidad,ICETEX", "Vigencia,2023")
    proposal = read_here(csv_of(*above, WITH_COMMAS, with_commas("88,24%"), with_commas(others, "2")), "a.csv")
    first = proposal.rows[0]
    assert (first.percent, first.narrative) == (8824, "Se hizo")
    where = "el renglón 4" if others == "100%" else "los renglones 4 y 5"
    assert said(proposal) == [f"En {where} una coma partía el porcentaje en dos celdas; las unimos."]


def test_a_number_beside_a_percentage_is_no_half_of_it_where_each_has_its_column():
    headings = "Componente,Actividades,Responsable,Fecha,Meta,% de avance"
    lines = [f"Rendición de cuentas,Hacer {n},Planeación,30/11/2023,{n}0,50%" for n in range(1, 4)]
    proposal = read_here(csv_of(headings, *lines), "a.csv")
    assert [(row.goal, row.percent) for row in proposal.rows] == [("10", 5000), ("20", 5000), ("30", 5000)]
    assert said(proposal) == []


def test_a_percentage_in_quotes_needs_no_mending():
    proposal = read_here(csv_of(WITH_COMMAS, with_commas('"88,24%"'), with_commas("10%", "2")), "a.csv")
    assert (proposal.rows[0].percent, said(proposal)) == (8824, [])
