"""Dates written in full, read strictly: what a person types in a correction or a document states in its header."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pacc_flow.matrix.cells.date_phrases import read_phrase
from pacc_flow.matrix.cells.written_date import (
    MONTH_NAMES,
    MONTH_NUMBERS,
    WrittenDate,
    full_year,
    in_words,
    nearest_days,
    why_impossible,
    written_date,
)

__all__ = [
    "DateReading",
    "WrittenDate",
    "in_words",
    "is_date_cell",
    "nearest_days",
    "outline_of",
    "read_dates",
    "why_impossible",
]

_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)?"
_DATE = re.compile(
    r"(?<![0-9/.-])(?:"
    rf"(?P<iso_year>[0-9]{{4}})(?P<iso_sign>[-/.])(?P<iso_month>[0-9]{{1,2}})(?P=iso_sign)(?P<iso_day>[0-9]{{1,2}}){_TIME}"
    rf"|(?P<day>[0-9]{{1,2}})(?P<separator>[/.-])(?P<month>[0-9]{{1,2}})(?P=separator)(?P<year>[0-9]{{4}}|[0-9]{{2}}){_TIME}"
    rf"|(?P<long_day>[0-9]{{1,2}})(?: de | |[/-])(?P<name>{MONTH_NAMES})\b\.?"
    r"(?:(?: de | del |,? )(?P<long_year>[0-9]{4})|[/-](?P<short_year>[0-9]{4}|[0-9]{2}))"
    rf"|\b(?P<first_name>{MONTH_NAMES})\b\.? (?P<first_day>[0-9]{{1,2}})(?: de | del |,? )(?P<first_year>[0-9]{{4}})"
    r")(?![0-9/])",
    re.IGNORECASE,
)
_BETWEEN_DATES = re.compile(r"[;,.\-–—/•·\s]|\by\b")
_LONGEST_DATE_CELL = 80  # characters
_ANY_YEAR = 2000


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
    text = " ".join(text.split())
    return DateReading(
        written=tuple(_written(match) for match in _DATE.finditer(text)),
        rest=" ".join(_BETWEEN_DATES.sub(" ", _DATE.sub(" ", text)).split()),
    )


def outline_of(text: str) -> str:
    """The words of a cell with «@» where each date stands."""
    return _DATE.sub("@", " ".join(text.replace("@", "?").split()))


def is_date_cell(text: str) -> bool:
    """Whether a cell is of the kind "date": short, and with one in it. A narrative that mentions a day is not."""
    if not 0 < len(text) <= _LONGEST_DATE_CELL:
        return False
    return bool(read_dates(text).written) or read_phrase(text, _ANY_YEAR) is not None


def _written(match: re.Match[str]) -> WrittenDate:
    if match["iso_year"]:
        year, month, day = match["iso_year"], int(match["iso_month"]), match["iso_day"]
    elif match["name"]:
        year, month, day = match["long_year"] or match["short_year"], _month(match["name"]), match["long_day"]
    elif match["first_name"]:
        year, month, day = match["first_year"], _month(match["first_name"]), match["first_day"]
    else:
        year, month, day = match["year"], int(match["month"]), match["day"]
    return written_date(match[0], full_year(year), month, int(day))


def _month(name: str) -> int:
    return MONTH_NUMBERS[name.lower()]
