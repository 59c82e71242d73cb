"""A table whose headings nobody recognises, or that has none: what each column holds is proposed, and a person says it."""

import pytest

from pacc_flow.matrix import Code, Proposal, Unreadable
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book, codes, csv_of, rows

HEAD = ("Eje de trabajo", "Qué se hará", "Para cuándo", "Quién", "Cómo vamos")
LINES = (
    ("Rendición de cuentas", "Hacer un foro con la ciudadanía", "30/06/2022", "Oficina de Planeación", "50%"),
    ("Rendición de cuentas", "Publicar el informe de gestión", "30/07/2022", "Oficina de Planeación", "20%"),
    ("Transparencia", "Actualizar la página web", "30/08/2022", "Oficina de Sistemas", "0%"),
)
FIELDS = ("component", "activity", "due", "office", "percent")


def text(*lines: tuple[str, ...]) -> bytes:
    return csv_of(*(";".join(line) for line in lines))


def fields(proposal: Proposal) -> tuple[str, ...]:
    return tuple(column.field for column in proposal.metadata.blocks[0].columns)


def guessed(proposal: Proposal) -> list[str]:
    return [finding.message for finding in proposal.findings if finding.code is Code.HEADINGS_GUESSED]


def test_columns_with_unknown_headings_are_proposed_by_what_they_hold():
    proposal = read_here(text(HEAD, *LINES), "a.csv")
    assert fields(proposal) == FIELDS
    assert [row.activity for row in proposal.rows] == [line[1] for line in LINES]
    assert guessed(proposal)[0].startswith("No reconocimos los encabezados del renglón 1.")
    doubtful = {finding.field for finding in proposal.findings if finding.code is Code.DOUBTFUL_COLUMN}
    assert doubtful == set(FIELDS)
    assert proposal.asks_for_columns


def test_a_table_without_a_line_of_headings_loses_none_of_its_lines():
    proposal = read_here(text(*LINES), "a.csv")
    assert (fields(proposal), len(proposal.rows)) == (FIELDS, 3)
    assert guessed(proposal)[0].startswith("La tabla no trae encabezados.")
    assert [column.key for column in proposal.metadata.blocks[0].columns][:2] == ["COLUMNA 1", "COLUMNA 2"]


def test_a_heading_that_is_recognised_prevails_over_the_values():
    head = ("Componente", "Qué se hará", "Para cuándo", "Quién", "% de avance")
    proposal = read_here(text(head, *LINES), "a.csv")
    assert fields(proposal) == FIELDS
    doubtful = {finding.field for finding in proposal.findings if finding.code is Code.DOUBTFUL_COLUMN}
    assert doubtful == {"activity", "due", "office"}


@pytest.mark.parametrize("with_head", [True, False])
def test_once_a_person_names_the_columns_nothing_is_asked_of_them_any_more(with_head: bool):  # noqa: FBT001 -- a case
    data = text(HEAD, *LINES) if with_head else text(*LINES)
    keys = [column.key for column in read_here(data, "a.csv").metadata.blocks[0].columns]
    chosen = dict(zip(keys, ("component", "activity", "due", "office", ""), strict=True))
    proposal = read_here(data, "a.csv", columns=chosen)
    assert fields(proposal) == ("component", "activity", "due", "office", "")
    assert (len(proposal.rows), proposal.asks_for_columns) == (3, False)
    assert {Code.CHOSEN_COLUMNS} <= codes(proposal)
    assert Code.DOUBTFUL_COLUMN not in codes(proposal)


def test_a_person_may_name_only_the_activity():
    proposal = read_here(text(HEAD, *LINES), "a.csv", columns={"CUANDO": "due", "EJE DE TRABAJO": "activity"})
    assert [row.activity for row in proposal.rows] == [line[0] for line in LINES]
    assert not proposal.asks_for_columns


def with_titles(sheet: Sheet) -> None:
    sheet.merge_range("A1:E1", "NUESTRO PLAN 2022")
    sheet.write_row("A2", ["Entidad", "Alcaldía de Prueba"])
    rows(sheet, 3, HEAD[1:], LINES[0][1:], LINES[1][1:])
    sheet.merge_range("A7:D7", "COMPONENTE 5: TRANSPARENCIA")
    rows(sheet, 7, LINES[2][1:])
    rows(sheet, 10, ("Elaboró", "", "Aprobó"), ("Ana", "", "Eva"))


def test_titles_above_and_between_and_signatures_below_are_what_they_always_are():
    proposal = read_here(book(Plan=with_titles, Nota=lambda sheet: sheet.write("A1", "Una nota")), "plan.xlsx")
    assert [row.component for row in proposal.rows] == ["", "", "TRANSPARENCIA"]
    assert (proposal.metadata.entity, proposal.metadata.year) == ("Alcaldía de Prueba", 2022)
    assert Code.OTHER_TABLE in codes(proposal)


def test_the_longest_table_of_the_file_is_taken():
    small = text(("Sigla", "Qué es", "Dónde"), ("PAAC", "Plan anticorrupción del año", "En la ley"), ("OCI", "Oficina", "Acá"))
    proposal = read_here(small + b"\r\n\r\nLo que sigue es el plan\r\n\r\n" + text(HEAD, *LINES), "a.csv")
    assert [row.activity for row in proposal.rows] == [line[1] for line in LINES]


SUMMARY = ("Componente", "Actividades programadas", "Actividades cumplidas", "%")
NO_TABLE = [
    b"hola\n",
    "Señores:\nLes enviamos el plan.\n".encode(),
    b"a\tb\tc\n1\t2\t3\n",
    b"1\t2\t3\n4\t5\t6\n7\t8\t9\n",
    text(("Uno", "Dos", "Tres"), ("a", "b", "c"), ("d", "e", "f")),
    text(SUMMARY, ("Rendición de cuentas", "12", "11", "91%"), ("Racionalización de trámites", "4", "4", "100%")),
]


@pytest.mark.parametrize("data", NO_TABLE, ids=range(len(NO_TABLE)))
def test_a_file_without_a_table_that_may_hold_activities_is_still_refused(data: bytes):
    with pytest.raises(Unreadable, match="No encontramos una matriz"):
        read_here(data, "a.txt")


def test_a_matrix_that_is_recognised_asks_for_no_columns():
    head = "Componente;Actividad;Meta;Responsable"
    assert not read_here(csv_of(head, "Trámites;Hacer;1;Planeación"), "a.csv").asks_for_columns


OTHERS = ("Meta", "Responsable", "Fecha fin", "% Avance", "Observaciones")
PLAN = (
    ("Rendición de cuentas", "Publicar el informe", "1 informe", "Planeación", "30/06/2022", "100%", "Publicado"),
    ("Rendición de cuentas", "Hacer la audiencia", "1 audiencia", "Gobierno", "30/11/2022", "25%", "En alistamiento"),
)


@pytest.mark.parametrize("heading", ["Gestiones previstas", "Acciones estratégicas", "Acciones para el 2022", "Hitos"])
def test_one_heading_that_nobody_recognises_makes_no_summary_of_a_matrix(heading: str):
    proposal = read_here(text(("Componente", heading, *OTHERS), *PLAN), "a.csv")
    assert [row.activity for row in proposal.rows] == [line[1] for line in PLAN]
    assert proposal.asks_for_columns


@pytest.mark.parametrize("beside", ["Actividades realizadas", "Acciones cumplidas en el período", "Actividades pendientes"])
@pytest.mark.parametrize(
    "heading",
    [
        "Actividades a implementar",
        "Acciones a ejecutar",
        "Acciones preventivas",
        "Acciones definidas",
        "Actividades estratégicas",
        "Actividades anticorrupción",
        "Actividades a ser ejecutadas en el año",
    ],
)
def test_activities_are_known_by_any_words_but_those_of_what_was_done(heading: str, beside: str):
    lines = [("Componente", beside, heading, *OTHERS), *((line[0], "Se hizo", *line[1:]) for line in PLAN)]
    proposal = read_here(text(*lines), "a.csv")
    assert [row.activity for row in proposal.rows] == [line[1] for line in PLAN]
    assert not proposal.asks_for_columns
