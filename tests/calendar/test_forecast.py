"""What a ladder would send over a cut, told before it is saved: the same walk that the sweep takes, day by day."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from pacc_flow.calendar import (
    BusinessCalendar,
    CutFacts,
    EntryFacts,
    Foreseen,
    Ladder,
    Offsets,
    PersonFacts,
    Reminder,
    Sent,
    days_between,
    due,
    forecast,
    milestones,
)
from pacc_flow.clock import BOGOTA

PLAIN = BusinessCalendar()
THE = milestones(date(2026, 8, 31), Offsets(), PLAIN)
CUT = CutFacts(7, "planned", THE)
LEAD, HELPER, PLANNING, CONTROL = 1, 2, 3, 4
LAURA = PersonFacts(10, frozenset({LEAD}), frozenset({"office"}))
PAOLA = PersonFacts(11, frozenset({HELPER}), frozenset({"office"}))
ANDRES = PersonFacts(12, frozenset({PLANNING}), frozenset({"office", "planning"}))
MARTA = PersonFacts(13, frozenset({CONTROL}), frozenset({"office", "control"}))
PEOPLE = (LAURA, PAOLA, ANDRES, MARTA)
WHOLE = days_between(THE.opens_on, THE.control_due_on)


def entry(number: int, state: str = "draft", **facts: object) -> EntryFacts:
    return EntryFacts(number, number, f"Actividad {number}", state, **({"round": 1, "office_ids": (LEAD, HELPER)} | facts))


def foreseen(
    entries: list[EntryFacts],
    *,
    ladder: Ladder | None = None,
    days: list[date] = WHOLE,
    sent: list[Sent] | None = None,
    people_on: Callable[[date], Collection[PersonFacts]] = lambda _: PEOPLE,
) -> list[Foreseen]:
    told, ladder = sent or [], ladder or Ladder()
    return forecast(cut=CUT, entries=entries, people_on=people_on, sent=told, days=days, ladder=ladder, calendar=PLAIN)


def test_the_offices_are_told_on_each_rung_and_then_each_business_day_copied_from_the_second():
    found = foreseen([entry(1), entry(2)])
    laura = [(f"{one.on:%m-%d}", one.kind, one.step, one.count) for one in found if one.person_id == LAURA.person_id]
    assert laura == [
        ("08-16", "submit", "cut-15", 2),
        ("08-24", "submit", "cut-7", 2),
        ("08-28", "submit", "cut-3", 2),
        ("08-30", "submit", "cut-1", 2),
        ("08-31", "submit", "cut-0", 2),
        ("09-08", "submit", "late-1", 2),
        ("09-09", "submit", "late-2", 2),
        ("09-10", "submit", "late-3", 2),
        ("09-11", "submit", "late-4", 2),
        ("09-14", "submit", "late-5", 2),
    ]
    assert {one.kind for one in found if one.person_id == PAOLA.person_id} == {"write"}
    copies = [f"{one.on:%m-%d}" for one in found if one.person_id == ANDRES.person_id]
    assert copies == ["09-09", "09-10", "09-11", "09-14"]


def test_another_ladder_is_another_forecast():
    ladder = Ladder(office_days_before_cut=(10,), copied_from_late_day=5)
    found = foreseen([entry(1)], ladder=ladder)
    assert min(one.on for one in found) == date(2026, 8, 21)
    assert [f"{one.on:%m-%d}" for one in found if one.kind == "copy"] == ["09-14"]


def test_what_waits_on_a_desk_is_told_to_it_and_not_to_whoever_sent_it():
    found = foreseen([entry(1, "submitted", barred_ids=frozenset({LAURA.person_id})), entry(2, "reviewed")])
    assert {(one.person_id, one.kind) for one in found} == {(ANDRES.person_id, "review"), (MARTA.person_id, "verify")}
    assert foreseen([entry(1, "submitted", barred_ids=frozenset({ANDRES.person_id}))]) == []


def test_what_people_chose_about_their_own_mail_is_foreseen_too():
    late_riser = replace(LAURA, digest_hour=23)
    in_peace = replace(PAOLA, only_overdue=True)
    found = forecast(
        cut=CUT,
        entries=[entry(1)],
        people_on=lambda _: (late_riser, in_peace),
        sent=[],
        days=WHOLE,
        ladder=Ladder(),
        calendar=PLAIN,
    )
    first = {person: min(one.on for one in found if one.person_id == person) for person in (10, 11)}
    assert first == {10: date(2026, 8, 16), 11: date(2026, 9, 8)}


def test_whoever_replaces_another_is_told_on_the_days_on_which_they_do():
    """Until 31 August Paola answers for Laura, who is told nothing meanwhile and hears again afterwards."""
    both = replace(PAOLA, office_ids=frozenset({LEAD, HELPER}))

    def on(day: date) -> Collection[PersonFacts]:
        return (both, ANDRES) if day <= date(2026, 8, 31) else PEOPLE

    found = foreseen([entry(1)], people_on=on)
    submits = {(f"{one.on:%m-%d}", one.person_id) for one in found if one.kind == "submit"}
    assert ("08-31", PAOLA.person_id) in submits
    assert min(on for on, person_id in submits if person_id == LAURA.person_id) == "09-01"


def test_a_catching_up_day_tells_the_newest_rung_only():
    found = foreseen([entry(1)], days=days_between(date(2026, 8, 26), date(2026, 8, 27)))
    assert {(one.on, one.step) for one in found} == {(date(2026, 8, 26), "cut-7")}


def test_what_was_told_already_is_not_foreseen_again_but_an_entry_that_came_back_is():
    told = _walked([entry(1), entry(2)], date(2026, 8, 24))
    after = days_between(date(2026, 8, 25), date(2026, 8, 27))
    assert foreseen([entry(1), entry(2)], days=after, sent=told) == []
    back = foreseen([entry(1), replace(entry(2), round=2)], days=after, sent=told)
    assert {(one.on, one.step) for one in back} == {(date(2026, 8, 25), "cut-7")}
    assert {one.count for one in back if one.kind == "submit"} == {2}


@pytest.mark.parametrize("told_on", [None, date(2026, 8, 24)])
def test_counting_entries_that_are_alike_once_foresees_what_the_sweep_itself_would_do(told_on: date | None):
    states = ("draft", "draft", "submitted", "reviewed", "verified")
    entries = [
        entry(
            number,
            states[number % 5],
            round=1 + number % 2,
            office_ids=(LEAD, HELPER) if number % 3 else (HELPER,),
            written_office_ids=frozenset({HELPER}) if number % 4 else frozenset(),
            barred_ids=frozenset({LAURA.person_id} if number % 7 else {ANDRES.person_id}),
        )
        for number in range(1, 61)
    ]
    sent = _walked(entries[:30], told_on) if told_on else []
    days = [on for on in WHOLE if told_on is None or on > told_on]
    one_by_one = Counter[tuple[object, ...]]()
    told = list(sent)
    for on in days:
        for each in _due(entries, on, told):
            told.append(Sent(each, _evening(on)))
            one_by_one[on, each.recipient_id, each.kind, each.step.split()[1]] += len(each.entries)
    found = Counter({(one.on, one.person_id, one.kind, one.step): one.count for one in foreseen(entries, days=days, sent=sent)})
    assert found == one_by_one
    assert found


def _walked(entries: list[EntryFacts], on: date) -> list[Sent]:
    return [Sent(reminder, _evening(on)) for reminder in _due(entries, on, [])]


def _due(entries: list[EntryFacts], on: date, sent: list[Sent]) -> list[Reminder]:
    cut, now = replace(CUT, state="open"), _evening(on)
    return due(cut=cut, entries=entries, people=PEOPLE, now=now, sent=sent, ladder=Ladder(), calendar=PLAIN)


def _evening(on: date) -> datetime:
    return datetime.combine(on, time(18), BOGOTA)


def test_days_run_from_the_first_to_the_last_and_backwards_there_are_none():
    assert days_between(date(2026, 1, 31), date(2026, 2, 1)) == [date(2026, 1, 31), date(2026, 2, 1)]
    assert days_between(date(2026, 2, 1), date(2026, 1, 31)) == []
    assert timedelta(days=len(WHOLE) - 1) == THE.control_due_on - THE.opens_on
