import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from pacc_flow.matrix.words import fold

_LONGEST_PERCENT_CELL, _FEW_WORDS = 40, 2  # characters, words
HUNDRED = 10_000  # hundredths of a percent
STATE = (  # how a row stands, in the words of those who report; of a folded text
    r"(?:CUMPLE|CUMPLIO|(?:CUMPLID|FINALIZAD|EJECUTAD|TERMINAD|REALIZAD|CULMINAD|COMPLETAD|COMPLET)[AO]S?"
    r"|(?:EN )?(?:AVANCE|PROCESO|EJECUCION|CURSO|DESARROLLO|CUMPLIMIENTO))"
)
_STATE_FIRST = re.compile(rf"{STATE}(?: ?[:.,(-] ?| (?:DEL?|AL) (?:UN |EL )?| )(?=[0-9])")
_PERCENT = re.compile(
    r"(?P<whole>[0-9]{1,4})(?:[.,](?P<decimals>[0-9]{1,20}))? ?(?P<sign>%|(?i:por ?ciento\b))?"
    r"(?P<rest>(?: ?[.;:,)–—-]| [^\W\d_]+| ?\([^\W\d_]+\))*)"
)


_SIGN_FIRST = re.compile(r"% ?(?P<number>[0-9]{1,3}(?:[.,][0-9]{1,2})?)(?![0-9.,%])(?=[^0-9%]*\Z)")


@dataclass(frozen=True, slots=True)
class WrittenPercent:
    number: Decimal
    is_signed: bool  # the cell shows the sign %
    rest: str  # words beside the figure, such as "EN AVANCE"


@lru_cache(maxsize=4096)
def read_percent(text: str) -> WrittenPercent | None:
    """The figure of a cell, or None when it is no figure; its range is not judged here."""
    text = _SIGN_FIRST.sub(r"\g<number>%", " ".join(text.split()))
    first = _state_first(text)
    match = _PERCENT.fullmatch(text, len(first))
    if match is None or (first and not match["sign"]):
        return None
    number = Decimal(f"{match['whole']}.{match['decimals'] or '0'}")
    rest = f"{first.strip(' .:,(-')} {match['rest'].strip(' .;:,–—-')}"
    return WrittenPercent(number, match["sign"] is not None, rest.strip())


def _state_first(text: str) -> str:
    """The words before the figure of «EN AVANCE 33.3%», when they are a known state."""
    if not text[:1].isalpha() or len(text) > _LONGEST_PERCENT_CELL:
        return ""
    match = _STATE_FIRST.match(fold(text))
    return text[: match.end()] if match and len(fold(text)) == len(text) else ""


def is_percent_cell(text: str) -> bool:
    """Whether a cell is of the kind "percentage": a figure with its sign and hardly a word more."""
    reading = read_percent(text) if "%" in text[:_LONGEST_PERCENT_CELL] and len(text) <= _LONGEST_PERCENT_CELL else None
    return reading is not None and reading.is_signed and _is_beside(reading.rest)


def _is_beside(words: str) -> bool:
    """A few words about the figure; «de los informes» makes a goal of it."""
    split = fold(words).split()
    return len(split) <= _FEW_WORDS and split[:1] not in (["DE"], ["DEL"])


def hundredths(number: Decimal) -> int | None:
    """88.24 (percent) → 8824; None outside 0 to 100."""
    value = int((number * 100).quantize(Decimal(1), ROUND_HALF_UP))
    return value if 0 <= value <= HUNDRED and number <= 100 else None  # noqa: PLR2004 -- 100 %


def is_exact(number: Decimal) -> bool:
    return (number * 100) % 1 == 0


def as_typed(value: int) -> str:
    """8824 → 88,24, as a person types it."""
    whole, decimals = divmod(value, 100)
    return f"{whole},{decimals:02}".rstrip("0").rstrip(",") if decimals else str(whole)
