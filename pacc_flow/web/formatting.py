"""How figures, days and instants are written in Spanish (es-CO): pure functions, and their names as template filters.

A no-break space stands wherever a line must not end: «88,24 %», «9:31 a. m.», «1,2 MB».
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context

from pacc_flow import clock

NBSP = "\u00a0"
NOTHING = "–"

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
NEAR_DAYS = {-1: "ayer", 0: "hoy", 1: "mañana"}

KILOBYTE, MEGABYTE = 1_000, 1_000_000
LAST_MORNING_HOUR = 11


def percent(hundredths: int | None) -> str:
    """Write hundredths of a percent: 8824 is «88,24 %», 10000 is «100 %»; an absent figure is a dash."""
    if hundredths is None:
        return NOTHING
    return f"{percent_figure(hundredths)}{NBSP}%"


def percent_figure(hundredths: int) -> str:
    """The same without its sign, as a person would type it: 8824 is «88,24»."""
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{sign}{whole},{rest:02d}" if rest else f"{sign}{whole}"


def number(figure: int) -> str:
    return f"{figure:,}".replace(",", ".")


def plural(count: int, one: str, many: str) -> str:
    """The word alone: `{{ n }} {{ n|plural('actividad', 'actividades') }}`."""
    return one if count == 1 else many


def file_size(size: int) -> str:
    """Bytes in decimal units, one decimal only for a small figure of megabytes."""
    if size < KILOBYTE:
        return f"{size}{NBSP}{plural(size, 'byte', 'bytes')}"
    kilobytes = round(size / KILOBYTE)
    if kilobytes < KILOBYTE:
        return f"{kilobytes}{NBSP}kB"
    tenths = round(size * 10 / MEGABYTE)
    whole, tenth = divmod(tenths, 10)
    figure = f"{whole},{tenth}" if tenth and whole < 10 else number(round(size / MEGABYTE))  # noqa: PLR2004 - two digits
    return f"{figure}{NBSP}MB"


def fingerprint(digest: str | bytes) -> str:
    """The first eight hexadecimal digits, in fours; the record itself shows the whole digest."""
    digits = digest.hex() if isinstance(digest, bytes) else digest
    return f"{digits[:4]} {digits[4:8]}"


def initials(name: str) -> str:
    """First and last name of a person, one letter each: the account mark of the header."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def day_of(day: date) -> date:
    """The day itself, or for an aware instant the day it was in Bogotá."""
    return clock.bogota_date(day) if isinstance(day, datetime) else day


def day_short(day: date) -> str:
    return f"{day_of(day):%d/%m/%Y}"


def day_month(day: date) -> str:
    shown = day_of(day)
    return f"{shown.day} de {MONTHS[shown.month - 1]}"


def day_long(day: date) -> str:
    return f"{day_month(day)} de {day_of(day).year}"


def weekday_day(day: date) -> str:
    return f"{WEEKDAYS[day_of(day).weekday()]} {day_month(day)}"


def hour(instant: datetime) -> str:
    """The time of day in Bogotá: «9:31 a. m.»."""
    local = instant.astimezone(clock.BOGOTA)
    half = "a" if local.hour <= LAST_MORNING_HOUR else "p"
    return f"{local.hour % 12 or 12}:{local:%M}{NBSP}{half}.{NBSP}m."


def moment(instant: datetime, now: datetime) -> str:
    """Day and time as told to somebody at `now`: «hoy, 9:40 a. m.», «2 de septiembre, 4:38 p. m.»."""
    return f"{near_day(instant, now)}, {hour(instant)}"


def the_moment(instant: datetime, now: datetime) -> str:
    """To follow «desde»: «hoy, 9:40 a. m.», «el 2 de septiembre, 4:38 p. m.»."""
    told = moment(instant, now)
    return told if told.startswith(tuple(NEAR_DAYS.values())) else f"el {told}"


def near_day(day: date, now: datetime) -> str:
    """«ayer», «hoy», «mañana», else the day and month; the year only when it is another one."""
    shown, today = day_of(day), clock.bogota_date(now)
    near = NEAR_DAYS.get((shown - today) // timedelta(days=1))
    return near or (day_month(shown) if shown.year == today.year else day_long(shown))


def machine_time(instant: datetime) -> str:
    """For the `datetime` attribute of `<time>`: RFC 3339, UTC, whole seconds."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def register(app: Flask, now: Callable[[], datetime] = clock.now) -> None:
    """Add the filters. `moment` and `near_day` take the template's `now` when it has one, else ask `now()`."""
    app.jinja_env.filters.update(
        {
            "percent": percent,
            "percent_figure": percent_figure,
            "number": number,
            "plural": plural,
            "file_size": file_size,
            "fingerprint": fingerprint,
            "initials": initials,
            "day_short": day_short,
            "day_month": day_month,
            "day_long": day_long,
            "weekday_day": weekday_day,
            "hour": hour,
            "machine_time": machine_time,
            "moment": _told_now(moment, now),
            "the_moment": _told_now(the_moment, now),
            "near_day": _told_now(near_day, now),
        }
    )


def _told_now(
    tell: Callable[[datetime, datetime], str], clock_now: Callable[[], datetime]
) -> Callable[[Context, datetime, datetime | None], str]:
    @pass_context
    def told(context: Context, instant: datetime, now: datetime | None = None) -> str:
        return tell(instant, now or context.get("now") or clock_now())

    return told
