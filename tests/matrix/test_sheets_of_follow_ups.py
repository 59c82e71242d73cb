"""A sheet for each follow-up, which only the names of the others or the sheet of the plan tell."""

from collections.abc import Sequence
from datetime import date

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_follow_ups import CUTS, RENDERING, entries
from tests.matrix.test_layouts import book, codes, rows

PLAN = ("Componente", "Actividades", "Meta", "Responsable", "Fecha")
TOLD = ("% de avance", "Observaciones")
FORUM, HEARING = ((RENDERING, what, "1", "Planeación", "30/06/2022") for what in ("Hacer un foro", "Hacer la audiencia"))


def read(**sheets: Sequence[tuple[str, ...]]) -> Proposal:
    return read_here(
        book(**{name: lambda sheet, lines=lines: rows(sheet, 0, *lines) for name, lines in sheets.items()}), "a.xlsx"
    )


def of_follow_up(percent: str, *plan: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [(*PLAN, *TOLD), *((*one, percent, f"Va {percent}") for one in plan or (FORUM, HEARING))]


QUARTERS = [date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30)]
NAMED = [
    (("Abril", "Agosto", "Diciembre"), CUTS),
    (("ABR", "AGO", "DIC"), CUTS),
    (("Abril 2022", "Agosto 2022", "Diciembre 2022"), CUTS),
    (("Abr-22", "Ago-22", "Dic-22"), CUTS),
    (("Primer Trim", "Segundo Trim", "Tercer Trim"), QUARTERS),
    (("I Trim.", "II Trim.", "III Trim."), QUARTERS),
    (("Trim I", "Trim II", "Trim III"), QUARTERS),
    (("I", "II", "III"), CUTS),
    (("01", "02", "03"), CUTS),
]


@pytest.mark.parametrize(("names", "cuts"), NAMED, ids=[" ".join(names) for names, _ in NAMED])
def test_sheets_called_by_a_cut_alone_are_follow_ups_where_they_repeat_their_activities(
    names: Sequence[str], cuts: Sequence[date]
):
    proposal = read(**{name: of_follow_up(f"{n}0%") for n, name in enumerate(names, 1)})
    assert [entries(row) for row in proposal.rows] == [list(zip(cuts, (1000, 2000, 3000), strict=True))] * 2
    assert Code.PLAN_TWICE not in codes(proposal)


def test_sheets_of_the_months_in_which_activities_are_due_are_no_follow_ups():
    proposal = read(Abril=of_follow_up("10%", FORUM), Agosto=of_follow_up("20%", HEARING))
    assert [(row.activity, row.percent, row.entries) for row in proposal.rows] == [
        ("Hacer un foro", 1000, ()),
        ("Hacer la audiencia", 2000, ()),
    ]


def test_sheets_of_two_years_or_two_versions_are_none_either():
    proposal = read(PAAC_2022=of_follow_up("10%"), PAAC_2023=of_follow_up("20%"))
    assert len(proposal.rows) == 4
    assert Code.PLAN_TWICE in codes(proposal)


ALONE = [PLAN, FORUM, HEARING]
BESIDE = [("No.", "Actividades", *TOLD), ("1", "Hacer un foro", "50%", "Se citó"), ("2", "Hacer la audiencia", "60%", "Va")]


@pytest.mark.parametrize(("name", "cut"), [("Seguimiento 1", CUTS[0]), ("Seg. agosto", CUTS[1]), ("Seguimiento", None)])
@pytest.mark.parametrize("is_first", [True, False])
def test_the_only_follow_up_of_a_plan_in_a_sheet_of_its_own_is_what_its_rows_say(
    name: str, cut: date | None, *, is_first: bool
):
    sheets = {name: BESIDE, "Plan": ALONE} if is_first else {"Plan": ALONE, name: BESIDE}
    proposal = read(**sheets)
    assert [(row.activity, row.percent, row.narrative) for row in proposal.rows] == [
        ("Hacer un foro", 5000, "Se citó"),
        ("Hacer la audiencia", 6000, "Va"),
    ]
    assert {(row.component, row.goal, row.due_text, row.offices, row.entries) for row in proposal.rows} == {
        (RENDERING, "1", "30/06/2022", ("Planeación",), ())
    }
    assert proposal.metadata.follow_up_on == cut


def test_several_follow_ups_beside_their_plan_are_its_entries():
    proposal = read(Plan=ALONE, Abril=BESIDE, Agosto=BESIDE)
    assert [entries(row) for row in proposal.rows] == [[(cut, percent) for cut in CUTS[:2]] for percent in (5000, 6000)]
    assert {row.due_text for row in proposal.rows} == {"30/06/2022"}


def test_a_sheet_of_other_activities_is_no_follow_up_of_the_plan_beside_it():
    proposal = read(Plan=[PLAN, FORUM], Otra=of_follow_up("50%", HEARING))
    assert [(row.activity, row.percent) for row in proposal.rows] == [("Hacer un foro", None), ("Hacer la audiencia", 5000)]


def test_what_a_later_follow_up_says_alone_of_an_activity_is_taken_and_told():
    lacking = [(*PLAN, *TOLD), (*FORUM[:3], "", FORUM[4], "10%", "Va")]
    (row,) = read(Abril=lacking, Agosto=of_follow_up("20%", FORUM)).rows
    assert (row.offices, len(row.entries)) == (("Planeación",), 2)
    assert [finding.message for finding in row.findings if finding.code is Code.RETOLD] == [
        "En el seguimiento del 31 de agosto de 2022 el responsable dice «Planeación»."
    ]


def test_what_the_sheet_of_the_plan_says_of_an_activity_is_no_other_wording():
    proposal = read(Seguimiento_1=BESIDE, Plan=ALONE)
    assert not any(finding.code is Code.RETOLD for row in proposal.rows for finding in row.findings)
