import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_FIGURE, _FEW_WORDS = 12, 2  # characters, words
HUNDRED = 10_000  # hundredths of a percent
_PERCENT = re.compile(
    r"(?P<whole>[0-9]{1,4})(?:[.,](?P<decimals>[0-9]{1,20}))?\s*(?P<sign>%)?(?P<rest>(?:\s+[^\W\d_]+|\s*[.;])*)\s*\Z"
)


@dataclass(frozen=True, slots=True)
class WrittenPercent:
    number: Decimal
    is_signed: bool  # the cell shows the sign %
    rest: str  # words beside the figure, such as "EN AVANCE"


@lru_cache(maxsize=4096)
def read_percent(text: str) -> WrittenPercent | None:
    """The figure of a cell, or None when it is no figure; its range is not judged here."""
    match = _PERCENT.match(text)
    if match is None:
        return None
    number = Decimal(f"{match['whole']}.{match['decimals'] or '0'}")
    return WrittenPercent(number, match["sign"] is not None, match["rest"].strip(" .;"))


def is_percent_cell(text: str) -> bool:
    """Whether a cell is of the kind "percentage": a figure with its sign and hardly a word more."""
    reading = read_percent(text) if "%" in text[:_FIGURE] else None
    return reading is not None and reading.is_signed and len(reading.rest.split()) <= _FEW_WORDS


def hundredths(number: Decimal) -> int | None:
    """88.24 (percent) → 8824; None outside 0 to 100."""
    value = int((number * 100).quantize(Decimal(1), ROUND_HALF_UP))
    return value if 0 <= value <= HUNDRED and number <= 100 else None  # noqa: PLR2004 -- 100 %


def is_exact(number: Decimal) -> bool:
    return (number * 100) % 1 == 0
