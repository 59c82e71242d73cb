"""Progress that counts what was done, «8» of a goal of «12», and so is no percentage: read against its goal, and asked."""

from collections.abc import Sequence

import pytest

from pacc_flow.matrix import Code, Confidence, Proposal
from pacc_flow.matrix.cells.cell_readings import read_percentage
from pacc_flow.matrix.cells.counts import counted_goal
from pacc_flow.matrix.reading import read_here

PAIR = ("Programado", "Ejecutado")


def of_goals(*rows: tuple[str, str], heading: str = "Avance") -> Proposal:
    lines = [f"Rendición de cuentas;Hacer {n};{goal};Planeación;30/11/2022;{done}" for n, (goal, done) in enumerate(rows)]
    text = "\n".join(["PLAN 2022", f"Componente;Actividad;Meta;Responsable;Fecha;{heading}", *lines])
    return read_here(text.encode(), "a.csv")


def of_cuts(*rows: Sequence[str], headings: Sequence[str] = PAIR) -> Proposal:
    """Each row: what was programmed and done by each cut."""
    cuts = ("1er cuatrimestre", "2do cuatrimestre", "3er cuatrimestre")[: len(rows[0]) // 2]
    columns = [
        "Componente;Actividad;Meta;Responsable;Fecha;" + ";".join(f"{cut};" for cut in cuts),
        ";;;;;" + ";".join(headings * len(cuts)),
    ]
    lines = [f"Rendición de cuentas;Hacer {n};1 foro;Planeación;30/11/2022;{';'.join(row)}" for n, row in enumerate(rows)]
    return read_here("\n".join(["PLAN 2022", *columns, *lines]).encode(), "a.csv")


def percents(proposal: Proposal) -> list[int | None]:
    return [row.percent for row in proposal.rows]


def asked(proposal: Proposal) -> list[list[tuple[Code, str | None]]]:
    codes = (Code.PERCENT_GUESSED, Code.UNREAD_PERCENT)
    return [[(f.code, f.alternative) for f in row.findings if f.code in codes] for row in proposal.rows]


def test_a_count_is_read_against_its_goal_and_the_percentage_that_it_may_be_is_offered():
    proposal = of_goals(("12", "8"), ("3", "3"), ("4 informes", "0"))
    assert percents(proposal) == [6667, 10000, 0]
    assert asked(proposal) == [[(Code.PERCENT_GUESSED, "8")], [(Code.PERCENT_GUESSED, "3")], []]
    finding = next(f for f in proposal.rows[0].findings if f.field == "percent")
    assert finding.confidence is Confidence.MEDIUM
    assert finding.message == "«8» parece contar lo hecho: 8 de 12 de la meta. Leímos 66,67 %; puede ser el 8 %."


def test_a_count_beside_percentages_with_their_sign_is_read_against_its_goal():
    proposal = of_goals(("12", "8"), ("3", "30%"))
    assert percents(proposal) == [6667, 3000]
    assert asked(proposal) == [[(Code.PERCENT_GUESSED, "8")], []]


def test_what_goes_beyond_its_goal_or_has_none_is_asked_where_the_others_count():
    proposal = of_goals(("12", "8"), ("3", "3"), ("4", "5"), ("Informe publicado", "2"))
    assert percents(proposal) == [6667, 10000, None, None]
    assert [found[0][0] for found in asked(proposal)[2:]] == [Code.UNREAD_PERCENT] * 2


def test_few_of_something_whose_goals_say_no_number_are_asked():
    proposal = of_goals(("Informe publicado", "3"), ("Plan adoptado", "0"), ("Actas", "12"))
    assert percents(proposal) == [300, 0, 1200]
    assert asked(proposal) == [[(Code.PERCENT_GUESSED, "")], [], [(Code.PERCENT_GUESSED, "")]]
    assert asked(of_goals(("Informe publicado", "3"), ("Plan adoptado", "25"))) == [[], []]


def test_percentages_without_their_sign_are_no_counts_and_only_the_one_that_may_be_is_asked():
    proposal = of_goals(("1 foro", "100"), ("2 informes", "50"), ("1 plan", "80"), ("12 talleres", "8"))
    assert percents(proposal) == [10000, 5000, 8000, 800]
    assert asked(proposal) == [[], [], [], [(Code.PERCENT_GUESSED, "66,67")]]


@pytest.mark.parametrize("heading", ["% de avance", "Porcentaje de avance", "Avance (%)"])
def test_a_column_that_says_percentage_counts_nothing(heading: str):
    proposal = of_goals(("12", "8"), ("3", "3"), heading=heading)
    assert percents(proposal) == [800, 300]
    assert asked(proposal) == [[], []]


def test_what_was_done_counts_though_another_row_says_a_percentage():
    proposal = of_cuts(("4", "3"), ("2", "30%"), ("4", "4"))
    assert percents(proposal) == [7500, 3000, 10000]
    assert asked(proposal) == [[(Code.PERCENT_GUESSED, "3")], [], [(Code.PERCENT_GUESSED, "4")]]


@pytest.mark.parametrize(
    "rows",
    [
        [("50", "50", "100", "80"), ("20", "20", "100", "100")],  # cumulative: the last reaches a hundred
        [("50", "50", "50", "30"), ("20", "10", "80", "30")],  # of each period: they make it up together
    ],
)
def test_what_was_programmed_up_to_a_hundred_by_the_last_cut_is_no_count(rows: list[tuple[str, ...]]):
    assert [row.entries[0].percent for row in of_cuts(*rows).rows] == [int(row[1]) * 100 for row in rows]


def test_a_cut_for_which_nothing_was_programmed_asks_nothing():
    proposal = of_cuts(("2", "1", "0", "0"), ("1", "1", "1", "1"))
    assert percents(proposal) == [None, 10000]
    assert Code.PERCENT_NOT_APPLICABLE in {finding.code for finding in proposal.rows[0].findings}


@pytest.mark.parametrize(
    ("goal", "count"),
    [
        ("12", 12),
        ("12 informes", 12),
        ("12.", 12),
        ("Doce (12) informes", 12),
        ("Un informe", 1),
        ("dos actas y un acuerdo", 2),
        ("1. Informe publicado", None),
        ("2) Informe", None),
        ("30/06/2022", None),
        ("2-3 informes", None),
        ("100", None),
        ("50%", None),
        ("80 % de avance", None),
        ("1.200 encuestas", None),
        ("2022", None),
        ("0", None),
        ("Informe 3", None),
        ("", None),
    ],
)
def test_a_goal_says_how_many_with_its_first_words(goal: str, count: int | None):
    assert counted_goal(goal) == count


@pytest.mark.parametrize("text", ["8 informes", "2 de avanzada", "5 (actas)"])
def test_a_figure_beside_what_it_counts_is_asked(text: str):
    found = read_percentage(text, unsigned_are_fractions=False).findings
    assert (Code.PERCENT_GUESSED, "") in {(finding.code, finding.alternative) for finding in found}


@pytest.mark.parametrize("text", ["80 cumplida", "80 en avance", "80 de cumplimiento"])
def test_a_figure_beside_its_state_is_a_percentage(text: str):
    found = read_percentage(text, unsigned_are_fractions=False).findings
    assert {finding.code for finding in found} == {Code.PERCENT_WITHOUT_SIGN, Code.PERCENT_WITH_TEXT}
