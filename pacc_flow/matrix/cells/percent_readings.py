"""The progress of a cell, what is doubtful about it, and what was supposed when it is no figure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pacc_flow.matrix.cells.percent_guesses import PercentGuess, guess_percent, says_state, says_unreported
from pacc_flow.matrix.cells.percents import STATE, WrittenPercent, as_typed, hundredths, is_exact, read_percent
from pacc_flow.matrix.cells.quotation import quoted
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.words import fold

_OF_PROGRESS = re.compile(rf"(?:(?:DEL?|EN) )?{STATE}")  # beside a figure that is a percentage
_THOUSANDS = 3  # digits after a sign that may separate thousands


@dataclass(frozen=True, slots=True)
class Percent:
    """`value` in hundredths of a percent."""

    value: int | None
    findings: tuple[Finding, ...]


@lru_cache(maxsize=4096)
def read_percentage(text: str, *, unsigned_are_fractions: bool, are_proven: bool = False) -> Percent:
    """Without the sign %, the whole column decides: spreadsheets keep 88,24 % as 0.8824, people type 88.24. `are_proven`: it
    holds such fractions that they can be nothing else.
    """
    if not text:
        return _missing("La fila no trae porcentaje de avance.")
    if says_unreported(text):
        return _missing(f"La fila no trae porcentaje de avance: dice {quoted(text)}.")
    written = read_percent(text)
    if written is None:
        guess = guess_percent(text)
        if guess is None and says_state(text):
            return _asked(text)
        return _guessed(text, guess) if guess else unread(text, "no es un número")
    are_fractions = unsigned_are_fractions and not written.is_signed
    value = hundredths(written.number * 100 if are_fractions else written.number)
    if value is None:
        return unread(text, "va de 0 a 100")
    if written.is_signed:
        about = _about_signed(text, written, value)
    else:
        about = (
            _about_share(text, written, value, is_proven=are_proven) if are_fractions else _about_unsigned(text, written, value)
        )
    return Percent(value, (*about, *_about_rest(written)))


def _about_signed(text: str, written: WrittenPercent, value: int) -> Iterator[Finding]:
    if _is_thousand_at_sight(text, written):
        message = f"{quoted(text)} puede ser un número de miles, o el 100 % mal escrito. Leímos {as_typed(value)} %."
        yield Finding(Code.PERCENT_GUESSED, "percent", message, Confidence.LOW, "100")
    if not is_exact(written.number):
        yield _finding(Code.PERCENT_ROUNDED, f"{quoted(text)} tiene más de dos decimales")


def _about_rest(written: WrittenPercent) -> Iterator[Finding]:
    if written.rest:
        yield _finding(Code.PERCENT_WITH_TEXT, f"La celda dice además {quoted(written.rest)}")


def _about_share(text: str, written: WrittenPercent, value: int, *, is_proven: bool) -> Iterator[Finding]:
    """In a column that never goes beyond 1; of a whole column of ones nobody knows whether they are a per cent or all."""
    as_it_stands = hundredths(written.number) or 0
    if value == as_it_stands:
        return
    message = f"{quoted(text)} no lleva el signo % y su columna no pasa de 1. Leímos {as_typed(value)} %"
    other = as_typed(as_it_stands)
    if is_proven:
        yield Finding(Code.PERCENT_WITHOUT_SIGN, "percent", f"{message}.", Confidence.HIGH, other)
        return
    confidence = Confidence.LOW if written.number == 1 else Confidence.MEDIUM
    yield Finding(Code.PERCENT_GUESSED, "percent", f"{message}; puede ser {other} %.", confidence, other)


def _about_unsigned(text: str, written: WrittenPercent, value: int) -> Iterator[Finding]:
    yield _finding(Code.PERCENT_WITHOUT_SIGN, f"{quoted(text)} no lleva el signo %")
    if 0 < written.number <= 1:
        share = as_typed(hundredths(written.number * 100) or 0)
        message = f"{quoted(text)} puede ser una parte de uno: {share} %. Leímos {as_typed(value)} %."
        yield Finding(Code.PERCENT_GUESSED, "percent", message, Confidence.LOW, share)
    elif written.rest and not _OF_PROGRESS.fullmatch(fold(written.rest)):
        yield perhaps_count(text, value)
    elif _may_be_thousands(written):
        message = f"{quoted(text)} puede ser un número de miles. Leímos {as_typed(value)} %."
        yield Finding(Code.PERCENT_GUESSED, "percent", message, Confidence.MEDIUM)


def perhaps_count(text: str, value: int) -> Finding:
    message = f"{quoted(text)} puede contar algo y no ser un porcentaje. Leímos {as_typed(value)} %."
    return Finding(Code.PERCENT_GUESSED, "percent", message, Confidence.LOW, "")


def _may_be_thousands(written: WrittenPercent) -> bool:
    """«1,234»: nobody writes a percentage with three decimals by hand."""
    exponent = written.number.as_tuple().exponent
    return written.number >= 1 and exponent == -_THOUSANDS


def _is_thousand_at_sight(text: str, written: WrittenPercent) -> bool:
    """«1.000%»: nobody writes three noughts after a sign of decimals."""
    return (
        _may_be_thousands(written)
        and is_exact(written.number * 100)
        and re.match(r"[0-9]{1,2}[.,]000(?![0-9])", text.strip()) is not None
    )


def _missing(message: str) -> Percent:
    return Percent(None, (Finding(Code.PERCENT_MISSING, "percent", message),))


def _guessed(text: str, guess: PercentGuess) -> Percent:
    if guess.value is None:
        message = f"{quoted(text)} {guess.supposed}; la fila queda sin porcentaje."
        return Percent(None, (Finding(Code.PERCENT_NOT_APPLICABLE, "percent", message),))
    if guess.is_said:
        return Percent(guess.value, (_finding(Code.PERCENT_WITH_TEXT, f"La celda dice {quoted(text)}"),))
    message = f"{quoted(text)} {guess.supposed}. Leímos {as_typed(guess.value)} %."
    return Percent(guess.value, (Finding(Code.PERCENT_GUESSED, "percent", message, Confidence.MEDIUM, guess.alternative),))


def _asked(text: str) -> Percent:
    message = f"La fila dice {quoted(text)} y no dice qué porcentaje es."
    return Percent(None, (Finding(Code.UNREAD_PERCENT, "percent", message, Confidence.LOW),))


def unread(text: str, why: str) -> Percent:
    message = f"No entendimos el porcentaje {quoted(text)}: {why}."
    return Percent(None, (Finding(Code.UNREAD_PERCENT, "percent", message, Confidence.LOW),))


def _finding(code: Code, what: str) -> Finding:
    return Finding(code, "percent", f"{what}; conviene mirarlo.", Confidence.MEDIUM)
