"""Who is told what, and when not: one cut of August 2026 and the same cast in every test."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacc_flow.calendar import (
    BusinessCalendar,
    CutFacts,
    EntryFacts,
    Ladder,
    Offsets,
    PersonFacts,
    Reminder,
    Sent,
    due,
    milestones,
)
from pacc_flow.clock import bogota_date

CALENDAR, LADDER = BusinessCalendar(), Ladder()
CUT = CutFacts(1, "open", milestones(date(2026, 8, 31), Offsets(), CALENDAR))

SALES, QUALITY, PLANNING, CONTROL = 1, 2, 3, 4
# fmt: off
LIAISON   = PersonFacts(11, frozenset({SALES}),    frozenset({"office"}))
CHIEF     = PersonFacts(12, frozenset({SALES}),    frozenset({"office"}), head_of=frozenset({SALES}))
HELPER    = PersonFacts(21, frozenset({QUALITY}),  frozenset({"office"}))
PLANNER   = PersonFacts(31, frozenset({PLANNING}), frozenset({"office", "planning"}))
VERIFIER  = PersonFacts(41, frozenset({CONTROL}),  frozenset({"office", "control"}))
ADMIN     = PersonFacts(51, frozenset({SALES}),    frozenset({"office", "planning", "admin"}))
AUDITOR   = PersonFacts(52, frozenset({SALES}),    frozenset({"auditor"}))
# fmt: on
PEOPLE = (LIAISON, CHIEF, HELPER, PLANNER, VERIFIER, ADMIN, AUDITOR)
DRAFT = EntryFacts(100, 24, "Optimizar la atención", "draft", 1, (SALES,))
SHARED = EntryFacts(101, 25, "Fortalecer la capacitación", "draft", 1, (SALES, QUALITY))


def at(day: int, month: int = 9, hour: int = 8) -> datetime:
    """An hour of Bogotá in 2026, as an aware instant."""
    return datetime(2026, month, day, hour + 5, tzinfo=UTC)


def sweep(
    now: datetime,
    *entries: EntryFacts,
    sent: list[Sent] | None = None,
    cut: CutFacts = CUT,
    people: tuple[PersonFacts, ...] = PEOPLE,
    looked_at: datetime | None = None,
) -> list[Reminder]:
    told = sent or []
    return due(
        cut=cut, entries=entries, people=people, now=now, sent=told, ladder=LADDER, calendar=CALENDAR, looked_at=looked_at
    )


def asked(reminders: list[Reminder]) -> list[tuple[int, str, tuple[int, ...]]]:
    return [(one.recipient_id, one.kind, one.entry_ids) for one in reminders]


def record(reminders: list[Reminder], now: datetime) -> list[Sent]:
    return [Sent(one, now) for one in reminders]


def test_the_lead_office_is_asked_to_send_and_the_helping_one_to_write_its_section():
    assert asked(sweep(at(24, 8), SHARED, DRAFT)) == [(11, "submit", (100, 101)), (21, "write", (101,))]


def test_an_office_that_wrote_its_section_is_left_alone():
    written = replace(SHARED, written_office_ids=frozenset({QUALITY}))
    assert asked(sweep(at(24, 8), written)) == [(11, "submit", (101,))]


def test_who_is_in_both_offices_is_asked_once():
    both = PersonFacts(13, frozenset({SALES, QUALITY}), frozenset())
    assert asked(sweep(at(24, 8), SHARED, people=(both,))) == [(13, "submit", (101,))]


def test_the_head_is_asked_where_the_office_has_nobody_else():
    assert asked(sweep(at(24, 8), DRAFT, people=(CHIEF, PLANNER))) == [(12, "submit", (100,))]


def test_the_head_of_one_office_who_works_in_another_is_copied_there_and_asked_here():
    both = PersonFacts(22, frozenset({SALES, QUALITY}), frozenset(), head_of=frozenset({SALES}))
    own = EntryFacts(102, 10, "Medir el impacto", "draft", 1, (QUALITY,))
    assert asked(sweep(at(24, 8), DRAFT, own, people=(LIAISON, both))) == [(11, "submit", (100,)), (22, "submit", (102,))]
    assert (22, "copy", (100,)) in asked(sweep(at(9), DRAFT, own, people=(LIAISON, both)))


def test_a_reminder_says_by_when_and_is_known_by_its_key():
    (reminder,) = sweep(at(24, 8), DRAFT)
    assert reminder.due_on == date(2026, 9, 7)
    assert reminder.key == (11, 1, "submit", "2026-08-24 cut-7", 1)
    assert reminder.entries == ((100, 1),)
    assert not reminder.copied


def test_the_first_day_of_arrears_is_between_the_office_and_us_the_second_is_copied():
    assert asked(sweep(at(8), DRAFT)) == [(11, "submit", (100,))]
    second = sweep(at(9), DRAFT)
    assert asked(second) == [(11, "submit", (100,)), (12, "copy", (100,)), (31, "copy", (100,))]
    assert [one.copied for one in second] == [False, True, True]


def test_the_head_of_an_office_whose_section_is_missing_is_copied_too():
    head = PersonFacts(22, frozenset({QUALITY}), frozenset(), head_of=frozenset({QUALITY}))
    people = (LIAISON, HELPER, head)
    assert (22, "copy", (101,)) in asked(sweep(at(9), SHARED, people=people))
    written = replace(SHARED, written_office_ids=frozenset({QUALITY}))
    assert 22 not in [one.recipient_id for one in sweep(at(9), written, people=people)]


def test_planning_is_not_copied_on_what_planning_itself_owes():
    own = EntryFacts(102, 10, "Medir el impacto", "draft", 1, (PLANNING,))
    assert asked(sweep(at(9), own)) == [(31, "submit", (102,))]


def test_an_entry_of_no_office_reaches_planning_once_late():
    orphan = replace(DRAFT, office_ids=())
    assert sweep(at(24, 8), orphan) == []
    assert asked(sweep(at(9), orphan)) == [(31, "copy", (100,))]


def test_planning_and_control_hear_of_their_queue_as_their_milestone_comes():
    submitted, reviewed = replace(DRAFT, state="submitted"), replace(SHARED, state="reviewed")
    assert sweep(at(3), submitted, reviewed) == []
    assert asked(sweep(at(9), submitted, reviewed)) == [(31, "review", (100,)), (41, "verify", (101,))]
    assert [one.due_on for one in sweep(at(9), submitted, reviewed)] == [date(2026, 9, 9), date(2026, 9, 14)]


@pytest.mark.parametrize(("state", "barred"), [("submitted", 31), ("reviewed", 41)])
def test_nobody_is_reminded_of_what_they_may_not_decide(state: str, barred: int):
    entry = replace(DRAFT, state=state, barred_ids=frozenset({barred}))
    assert sweep(at(14), entry) == []


@pytest.mark.parametrize("state", ["planned", "published"])
def test_a_cut_that_is_not_open_reminds_nobody(state: str):
    assert sweep(at(9), DRAFT, SHARED, cut=replace(CUT, state=state)) == []


def test_an_entry_sent_meanwhile_is_not_reminded_of():
    assert sweep(at(24, 8), replace(DRAFT, state="submitted")) == []


def test_a_step_is_told_once_however_often_the_sweep_runs():
    sent = record(sweep(at(24, 8), DRAFT), at(24, 8))
    assert sweep(at(24, 8, 9), DRAFT, sent=sent) == []
    assert sweep(at(25, 8), DRAFT, sent=sent) == []
    assert asked(sweep(at(28, 8), DRAFT, sent=sent)) == [(11, "submit", (100,))]


def test_an_entry_that_came_back_is_told_again_on_the_same_step_but_tomorrow():
    sent = record(sweep(at(24, 8), DRAFT, SHARED), at(24, 8))
    returned = replace(DRAFT, round=2)
    assert sweep(at(24, 8, 15), returned, SHARED, sent=sent) == []
    (again,) = sweep(at(25, 8), returned, SHARED, sent=sent)
    assert again.key == (11, 1, "submit", "2026-08-24 cut-7", 2)
    assert again.entries == ((100, 2), (101, 1))
    assert sweep(at(26, 8), returned, SHARED, sent=[*sent, *record([again], at(25, 8))]) == []


def test_a_second_entry_that_comes_back_in_the_same_round_is_told_too():
    first, second = replace(DRAFT, round=2), replace(SHARED, round=2, written_office_ids=frozenset({QUALITY}))
    sent = record(sweep(at(24, 8), first, people=(LIAISON,)), at(24, 8))
    (again,) = sweep(at(25, 8), first, second, sent=sent, people=(LIAISON,))
    assert again.round == 2


def test_what_merely_arrives_after_a_step_was_told_waits_for_the_next_one():
    first, second = replace(DRAFT, state="submitted"), replace(SHARED, state="submitted")
    sent = record(sweep(at(4), first), at(4))
    assert sweep(at(7), first, second, sent=sent) == []
    assert asked(sweep(at(8), first, second, sent=sent)) == [(31, "review", (100, 101))]


def test_a_draft_that_comes_from_another_persons_hands_is_told_on_the_same_step():
    """Whoever replaces somebody, or joins an office, owes what was not theirs when the step was told."""
    own = EntryFacts(102, 10, "Medir el impacto", "draft", 1, (QUALITY,))
    sent = record(sweep(at(24, 8), DRAFT, own, people=(HELPER,)), at(24, 8))
    with_more = replace(HELPER, office_ids=frozenset({SALES, QUALITY}))
    (again,) = sweep(at(25, 8), DRAFT, own, sent=sent, people=(with_more,))
    assert again.round == 2
    assert again.entry_ids == (102, 100)
    assert sweep(at(26, 8), DRAFT, own, sent=[*sent, *record([again], at(25, 8))], people=(with_more,)) == []


def test_a_day_is_decided_once_for_each_person_when_their_hour_has_come():
    late_riser = replace(LIAISON, digest_hour=9)
    people = (late_riser, replace(HELPER, digest_hour=7))
    assert asked(sweep(at(24, 8, 9), SHARED, people=people, looked_at=at(24, 8, 8))) == [(11, "submit", (101,))]
    assert sweep(at(24, 8, 10), SHARED, people=people, looked_at=at(24, 8, 9)) == []
    assert len(sweep(at(25, 8, 9), SHARED, people=people, looked_at=at(24, 8, 9))) == 2


def test_whoever_was_told_nothing_after_all_is_looked_at_again_on_the_same_day():
    decided = sweep(at(24, 8), SHARED)
    dropped = [Sent(one, at(24, 8), is_told=one.recipient_id != LIAISON.person_id) for one in decided]
    again = sweep(at(24, 8, 10), SHARED, sent=dropped, looked_at=at(24, 8))
    assert asked(again) == [(11, "submit", (101,))]
    assert [one.round for one in again] == [2]


def test_a_stopped_scheduler_sends_the_newest_step_only():
    (late,) = sweep(at(30, 8), DRAFT)
    assert late.step == "2026-08-30 cut-1"
    assert sweep(at(30, 8, 12), DRAFT, sent=record([late], at(30, 8))) == []


def test_the_day_is_that_of_bogota():
    night = datetime(2026, 8, 25, 4, 30, tzinfo=UTC)  # 11:30 p. m. on the 24th
    sent = record(sweep(at(24, 8), DRAFT), at(24, 8))
    assert sweep(night, replace(DRAFT, round=2), sent=sent) == []
    assert sweep(night + timedelta(hours=1), replace(DRAFT, round=2), sent=sent) != []


def test_a_deadline_that_moves_brings_its_own_reminders():
    sent = record(sweep(at(9), DRAFT), at(9))
    moved = replace(CUT, milestones=CUT.milestones.moved("control_due_on", date(2026, 9, 30)))
    moved = replace(moved, milestones=moved.milestones.moved("planning_due_on", date(2026, 9, 24)))
    moved = replace(moved, milestones=moved.milestones.moved("offices_due_on", date(2026, 9, 21)))
    assert asked(sweep(at(23), DRAFT, sent=sent, cut=moved))[0] == (11, "submit", (100,))
    assert sweep(at(23), DRAFT, sent=sent, cut=moved)[0].step == "2026-09-23 late-2"


def test_what_was_told_of_another_cut_today_waits_until_tomorrow_and_counts_for_no_other_day():
    other = replace(CUT, cut_id=2)
    sent = record(sweep(at(24, 8), DRAFT, cut=other), at(24, 8))
    assert sweep(at(24, 8), DRAFT, sent=sent) == []
    assert asked(sweep(at(25, 8), DRAFT, sent=sent)) == [(11, "submit", (100,))]


# --- properties: entries and people at random, sweeps on days at random ---------------------------------------------

# A loaded machine is no finding: how long an example takes, or its drawing, is not what these look at.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

OFFICES = st.integers(SALES, CONTROL)
STATES = st.sampled_from(["draft", "submitted", "reviewed", "verified"])
WAITING = {"submit": "draft", "write": "draft", "copy": "draft", "review": "submitted", "verify": "reviewed"}


@st.composite
def entry_sets(draw: st.DrawFn) -> tuple[EntryFacts, ...]:
    return tuple(
        EntryFacts(
            entry_id=number,
            number=number,
            title=f"Actividad {number}",
            state=draw(STATES),
            round=draw(st.integers(1, 3)),
            office_ids=tuple(draw(st.lists(OFFICES, min_size=1, max_size=3, unique=True))),
            written_office_ids=draw(st.frozensets(OFFICES)),
            barred_ids=draw(st.frozensets(st.integers(1, 6), max_size=2)),
        )
        for number in range(1, draw(st.integers(1, 5)) + 1)
    )


@st.composite
def staffs(draw: st.DrawFn) -> tuple[PersonFacts, ...]:
    roles = st.frozensets(st.sampled_from(["office", "planning", "control", "admin", "auditor"]), max_size=2)
    people = range(1, draw(st.integers(1, 6)) + 1)
    offices = [draw(st.frozensets(OFFICES, max_size=2)) for _ in people]
    return tuple(
        PersonFacts(person, of, draw(roles), head_of=of & draw(st.frozensets(OFFICES)))
        for person, of in zip(people, offices, strict=True)
    )


INSTANTS = st.integers(0, 24 * 45).map(lambda hours: at(10, 8, 0) + timedelta(hours=hours))


@UNHURRIED
@given(entries=entry_sets(), people=staffs(), instants=st.lists(INSTANTS, max_size=12))
def test_nobody_gets_two_digests_a_day_and_no_key_repeats(
    entries: tuple[EntryFacts, ...], people: tuple[PersonFacts, ...], instants: list[datetime]
):
    sent: list[Sent] = []
    for now in sorted(instants):
        sent += record(sweep(now, *entries, sent=sent, people=people), now)
        assert sweep(now, *entries, sent=sent, people=people) == []
    keys = [one.reminder.key for one in sent]
    assert len(keys) == len(set(keys))
    digests = {(one.reminder.recipient_id, one.decided_at) for one in sent}
    days = {(person, bogota_date(decided_at)) for person, decided_at in digests}
    assert len(digests) == len(days)


@UNHURRIED
@given(entries=entry_sets(), people=staffs(), now=INSTANTS)
def test_only_what_waits_for_the_person_is_told_once_each(
    entries: tuple[EntryFacts, ...], people: tuple[PersonFacts, ...], now: datetime
):
    by_id = {entry.entry_id: entry for entry in entries}
    reminders = sweep(now, *entries, people=people)
    for reminder in reminders:
        assert all(by_id[entry_id].state == WAITING[reminder.kind] for entry_id in reminder.entry_ids)
        assert not {"admin", "auditor"} & next(one.roles for one in people if one.person_id == reminder.recipient_id)
    told = [(one.recipient_id, entry_id) for one in reminders for entry_id in one.entry_ids]
    assert len(told) == len(set(told))


@UNHURRIED
@given(entries=entry_sets(), people=staffs(), ran=st.frozensets(st.integers(0, 45)), resumes=st.integers(0, 45))
def test_however_long_the_scheduler_was_stopped_the_newest_step_is_told_when_it_resumes(
    entries: tuple[EntryFacts, ...], people: tuple[PersonFacts, ...], ran: frozenset[int], resumes: int
):
    start = at(10, 8)
    sent: list[Sent] = []
    for day in sorted(one for one in ran if one < resumes):
        now = start + timedelta(days=day)
        sent += record(sweep(now, *entries, sent=sent, people=people), now)
    now = start + timedelta(days=resumes)
    resumed = sweep(now, *entries, sent=sent, people=people)
    told = {(one.recipient_id, one.kind, one.step) for one in [*(past.reminder for past in sent), *resumed]}
    newest = {(one.recipient_id, one.kind, one.step) for one in sweep(now, *entries, people=people)}
    assert newest <= told
    assert {(one.recipient_id, one.kind, one.step) for one in resumed} <= newest
    steps = [
        [one.reminder.step for one in sent if (one.reminder.recipient_id, one.reminder.kind) == pair]
        for pair in {(one.reminder.recipient_id, one.reminder.kind) for one in sent}
    ]
    assert all(earlier < later for of_person in steps for earlier, later in pairwise(of_person))
