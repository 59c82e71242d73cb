from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask, render_template_string

from pacc_flow.web import formatting

NOW = datetime(2026, 9, 3, 16, 0, tzinfo=UTC)  # Thursday 3 September, 11:00 in Bogotá


def spaced(text: str) -> str:
    """Expected texts are typed with «~» where the line must not break."""
    return text.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("hundredths", "written"),
    [
        (8824, "88,24~%"),
        (10000, "100~%"),
        (0, "0~%"),
        (5, "0,05~%"),
        (6670, "66,70~%"),
        (-1050, "-10,50~%"),
        (None, "–"),
    ],
)
def test_a_percentage_has_a_comma_and_never_breaks_before_its_sign(hundredths: int | None, written: str):
    assert formatting.percent(hundredths) == spaced(written)


@pytest.mark.parametrize(("figure", "written"), [(7, "7"), (8412, "8.412"), (1240300, "1.240.300"), (-1000, "-1.000")])
def test_thousands_are_parted_by_a_dot(figure: int, written: str):
    assert formatting.number(figure) == written


@pytest.mark.parametrize(("count", "word"), [(0, "actividades"), (1, "actividad"), (2, "actividades"), (-1, "actividades")])
def test_only_one_is_singular(count: int, word: str):
    assert formatting.plural(count, "actividad", "actividades") == word


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (1, "1~byte"),
        (999, "999~bytes"),
        (34_200, "34~kB"),
        (999_499, "999~kB"),
        (999_500, "1~MB"),
        (1_200_000, "1,2~MB"),
        (9_960_000, "10~MB"),
        (20_000_000, "20~MB"),
        (34_600_000, "35~MB"),
        (1_234_000_000, "1.234~MB"),
    ],
)
def test_a_file_is_weighed_in_the_unit_a_person_would_say(size: int, written: str):
    assert formatting.file_size(size) == spaced(written)


@pytest.mark.parametrize("digest", ["4be091d7c0ffee00", bytes.fromhex("4be091d7c0ffee00")])
def test_a_fingerprint_shows_eight_digits_in_fours(digest: str | bytes):
    assert formatting.fingerprint(digest) == "4be0 91d7"


@pytest.mark.parametrize(
    ("name", "letters"), [("Laura Cifuentes", "LC"), ("Marta Lucía Peña", "MP"), ("ángela", "Á"), ("", "")]
)
def test_initials_take_the_first_and_the_last_name(name: str, letters: str):
    assert formatting.initials(name) == letters


@pytest.mark.parametrize(
    ("write", "written"),
    [
        (formatting.day_long, "31 de agosto de 2026"),
        (formatting.day_month, "31 de agosto"),
        (formatting.day_short, "31/08/2026"),
        (formatting.weekday_day, "lunes 31 de agosto"),
    ],
)
@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 8, 31), id="a day"),
        pytest.param(datetime(2026, 9, 1, 4, 59, tzinfo=UTC), id="an instant that was still that day in Bogotá"),
    ],
)
def test_days_are_written_in_spanish(write: object, written: str, day: date):
    assert callable(write)
    assert write(day) == written


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (datetime(2026, 9, 3, 5, 0, tzinfo=UTC), "12:00~a.~m."),
        (datetime(2026, 9, 3, 14, 31, tzinfo=UTC), "9:31~a.~m."),
        (datetime(2026, 9, 3, 16, 59, tzinfo=UTC), "11:59~a.~m."),
        (datetime(2026, 9, 3, 17, 0, tzinfo=UTC), "12:00~p.~m."),
        (datetime(2026, 9, 3, 21, 5, tzinfo=UTC), "4:05~p.~m."),
    ],
)
def test_the_hour_is_that_of_bogota_in_twelve_hours(instant: datetime, written: str):
    assert formatting.hour(instant) == spaced(written)


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (datetime(2026, 9, 3, 14, 40, tzinfo=UTC), "hoy, 9:40~a.~m."),
        (datetime(2026, 9, 2, 21, 38, tzinfo=UTC), "ayer, 4:38~p.~m."),
        (datetime(2026, 9, 4, 4, 59, tzinfo=UTC), "hoy, 11:59~p.~m."),
        (datetime(2026, 9, 4, 5, 0, tzinfo=UTC), "mañana, 12:00~a.~m."),
        (datetime(2026, 9, 1, 20, 0, tzinfo=UTC), "1 de septiembre, 3:00~p.~m."),
        (datetime(2022, 1, 14, 21, 5, tzinfo=UTC), "14 de enero de 2022, 4:05~p.~m."),
        (datetime(2026, 1, 1, 4, 0, tzinfo=UTC), "31 de diciembre de 2025, 11:00~p.~m."),
    ],
)
def test_a_near_moment_is_told_by_its_day(instant: datetime, written: str):
    assert formatting.moment(instant, NOW) == spaced(written)


def test_a_machine_reads_the_instant_in_utc():
    assert formatting.machine_time(NOW) == "2026-09-03T16:00:00Z"


def rendered(template: str, **context: object) -> str:
    app = Flask(__name__)
    formatting.register(app, now=lambda: NOW)
    with app.app_context():
        return render_template_string(template, at=datetime(2026, 9, 3, 14, 40, tzinfo=UTC), **context)


@pytest.mark.parametrize(
    ("template", "context", "text"),
    [
        pytest.param("{{ at|moment }}", {}, "hoy, 9:40~a.~m.", id="the clock"),
        pytest.param("{{ at|moment }}", {"now": datetime(2026, 9, 4, 16, tzinfo=UTC)}, "ayer, 9:40~a.~m.", id="the page's now"),
        pytest.param(
            "{{ at|near_day(later) }}", {"later": datetime(2026, 9, 5, 16, tzinfo=UTC)}, "3 de septiembre", id="its own"
        ),
        pytest.param("{{ 2 }} {{ 2|plural('recibo', 'recibos') }}", {}, "2 recibos", id="plural"),
        pytest.param("{{ 8824|percent }}", {}, "88,24~%", id="percent"),
    ],
)
def test_templates_write_through_the_same_functions(template: str, context: dict[str, object], text: str):
    assert rendered(template, **context) == spaced(text)
