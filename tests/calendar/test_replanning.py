"""What another configuration does to the cuts of a plan under way: dates move, nothing opened does, nothing is deleted."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacc_flow.calendar import (
    FOUR_CUTS,
    THREE_CUTS,
    TWO_CUTS,
    BusinessCalendar,
    CutOfPlan,
    CutSchedule,
    InvalidCalendarError,
    Offsets,
    Outcome,
    milestones,
    replanned,
)

PLAIN = BusinessCalendar()
MAY = date(2026, 5, 4)
AUGUST = date(2026, 8, 3)
MONTHLY = CutSchedule.from_json([f"{month:02d}-28" for month in range(1, 13)])


def cuts(opened: int, schedule: CutSchedule = THREE_CUTS, first: int = 1) -> list[CutOfPlan]:
    """The cuts of 2026, of which the first `opened` have opened."""
    dates = enumerate(schedule.dates(2026), start=1)
    return [CutOfPlan(n, n > opened, milestones(on, Offsets(), PLAIN)) for n, on in dates if n >= first]


def fates(
    there: list[CutOfPlan],
    schedule: CutSchedule = THREE_CUTS,
    offsets: Offsets | None = None,
    calendar: BusinessCalendar = PLAIN,
    today: date = MAY,
) -> list[str]:
    """`2 moves 06-30`, for each cut in order."""
    found = replanned(2026, there, schedule, offsets or Offsets(), calendar, today=today)
    return [f"{one.number} {one.fate} {one.after.cut_on:%m-%d}" for one in found]


# fmt: off
OUTCOMES = [
    # nothing changed
    (1, ("04-30", "08-31", "12-31"), MAY, ["1 stays 04-30", "2 same 08-31", "3 same 12-31"]),
    # as many cuts: each takes the date of its number, and the one that opened stays where it was
    (1, ("03-31", "07-31", "11-30"), MAY, ["1 stays 04-30", "2 moves 07-31", "3 moves 11-30"]),
    (1, ("05-15", "08-31", "12-31"), MAY, ["1 stays 04-30", "2 same 08-31", "3 same 12-31"]),
    # more: what is still to come after the one that stays, and the rest is added
    (1, ("03-31", "06-30", "09-30", "12-31"), MAY, ["1 stays 04-30", "2 moves 06-30", "3 moves 09-30", "4 added 12-31"]),
    # what has passed is no date for a cut
    (1, ("03-31", "06-30", "09-30", "12-31"), AUGUST, ["1 stays 04-30", "2 moves 09-30", "3 same 12-31"]),
    # fewer, but enough are left
    (1, ("06-30", "12-31"), MAY, ["1 stays 04-30", "2 moves 06-30", "3 same 12-31"]),
    # nothing waits any more: the plan is left alone
    (3, ("06-30", "12-31"), MAY, ["1 stays 04-30", "2 stays 08-31", "3 stays 12-31"]),
]
# fmt: on
@pytest.mark.parametrize(("opened", "schedule", "today", "outcome"), OUTCOMES)
def test_planned_cuts_take_the_new_dates_and_opened_ones_stay(
    opened: int, schedule: tuple[str, ...], today: date, outcome: list[str]
):
    assert fates(cuts(opened), CutSchedule.from_json(schedule), today=today) == outcome


def test_other_terms_and_own_days_move_the_milestones_of_planned_cuts_alone():
    longer = Offsets(control=12)
    assert fates(cuts(1), offsets=longer) == ["1 stays 04-30", "2 moves 08-31", "3 moves 12-31"]
    closed = BusinessCalendar(added=frozenset({date(2026, 9, 2)}))
    assert fates(cuts(1), calendar=closed) == ["1 stays 04-30", "2 moves 08-31", "3 same 12-31"]


def test_a_cut_that_does_not_move_keeps_the_lists_of_days_that_gave_its_dates():
    there = cuts(1)
    elsewhere = BusinessCalendar(added=frozenset({date(2026, 2, 2)}))
    second = replanned(2026, there, THREE_CUTS, Offsets(), elsewhere, today=MAY)[1]
    assert second == Outcome(2, "same", there[1].the, there[1].the)


def test_a_plan_that_began_with_its_second_cut_does_not_get_the_first():
    assert fates(cuts(0, first=2), CutSchedule.from_json(["03-31", "07-31", "11-30"])) == ["2 moves 07-31", "3 moves 11-30"]


# fmt: off
REFUSED = [
    # opened  schedule                   today  sentence
    (1, ("06-30",),                      MAY,   r"2 cortes por abrir y .* solo dejan 1 fecha .* Un corte no se borra"),
    (2, ("06-30",),                      MAY,   r"le queda 1 corte por abrir y .* no dejan ninguna fecha"),
    (1, ("03-31", "05-02", "12-31"),     MAY,   r"El segundo corte quedaría al 2 de mayo de 2026, un día que ya pasó"),
    (2, ("03-31", "05-31", "08-15"),     MAY,   r"El tercer corte \(15 de agosto .* no quedaría después del segundo corte"),
]
# fmt: on
@pytest.mark.parametrize(("opened", "schedule", "today", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_in_plain_words(opened: int, schedule: tuple[str, ...], today: date, sentence: str):
    with pytest.raises(InvalidCalendarError, match=sentence):
        fates(cuts(opened), CutSchedule.from_json(schedule), today=today)


def test_a_plan_never_gets_more_cuts_than_there_are_names_for():
    there = cuts(3, CutSchedule.from_json(["01-01", "01-02", "01-03", "12-31"]))
    with pytest.raises(InvalidCalendarError, match="hasta 12 al año"):
        fates(there, MONTHLY, today=date(2026, 1, 4))


@settings(deadline=None)  # a loaded machine is no finding
@given(
    there=st.sampled_from([TWO_CUTS, THREE_CUTS, FOUR_CUTS, MONTHLY]),
    opened=st.integers(0, 12),
    wanted=st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=12, unique=True),
    offsets=st.builds(Offsets, opens_days_before=st.integers(0, 40), control=st.integers(7, 15)),
    today=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_whatever_is_asked_opened_cuts_stay_none_goes_and_all_stay_in_order(
    there: CutSchedule, opened: int, wanted: list[date], offsets: Offsets, today: date
):
    before = cuts(opened, there)
    schedule = CutSchedule.from_json([f"{on:%m-%d}" for on in sorted(wanted)])
    try:
        found = replanned(2026, before, schedule, offsets, PLAIN, today=today)
    except InvalidCalendarError:
        return
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert len(found) >= len(before)
    assert [one.after for one in found[:opened]] == [cut.the for cut in before[:opened]]
    dates = [one.after.cut_on for one in found]
    assert dates == sorted(set(dates))
