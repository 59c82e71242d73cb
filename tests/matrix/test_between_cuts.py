"""What the progress of one activity tells from one cut to the next."""

import pytest

from pacc_flow.matrix import Code, Confidence, Need
from pacc_flow.matrix.findings import Finding
from tests.matrix.test_columns_of_follow_ups import read as read_cuts
from tests.matrix.test_counts_of_progress import of_cuts

SHARES = ("% programado", "% ejecutado")


def about(findings: tuple[Finding, ...]) -> list[tuple[Code, str | None]]:
    codes = (Code.PERCENT_GUESSED, Code.PERCENT_FELL)
    return [(finding.code, finding.alternative) for finding in findings if finding.code in codes]


@pytest.mark.parametrize("headings", [("Programado", "Ejecutado"), SHARES])
def test_shares_of_each_period_offer_their_sum(headings: tuple[str, str]):
    (row,) = of_cuts(("50%", "50%", "50%", "30%"), headings=headings).rows
    assert [entry.percent for entry in row.entries] == [5000, 3000]
    assert about(row.findings) == [(Code.PERCENT_GUESSED, "80")]
    finding = next(one for one in row.findings if one.code is Code.PERCENT_GUESSED)
    assert finding.confidence is Confidence.LOW
    assert finding.message == (
        "Lo programado para los cortes suma 100 %, así que el avance puede ser el de cada período: sumado es el 80 %. "
        "Leímos 30 %."
    )


def test_shares_that_never_fall_are_still_shares():
    (row,) = of_cuts(("33%", "33%", "33%", "33%", "34%", "34%")).rows
    assert about(row.findings) == [(Code.PERCENT_GUESSED, "100")]


def test_a_cut_to_come_counts_among_what_was_programmed():
    (row, _) = of_cuts(("30%", "30%", "30%", "20%", "40%", ""), ("30%", "30%", "30%", "20%", "40%", "40%")).rows
    assert about(row.findings) == [(Code.PERCENT_GUESSED, "50")]


@pytest.mark.parametrize(
    "row",
    [
        ("50%", "50%", "100%", "80%"),  # cumulative
        ("0%", "0%", "100%", "80%"),  # all of it at the last cut
        ("50%", "", "50%", "50%"),  # nothing to add
    ],
)
def test_progress_that_is_cumulative_asks_nothing(row: tuple[str, ...]):
    assert about(of_cuts(row).rows[0].findings) == []


@pytest.mark.parametrize("row", [("50%", "50%", "100%", "30%"), ("50%", "90%", "50%", "30%")])
def test_what_was_programmed_to_be_cumulative_or_adds_up_to_too_much_only_falls(row: tuple[str, ...]):
    assert about(of_cuts(row).rows[0].findings) == [(Code.PERCENT_FELL, None)]


def test_progress_that_falls_between_two_cuts_is_said_with_both():
    row, other = read_cuts(("30/04/2022", "31/08/2022", "31/12/2022"), ("50%", "30%", "60%"), ("10%", "", "10%")).rows
    (finding,) = (one for one in row.findings if one.code is Code.PERCENT_FELL)
    assert finding.message == "El avance baja: 50 % en el corte del 30 de abril de 2022 y 30 % en el del 31 de agosto de 2022."
    assert finding.need is Need.NOTHING
    assert about(other.findings) == []
