from datetime import date

import pytest

from pacc_flow.calendar import BusinessCalendar, InvalidCalendarError, Ladder

CALENDAR = BusinessCalendar()
LADDER = Ladder()
CUT_ON, OFFICES_DUE, PLANNING_DUE = date(2026, 8, 31), date(2026, 9, 7), date(2026, 9, 9)


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 8, 15), None),
        (date(2026, 8, 16), "2026-08-16 cut-15"),
        (date(2026, 8, 23), "2026-08-16 cut-15"),
        (date(2026, 8, 24), "2026-08-24 cut-7"),
        (date(2026, 8, 28), "2026-08-28 cut-3"),
        (date(2026, 8, 30), "2026-08-30 cut-1"),
        (date(2026, 8, 31), "2026-08-31 cut-0"),
        (date(2026, 9, 7), "2026-08-31 cut-0"),
        (date(2026, 9, 8), "2026-09-08 late-1"),
        (date(2026, 9, 11), "2026-09-11 late-4"),
        (date(2026, 9, 13), "2026-09-11 late-4"),  # nothing new on a Sunday
        (date(2026, 9, 14), "2026-09-14 late-5"),
    ],
)
def test_offices_climb_down_to_the_cut_date_and_then_hear_each_business_day(today: date, step: str | None):
    reached = LADDER.office_step(CUT_ON, OFFICES_DUE, today, CALENDAR)
    assert (str(reached) if reached else None) == step


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 9, 3), None),
        (date(2026, 9, 4), "2026-09-04 due-3"),
        (date(2026, 9, 6), "2026-09-04 due-3"),
        (date(2026, 9, 8), "2026-09-08 due-1"),
        (date(2026, 9, 9), "2026-09-09 due-0"),
        (date(2026, 9, 10), "2026-09-10 late-1"),
    ],
)
def test_desks_count_business_days_to_their_milestone(today: date, step: str | None):
    reached = LADDER.desk_step(PLANNING_DUE, today, CALENDAR)
    assert (str(reached) if reached else None) == step


@pytest.mark.parametrize(
    ("today", "step"),
    [(OFFICES_DUE, None), (date(2026, 9, 8), None), (date(2026, 9, 9), "2026-09-09 late-2")],
)
def test_copies_begin_on_the_second_business_day_of_arrears(today: date, step: str | None):
    reached = LADDER.copy_step(OFFICES_DUE, today, CALENDAR)
    assert (str(reached) if reached else None) == step


def test_the_entity_may_have_another_ladder():
    ladder = Ladder.from_json({"office_days_before_cut": [10], "copied_from_late_day": 1})
    assert ladder.office_step(CUT_ON, OFFICES_DUE, date(2026, 8, 20), CALENDAR) is None
    assert str(ladder.office_step(CUT_ON, OFFICES_DUE, date(2026, 8, 31), CALENDAR)) == "2026-08-21 cut-10"
    assert str(ladder.copy_step(OFFICES_DUE, date(2026, 9, 8), CALENDAR)) == "2026-09-08 late-1"
    assert ladder.desk_business_days_before == (3, 1, 0)


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 9, 3), "2026-08-31 cut-0"),
        (date(2026, 9, 4), "2026-09-04 due-1"),
        (date(2026, 9, 6), "2026-09-04 due-1"),
        (date(2026, 9, 7), "2026-09-07 due-0"),
        (date(2026, 9, 8), "2026-09-08 late-1"),
    ],
)
def test_offices_may_be_reminded_of_their_own_term_too(today: date, step: str):
    ladder = Ladder(office_business_days_before=(1, 0))
    assert str(ladder.office_step(CUT_ON, OFFICES_DUE, today, CALENDAR)) == step


def test_a_ladder_comes_back_from_json_as_it_went():
    ladder = Ladder((20, 5), (2,), 3, (4, 1))
    assert Ladder.from_json(ladder.to_json()) == ladder
    assert Ladder().to_json() == {
        "office_days_before_cut": [15, 7, 3, 1, 0],
        "desk_business_days_before": [3, 1, 0],
        "copied_from_late_day": 2,
        "office_business_days_before": [],
    }


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"days": [1]}, "No se conoce el ajuste de recordatorios «days»"),
        ({"office_days_before_cut": 15}, "a las oficinas, días antes del corte: debe ser una lista de números"),
        ({"office_days_before_cut": "15"}, "debe ser una lista de números"),
        ({"office_days_before_cut": [15, "7"]}, "días antes del corte: debe ser un número entero entre 0 y 90"),
        ({"office_days_before_cut": [3, 7]}, "van de mayor a menor y sin repetirse"),
        ({"desk_business_days_before": [3, 3]}, "Planeación y Control Interno, .* sin repetirse"),
        ({"desk_business_days_before": [-1]}, "Planeación y Control Interno, .* entre 0 y 90"),
        ({"copied_from_late_day": 0}, "se copia al jefe y a Planeación: debe ser un número entero entre 1 y 90"),
        ({"copied_from_late_day": [2]}, "se copia al jefe y a Planeación: debe ser un número entero"),
    ],
)
def test_a_ladder_that_cannot_be_is_refused_with_its_reason(value: dict[str, object], sentence: str):
    with pytest.raises(InvalidCalendarError, match=sentence):
        Ladder.from_json(value)


def test_the_days_of_the_rungs_are_told_in_order():
    ladder, calendar = Ladder(), BusinessCalendar()
    office_days = ladder.office_days(date(2026, 4, 30), date(2026, 5, 8), calendar)
    assert office_days == [date(2026, 4, day) for day in (15, 23, 27, 29, 30)]
    assert ladder.desk_days(date(2026, 5, 12), calendar) == [date(2026, 5, day) for day in (7, 11, 12)]
