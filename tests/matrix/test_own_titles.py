"""Titles of components that no catalogue knows, alone in their lines among the rows."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here

VALUES = ["1", "Planeación", "30/06/2022", "10%"]
HEADINGS = ["Actividades", "Meta", "Responsable", "Fecha", "% de avance"]


def from_csv(*lines: list[str], headings: list[str] = HEADINGS, pad: bool = True) -> Proposal:
    """`pad`: whether each line has all its cells, as spreadsheets write them."""
    width = len(headings) if pad else 0
    above = [["Entidad", "EPS X"], ["Vigencia", "2022"], headings]
    text = "\n".join(";".join([*line, *[""] * (width - len(line))]) for line in [*above, *lines])
    return read_here(text.encode(), "a.csv")


def from_sheet(*lines: list[str], merged: bool, headings: list[str] = HEADINGS) -> Proposal:
    book = Workbook()
    sheet = book.active
    for line in [["Entidad", "EPS X"], ["Vigencia", "2022"], headings, *lines]:
        sheet.append(line)
        if merged and len(line) == 1:
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(headings))
    stream = BytesIO()
    book.save(stream)
    return read_here(stream.getvalue(), "a.xlsx")


def places(proposal: Proposal) -> list[tuple[str, str]]:
    return [(row.component, row.activity) for row in proposal.rows]


def said(proposal: Proposal) -> list[str]:
    return [finding.message for finding in proposal.findings if finding.code is Code.LOOSE_TEXT]


@pytest.mark.parametrize("pad", [True, False])
@pytest.mark.parametrize(
    ("known", "own", "component"),
    [
        # the first title is in the catalogue, the second is not
        ("1. GESTIÓN DEL RIESGO", "2. PARTICIPACIÓN", "PARTICIPACIÓN"),
        ("I. GESTIÓN DEL RIESGO", "II. PARTICIPACIÓN CIUDADANA", "PARTICIPACIÓN CIUDADANA"),
        ("1. Gestión del riesgo", "2. Gestión de la integridad", "Gestión de la integridad"),
        ("GESTIÓN DEL RIESGO", "CÓDIGO DE INTEGRIDAD", "CÓDIGO DE INTEGRIDAD"),
        ("Gestión del riesgo", "Conflicto de intereses", "Conflicto de intereses"),
        ("1) Gestión del riesgo", "2) Plan de integridad", "Plan de integridad"),
        ("1. GESTIÓN DEL RIESGO", "2. INTEGRIDAD:", "INTEGRIDAD"),
    ],
)
def test_a_title_in_the_column_of_the_activities_is_the_component_of_the_rows_below(
    known: str, own: str, component: str, *, pad: bool
):
    read = from_csv([known], ["Hacer mapa", *VALUES], [own], ["Hacer foro", *VALUES], ["Hacer más", *VALUES], pad=pad)
    assert [activity for _, activity in places(read)] == ["Hacer mapa", "Hacer foro", "Hacer más"]
    assert [place for place, _ in places(read)][1:] == [component, component]
    assert said(read) == [f"Tomamos «{own}», del renglón 6, como el componente de las filas que siguen."]


def test_titles_that_are_all_of_the_entity_name_the_components_too():
    read = from_csv(["I. RIESGOS"], ["Hacer mapa", *VALUES], ["II. INTEGRIDAD"], ["Hacer foro", *VALUES])
    assert places(read) == [("RIESGOS", "Hacer mapa"), ("INTEGRIDAD", "Hacer foro")]


@pytest.mark.parametrize("own", ["4. Conflicto de intereses", "CONFLICTO DE INTERESES", "Conflicto de intereses"])
def test_a_title_in_the_column_of_the_subcomponents_is_a_component_over_rows_that_have_theirs(own: str):
    headings = ["Subcomponente", *HEADINGS]
    lines = [["3. Rendición de cuentas"], ["Foros", "Hacer foro", *VALUES], [own], ["Reporte", "Reportar", *VALUES]]
    for read in (from_sheet(*lines, headings=headings, merged=False), from_csv(*lines, headings=headings)):
        assert [(row.component, row.subcomponent) for row in read.rows] == [
            ("Rendición de cuentas", "Foros"),
            (own.removeprefix("4. "), "Reporte"),
        ]


def test_a_label_alone_in_the_column_of_the_components_is_of_the_rows_below_without_one():
    headings = ["Componente", *HEADINGS]
    lines = [["Rendición de cuentas", "Hacer foro", *VALUES], ["Integridad pública"], ["", "Hacer curso", *VALUES]]
    assert [place for place, _ in places(from_csv(*lines, headings=headings))] == ["Rendición de cuentas", "Integridad pública"]
    own = [lines[0], lines[1], ["Transparencia", "Hacer curso", *VALUES]]
    read = from_csv(*own, headings=headings)
    assert [place for place, _ in places(read)] == ["Rendición de cuentas", "Transparencia"]
    assert said(read) == ["El renglón 5 no es una fila: «Integridad pública»."]


@pytest.mark.parametrize(
    "own",
    ["Plan de conflicto de intereses", "CÓDIGO DE INTEGRIDAD", "Programa de gestión documental", "Informe de sostenibilidad"],
)
def test_a_merged_title_among_the_rows_may_be_called_a_plan(own: str):
    read = from_sheet(["Transparencia"], ["Hacer mapa", *VALUES], [own], ["Hacer foro", *VALUES], merged=True)
    assert places(read) == [("Transparencia", "Hacer mapa"), (own, "Hacer foro")]


@pytest.mark.parametrize(
    "text", ["PLAN ANTICORRUPCIÓN 2022", "Código: F-PL-01", "SEGUIMIENTO PAAC", "Página 2 de 3", "Elaboró: Ana", "Versión 3"]
)
def test_what_is_of_the_document_is_no_component_among_the_rows_either(text: str):
    read = from_sheet(["Transparencia"], ["Hacer mapa", *VALUES], [text], ["Hacer foro", *VALUES], merged=True)
    assert [row.component for row in read.rows] == ["Transparencia", "Transparencia"]


@pytest.mark.parametrize(
    ("title", "activity", "others"),
    [
        ("Transparencia", "Publicar el informe", "Hacer foro"),  # it begins by what is to be done
        ("TRANSPARENCIA", "2. Actualización de la página", "3. Hacer foro"),  # it is numbered as the activities are
    ],
)
def test_an_activity_that_lost_its_other_cells_is_no_title(title: str, activity: str, others: str):
    read = from_csv([title], ["Hacer mapa", *VALUES], [activity], [others, *VALUES])
    assert [row.activity for row in read.rows] == ["Hacer mapa", activity, others]


def test_a_title_below_that_of_a_component_is_its_subcomponent():
    lines = [["IV. INTEGRIDAD"], ["Canal telefónico"], ["Hacer mapa", *VALUES], ["Canal virtual"], ["Hacer foro", *VALUES]]
    read = from_csv(*lines)
    assert [(row.component, row.subcomponent) for row in read.rows] == [
        ("INTEGRIDAD", "Canal telefónico"),
        ("INTEGRIDAD", "Canal virtual"),
    ]
    assert said(read)[1] == "Tomamos «Canal telefónico», del renglón 5, como el subcomponente de las filas que siguen."


@pytest.mark.parametrize(
    ("title", "component", "subcomponent"),
    [
        ("ACCIÓN ESTRATÉGICA 2. RENDICIÓN DE CUENTAS", "RENDICIÓN DE CUENTAS", ""),
        ("Acción estratégica 2: Diálogo de doble vía", "Rendición de cuentas", "Diálogo de doble vía"),
        ("Estrategia 1: Rendición de cuentas", "Rendición de cuentas", ""),
        ("Eje temático No. 3 - Transparencia", "Transparencia", ""),
        ("LÍNEA ESTRATÉGICA IV. INTEGRIDAD", "INTEGRIDAD", ""),
        ("Ley 1712. Transparencia y acceso a la información", "Ley 1712. Transparencia y acceso a la información", ""),
        ("RESOLUCIÓN 45. INTEGRIDAD", "RESOLUCIÓN 45. INTEGRIDAD", ""),
        ("Bienestar y servicio al ciudadano", "Bienestar y servicio al ciudadano", ""),
    ],
)
def test_only_the_number_that_orders_a_title_is_no_part_of_its_name(title: str, component: str, subcomponent: str):
    (row,) = from_sheet([title], ["Hacer foro", *VALUES], merged=True).rows
    assert (row.component, row.subcomponent) == (component, subcomponent)


SENTENCES = [
    "El mapa de riesgos de corrupción fue actualizado en marzo",
    "La entidad publicó el mapa de riesgos de corrupción",
    "Se actualizaron los riesgos de corrupción",
    "Ver anexo 2 mapa de riesgos de corrupción",
    "La integridad fue socializada",
]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("place", [0, 2])
def test_a_sentence_alone_among_the_rows_is_no_component_of_those_below(sentence: str, place: int):
    headings = ["No.", "Actividades", *HEADINGS[1:]]
    title, note = ["Componente 3: Rendición de cuentas"], [*[""] * place, sentence]
    read = from_sheet(
        title, ["3.1", "Hacer foro", *VALUES], note, ["3.2", "Hacer más", *VALUES], headings=headings, merged=False
    )
    assert {(row.component, row.subcomponent) for row in read.rows} == {("Rendición de cuentas", "")}
    assert said(read) == [f"El renglón 6 no es una fila: «{sentence}»."]


def test_a_sentence_in_the_column_of_the_activities_waits_for_a_person():
    read = from_csv(["Rendición de cuentas"], ["Hacer foro", *VALUES], [SENTENCES[0]], ["Hacer más", *VALUES])
    assert [place for place, _ in places(read)] == ["Rendición de cuentas"] * 3
    assert [row.needs_a_person for row in read.rows] == [False, True, False]


def test_an_activity_of_another_component_that_lost_its_cells_is_not_taken_for_it():
    read = from_csv(["Rendición de cuentas"], ["Hacer foro", *VALUES], ["Publicar el mapa de riesgos"], ["Hacer", *VALUES])
    assert [place for place, _ in places(read)] == ["Rendición de cuentas"] * 3


@pytest.mark.parametrize("title", ["MEJORAR LA ATENCIÓN AL CIUDADANO", "2. FORTALECER LA INTEGRIDAD"])
def test_a_merged_title_may_say_what_its_rows_are_to_do(title: str):
    read = from_sheet(["Transparencia"], ["Hacer mapa", *VALUES], [title], ["Hacer foro", *VALUES], merged=True)
    assert [place for place, _ in places(read)] == ["Transparencia", title.removeprefix("2. ")]
