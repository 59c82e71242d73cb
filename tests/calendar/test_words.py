"""The words of deadlines, as the screens write them."""

from datetime import UTC, date, datetime

import pytest

from pacc_flow.calendar import BusinessCalendar, business_days_late, is_late, words

CALENDAR = BusinessCalendar()
MONDAY = date(2026, 9, 7)
APRIL = date(2026, 4, 30)


@pytest.mark.parametrize(
    ("due_on", "today", "sentence"),
    [
        (APRIL, date(2026, 4, 27), "vence en 3 días hábiles, jueves 30 de abril"),
        (MONDAY, date(2026, 9, 4), "vence en 1 día hábil, lunes 7 de septiembre"),
        (MONDAY, date(2026, 9, 6), "vence mañana, lunes 7 de septiembre"),
        (MONDAY, MONDAY, "vence hoy, lunes 7 de septiembre"),
        (MONDAY, date(2026, 9, 8), "venció ayer, lunes 7 de septiembre"),
        (MONDAY, date(2026, 9, 9), "venció hace 2 días hábiles, lunes 7 de septiembre"),
        (date(2026, 9, 6), date(2026, 9, 4), "vence en 2 días, domingo 6 de septiembre"),
        (date(2026, 9, 4), date(2026, 9, 6), "venció hace 2 días, viernes 4 de septiembre"),
        (date(2026, 9, 4), date(2026, 9, 7), "venció hace 1 día hábil, viernes 4 de septiembre"),
    ],
)
def test_a_deadline_is_told_in_business_days_with_its_weekday(due_on: date, today: date, sentence: str):
    assert words.deadline(due_on, today, CALENDAR) == sentence


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (APRIL, "el 30 de abril de 2026"),
        (date(2026, 5, 8), "del 30 de abril al 8 de mayo de 2026"),
        (date(2027, 1, 8), "del 30 de abril de 2026 al 8 de enero de 2027"),
    ],
)
def test_days_in_a_row_are_told_by_the_first_and_the_last(last: date, said: str):
    assert words.days_from_to(APRIL, last) == said


def test_days_of_one_month_name_it_once():
    assert words.days_from_to(date(2026, 5, 4), date(2026, 5, 8)) == "del 4 al 8 de mayo de 2026"


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (date(2026, 9, 3), "Le quedan 2 días hábiles"),
        (date(2026, 9, 4), "Le queda 1 día hábil"),
        (date(2026, 9, 6), "Le queda 1 día hábil"),
        (date(2026, 8, 24), "Le quedan 10 días hábiles"),
        (MONDAY, "Hoy vence el plazo"),
        (date(2026, 9, 8), "El plazo venció ayer, lunes 7 de septiembre"),
        (date(2026, 9, 9), "El plazo venció el lunes 7 de septiembre, hace 2 días hábiles"),
    ],
)
def test_who_owes_is_told_how_much_time_is_left(today: date, sentence: str):
    assert words.time_left(MONDAY, today, CALENDAR) == sentence


@pytest.mark.parametrize(
    ("done_on", "sentence"),
    [
        (date(2026, 9, 3), "A tiempo: 2 días hábiles antes del plazo"),
        (date(2026, 9, 4), "A tiempo: 1 día hábil antes del plazo"),
        (MONDAY, "A tiempo: el día del plazo"),
        (date(2026, 9, 8), "1 día hábil tarde"),
        (date(2026, 9, 9), "2 días hábiles tarde"),
    ],
)
def test_what_arrived_says_how_early_or_how_late(done_on: date, sentence: str):
    assert words.punctuality(MONDAY, done_on, CALENDAR) == sentence


@pytest.mark.parametrize(
    ("due_on", "done_on", "count"),
    [
        (MONDAY, date(2026, 9, 4), 0),
        (MONDAY, MONDAY, 0),
        (MONDAY, date(2026, 9, 9), 2),
        (date(2026, 9, 4), date(2026, 9, 5), 1),  # sent on Saturday: as if on Monday
        (date(2026, 9, 4), date(2026, 9, 7), 1),
        (date(2026, 9, 6), date(2026, 9, 7), 1),  # a deadline moved to a Sunday
        (date(2026, 4, 30), date(2026, 5, 4), 1),  # over a holiday and a weekend
    ],
)
def test_lateness_counts_business_days_and_is_never_zero_for_what_is_late(due_on: date, done_on: date, count: int):
    assert business_days_late(due_on, done_on, CALENDAR) == count
    assert is_late(due_on, done_on) is (count > 0)


@pytest.mark.parametrize(
    ("today", "late"),
    [
        (date(2026, 5, 9), "1 día"),  # a Saturday, the day after
        (date(2026, 5, 10), "2 días"),
        (date(2026, 5, 11), "1 día hábil"),
        (date(2026, 5, 15), "5 días hábiles"),
        (date(2026, 5, 16), "5 días hábiles"),  # a Saturday again
        (date(2026, 5, 17), "5 días hábiles"),
        (date(2026, 5, 18), "5 días hábiles"),  # a holiday
        (date(2026, 5, 19), "6 días hábiles"),
    ],
)
def test_what_is_owed_is_as_late_as_the_days_that_went_by_in_every_sentence(today: date, late: str):
    friday = date(2026, 5, 8)
    assert words.arrears(friday, today, CALENDAR) == f"{late} de atraso"
    said = "ayer" if today == date(2026, 5, 9) else f"hace {late}"
    assert said in words.overdue(friday, today, CALENDAR)
    assert said in words.deadline(friday, today, CALENDAR)


def test_a_single_day_over_a_weekend_is_singular():
    assert words.days(1) == "1 día"
    assert words.time_left(date(2026, 9, 6), date(2026, 9, 5), CALENDAR) == "Le queda 1 día"


def test_dates_are_written_in_full_with_their_weekday_or_in_figures():
    on = date(2021, 12, 31)
    assert words.long_date(on) == "31 de diciembre de 2021"
    assert words.weekday_date(on) == "viernes 31 de diciembre"
    assert words.numeric_date(date(2022, 1, 3)) == "03/01/2022"


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 9, 6), "ayer"),
        (MONDAY, "hoy"),
        (date(2026, 9, 8), "mañana"),
        (date(2026, 9, 9), "miércoles 9 de septiembre"),
    ],
)
def test_near_days_are_called_by_their_name(on: date, said: str):
    assert words.near_day(on, MONDAY) == said


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (datetime(2022, 1, 14, 21, 5, tzinfo=UTC), "4:05 p. m."),
        (datetime(2022, 1, 14, 14, 31, tzinfo=UTC), "9:31 a. m."),
        (datetime(2022, 1, 14, 17, 0, tzinfo=UTC), "12:00 p. m."),
        (datetime(2022, 1, 14, 5, 0, tzinfo=UTC), "12:00 a. m."),
    ],
)
def test_hours_are_those_of_bogota_and_do_not_break(instant: datetime, said: str):
    assert words.clock_time(instant) == said.replace(" ", words.NBSP)


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (datetime(2026, 9, 8, 4, 59, tzinfo=UTC), "hoy, 11:59 p. m."),  # already 8 September in UTC
        (datetime(2026, 9, 6, 21, 38, tzinfo=UTC), "ayer, 4:38 p. m."),
        (datetime(2026, 9, 1, 13, 0, tzinfo=UTC), "1 de septiembre, 8:00 a. m."),
        (datetime(2022, 1, 14, 21, 5, tzinfo=UTC), "14 de enero de 2022, 4:05 p. m."),
    ],
)
def test_a_moment_is_told_near_by_name_and_far_by_date(instant: datetime, said: str):
    day, hour = said.rsplit(", ", 1)
    expected = f"{day}, {hour.replace(' ', words.NBSP)}"
    assert words.moment(instant, datetime(2026, 9, 8, 4, 59, 59, tzinfo=UTC)) == expected


def test_a_day_of_another_year_says_which():
    assert words.weekday_of_year(date(2026, 5, 15), 2026) == "viernes 15 de mayo"
    assert words.weekday_of_year(date(2027, 1, 18), 2026) == "lunes 18 de enero de 2027"
