"""Columns of labels whose headings only hint at what they are, told by the names of the catalogue below them."""

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here

HEADINGS = ("ACTIVIDAD", "PRODUCTO", "FECHA FIN", "RESPONSABLE", "% AVANCE")
VALUES = ("Definir los roles", "1 acta", "28/02/2025", "Planeación", "100%")
LABELS = (("Componente Transversal", "Administración"), ("Componente Programático", "Redes y articulación"))


def read(headings: tuple[str, str], *labels: tuple[str, str], columns: dict[str, str] | None = None) -> Proposal:
    lines = [("SEGUIMIENTO PTEP 2025",), (*headings, *HEADINGS), *((*label, *VALUES) for label in labels)]
    return read_here("\n".join(";".join(line) for line in lines).encode(), "a.csv", columns=columns)


def places(proposal: Proposal) -> list[tuple[str, str]]:
    return [(row.component, row.subcomponent) for row in proposal.rows]


@pytest.mark.parametrize("headings", [("ACCIÓN ESTRATÉGICA", "TEMÁTICA"), ("Proceso", "Acción estratégica")])
def test_what_holds_the_components_of_the_catalogue_is_their_column_and_it_is_said(headings: tuple[str, str]):
    proposal = read(headings, *LABELS)
    assert places(proposal) == list(LABELS)
    doubtful = [finding.field for finding in proposal.findings if finding.code is Code.DOUBTFUL_COLUMN]
    assert doubtful == ["component"]


def test_what_holds_strategic_actions_is_the_column_of_the_subcomponents_as_before():
    labels = [("Redes y articulación", "Capacitación"), ("Modelo de Estado abierto", "Datos")]
    assert [under for _, under in places(read(("ACCIÓN ESTRATÉGICA", "TEMÁTICA"), *labels))] == [label for label, _ in labels]


def test_what_a_person_said_of_the_column_prevails():
    proposal = read(("ACCIÓN ESTRATÉGICA", "TEMÁTICA"), *LABELS, columns={"ACCION ESTRATEGICA": "subcomponent"})
    assert [under for _, under in places(proposal)] == [label for label, _ in LABELS]
