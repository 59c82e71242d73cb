"""What is done said in two columns, one finer than the other, and numbers that are glued to what they number."""

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book, csv_of, rows

TASKS = (("Hacer un foro", "Invitar"), ("", "Publicar el acta"), ("Hacer otro", "Pedir la sala"))


def said(proposal: Proposal) -> list[str]:
    return [finding.message for finding in proposal.findings if finding.code is Code.DOUBTFUL_COLUMN]


def of(first: str, second: str, *pairs: tuple[str, str]) -> Proposal:
    lines = [f"Rendición de cuentas;{one};{other};Planeación;30/06/2022;10%" for one, other in pairs]
    return read_here(csv_of(f"Componente;{first};{second};Responsable;Fecha;% de avance", *lines), "a.csv")


@pytest.mark.parametrize(("first", "second"), [("Acción", "Tarea"), ("Actividad", "Tareas"), ("Actividades", "Acciones")])
def test_what_each_row_has_of_its_own_is_its_activity_and_what_several_share_is_kept(first: str, second: str):
    proposal = of(first, second, *TASKS)
    assert [row.activity for row in proposal.rows] == [task for _, task in TASKS]
    assert proposal.rows[0].cells[1] == "Hacer un foro"
    (message,) = said(proposal)
    assert message.startswith(f"Leímos las actividades de «{second}»; «{first}» se conserva con las celdas originales.")


def test_a_merged_action_over_its_tasks_is_the_same():
    def fill(sheet: Sheet) -> None:
        rows(sheet, 0, ("Componente", "Acción", "Tarea", "Responsable", "Fecha"))
        sheet.merge_range("B2:B3", "Hacer un foro")
        for at, (_, task) in enumerate(TASKS[:2], 1):
            sheet.write(at, 0, "Rendición de cuentas")
            sheet.write_row(at, 2, [task, "Planeación", "30/06/2022"])

    assert [row.activity for row in read_here(book(Plan=fill), "a.xlsx").rows] == ["Invitar", "Publicar el acta"]


def under_one_title(*pairs: tuple[str, str]) -> Proposal:
    def fill(sheet: Sheet) -> None:
        rows(sheet, 0, ("Componente", "Actividades", "", "Responsable", "Fecha"))
        sheet.merge_range("B1:C1", "Actividades")
        rows(sheet, 1, *(("Rendición de cuentas", *pair, "Planeación", "30/06/2022") for pair in pairs))

    return read_here(book(Plan=fill), "a.xlsx")


@pytest.mark.parametrize("numbers", [("1.1", "1.2"), ("1", "2")])
def test_the_number_of_each_activity_may_stand_under_the_title_of_both(numbers: tuple[str, str]):
    proposal = under_one_title((numbers[0], "Invitar"), (numbers[1], "Publicar el acta"))
    assert [row.activity for row in proposal.rows] == ["Invitar", "Publicar el acta"]
    assert said(proposal) == []


def test_two_columns_of_one_title_are_told_apart_by_their_place():
    (message,) = said(under_one_title(("Foro", "Invitar"), ("", "Publicar el acta")))
    assert message.startswith("Leímos las actividades de «Actividades» (columna 3); «Actividades» (columna 2) se conserva")


@pytest.mark.parametrize("pairs", [(("Foro", "Invitar"), ("Otro", "Pedir")), (("Foro", "Invitar"), ("Otro", ""), ("Más", ""))])
def test_an_activity_with_one_task_or_none_is_the_activity(pairs: tuple[tuple[str, str], ...]):
    proposal = of("Actividad", "Tarea", *pairs)
    assert [row.activity for row in proposal.rows] == [activity for activity, _ in pairs]
    assert said(proposal)[0].startswith("Leímos las actividades de «Actividad»; «Tarea» se conserva")


@pytest.mark.parametrize("first", ["Objetivo", "Estrategia"])
def test_an_aim_beside_the_activity_is_no_activity(first: str):
    assert [row.activity for row in of(first, "Actividad", *TASKS).rows] == [task for _, task in TASKS]


def test_a_person_who_names_the_coarser_column_prevails():
    head = "Componente;Acción;Tarea;Responsable;Fecha"
    lines = [f"Rendición de cuentas;{one};{other};Planeación;30/06/2022" for one, other in TASKS]
    proposal = read_here(csv_of(head, *lines), "a.csv", columns={"ACCION": "activity"})
    assert [row.activity for row in proposal.rows] == [action for action, _ in TASKS]


NUMBERED = [
    ("3.2Hacer un foro", True), ("3.2. Hacer un foro", True), ("3.2) Hacer un foro", True), ("3.2-Hacer un foro", True),
    ("Actividad 3.2: hacer un foro", True), ("Actividad No. 3.2 Hacer un foro", True), ("3.2.1Hacer un foro", True),
    ("3.2 millones de visitas", False), ("3.5% de los trámites", False), ("3.2km de red", False),
]  # fmt: skip


@pytest.mark.parametrize(("activity", "says"), NUMBERED, ids=[activity for activity, _ in NUMBERED])
def test_a_number_before_the_activity_says_its_place_and_stays_in_its_text(activity: str, says: bool):  # noqa: FBT001 -- a case
    (row,) = read_here(csv_of("Actividad;Meta;Responsable", f"{activity};1;Planeación"), "a.csv").rows
    assert row.activity == activity
    assert row.component == ("Rendición de cuentas" if says else "")
