"""Several follow-ups in one document, however they are laid out: each activity is one row, with an entry for each."""

from collections.abc import Sequence
from datetime import date

import pytest

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


# One line for each cut, under an activity that is merged, repeated or written once.

BY_LINE = ("Componente", "Actividad", "Meta", "Responsable", "Fecha límite")
DATED = ("30/04/2022", "31/08/2022", "31/12/2022")
SPELLED = [
    ("Corte", DATED),
    ("Fecha de corte", ("2022-04-30", "2022-08-31", "2022-12-31")),
    ("FECHA DE SEGUIMIENTO", DATED),
    ("Período", ("Enero - abril", "Mayo - agosto", "Septiembre - diciembre")),
    ("Periodo de seguimiento", ("Corte 1", "Corte 2", "Corte 3")),
    ("Mes", ("Abril", "Agosto", "Diciembre")),
    ("Corte", ("Abr", "Ago.", "Dic")),
    ("Corte", ("abr-22", "ago-22", "dic-22")),
    ("Corte", ("1", "2", "3")),
    ("Cuatrimestre", ("I", "II", "III")),
    ("Seguimiento", ("I cuatrimestre", "II cuatrimestre", "III cuatrimestre")),
    ("No. de seguimiento", ("1", "2", "3")),
]


def by_line(heading: str, cuts: Sequence[str], *, blank: bool = False, activities: int = 2) -> Proposal:
    lines = [("Vigencia", "2022"), (*BY_LINE, heading, "% de avance", "Observaciones")]
    for n in range(activities):
        own = (RENDERING, f"Hacer el foro {n}", f"{n} foros", "Planeación", "30/11/2022")
        for at, cut in enumerate(cuts):
            lines.append((*(own if not at or not blank else [""] * 5), cut, f"{at + 1}0%", f"Van {at + 1}"))
    return read_here("\n".join(";".join(line) for line in lines).encode(), "a.csv")


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize(("heading", "cuts"), SPELLED, ids=[f"{heading}: {cuts[0]}" for heading, cuts in SPELLED])
def test_a_line_for_each_cut_is_an_entry_of_its_activity(heading: str, cuts: Sequence[str], *, blank: bool):
    proposal = by_line(heading, cuts, blank=blank)
    assert [entries(row) for row in proposal.rows] == [list(zip(CUTS, (1000, 2000, 3000), strict=True))] * 2
    first = proposal.rows[0]
    assert (first.activity, first.goal, first.due_dates) == ("Hacer el foro 0", "0 foros", (date(2022, 11, 30),))
    assert (first.component, first.narrative, first.offices) == (RENDERING, "Van 3", ("Planeación",))
    assert proposal.metadata.follow_up_on == CUTS[2]
    assert {Code.UNKNOWN_COLUMN, Code.DOUBTFUL_COLUMN}.isdisjoint(finding.code for finding in proposal.findings)


def test_a_merged_activity_has_its_cuts_beside_it():
    def fill(sheet: Sheet) -> None:
        rows(sheet, 0, (*BY_LINE, "Corte", "% de avance", "Observaciones"))
        for n, top in enumerate((1, 4)):
            for place, text in enumerate((RENDERING, f"Hacer el foro {n}", "1 foro", "Planeación", "30/11/2022")):
                sheet.merge_range(top, place, top + 2, place, text)
            for at, cut in enumerate(DATED):
                sheet.write_row(top + at, 5, [cut, f"{at + 1}0%", "Va"])

    proposal = read_here(book(Plan=fill), "a.xlsx")
    assert [entries(row) for row in proposal.rows] == [list(zip(CUTS, (1000, 2000, 3000), strict=True))] * 2


def test_a_cut_that_has_not_come_yet_is_no_entry():
    lines = [
        "Componente;Actividad;Meta;Responsable;Corte;% de avance;Observaciones",
        *(f"{RENDERING};Hacer;1;Planeación;{cut};{said}" for cut, said in zip(DATED, ("10%;Va", "50%;Va", ";"), strict=True)),
    ]
    (row,) = read_here("\n".join(lines).encode(), "a.csv").rows
    assert entries(row) == [(CUTS[0], 1000), (CUTS[1], 5000)]
    assert row.percent == 5000


def test_a_line_whose_cut_nobody_understands_is_a_row_of_its_own():
    lines = ["Componente;Actividad;Meta;Responsable;Corte;% de avance;Observaciones"]
    lines += [f"{RENDERING};Hacer {n};1;Planeación;{cut};10%;Va" for n in range(4) for cut in DATED]
    proposal = read_here("\n".join([*lines, f"{RENDERING};Hacer 1;1;Planeación;luego;90%;Fin"]).encode(), "a.csv")
    assert [(row.activity, len(row.entries)) for row in proposal.rows[:4]] == [(f"Hacer {n}", 3) for n in range(4)]
    assert (proposal.rows[4].activity, proposal.rows[4].percent) == ("Hacer 1", 9000)
    assert [bool(about(row, Code.CUT_GUESSED)) for row in proposal.rows] == [*[False] * 4, True]


@pytest.mark.parametrize("heading", ["Mes", "Período"])
def test_a_period_in_which_each_activity_is_due_is_no_follow_up(heading: str):
    lines = ["PLAN 2022", "", f"Componente;Actividad;Meta;Responsable;{heading};% de avance"]
    lines += [f"{RENDERING};Hacer {n};1;Planeación;{month};10%" for n, month in enumerate(("Abril", "Agosto", "Abril"))]
    proposal = read_here("\n".join(lines).encode(), "a.csv")
    assert [row.due_dates for row in proposal.rows] == [(CUTS[0],), (CUTS[1],), (CUTS[0],)]
    assert not any(row.entries for row in proposal.rows)


def test_what_the_header_block_says_right_above_the_headings_is_no_heading():
    proposal = by_line("Corte", ("1", "2"))
    assert proposal.metadata.raw["year"] == "2022"
    assert [column.heading for column in proposal.metadata.blocks[0].columns[:2]] == ["Componente", "Actividad"]


def test_a_month_that_a_spreadsheet_keeps_as_its_first_day_is_the_whole_month():
    assert entries(by_line("Corte", ("2022-04-01", "2022-08-01", "2022-12-01")).rows[0])[0][0] == CUTS[0]


def test_a_later_sheet_may_add_to_the_cuts_that_stand_side_by_side():
    def fill(sheet: Sheet, *cuts: str) -> None:
        rows(sheet, 0, ("Componente", "Actividad", "Meta", "Responsable", *(f"% avance {cut}" for cut in cuts)))
        rows(sheet, 1, (RENDERING, "Hacer el foro", "1", "Planeación", *(f"{n}0%" for n in range(1, len(cuts) + 1))))

    data = book(
        A=lambda sheet: fill(sheet, "30/04/2022", "31/08/2022"),
        B=lambda sheet: fill(sheet, "31/12/2022"),
    )
    (row,) = read_here(data, "a.xlsx").rows
    assert entries(row) == list(zip(CUTS, (1000, 2000, 1000), strict=True))
