import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

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
_MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | {"setiembre": 9}
_CENTURY = 2000
_DATE = re.compile(
    r"(?<![0-9/.-])(?:"
    r"(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{2})-(?P<iso_day>[0-9]{2})"
    r"|(?P<day>[0-9]{1,2})(?P<separator>[/.-])(?P<month>[0-9]{1,2})(?P=separator)(?P<year>[0-9]{4}|[0-9]{2})"
    rf"|(?P<long_day>[0-9]{{1,2}})\s+de\s+(?P<name>{'|'.join(_MONTH_NUMBERS)})\s+(?:de\s+|del\s+)?(?P<long_year>[0-9]{{4}})"
    r")(?![0-9/])",
    re.IGNORECASE,
)
_BETWEEN_DATES = re.compile(r"\s+|[;,.\-/]|\by\b")
_OLDEST = 1900
_LONGEST_DATE_CELL = 80  # characters


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written; `day` is None when the calendar has no such day."""

    text: str
    day: date | None
    year: int
    month: int


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a cell says of dates: those that exist, those that do not, and the words that are neither."""

    written: tuple[WrittenDate, ...]
    rest: str

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(item.day for item in self.written if item.day)

    @property
    def impossible(self) -> tuple[WrittenDate, ...]:
        return tuple(item for item in self.written if item.day is None)


@lru_cache(maxsize=8192)
def read_dates(text: str) -> DateReading:
    """Day first, always, as in Colombia: 4/01/2021 is 4 January."""
    return DateReading(
        written=tuple(_written(match) for match in _DATE.finditer(text)),
        rest=" ".join(_BETWEEN_DATES.sub(" ", _DATE.sub(" ", text)).split()),
    )


def is_date_cell(text: str) -> bool:
    """Whether a cell is of the kind "date": short, and with one in it. A narrative that mentions a day is not."""
    return 0 < len(text) <= _LONGEST_DATE_CELL and bool(read_dates(text).written)


def nearest_days(written: WrittenDate) -> tuple[date, date] | None:
    """The last day of the month that was meant and the first of the next, for a day that does not exist."""
    if not (1 <= written.month <= len(MONTHS) and written.year >= _OLDEST):
        return None
    last = date(written.year, written.month, monthrange(written.year, written.month)[1])
    return last, last + timedelta(days=1)


def why_impossible(written: WrittenDate) -> str:
    days = nearest_days(written)
    if days is None:
        return f"La fecha {written.text} no existe."
    return f"La fecha {written.text} no existe. {MONTHS[written.month - 1].capitalize()} tiene {days[0].day} días."


def in_words(day: date) -> str:
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def _written(match: re.Match[str]) -> WrittenDate:
    if match["iso_year"]:
        year, month, day = int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])
    elif match["name"]:
        year, month, day = int(match["long_year"]), _MONTH_NUMBERS[match["name"].lower()], int(match["long_day"])
    else:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        year += _CENTURY if len(match["year"]) == 2 else 0  # noqa: PLR2004 -- a year of two digits
    return WrittenDate(match[0], _existing(year, month, day), year, month)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= _OLDEST else None
    except ValueError:
        return None
