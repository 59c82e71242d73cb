"""How the room reads and quotes: sentences without their addresses, figures and dates as people in Colombia write them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

NBSP = "\N{NO-BREAK SPACE}"
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_QUOTED, _LEAD = 140, 40  # characters of a sentence that are quoted, and those before what matters in it
_UNBROKEN = re.compile(r"\S+")
_END = re.compile(r"(?<=[.;!?•])\s|\n")


def percent(hundredths: int) -> str:
    """8824 is «88,24 %»."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02}{NBSP}%" if rest else f"{whole}{NBSP}%"


def long_date(on: date) -> str:
    return f"{on.day} de {MONTHS[on.month - 1]} de {on.year}"


def listed(numbers: Sequence[int]) -> str:
    """«22, 29 y 37»."""
    *first, last = map(str, numbers)
    return f"{', '.join(first)} y {last}" if first else last


def without_addresses(text: str) -> str:
    return _UNBROKEN.sub(lambda found: "" if "://" in found[0] or "www." in found[0] else found[0], text)


def sentences(text: str) -> Iterator[str]:
    """Each on one line, with single spaces."""
    for sentence in _END.split(without_addresses(text)):
        if flat := " ".join(sentence.split()):
            yield flat


def clipped(text: str, at_most: int = _QUOTED) -> str:
    """Whole words, with an ellipsis where some are left out."""
    if len(text) <= at_most:
        return text
    kept = text[:at_most].rpartition(" ")[0] or text[:at_most]
    return f"{kept.rstrip(',;: ')}…"


def around(sentence: str, place: int) -> str:
    """The sentence from some words before a place in it on, so that what stands there is quoted."""
    if place <= _QUOTED - 2 * _LEAD:
        return clipped(sentence)
    start = sentence.find(" ", place - _LEAD, place) + 1 or place
    return "…" + clipped(sentence[start:])


def folded(text: str) -> str:
    """Small letters without their accents."""
    return "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))


def words_of(table: str) -> frozenset[str]:
    """A table of words, written as people read it."""
    return frozenset(table.split())
