"""The component of rows whose document says it by a number, by the name of a sheet, or by a title of its own."""

import pytest

from pacc_flow.matrix import Code, Row
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book, codes, csv_of, of_component, rows

CUENTAS, ACCESO, SERVICIO = (
    "Rendición de cuentas",
    "Mecanismos para la transparencia y acceso a la información",
    "Mecanismos para mejorar la atención al ciudadano",
)
TRAMITES, RIESGOS = "Racionalización de trámites", "Gestión del riesgo de corrupción – Mapa de riesgos de corrupción"


def told(row: Row) -> set[Code]:
    return {finding.code for finding in row.findings}


def of_labels(*labels: tuple[str, str]) -> list[Row]:
    lines = [f"{component};{under};Hacer;1;Planeación" for component, under in labels]
    return list(read_here(csv_of("Componente;Subcomponente;Actividad;Meta;Responsable", *lines), "a.csv").rows)


@pytest.mark.parametrize("label", ["3", "3.", "Componente 3", "COMPONENTE No. 3", "C3", "III"])
def test_a_component_that_is_only_a_number_is_that_of_the_catalogue_and_it_is_said(label: str):
    (row,) = of_labels((label, ""))
    assert row.component == CUENTAS
    (finding,) = (found for found in row.findings if found.code is Code.PLACE_FROM_NUMBER)
    assert finding.message == f"El documento solo dice «{label}»; en el catálogo es «{CUENTAS}»."
    assert row.cells[0] == label


def test_a_subcomponent_that_is_only_a_number_is_the_one_in_its_place():
    first, second, third, fourth = of_labels(
        ("3", "3.2"), ("", "3.3"), ("RENDICIÓN DE CUENTAS", "Subcomponente 4"), ("5.1", "")
    )
    assert first.subcomponent.startswith("Diálogo")
    assert second.subcomponent.startswith("Incentivos")
    assert (third.component, third.subcomponent[:10]) == ("RENDICIÓN DE CUENTAS", "Evaluación")
    assert (fourth.component, fourth.subcomponent) == (ACCESO, "Lineamientos de transparencia activa")


def test_numbers_that_the_catalogue_has_not_are_of_something_else():
    assert [row.component for row in of_labels(("1", ""), ("2", ""), ("17", ""))] == ["1", "2", "17"]
    assert of_labels(("3", "4.1"))[0].subcomponent == "4.1"


SHEETS = [
    ("Rend. Cuentas", CUENTAS), ("R. Cuentas", CUENTAS), ("Comp 3", CUENTAS), ("C3", CUENTAS), ("3 RdC", CUENTAS),
    ("At. Ciudadano", SERVICIO), ("Transp.", ACCESO), ("Transp y Acceso", ACCESO), ("Rac. Trámites", TRAMITES),
    ("Racionaliz", TRAMITES), ("Riesgos", RIESGOS), ("Mapa R.", RIESGOS), ("Inic. Adic.", "Iniciativas adicionales"),
    ("Gobierno digital", "Gobierno digital"), ("Integridad", "Integridad"),
]  # fmt: skip
PLAIN = [
    "Hoja1",
    "Sheet1",
    "Matriz",
    "PAAC 2022",
    "Seguimiento",
    "Seg. 3",
    "Consolidado",
    "Agosto",
    "II",
    "1",
    "Corte 30 abril",
]


@pytest.mark.parametrize(("name", "component"), SHEETS, ids=[name for name, _ in SHEETS])
def test_the_name_of_a_sheet_names_the_component_of_its_rows(name: str, component: str):
    data = book(**{name: of_component, "C5": of_component})
    row = read_here(data, "a.xlsx").rows[0]
    assert (row.component, Code.PLACE_FROM_SHEET in told(row)) == (component, True)


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_name_of_a_sheet_says_nothing(name: str):
    row = read_here(book(**{name: of_component, "C5": of_component}), "a.xlsx").rows[0]
    assert (row.component, Code.COMPONENT_MISSING in told(row)) == ("", True)


def test_the_only_sheet_of_a_file_is_no_component_of_its_own():
    row = read_here(book(Integridad=of_component), "a.xlsx").rows[0]
    assert Code.COMPONENT_MISSING in told(row)


@pytest.mark.parametrize("merged", [False, True])
def test_a_title_right_above_each_header_is_the_component_of_its_rows(merged: bool):  # noqa: FBT001 -- a parameter
    titles = ("GESTIÓN DE INTEGRIDAD", "GOBIERNO DIGITAL", "RENDICIÓN DE CUENTAS")

    def fill(sheet: Sheet) -> None:
        sheet.write("A1", "PLAN ANTICORRUPCIÓN 2022")
        for at, title in enumerate(titles):
            top = 1 + 4 * at
            if merged:
                sheet.merge_range(top, 0, top, 4, title)
            else:
                sheet.write(top, 0, title)
            rows(sheet, top + 1, ("Actividades", "Meta", "Responsable", "Fecha", "% de avance"))
            rows(sheet, top + 2, (f"Hacer {at}", "1 doc", "Planeación", "30/06/2022", "50%"))

    proposal = read_here(book(Plan=fill), "a.xlsx")
    assert [row.component for row in proposal.rows] == list(titles)
    said = [finding.message for finding in proposal.findings if finding.code is Code.LOOSE_TEXT]
    assert [message.partition(",")[0] for message in said] == [f"Tomamos «{title}»" for title in titles[:2]]


def test_a_title_that_every_page_repeats_is_no_component():
    page = ("ALCALDÍA DE PRUEBA;;;;", "Actividad;Meta;Responsable;Fecha;% de avance", "Hacer;1;Planeación;30/06/2022;5%", "")
    proposal = read_here(csv_of(*page, *page), "a.csv")
    assert {row.component for row in proposal.rows} == {""}
    assert Code.LOOSE_TEXT not in codes(proposal)
