"""Business days of Colombia: the figures were checked against published follow-ups."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacc_flow.calendar import BusinessCalendar, InvalidCalendarError

PLAIN = BusinessCalendar()

# fmt: off
TENTH_BUSINESS_DAYS = [
    #      cut of 30 April     cut of 31 August    cut of 31 December
    (2021, date(2021, 5, 14),  date(2021, 9, 14),  date(2022, 1, 17)),
    (2022, date(2022, 5, 13),  date(2022, 9, 14),  date(2023, 1, 16)),
    (2023, date(2023, 5, 15),  date(2023, 9, 14),  date(2024, 1, 16)),
    (2024, date(2024, 5, 16),  date(2024, 9, 13),  date(2025, 1, 16)),
    (2025, date(2025, 5, 15),  date(2025, 9, 12),  date(2026, 1, 16)),
    (2026, date(2026, 5, 15),  date(2026, 9, 14),  date(2027, 1, 18)),
    (2027, date(2027, 5, 17),  date(2027, 9, 14),  date(2028, 1, 17)),
    (2028, date(2028, 5, 15),  date(2028, 9, 14),  date(2029, 1, 16)),
]
# fmt: on


@pytest.mark.parametrize(("year", "april", "august", "december"), TENTH_BUSINESS_DAYS)
def test_the_tenth_business_day_after_each_cut_is_the_last_day_to_publish(year: int, april: date, august: date, december: date):
    assert PLAIN.add(date(year, 4, 30), 10) == april
    assert PLAIN.add(date(year, 8, 31), 10) == august
    assert PLAIN.add(date(year, 12, 31), 10) == december


@pytest.mark.parametrize(
    ("on", "works"),
    [
        (date(2026, 4, 30), True),  # an ordinary Thursday
        (date(2026, 5, 2), False),  # Saturday
        (date(2026, 5, 3), False),  # Sunday
        (date(2026, 5, 1), False),  # a holiday that never moves
        (date(2026, 1, 6), True),  # Epiphany itself, moved by Ley Emiliani…
        (date(2026, 1, 12), False),  # …to the Monday after
        (date(2026, 4, 2), False),  # Maundy Thursday
        (date(2026, 7, 13), False),  # Ley 2578 de 2026: 9 July, moved to Monday
        (date(2025, 7, 14), True),  # the year before that law
        (date(2027, 7, 12), False),
    ],
)
def test_weekends_and_national_holidays_are_not_worked(on: date, works: bool):  # noqa: FBT001 -- a column of the table
    assert PLAIN.is_business_day(on) is works


def test_a_day_that_the_entity_adds_pushes_the_deadline_and_one_that_it_works_pulls_it():
    closed = BusinessCalendar(added=frozenset({date(2026, 9, 3)}))
    working = BusinessCalendar(removed=frozenset({date(2026, 5, 1)}))
    assert closed.add(date(2026, 8, 31), 5) == date(2026, 9, 8)
    assert working.add(date(2026, 4, 30), 1) == date(2026, 5, 1)


def test_a_saturday_never_becomes_a_business_day():
    assert not BusinessCalendar(removed=frozenset({date(2026, 5, 2)})).is_business_day(date(2026, 5, 2))


def test_a_day_cannot_be_both_added_and_removed():
    day = frozenset({date(2026, 5, 1)})
    with pytest.raises(InvalidCalendarError, match=r"El 01/05/2026 está a la vez"):
        BusinessCalendar(added=day, removed=day)


def test_the_version_names_the_holiday_list_and_changes_with_the_own_days():
    one, other = frozenset({date(2026, 5, 4)}), frozenset({date(2026, 5, 5)})
    calendars = [BusinessCalendar(), BusinessCalendar(one), BusinessCalendar(other), BusinessCalendar(removed=one)]
    versions = [calendar.version for calendar in calendars]
    assert all(version.startswith("holidays-") for version in versions)
    assert len(set(versions)) == 4
    assert BusinessCalendar(one | other).version == BusinessCalendar(other | one).version


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 9, 7), date(2026, 9, 7), 0),
        (date(2026, 9, 3), date(2026, 9, 7), 2),
        (date(2026, 9, 7), date(2026, 9, 3), -2),
        (date(2026, 9, 4), date(2026, 9, 6), 0),  # a weekend holds none
        (date(2026, 4, 30), date(2026, 5, 4), 1),  # over a holiday and a weekend
    ],
)
def test_business_days_between_two_dates_leave_out_the_first_and_count_the_last(start: date, end: date, count: int):
    assert PLAIN.between(start, end) == count


@settings(deadline=None)  # a loaded machine is no finding
@given(on=st.dates(date(2000, 1, 1), date(2060, 1, 1)), count=st.integers(-40, 40))
def test_adding_business_days_lands_on_one_and_between_counts_them_back(on: date, count: int):
    there = PLAIN.add(on, count)
    assert (there == on) if count == 0 else PLAIN.is_business_day(there)
    assert PLAIN.between(on, there) == count or (count < 0 and not PLAIN.is_business_day(on))


@settings(deadline=None)  # a loaded machine is no finding
@given(on=st.dates(date(2000, 1, 1), date(2060, 1, 1)), gap=st.integers(0, 60))
def test_business_days_between_add_up(on: date, gap: int):
    middle, end = on + timedelta(days=gap), on + timedelta(days=gap * 2)
    assert PLAIN.between(on, middle) + PLAIN.between(middle, end) == PLAIN.between(on, end)
