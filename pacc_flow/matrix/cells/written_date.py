"""A date as somebody wrote it, whether or not the calendar has such a day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
MONTH_NUMBERS = (
    {name: number for number, name in enumerate(MONTHS, 1)}
    | {name[:3]: number for number, name in enumerate(MONTHS, 1)}
    | {"setiembre": 9, "sept": 9, "set": 9}
)
MONTH_NAMES = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))  # of a pattern, the longest first
_OLDEST = 1900
_CENTURY, _TWO_DIGITS = 2000, 2


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """`day` is None when the calendar has no such day; `swapped` is then the one meant by a month written first."""

    text: str
    day: date | None
    year: int
    month: int
    swapped: date | None = None


def written_date(text: str, year: int, month: int, number: int) -> WrittenDate:
    day = existing_day(year, month, number)
    return WrittenDate(text, day, year, month, None if day else existing_day(year, number, month))


def named_date(year: int, month: int, number: int) -> WrittenDate:
    """A day written with the name of its month, with the year that another part of the cell or the plan gives it."""
    return WrittenDate(f"{number} de {MONTHS[month - 1]} de {year}", existing_day(year, month, number), year, month)


def existing_day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if year >= _OLDEST else None
    except ValueError:
        return None


def full_year(digits: str) -> int:
    return int(digits) + (_CENTURY if len(digits) == _TWO_DIGITS else 0)


def last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def are_backwards(start: WrittenDate, end: WrittenDate) -> bool:
    """Whether two dates cannot be the ends of a range."""
    return start.day is not None and end.day is not None and start.day > end.day


def nearest_days(written: WrittenDate) -> tuple[date, date] | None:
    """The last day of the month that was meant and the first of the next, for a day that does not exist."""
    if not (1 <= written.month <= len(MONTHS) and written.year >= _OLDEST):
        return None
    last = last_day(written.year, written.month)
    return last, last + timedelta(days=1)


def why_impossible(written: WrittenDate) -> str:
    days = nearest_days(written)
    if days is None:
        return f"La fecha {written.text} no existe."
    return f"La fecha {written.text} no existe. {MONTHS[written.month - 1].capitalize()} tiene {days[0].day} días."


def in_words(day: date) -> str:
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"
