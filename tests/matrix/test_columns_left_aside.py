"""Columns whose headings say two things at once, or what another column already says: read, or said to be left aside."""

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import book, codes, rows


def read(*headings: str) -> Proposal:
    told = ("Rendición de cuentas", "Diálogo de doble vía", "Hacer un foro", "1 foro", "Gerencia", "30/11/2022", "50%", "Va")
    return read_here(book(PAAC_2022=lambda sheet: rows(sheet, 0, headings, told)), "a.xlsx")


@pytest.mark.parametrize(
    "heading", ["Indicador / Meta", "Evidencia / Producto", "Indicador o producto", "Soportes y/o productos"]
)
def test_an_indicator_or_an_evidence_that_is_the_goal_too_is_the_goal(heading: str):
    proposal = read("Componente", "Subcomponente", "Actividad", heading, "Responsable", "Fecha", "% de avance", "Observaciones")
    assert proposal.rows[0].goal == "1 foro"
    assert Code.DOUBTFUL_COLUMN not in codes(proposal)


def test_a_second_column_of_the_place_of_a_row_is_said():
    proposal = read("Pilar", "Estrategia", "Tareas", "Meta", "Responsable", "Fecha", "% de avance", "Observaciones")
    said = [finding.message for finding in proposal.findings if finding.code is Code.DOUBTFUL_COLUMN]
    assert said == ["Leímos el componente de «Pilar»; «Estrategia» se conserva con las celdas originales."]
    assert proposal.rows[0].component == "Rendición de cuentas"


def test_the_columns_of_the_consolidated_format_are_read():
    heading = ("Estrategia, mecanismo, medida, etc.", "Subcomponente", "Actividades", "Meta", "Responsable", "Fecha", "%")
    row = read(*heading, "Anotaciones").rows[0]
    assert (row.component, row.percent, row.narrative) == ("Rendición de cuentas", 5000, "Va")
