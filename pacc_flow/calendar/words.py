"""Dates, hours and deadlines as a person in Colombia says them.

Sentences come without their full stop, so that a page may go on. Today is always an argument, a Bogotá date.
"""

from datetime import date, datetime, timedelta

from pacc_flow.calendar.business_days import BusinessCalendar
from pacc_flow.calendar.lateness import business_days_late, is_late
from pacc_flow.clock import BOGOTA, bogota_date

NBSP = "\N{NO-BREAK SPACE}"
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_NEAR = {-1: "ayer", 0: "hoy", 1: "mañana"}
_NOON = 12


def day_and_month(on: date) -> str:
    """`31 de diciembre`."""
    return f"{on.day} de {MONTHS[on.month - 1]}"


def long_date(on: date) -> str:
    """`31 de diciembre de 2021`."""
    return f"{day_and_month(on)} de {on.year}"


def days_from_to(first: date, last: date) -> str:
    """`del 4 al 8 de mayo de 2026`, `del 30 de abril al 8 de mayo de 2026`, `el 4 de mayo de 2026`: both included."""
    if first == last:
        return f"el {long_date(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"del {first.day} al {long_date(last)}"
    return f"del {day_and_month(first) if first.year == last.year else long_date(first)} al {long_date(last)}"


def weekday_date(on: date) -> str:
    """`jueves 30 de abril`: the weekday already tells which year is meant."""
    return f"{WEEKDAYS[on.weekday()]} {day_and_month(on)}"


def weekday_of_year(on: date, year: int) -> str:
    """`lunes 18 de enero de 2027`: the year only when it is another one than that of the plan."""
    return weekday_date(on) if on.year == year else f"{weekday_date(on)} de {on.year}"


def numeric_date(on: date) -> str:
    """`31/12/2021`, for the eight columns of the matrix only."""
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


def near_day(on: date, today: date) -> str:
    """`hoy`, `mañana`, `ayer`, else `lunes 7 de septiembre`."""
    return _NEAR.get((on - today).days) or weekday_date(on)


def clock_time(instant: datetime) -> str:
    """`4:05 p. m.` in Bogotá, never broken over two lines."""
    local = instant.astimezone(BOGOTA)
    half = "p" if local.hour >= _NOON else "a"
    return f"{local.hour % _NOON or _NOON}:{local.minute:02d}{NBSP}{half}.{NBSP}m."


def moment(instant: datetime, now: datetime) -> str:
    """`hoy, 9:40 a. m.`, `ayer, 4:38 p. m.`, `1 de septiembre, 8:00 a. m.`; with the year when it is not this one."""
    on, today = bogota_date(instant), bogota_date(now)
    far = day_and_month(on) if on.year == today.year else long_date(on)
    near = {today: "hoy", today - timedelta(days=1): "ayer"}
    return f"{near.get(on, far)}, {clock_time(instant)}"


def days(count: int) -> str:
    return "1 día" if count == 1 else f"{count} días"


def business_days(count: int) -> str:
    return "1 día hábil" if count == 1 else f"{count} días hábiles"


def distance(start: date, end: date, calendar: BusinessCalendar) -> str:
    """From the earlier to the later date in business days; in plain days over a weekend, when there is none between."""
    return business_days(count) if (count := calendar.between(start, end)) else days((end - start).days)


def deadline(due_on: date, today: date, calendar: BusinessCalendar) -> str:
    """To follow a noun: `vence en 3 días hábiles, jueves 30 de abril`, `vence hoy, …`, `venció hace 1 día hábil, …`."""
    verb = "venció" if is_late(due_on, today) else "vence"
    if near := _NEAR.get((due_on - today).days):
        return f"{verb} {near}, {weekday_date(due_on)}"
    if is_late(due_on, today):
        return f"{verb} hace {distance(due_on, today, calendar)}, {weekday_date(due_on)}"
    return f"{verb} en {distance(today, due_on, calendar)}, {weekday_date(due_on)}"


def time_left(due_on: date, today: date, calendar: BusinessCalendar) -> str:
    """To whoever owes it: `Le quedan 2 días hábiles`, `Hoy vence el plazo`, `El plazo venció el lunes …, hace …`."""
    if due_on == today:
        return "Hoy vence el plazo"
    if is_late(due_on, today):
        return overdue(due_on, today, calendar)
    left = distance(today, due_on, calendar)
    return f"Le {'queda' if left.startswith('1 ') else 'quedan'} {left}"


def overdue(due_on: date, today: date, calendar: BusinessCalendar) -> str:
    """`El plazo venció el lunes 7 de septiembre, hace 2 días hábiles`; the day before, `… venció ayer, lunes …`."""
    if (today - due_on).days == 1:
        return f"El plazo venció ayer, {weekday_date(due_on)}"
    return f"El plazo venció el {weekday_date(due_on)}, hace {distance(due_on, today, calendar)}"


def late_by(count: int) -> str:
    """The chip of a late entry: `2 días hábiles tarde`."""
    return f"{business_days(count)} tarde"


def arrears(due_on: date, today: date, calendar: BusinessCalendar) -> str:
    """What is still owed: `2 días hábiles de atraso`, as many as went by since its deadline."""
    return f"{distance(due_on, today, calendar)} de atraso"


def punctuality(due_on: date, done_on: date, calendar: BusinessCalendar) -> str:
    """How a step arrived, for its history: `A tiempo: 2 días hábiles antes del plazo`, or `2 días hábiles tarde`."""
    if is_late(due_on, done_on):
        return late_by(business_days_late(due_on, done_on, calendar))
    if done_on == due_on:
        return "A tiempo: el día del plazo"
    return f"A tiempo: {distance(done_on, due_on, calendar)} antes del plazo"
