"""A calendar to subscribe to: valid, the same bytes for the same days, and one event for good for each thing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from pacc_flow.calendar.feed import FeedDay, compose_feed
from pacc_flow.calendar.feed_days import Duty, FeedCut, OwedEntry, feed_days
from tests.support.calendars import complaints, day_of, events

AT = datetime(2026, 4, 15, 13, 30, 5, 123456, tzinfo=UTC)
BASE = "https://plan.entidad.gov.co"
DAY = FeedDay("entry-7", date(2026, 5, 8), "Reportar, actividad 24", "Reporte el avance.", "/app/entradas/7", "Reporte", 3, AT)
CUT = FeedCut(
    id=2,
    name="primer corte de 2026",
    is_open=True,
    opens_on=date(2026, 4, 15),
    offices_due_on=date(2026, 5, 8),
    planning_due_on=date(2026, 5, 12),
    control_due_on=date(2026, 5, 15),
    revision=2,
    moved_at=AT,
    entries_revision=6,
    changed_at=AT + timedelta(days=1),
    waiting={},
)
ENTRY = OwedEntry(7, "submit", 24, "Publicar el mapa de riesgos", "Un mapa", "Oficina Comercial", 4, AT + timedelta(hours=2))


def composed(*days: FeedDay) -> bytes:
    return compose_feed("Plan: Oficina Comercial", "Plazos.", days, base_url=BASE)


def test_a_calendar_is_valid_and_says_how_it_is_called_and_when_to_read_it_again():
    body = composed(DAY)
    assert complaints(body) == []
    calendar = Calendar.from_ical(body)
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == "Plan: Oficina Comercial"
    assert "METHOD" not in calendar
    for line in (
        b"VERSION:2.0",
        b"CALSCALE:GREGORIAN",
        b"REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        b"X-PUBLISHED-TTL:PT1H",
        b"X-WR-TIMEZONE:America/Bogota",
    ):
        assert b"\r\n" + line + b"\r\n" in body


def test_a_calendar_without_any_day_is_valid_too():
    body = composed()
    assert complaints(body) == []
    assert events(body) == {}
    assert len(Calendar.from_ical(body).subcomponents) == 1  # RFC 5545, 3.4: at least one


def test_an_event_fills_its_day_and_keeps_nobody_busy():
    event = events(composed(DAY))["entry-7"]
    assert str(event["UID"]) == "entry-7@plan.entidad.gov.co"
    assert day_of(event) == date(2026, 5, 8)
    assert (event["TRANSP"], event["SEQUENCE"]) == ("TRANSPARENT", 3)
    assert event["URL"] == f"{BASE}/app/entradas/7"
    assert str(event["DESCRIPTION"]).endswith(f"\n{BASE}/app/entradas/7")
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED") == AT.replace(microsecond=0)
    assert event.walk("VALARM") == []


def test_what_rings_rings_at_eight_three_days_before_and_the_day_before():
    event = events(composed(replace(DAY, rings=True)))["entry-7"]
    midnight = datetime(2026, 5, 8)  # noqa: DTZ001 - the clock of whoever carries the phone
    rings = [midnight + alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
    assert rings == [datetime(2026, 5, 5, 8), datetime(2026, 5, 7, 8)]  # noqa: DTZ001 - see above
    assert {alarm["ACTION"] for alarm in event.walk("VALARM")} == {"DISPLAY"}


def test_the_same_days_in_any_order_give_the_same_bytes():
    other = replace(DAY, key="entry-8")
    assert composed(DAY, other) == composed(other, DAY)


@given(title=st.text(max_size=300), text=st.text(max_size=300))
def test_whatever_a_plan_says_stays_inside_its_lines(title: str, text: str):
    """Quotes, commas, semicolons, backslashes, line ends of every kind, letters of four bytes."""
    body = composed(replace(DAY, title=title, text=text))
    assert complaints(body) == []
    assert len(events(body)) == 1


@pytest.mark.parametrize("said", ["Meta: 5; videos, 3 \\ 2", "dos\nlíneas", "BEGIN:VEVENT", "ñandú 𝒳 " * 40])
def test_what_is_written_is_read_back(said: str):
    assert str(events(composed(replace(DAY, title=said)))["entry-7"]["SUMMARY"]) == said


def days(cut: FeedCut, *owed: OwedEntry) -> dict[str, FeedDay]:
    return {day.key: day for day in feed_days([cut], {cut.id: owed})}


def test_an_open_cut_has_three_milestones_and_each_owed_entry_on_the_day_its_report_is_due():
    found = days(CUT, ENTRY)
    assert {key: day.on for key, day in found.items()} == {
        "cut-2-offices_due_on": date(2026, 5, 8),
        "cut-2-planning_due_on": date(2026, 5, 12),
        "cut-2-control_due_on": date(2026, 5, 15),
        "entry-7": date(2026, 5, 8),
    }


def test_a_planned_cut_tells_when_it_opens():
    assert days(replace(CUT, is_open=False))["cut-2-opens_on"].on == date(2026, 4, 15)


# fmt: off
DESK = (  # what waits there       title                                                path               rings
    ({},                      "Vence la revisión de Planeación: primer corte de 2026", "/app/calendario", False),
    ({"planning_due_on": 0},  "Vence la revisión de Planeación: primer corte de 2026", "/app/calendario", False),
    ({"planning_due_on": 1},  "Revisar 1 entrada: primer corte de 2026",               "/app/revision",   True),
    ({"planning_due_on": 40}, "Revisar 40 entradas: primer corte de 2026",             "/app/revision",   True),
)
# fmt: on


@pytest.mark.parametrize(("waiting", "title", "path", "rings"), DESK)
def test_a_desk_has_one_event_with_its_figure(waiting: dict[str, int], title: str, path: str, rings: bool):  # noqa: FBT001
    day = days(replace(CUT, waiting=waiting))["cut-2-planning_due_on"]
    assert (day.title, day.path, day.rings) == (title, path, rings)


def test_only_what_is_theirs_rings_in_a_cut_that_is_not_open_yet():
    found = days(replace(CUT, is_open=False, waiting={"control_due_on": 0}))
    assert [key for key, day in found.items() if day.rings] == ["cut-2-control_due_on"]


@pytest.mark.parametrize(
    ("duty", "title"),
    [
        ("submit", "Reportar, actividad 24: Publicar el mapa de riesgos"),
        ("correct", "Corregir, actividad 24: Publicar el mapa de riesgos"),
        ("write", "Escribir su parte, actividad 24: Publicar el mapa de riesgos"),
    ],
)
def test_an_entry_says_what_is_asked_and_in_full_by_when(duty: Duty, title: str):
    day = days(CUT, replace(ENTRY, duty=duty))["entry-7"]
    assert day.title == title
    assert "Plazo: viernes 8 de mayo de 2026, primer corte de 2026." in day.text
    assert not day.rings


def test_an_entry_that_moved_or_whose_cut_moved_is_a_newer_version_of_the_same_event():
    before = days(CUT, ENTRY)["entry-7"]
    later = AT + timedelta(days=3)
    moved = days(replace(CUT, offices_due_on=date(2026, 5, 11), revision=3, moved_at=later), ENTRY)["entry-7"]
    returned = days(CUT, replace(ENTRY, duty="correct", revision=9, changed_at=later))["entry-7"]
    for after in (moved, returned):
        assert (after.key, after.changed_at) == (before.key, later)
        assert after.revision > before.revision
