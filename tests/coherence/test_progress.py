"""The percentage against the dates of the plan, and against the cut before."""

from datetime import date

import pytest

from tests.coherence.reports import found, kinds, reported

CUT, BEFORE, AFTER, LATER = date(2026, 4, 30), date(2026, 3, 31), date(2026, 5, 1), date(2026, 12, 18)

# fmt: off
DATES = (  # percent, dates, is it told
    (10_000, (AFTER,),           True),
    (10_000, (BEFORE, AFTER),    True),
    (10_000, (CUT,),             False),   # due on the day of the cut
    (10_000, (BEFORE,),          False),
    (10_000, (),                 False),   # «permanente»
    (9_999,  (AFTER,),           False),
    (None,   (AFTER,),           False),
)
FALLS = (  # before, percent, is it told
    (6000, 5000,   True),
    (6000, 5999,   True),
    (1,    0,      True),
    (6000, 6000,   False),
    (0,    0,      False),
    (None, 0,      False),   # the first cut
    (6000, None,   False),
)
# fmt: on


@pytest.mark.parametrize(("percent", "dates", "is_told"), DATES)
def test_everything_done_before_its_last_date_is_told(percent: int | None, dates: tuple[date, ...], *, is_told: bool):
    assert ("due_later" in kinds(reported(percent=percent, due_dates=dates))) is is_told


def test_the_last_date_and_that_of_the_cut_are_named():
    (one,) = found(reported(due_dates=(BEFORE, LATER, AFTER)))
    assert one.title == "Reporta 100\u00a0%, pero la fecha de culminación es posterior al corte"
    assert one.reason == "La última fecha de culminación es el 18 de diciembre de 2026; el corte es al 30 de abril de 2026."
    (one,) = found(reported(due_dates=(AFTER,)))
    assert one.reason.startswith("La fecha de culminación es el 1 de mayo de 2026;")


@pytest.mark.parametrize(("before", "percent", "is_told"), FALLS)
def test_less_than_at_the_cut_before_is_told(before: int | None, percent: int | None, *, is_told: bool):
    assert ("went_down" in kinds(reported(before=before, percent=percent))) is is_told


def test_both_figures_are_named():
    (one,) = found(reported(before=6050, percent=5000))
    assert (one.title, one.reason) == (
        "El avance bajó",
        "60,50\u00a0% en el corte anterior, 50\u00a0% ahora. El avance es acumulado.",
    )
