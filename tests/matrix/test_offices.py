import pytest

from pacc_flow.matrix import Code, Confidence, propose_offices
from pacc_flow.matrix.offices.office_proposal import catalogue_of
from pacc_flow.matrix.offices.office_readings import RowOffices
from pacc_flow.matrix.offices.offices import OfficeReader, ends_in_separator
from pacc_flow.matrix.reading import read_here

CATALOGUE = {
    "Grupo de Desarrollo": [],
    "Grupo de Desarrollo y Transformación Organizacional": ["Coordinación de Desarrollo y Transformación"],
    "Oficina de Riesgos": [],
    "Oficina Comercial y de Mercadeo": ["Oficina Comercial"],
    "TIC / Sistemas": [],
    "": [],
}


@pytest.mark.parametrize(
    ("text", "offices", "unknown"),
    [
        ("Oficina de Riesgos", ["Oficina de Riesgos"], []),
        ("OFICINA DE RIESGOS.", ["Oficina de Riesgos"], []),
        ("Oficina Comercial Mercadeo", ["Oficina Comercial y de Mercadeo"], []),
        ("Grupo de Desarrollo y Oficina de Riesgos", ["Grupo de Desarrollo", "Oficina de Riesgos"], []),
        (
            "Grupo de Desarrollo y Transformación Organizacional y Oficina de Riesgos",
            ["Grupo de Desarrollo y Transformación Organizacional", "Oficina de Riesgos"],
            [],
        ),
        ("TIC / Sistemas - Oficina de Riesgos", ["TIC / Sistemas", "Oficina de Riesgos"], []),
        ("• Oficina de Riesgos\n• Oficina Comercial", ["Oficina de Riesgos", "Oficina Comercial y de Mercadeo"], []),
        ("Oficina de Riesgos / Oficina de Riesgos", ["Oficina de Riesgos"], []),
        ("Oficina de Rentas y Cobros / Oficina de Riesgos", ["Oficina de Riesgos"], ["Oficina de Rentas y Cobros"]),
        ("Jurídica/Archivo", [], ["Jurídica", "Archivo"]),
        ("Jurídica Oficina de Riesgos Archivo", ["Oficina de Riesgos"], ["Jurídica", "Archivo"]),
        ("--", [], []),
    ],
)
def test_a_cell_is_split_by_the_catalogue_longest_name_first(text: str, offices: list[str], unknown: list[str]):
    reading = OfficeReader(CATALOGUE).read(text)
    assert list(reading.offices) == offices
    assert list(reading.unknown) == unknown


def test_without_names_everything_is_unknown():
    assert OfficeReader({}).read("Oficina de Riesgos").unknown == ("Oficina de Riesgos",)


def test_an_unknown_office_waits_with_the_nearest_name_at_hand():
    offices, findings = RowOffices(CATALOGUE).read("Oficina de Riezgos")
    assert offices == ()
    assert [(f.code, f.alternative) for f in findings] == [(Code.OFFICE_UNKNOWN, "Oficina de Riesgos")]
    assert "no está en el catálogo de dependencias. ¿Es «Oficina de Riesgos»?" in findings[0].message
    assert RowOffices(CATALOGUE).read("--")[1][0].alternative is None


@pytest.mark.parametrize(
    ("text", "ends"), [("A/", True), ("A -", True), ("A ;", True), ("A", False), ("A-", False), ("A/B", False)]
)
def test_a_separator_at_the_end_is_seen(text: str, *, ends: bool):
    assert ends_in_separator(text) is ends


@pytest.mark.parametrize(
    ("texts", "proposed"),
    [
        (["Oficina A y Oficina B", "Oficina B"], [("Oficina A", (1,), "alta"), ("Oficina B", (1, 2), "alta")]),
        (["Grupo de Compras y Bienes"], [("Grupo de Compras y Bienes", (1,), "alta")]),
        (["Tesorería, Grupo de Compras"], [("Tesorería", (1,), "alta"), ("Grupo de Compras", (1,), "alta")]),
        (["Grupo de contratación", "Grupo de Contratos"], [("Grupo de contratación", (1, 2), "media")]),
        (["Comunidades", "Comunicaciones"], [("Comunidades", (1,), "alta"), ("Comunicaciones", (2,), "alta")]),
        (["", "/", " - "], []),
    ],
)
def test_offices_are_proposed_from_the_cells_of_a_document(texts: list[str], proposed: list[tuple[str, tuple[int], str]]):
    assert [(office.name, office.rows, office.confidence) for office in propose_offices(texts)] == [
        (name, rows, Confidence(confidence)) for name, rows, confidence in proposed
    ]


def test_a_name_that_is_two_written_apart_elsewhere_is_those_two():
    texts = ["Oficina de Planeación", "Oficina Jurídica", "Oficina de Planeación. Oficina Jurídica.", "Planeación y Obras"]
    assert [office.name for office in propose_offices(texts)] == [*texts[:2], "Planeación y Obras"]


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("Oficina Asesora\nde Planeación", ["Oficina Asesora de Planeación"]),
        ("Líder: Oficina Jurídica\nApoyo: Control Interno", ["Oficina Jurídica", "Control Interno"]),
        ("1. Oficina de Planeación 2. Oficina Jurídica", ["Oficina de Planeación", "Oficina Jurídica"]),
        ("N/A", []),
        ("No aplica", []),
    ],
)
def test_a_cell_names_its_offices_however_it_counts_them_breaks_them_or_says_what_each_does(text: str, offices: list[str]):
    proposed = propose_offices([text])
    assert [office.name for office in proposed] == offices
    read, findings = RowOffices(catalogue_of(proposed)).read(text)
    assert list(read) == offices
    assert [finding.code for finding in findings] == ([] if offices else [Code.OFFICE_MISSING])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Secretaría de\nPlaneación", "Secretaría de Planeación"),
        ("Oficina Asesora\nde Control Interno", "Oficina Asesora de Control Interno"),
        ("Secretaría de Planeación\ny Prensa", "Secretaría de Planeación y Prensa"),
        ("Secretaría de Planeación y\nPrensa", "Secretaría de Planeación y Prensa"),
        ("Talento Humano\n(Profesional Universitario)", "Talento Humano (Profesional Universitario)"),
        ("Talento Humano (\nProfesional)", "Talento Humano (Profesional)"),
    ],
)
def test_a_name_cut_by_a_line_break_is_whole(written: str, name: str):
    assert [office.name for office in propose_offices([written, "Oficina de\nPrensa"])] == [name, "Oficina de Prensa"]


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["Jefe Oficina Control Interno, Gerente, Subgerente Científico"],
         ["Jefe Oficina Control Interno", "Gerente", "Subgerente Científico"]),
        (["Planeación, Prensa y Archivo", "Prensa", "Archivo", "Planeación"], ["Planeación", "Prensa", "Archivo"]),
        (["Ingeniero de Sistemas y Líder SIAU"], ["Ingeniero de Sistemas", "Líder SIAU"]),
        (["Secretaría de Educación, Cultura y Deporte"], ["Secretaría de Educación, Cultura y Deporte"]),
        (["Secretaría de Hacienda", "Sec. de Hacienda"], ["Secretaría de Hacienda"]),
        (["Secretaría de Hacienda y Sec. de Gobierno", "Secretaría de Gobierno"],
         ["Secretaría de Hacienda", "Secretaría de Gobierno"]),
    ],
)  # fmt: skip
def test_the_offices_of_a_list_and_of_names_cut_short(texts: list[str], names: list[str]):
    assert [office.name for office in propose_offices(texts)] == names


def test_what_is_left_of_a_list_of_known_offices_is_asked():
    read = RowOffices(catalogue_of(propose_offices(["Planeación, Prensa", "Planeación"]))).read
    offices, findings = read("Planeación, Prensa")
    assert (offices, [finding.code for finding in findings]) == (("Planeación",), [Code.OFFICE_UNKNOWN])


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (("Responsable del seguimiento", "Responsable de ejecutar"), ("Control Interno", "Planeación")),
        (("Responsable", "Cargo"), ("María López", "Planeación")),
        (("Responsable", "Dependencia"), ("Juan Ruiz Díaz", "Planeación")),
        (("Evidencia", "Encargado"), ("Acta", "Planeación")),
        (("Evidencia", "Funcionario responsable"), ("Acta", "Planeación")),
        (("Evidencia", "Cargo responsable"), ("Acta", "Planeación")),
        (("Evidencia", "Líder del proceso"), ("Acta", "Planeación")),
        (("Evidencia", "Proceso responsable"), ("Acta", "Planeación")),
    ],
)
def test_the_office_is_the_one_that_carries_the_activity_out(headings: tuple[str, str], cells: tuple[str, str]):
    lines = [("Actividad", *headings, "Meta", "Fecha", "% de avance")]
    lines += [(f"Hacer {n}", *cells, "1", "30/06/2022", "50%") for n in "abc"]
    proposal = read_here("\n".join(";".join(line) for line in lines).encode(), "a.csv")
    assert [row.offices for row in proposal.rows] == [("Planeación",)] * 3
