from datetime import date

import pytest

from pacc_flow.calendar import (
    FOUR_CUTS,
    THREE_CUTS,
    TWO_CUTS,
    CutSchedule,
    InvalidCalendarError,
    YearDay,
    ordinal_name,
)


@pytest.mark.parametrize(
    ("schedule", "dates"),
    [
        (THREE_CUTS, [date(2026, 4, 30), date(2026, 8, 31), date(2026, 12, 31)]),
        (TWO_CUTS, [date(2026, 6, 30), date(2026, 12, 31)]),
        (FOUR_CUTS, [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]),
    ],
)
def test_two_three_and_four_cuts_a_year_fall_on_their_dates(schedule: CutSchedule, dates: list[date]):
    assert list(schedule.dates(2026)) == dates
    assert [schedule.cut_on(2026, number) for number in range(1, len(dates) + 1)] == dates


@pytest.mark.parametrize(
    ("number", "name"), [(1, "Primer corte"), (2, "Segundo corte"), (3, "Tercer corte"), (12, "Duodécimo corte")]
)
def test_a_cut_is_called_by_its_ordinal(number: int, name: str):
    assert ordinal_name(number) == name


def test_a_label_says_which_cut_and_when():
    assert THREE_CUTS.label(2021, 3) == "Tercer corte, 31 de diciembre de 2021"


@pytest.mark.parametrize(
    ("schedule", "number", "starts_on", "ends_on", "words"),
    [
        (THREE_CUTS, 1, date(2026, 1, 1), date(2026, 4, 30), "entre enero y abril"),
        (THREE_CUTS, 2, date(2026, 5, 1), date(2026, 8, 31), "entre mayo y agosto"),
        (TWO_CUTS, 2, date(2026, 7, 1), date(2026, 12, 31), "entre julio y diciembre"),
        (CutSchedule((YearDay(1, 31), YearDay(2, 28))), 2, date(2026, 2, 1), date(2026, 2, 28), "en febrero"),
    ],
)
def test_a_cut_looks_at_the_time_since_the_one_before(
    schedule: CutSchedule, number: int, starts_on: date, ends_on: date, words: str
):
    assert schedule.period(2026, number) == (starts_on, ends_on)
    assert schedule.period_in_words(number) == words


@pytest.mark.parametrize("schedule", [THREE_CUTS, TWO_CUTS, FOUR_CUTS])
def test_a_schedule_comes_back_from_json_as_it_went(schedule: CutSchedule):
    assert CutSchedule.from_json(schedule.to_json()) == schedule


def test_a_schedule_is_stored_as_month_and_day():
    assert THREE_CUTS.to_json() == ["04-30", "08-31", "12-31"]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("04-30", "Los cortes son una lista"),
        (None, "Los cortes son una lista"),
        ([430], "Los cortes son una lista"),
        (["30 de abril"], "se escribe como mes y día"),
        (["0430"], "se escribe como mes y día"),
        (["04-xx"], "se escribe como mes y día"),
        (["-30"], "se escribe como mes y día"),
        (["11-31"], "El corte 11-31 no existe todos los años"),
        (["02-29"], "El corte 02-29 no existe todos los años"),
        ([], "entre 1 y 12 cortes"),
        ([f"01-{day:02d}" for day in range(1, 14)], "entre 1 y 12 cortes"),
        (["08-31", "04-30"], "en el orden del año"),
        (["04-30", "04-30"], "en el orden del año"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_with_its_reason(value: object, sentence: str):
    with pytest.raises(InvalidCalendarError, match=sentence):
        CutSchedule.from_json(value)


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_cut_that_the_plan_does_not_have_is_refused(number: int):
    with pytest.raises(InvalidCalendarError, match=f"No existe el corte {number}: este plan tiene 3"):
        THREE_CUTS.cut_on(2026, number)
