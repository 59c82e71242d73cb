"""Several follow-ups in one document, however they are laid out: each activity is one row, with an entry for each."""

from collections.abc import Sequence
from datetime import date

from pacc_flow.matrix import Code, Proposal, Row
from pacc_flow.matrix.findings import Confidence, Finding
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book, rows

CUTS = [date(2022, 4, 30), date(2022, 8, 31), date(2022, 12, 31)]
TABLE = ("Componente", "Actividad", "Meta", "% de avance", "Observaciones", "Responsable", "Fecha")
RENDERING, RISKS = "Rendición de cuentas", "Gestión del riesgo de corrupción"


def entries(row: Row) -> list[tuple[date | None, int | None]]:
    return [(entry.cut, entry.percent) for entry in row.entries]


def about(row: Row, code: Code) -> list[Finding]:
    return [finding for finding in row.findings if finding.code is code]


# One table under another, or one sheet for each cut.

Told = Sequence[tuple[str, str, str]]  # component, activity and percentage


def a_sheet_each(*told: Told) -> Proposal:
    def fill(sheet: Sheet, cut: date, lines: Told) -> None:
        sheet.write("A1", f"SEGUIMIENTO CON CORTE A {cut:%d/%m/%Y}")
        table = [(where, what, "1", percent, f"Va {percent}", "Planeación", "31/12/2022") for where, what, percent in lines]
        rows(sheet, 2, TABLE, *table)

    fills = {f"Corte_{n}": lambda sheet, cut=cut, lines=lines: fill(sheet, cut, lines) for n, (cut, lines) in
             enumerate(zip(CUTS, told, strict=False), 1)}  # fmt: skip
    return read_here(book(**fills), "a.xlsx")


def test_an_activity_worded_otherwise_at_another_cut_is_the_same_row_and_it_is_said():
    proposal = a_sheet_each(
        [(RENDERING, "Actulizar el mapa de riesgos", "10%"), (RENDERING, "Hacer un foro", "20%")],
        [(RENDERING, "Actualizar el mapa de riesgos", "50%"), (RENDERING, "Hacer un foro", "40%")],
        [(RENDERING, "Hacer un foro", "60%"), (RENDERING, "Actualizar el mapa de riesgos de corrupción", "100%")],
    )
    first, second = proposal.rows
    assert first.activity == "Actulizar el mapa de riesgos"
    assert entries(first) == list(zip(CUTS, (1000, 5000, 10000), strict=True))
    assert entries(second) == list(zip(CUTS, (2000, 4000, 6000), strict=True))
    said = about(first, Code.RETOLD)
    assert [(finding.field, finding.confidence) for finding in said] == [("activity", Confidence.MEDIUM)] * 2
    assert "del 31 de agosto de 2022 la actividad dice «Actualizar el mapa de riesgos»" in said[0].message
    assert "del 31 de diciembre de 2022 la actividad dice «Actualizar el mapa de riesgos de corrupción»" in said[1].message
    assert about(second, Code.RETOLD) == []


def test_activities_that_only_look_alike_stay_apart():
    same = [(RENDERING, "Capacitar en integridad", "10%"), (RENDERING, "Capacitar en transparencia", "10%")]
    proposal = a_sheet_each(
        [*same, (RENDERING, "Realizar el primer seguimiento", "10%"), (RENDERING, "Publicar el informe", "10%")],
        [*same[::-1], (RENDERING, "Realizar el segundo seguimiento", "10%"), (RISKS, "Publicar el informe anual", "10%")],
    )
    assert [(row.activity, len(row.entries)) for row in proposal.rows] == [
        ("Capacitar en integridad", 2),
        ("Capacitar en transparencia", 2),
        ("Realizar el primer seguimiento", 1),
        ("Publicar el informe", 1),
        ("Realizar el segundo seguimiento", 1),
        ("Publicar el informe anual", 1),
    ]
    assert not any(about(row, Code.RETOLD) for row in proposal.rows)


def test_two_activities_of_one_cut_are_never_one_however_alike():
    proposal = a_sheet_each(
        [(RENDERING, "Hacer un foro ciudadano", "10%"), (RENDERING, "Hacer un foro ciudadano virtual", "20%")],
        [(RENDERING, "Hacer un foro ciudadano virtual.", "30%"), (RENDERING, "Hacer un foro  ciudadano", "40%")],
    )
    assert [entries(row) for row in proposal.rows] == [
        [(CUTS[0], 1000), (CUTS[1], 4000)],
        [(CUTS[0], 2000), (CUTS[1], 3000)],
    ]


def test_the_same_activity_of_two_components_is_two_rows_in_any_order():
    of_both = [(RISKS, "Hacer seguimiento", "10%"), (RENDERING, "Hacer seguimiento", "20%")]
    proposal = a_sheet_each(of_both, of_both[::-1])
    assert [(row.component, entries(row)) for row in proposal.rows] == [
        (RISKS, [(CUTS[0], 1000), (CUTS[1], 1000)]),
        (RENDERING, [(CUTS[0], 2000), (CUTS[1], 2000)]),
    ]


def test_what_a_later_follow_up_changes_of_an_activity_is_said():
    def fill(sheet: Sheet, cut: str, goal: str, due: str, office: str) -> None:
        sheet.write("A1", f"SEGUIMIENTO AL {cut} DE 2022")
        rows(sheet, 2, TABLE, (RENDERING, "Hacer un foro", goal, "50%", "Va", office, due))

    data = book(
        A=lambda sheet: fill(sheet, "30 DE ABRIL", "1 foro", "30/06/2022", "Planeación"),
        B=lambda sheet: fill(sheet, "31 DE AGOSTO", "2 foros", "30/09/2022", "Secretaría General"),
    )
    (row,) = read_here(data, "a.xlsx").rows
    assert (row.goal, row.due_dates, row.offices) == ("1 foro", (date(2022, 6, 30),), ("Planeación",))
    said = [(finding.field, finding.message.partition(" de 2022 ")[2]) for finding in about(row, Code.RETOLD)]
    assert said == [
        ("goal", "la meta dice «2 foros»."),
        ("due_dates", "la fecha dice «30/09/2022»."),
        ("offices", "el responsable dice «Secretaría General»."),
    ]


def test_an_activity_added_at_a_later_cut_is_of_the_component_that_its_own_table_says():
    def fill(sheet: Sheet, cut: str, *added: str) -> None:
        sheet.write("A1", f"SEGUIMIENTO AL {cut} DE 2022")
        rows(sheet, 2, TABLE)
        lines = [("Hacer el mapa", RISKS), *((one, RISKS) for one in added), ("Hacer un foro", RENDERING)]
        labels = set()
        for at, (activity, component) in enumerate(lines, 3):
            label = "" if component in labels else component
            labels.add(component)
            rows(sheet, at, (label, activity, "1", "50%", "Va", "Planeación", "30/06/2022"))

    data = book(A=lambda sheet: fill(sheet, "30 DE ABRIL"), B=lambda sheet: fill(sheet, "31 DE AGOSTO", "Divulgar algo nuevo"))
    assert [(row.activity, row.component) for row in read_here(data, "a.xlsx").rows] == [
        ("Hacer el mapa", RISKS),
        ("Hacer un foro", RENDERING),
        ("Divulgar algo nuevo", RISKS),
    ]
