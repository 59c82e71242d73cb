"""The months that are drawn and the days in them on which nobody works, each with its name."""

from datetime import date

import pytest

from pacc_flow.calendar import BusinessCalendar, months, special_days
from pacc_flow.calendar.business_days import holiday_names, national_holidays

WHOLE_2026 = (date(2026, 1, 1), date(2026, 12, 31))


def test_the_holidays_of_a_year_have_their_names_in_spanish_and_nothing_of_the_library():
    names = holiday_names(2026)
    assert names[date(2026, 1, 12)] == "Día de los Reyes Magos"
    assert names[date(2026, 7, 13)].startswith("Día de Nuestra Señora")  # Ley 2578 de 2026, moved from the 9th
    assert frozenset(names) == national_holidays(2026)
    assert len(names) == 19
    assert not [name for name in names.values() if "(" in name or ";" in name]


def test_the_days_of_the_entity_stand_among_the_holidays_with_what_they_are():
    calendar = BusinessCalendar(added=frozenset({date(2026, 12, 24), date(2026, 5, 2)}), removed=frozenset({date(2026, 5, 1)}))
    found = {day.on: (day.kind, day.is_weekend, bool(day.name)) for day in special_days(*WHOLE_2026, calendar)}
    assert found[date(2026, 12, 24)] == ("own", False, False)
    assert found[date(2026, 5, 2)] == ("own", True, False)
    assert found[date(2026, 5, 1)] == ("worked", False, True)
    assert found[date(2026, 12, 25)] == ("holiday", False, True)
    assert len(found) == 19 + 2
    assert list(found) == sorted(found)


def test_a_holiday_that_the_entity_adds_again_is_still_a_holiday():
    again = BusinessCalendar(added=frozenset({date(2026, 12, 25)}))
    assert special_days(*WHOLE_2026, again) == special_days(*WHOLE_2026, BusinessCalendar())


def test_the_months_go_on_into_the_next_year_with_their_weeks_from_monday():
    drawn = months(date(2026, 11, 20), date(2027, 1, 18))
    assert [month.first for month in drawn] == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    first_week = drawn[2].weeks[0]
    assert first_week == (None, None, None, None, date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3))


@pytest.mark.parametrize("year", [2024, 2026])
def test_every_day_of_a_year_is_drawn_once(year: int):
    drawn = [on for month in months(date(year, 1, 1), date(year, 12, 31)) for week in month.weeks for on in week if on]
    assert drawn == sorted(set(drawn))
    assert len(drawn) == (date(year + 1, 1, 1) - date(year, 1, 1)).days
