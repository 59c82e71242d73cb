from datetime import date
from typing import get_args

import pytest

from pacc_flow.calendar import BusinessCalendar, InvalidCalendarError, Offsets, legal_deadline, milestones
from pacc_flow.calendar.milestones import Milestone

CALENDAR = BusinessCalendar()
AUGUST = milestones(date(2026, 8, 31), Offsets(), CALENDAR)


def test_the_default_milestones_are_those_of_the_law_and_of_the_guide():
    assert AUGUST.opens_on == date(2026, 8, 16)
    assert AUGUST.offices_due_on == date(2026, 9, 7)
    assert AUGUST.planning_due_on == date(2026, 9, 9)
    assert AUGUST.control_due_on == date(2026, 9, 14)
    assert AUGUST.calendar_version == CALENDAR.version


def test_the_december_cut_is_published_in_january_of_the_next_year():
    december = milestones(date(2026, 12, 31), Offsets(), CALENDAR)
    assert december.opens_on == date(2026, 12, 16)
    assert december.control_due_on == date(2027, 1, 18)


def test_the_own_days_of_the_entity_move_its_milestones():
    own = BusinessCalendar(added=frozenset({date(2026, 9, 2)}))
    moved = milestones(date(2026, 8, 31), Offsets(), own)
    assert moved.offices_due_on == date(2026, 9, 8)
    assert moved.calendar_version == own.version != CALENDAR.version


@pytest.mark.parametrize(
    ("milestone", "to"),
    [
        ("opens_on", date(2026, 8, 10)),
        ("opens_on", date(2026, 8, 31)),
        ("offices_due_on", date(2026, 9, 9)),
        ("planning_due_on", date(2026, 9, 14)),
        ("control_due_on", date(2026, 10, 1)),
    ],
)
def test_a_milestone_moves_within_the_order_and_the_others_stay(milestone: Milestone, to: date):
    moved = AUGUST.moved(milestone, to)
    assert getattr(moved, milestone) == to
    others = {"cut_on", *get_args(Milestone)} - {milestone}
    assert all(getattr(moved, other) == getattr(AUGUST, other) for other in others)


@pytest.mark.parametrize(
    ("milestone", "to", "sentence"),
    [
        (
            "opens_on",
            date(2026, 9, 1),
            r"La fecha de corte .*31 de agosto de 2026\) .* antes de la apertura .*1 de septiembre de",
        ),
        ("offices_due_on", date(2026, 8, 30), "El reporte de las oficinas .* antes de la fecha de corte"),
        ("offices_due_on", date(2026, 9, 10), "La revisión de Planeación .* antes del reporte de las oficinas"),
        ("planning_due_on", date(2026, 9, 15), "La publicación de Control Interno .* antes de la revisión"),
        ("control_due_on", date(2026, 9, 8), "La publicación de Control Interno .* antes de la revisión"),
    ],
)
def test_a_milestone_that_would_break_the_order_is_refused_naming_both(milestone: Milestone, to: date, sentence: str):
    with pytest.raises(InvalidCalendarError, match=sentence):
        AUGUST.moved(milestone, to)


@pytest.mark.parametrize(
    ("milestone", "nearest", "too_far", "sentence"),
    [
        (
            "control_due_on",
            date(2027, 9, 1),
            date(2027, 9, 2),
            "La publicación de Control Interno .* más de un año",
        ),
        ("control_due_on", date(2027, 9, 1), date(9999, 12, 31), "La publicación de Control Interno .*9999.* más de un año"),
        ("opens_on", date(2025, 8, 30), date(2025, 8, 29), "La apertura .* más de un año de la fecha de corte"),
    ],
)
def test_a_milestone_stays_within_a_year_of_its_cut(milestone: Milestone, nearest: date, too_far: date, sentence: str):
    assert getattr(AUGUST.moved(milestone, nearest), milestone) == nearest
    with pytest.raises(InvalidCalendarError, match=sentence):
        AUGUST.moved(milestone, too_far)


def test_offsets_come_back_from_json_and_what_is_left_out_keeps_its_default():
    offsets = Offsets(opens_days_before=20, offices=3, planning=6, control=9)
    assert Offsets.from_json(offsets.to_json()) == offsets
    assert Offsets.from_json({"offices": 4}) == Offsets(offices=4)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"oficinas": 5}, "No se conoce el plazo «oficinas»"),
        ({"offices": "5"}, "reporte de las oficinas: debe ser un número entero entre 0 y 90"),
        ({"offices": True}, "reporte de las oficinas: debe ser un número entero"),
        ({"opens_days_before": -1}, "entre la apertura y el corte: debe ser un número entero"),
        ({"control": 91}, "publicación de Control Interno: debe ser un número entero"),
        ({"planning": 11}, "Los plazos van en orden"),
        ({"offices": 8}, "Los plazos van en orden"),
    ],
)
def test_offsets_that_cannot_be_are_refused_with_their_reason(value: dict[str, object], sentence: str):
    with pytest.raises(InvalidCalendarError, match=sentence):
        Offsets.from_json(value)


def test_the_term_of_the_law_is_the_tenth_business_day_whatever_an_entity_sets():
    assert legal_deadline(date(2026, 12, 31), BusinessCalendar()) == date(2027, 1, 18)
    assert legal_deadline(date(2026, 4, 30), BusinessCalendar(added=frozenset({date(2026, 5, 4)}))) == date(2026, 5, 19)
