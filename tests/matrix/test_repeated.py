"""Activities that stand twice in a document without being follow-ups of one: each later one waits for a person."""

from io import BytesIO

from openpyxl import Workbook

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here

HEADINGS = ("Componente", "Actividades", "Meta", "Responsable", "Fecha", "% de avance")
REPORT = ("Rendición de cuentas", "Publicar el informe", "1 informe", "Planeación", "30/06/2022", "10%")
HEARING = ("Rendición de cuentas", "Hacer la audiencia", "1 audiencia", "Planeación", "30/09/2022", "10%")


def but(line: tuple[str, ...], at: int, text: str) -> tuple[str, ...]:
    return (*line[:at], text, *line[at + 1 :])


def book(**sheets: tuple[tuple[str, ...], ...]) -> Proposal:
    made = Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name.replace("_", " "))
        for line in lines:
            sheet.append(line)
    stream = BytesIO()
    made.save(stream)
    return read_here(stream.getvalue(), "a.xlsx")


def asked(proposal: Proposal) -> list[tuple[int, str]]:
    return [
        (row.n, finding.message) for row in proposal.rows for finding in row.findings if finding.code is Code.REPEATED_ACTIVITY
    ]


def about_file(proposal: Proposal) -> list[str]:
    return [finding.message for finding in proposal.findings if finding.code is Code.PLAN_TWICE]


def test_a_row_that_stands_twice_in_its_sheet_is_asked_about_and_the_first_is_not():
    proposal = book(Plan=(HEADINGS, REPORT, HEARING, but(REPORT, 1, "Publicar  el informe."), REPORT))
    message = "La actividad está repetida: la fila es igual a la del renglón 2."
    assert asked(proposal) == [(3, message), (4, message)]
    assert [row.needs_a_person for row in proposal.rows] == [False, False, True, True]
    assert about_file(proposal) == []


def test_rows_of_one_sheet_that_differ_in_what_an_activity_is_are_not_repeated():
    others = [
        but(REPORT, at, text) for at, text in ((0, "Transparencia"), (2, "2 informes"), (3, "Sistemas"), (4, "30/12/2022"))
    ]
    assert asked(book(Plan=(HEADINGS, REPORT, *others))) == []


def test_two_versions_of_a_plan_in_one_book_are_told_and_each_activity_of_the_second_is_asked_about():
    proposal = book(PAAC_V1=(HEADINGS, REPORT, HEARING), PAAC_V2=(HEADINGS, but(REPORT, 4, "30/11/2022"), HEARING))
    assert [n for n, _ in asked(proposal)] == [3, 4]
    assert asked(proposal)[0][1].startswith("La actividad ya está en la hoja «PAAC V1», renglón 2.")
    assert about_file(proposal) == [
        "La hoja «PAAC V2» repite 2 de las actividades de «PAAC V1»: parecen dos versiones del plan."
    ]


def test_plans_of_two_years_in_one_book_are_told_though_they_share_no_activity():
    titles = [(("Plan anticorrupción 2022",), HEADINGS, REPORT), (("Plan anticorrupción 2023",), HEADINGS, HEARING)]
    proposal = book(Uno=titles[0], Dos=titles[1])
    assert about_file(proposal)[0].startswith("Hay hojas de vigencias distintas: «Uno», 2022; «Dos», 2023.")
    assert asked(proposal) == []


def test_the_follow_ups_of_a_plan_in_a_sheet_each_repeat_nothing():
    proposal = book(
        Corte_abril_2022=(HEADINGS, REPORT, HEARING),
        Corte_diciembre_2022=(HEADINGS, REPORT, HEARING),
        Corte_enero_2023=(HEADINGS, REPORT, HEARING),
    )
    assert (len(proposal.rows), asked(proposal), about_file(proposal)) == (2, [], [])
