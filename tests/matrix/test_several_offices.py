"""Cells that name several offices, as entities write them: against what the rest of the document says of each."""

import pytest

from pacc_flow.matrix import Code, Confidence, propose_offices
from pacc_flow.matrix.offices.office_proposal import catalogue_of
from pacc_flow.matrix.offices.office_readings import RowOffices, about_spellings

# The cell, what other cells of the document say, and the offices of the cell.
CELLS = [
    ("Planeación-Sistemas-Calidad", ["Planeación", "Sistemas", "Calidad"], ["Planeación", "Sistemas", "Calidad"]),
    ("Planeación-Sistemas-Archivo", ["Planeación", "Sistemas"], ["Planeación-Sistemas-Archivo"]),
    (
        "Oficina Asesora de Planeación, Secretaría General y Control Interno",
        ["Oficina de Control Interno", "Secretaría General"],
        ["Oficina Asesora de Planeación", "Secretaría General", "Oficina de Control Interno"],
    ),
    (
        "Oficina de Prensa, Secretaría de Cultura y Turismo",
        ["Secretaría de Cultura", "Oficina de Turismo", "Secretaría de Cultura y Turismo"],
        ["Oficina de Prensa", "Secretaría de Cultura y Turismo"],
    ),
    (
        "Oficina Asesora de Planeación (líder), Secretaría General (apoyo)",
        [],
        ["Oficina Asesora de Planeación", "Secretaría General"],
    ),
    ("JOSE PEREZ / TÉCNICO", [], ["TÉCNICO"]),
    ("Juan Pérez - Profesional Universitario", [], ["Profesional Universitario"]),
    ("Jefe de Sistemas (María Luisa Gómez)", [], ["Jefe de Sistemas"]),
    ("Alcaldía de Santiago de Cali - Secretario de Salud", [], ["Alcaldía de Santiago de Cali", "Secretario de Salud"]),
    (
        "Líderes de proceso con acompañamiento de la Oficina Asesora de Planeación",
        [],
        ["Líderes de proceso", "Oficina Asesora de Planeación"],
    ),
    (
        "Secretarías de Salud y Educación",
        ["Secretaría de Salud", "Secretaría de Educación"],
        ["Secretaría de Salud", "Secretaría de Educación"],
    ),
    ("Oficinas de Salud y Educación", [], ["Oficinas de Salud y Educación"]),
]


@pytest.mark.parametrize(("cell", "others", "offices"), CELLS, ids=[cell for cell, _, _ in CELLS])
def test_a_cell_names_the_offices_that_a_careful_person_would_read(cell: str, others: list[str], offices: list[str]):
    names, findings = RowOffices(catalogue_of(propose_offices([cell, *others]))).read(cell)
    assert (list(names), findings) == (offices, ())


def test_several_offices_under_one_word_that_nobody_knows_are_asked():
    cell = "Secretarías de Salud y Educación"
    names, (asked,) = RowOffices(catalogue_of(propose_offices([cell, "Secretaría de Salud"]))).read(cell)
    assert (names, asked.code) == ((), Code.OFFICE_UNKNOWN)


def test_blanks_are_no_other_way_to_write_an_office():
    (office,) = propose_offices(["Oficina Asesora de Planeación", "Oficina  Asesora  de\nPlaneación"])
    assert (office.name, len(office.spellings)) == ("Oficina Asesora de Planeación", 1)


@pytest.mark.parametrize(
    ("post", "office"),
    [("Secretario de Salud", "Secretaría de Salud"), ("Jefe de la Oficina de Prensa", "Oficina de Prensa")],
)
def test_a_post_beside_its_office_is_said_with_the_office_at_hand(post: str, office: str):
    (finding,) = about_spellings(propose_offices([post, office]))
    assert (finding.code, finding.confidence, finding.alternative) == (Code.OFFICE_SPELLINGS, Confidence.LOW, office)
