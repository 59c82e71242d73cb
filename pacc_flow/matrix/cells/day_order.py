"""Which stands first in dates such as 5/6/2022: nobody says it in a cell, and the other dates of its column may prove it."""

import re
from collections.abc import Iterable
from enum import Enum

_NUMERIC = re.compile(r"(?<![0-9/.-])(?P<first>[0-9]{1,2})(?P<sign>[/.-])(?P<second>[0-9]{1,2})(?P=sign)(?=[0-9]{2})")
_MONTHS = 12


class DayOrder(Enum):
    """`MIXED`: some dates of the column prove one order, and some the other."""

    DAY_FIRST = "día primero"
    MONTH_FIRST = "mes primero"
    MIXED = "de las dos maneras"


def order_of(texts: Iterable[str]) -> DayOrder:
    """The order of a column of dates: with the day first, as in Colombia, unless a figure above 12 proves otherwise."""
    pairs = {(int(found["first"]), int(found["second"])) for text in set(texts) for found in _NUMERIC.finditer(text)}
    if not any(first <= _MONTHS < second for first, second in pairs):
        return DayOrder.DAY_FIRST
    return DayOrder.MIXED if any(second <= _MONTHS < first for first, second in pairs) else DayOrder.MONTH_FIRST


def with_day_first(text: str) -> str:
    """The dates of a text of month first, each with its day first."""
    return _NUMERIC.sub(lambda found: _turned(found) if int(found["first"]) <= _MONTHS else found[0], text)


def read_otherwise(text: str) -> str:
    """The text with the dates that can be read either way turned around; the same text when there is none."""
    return _NUMERIC.sub(lambda found: _turned(found) if _may_be_either(found) else found[0], text)


def _may_be_either(found: re.Match[str]) -> bool:
    return max(int(found["first"]), int(found["second"])) <= _MONTHS


def _turned(found: re.Match[str]) -> str:
    return f"{found['second']}{found['sign']}{found['first']}{found['sign']}"
