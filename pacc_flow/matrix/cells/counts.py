"""Cells of the progress that count what was done, «8» of a goal of «12 informes», and are no percentage."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from pacc_flow.matrix.cells.percent_readings import Percent, perhaps_count, unread
from pacc_flow.matrix.cells.percents import HUNDRED, STATE, as_typed, hundredths, read_percent
from pacc_flow.matrix.cells.quotation import quoted
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.words import fold

_WORDS = {
    "UN": 1, "UNA": 1, "UNO": 1, "DOS": 2, "TRES": 3, "CUATRO": 4, "CINCO": 5, "SEIS": 6, "SIETE": 7, "OCHO": 8, "NUEVE": 9,
    "DIEZ": 10, "ONCE": 11, "DOCE": 12,
}  # fmt: skip
# Of a folded goal. «1. Informe» numbers the goal, «30/06» is a day and «100 %» a percentage.
_GOAL = re.compile(r"(?:[A-Z]+ ?\((?P<said>[0-9]{1,4})\)|(?P<figure>[0-9]{1,4})(?![0-9]|[.,/)-] ?\S| ?%| POR ?CIENTO))")
_IN_WORDS = re.compile(r"[A-Z]+(?= )")
_YEARS = range(1990, 2100)
_WHOLE = 100


@lru_cache(maxsize=4096)
def counted_goal(goal: str) -> int | None:
    """How many of something a goal asks for; None where it does not say, or asks for a hundred: that may be a percentage."""
    folded = fold(goal[:_WHOLE])
    if match := _GOAL.match(folded):
        count = int(match["said"] or match["figure"])
        return None if count in (0, _WHOLE) or count in _YEARS else count
    first = _IN_WORDS.match(folded)
    return _WORDS.get(first[0]) if first else None


@lru_cache(maxsize=4096)
def count_in(text: str) -> int | None:
    """The whole number that a cell holds without the sign %, whatever it counts beside it."""
    written = read_percent(text) if text[:1].isdigit() else None
    if written is None or written.is_signed or written.number % 1 or re.fullmatch(STATE, fold(written.rest)):
        return None
    return int(written.number)


def read_planned(text: str, planned: str) -> Percent:
    """What was done of what was programmed, both counts."""
    done, whole = count_in(text), count_in(planned)
    if done == whole == 0:
        message = "No se programó nada para el corte; queda sin porcentaje."
        return Percent(None, (Finding(Code.PERCENT_NOT_APPLICABLE, "percent", message),))
    value = _share(done or 0, whole or 0)
    if done is None or value is None:
        return unread(text, f"lo programado es {quoted(planned)}" if planned else "no dice cuánto se programó")
    return Percent(value, tuple(_about(text, done, value, f"{whole} que se programaron")))


def read_of_goal(text: str, goal: int | None) -> Percent:
    """What was done of a goal, where its column counts."""
    done = count_in(text)
    value = _share(done or 0, goal or 0)
    if done is None or (value is None and done > 0):
        return unread(text, f"la meta es de {goal}" if goal else "parece contar lo hecho y la meta no dice de cuánto")
    return Percent(value or 0, tuple(_about(text, done, value or 0, f"{goal} de la meta")))


def may_be_of_goal(text: str, goal: int) -> Finding | None:
    """That a percentage without its sign, as it was read, may count what was done of a goal."""
    done = count_in(text)
    share = _share(done, goal) if done else None
    if share is None or done is None:
        return None
    message = (
        f"{quoted(text)} puede contar lo hecho: {done} de {goal} de la meta, que es el {as_typed(share)} %. Leímos {done} %."
    )
    return Finding(Code.PERCENT_GUESSED, "percent", message, Confidence.LOW, as_typed(share))


def may_be_count(text: str) -> Finding | None:
    """That a percentage without its sign may count something, nobody knows of how many."""
    done = count_in(text)
    return perhaps_count(text, 100 * done) if done else None


def _share(part: int, whole: int) -> int | None:
    return hundredths(Decimal(100 * part) / whole) if whole else None


def _about(text: str, done: int, value: int, of: str) -> Iterator[Finding]:
    """Nothing of a nought: it is none of them, and no per cent."""
    if done:
        as_percent = as_typed(100 * done) if 100 * done <= HUNDRED else ""
        other = f"; puede ser el {as_percent} %" if as_percent else ""
        message = f"{quoted(text)} parece contar lo hecho: {done} de {of}. Leímos {as_typed(value)} %{other}."
        yield Finding(Code.PERCENT_GUESSED, "percent", message, Confidence.MEDIUM, as_percent)
