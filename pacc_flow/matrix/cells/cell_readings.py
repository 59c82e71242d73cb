"""What one cell says, and what there is to warn about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pacc_flow.matrix.cells.clean_text import has_markup, without_markup
from pacc_flow.matrix.cells.dates import DateReading, in_words, nearest_days, read_dates, why_impossible
from pacc_flow.matrix.cells.percents import HUNDRED, hundredths, is_exact, read_percent
from pacc_flow.matrix.findings import Code, Confidence, Finding

_WITHOUT_ZERO = re.compile(r"(?<![0-9])[0-9][/.-]|[/.-][0-9][/.-]")
_FILES = "aspx?|html?|php|pdf|docx?|xlsx?|pptx?"
_BROKEN_ADDRESS = re.compile(rf"https?://\S*[^\s.,;:)] (?=[\w%-]+/\S*(?:%[0-9A-Fa-f]{{2}}|\.(?:{_FILES})\b))")


@dataclass(frozen=True, slots=True)
class Due:
    days: tuple[date, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Percent:
    """`value` in hundredths of a percent."""

    value: int | None
    findings: tuple[Finding, ...]


@lru_cache(maxsize=8192)
def read_due(text: str) -> Due:
    if not text:
        missing = Finding(Code.DATE_MISSING, "due_dates", "La fila no trae fecha de culminación.", Confidence.MEDIUM)
        return Due((), (missing,))
    reading = read_dates(text)
    return Due(reading.days, tuple(_about_dates(text, reading)))


def _about_dates(text: str, reading: DateReading) -> Iterator[Finding]:
    for written in reading.impossible:
        nearest = nearest_days(written)
        yield Finding(
            Code.IMPOSSIBLE_DATE,
            "due_dates",
            f"{why_impossible(written)} El lector no elige por usted.",
            Confidence.MEDIUM,
            nearest[0].isoformat() if nearest else None,
        )
    if not reading.written or reading.rest:
        yield _unread(text, reading)
    if len(reading.written) > 1:
        message = f"La celda trae {len(reading.written)} fechas; las leímos todas."
        yield Finding(Code.SEVERAL_DATES, "due_dates", message)
    if reading.days and _WITHOUT_ZERO.search(text):
        listed = ", ".join(map(in_words, reading.days))
        message = f"La fecha {text} no lleva el cero inicial; la leímos como {listed}."
        yield Finding(Code.DATE_WITHOUT_ZERO, "due_dates", message)


def _unread(text: str, reading: DateReading) -> Finding:
    read = f"; solo leímos {', '.join(map(in_words, reading.days))}" if reading.days else ""
    return Finding(Code.UNREAD_DATE, "due_dates", f"No entendimos toda la fecha «{text}»{read}.", Confidence.LOW)


def after_cut(days: tuple[date, ...], percent: int | None, cut_on: date | None) -> Finding | None:
    """A row that claims to be complete at the cut with a due date after it."""
    if cut_on is None or percent != HUNDRED or not days or max(days) <= cut_on:
        return None
    message = f"Reporta 100 % y vence el {in_words(max(days))}, después del corte del {in_words(cut_on)}."
    return Finding(Code.DATE_AFTER_CUT, "due_dates", message)


@lru_cache(maxsize=4096)
def read_percentage(text: str, *, unsigned_are_fractions: bool) -> Percent:
    """Without the sign %, the whole column decides: spreadsheets keep 88,24 % as 0.8824, people type 88.24."""
    if not text:
        return Percent(None, (Finding(Code.PERCENT_MISSING, "percent", "La fila no trae porcentaje de avance."),))
    written = read_percent(text)
    if written is None:
        return _unread_percent(text, "no es un número")
    number = written.number * 100 if unsigned_are_fractions and not written.is_signed else written.number
    value = hundredths(number)
    if value is None:
        return _unread_percent(text, "va de 0 a 100")
    findings = []
    if not written.is_signed and not unsigned_are_fractions:
        findings.append(_about_percent(Code.PERCENT_WITHOUT_SIGN, f"«{text}» no lleva el signo %"))
    if written.is_signed and not is_exact(number):
        findings.append(_about_percent(Code.PERCENT_ROUNDED, f"«{text}» tiene más de dos decimales"))
    if written.rest:
        findings.append(_about_percent(Code.PERCENT_WITH_TEXT, f"La celda dice además «{written.rest}»"))
    return Percent(value, tuple(findings))


def _unread_percent(text: str, why: str) -> Percent:
    shown = text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004 -- characters on a line of the screen
    message = f"No entendimos el porcentaje «{shown}»: {why}."
    return Percent(None, (Finding(Code.UNREAD_PERCENT, "percent", message, Confidence.LOW),))


def _about_percent(code: Code, what: str) -> Finding:
    return Finding(code, "percent", f"{what}; conviene mirarlo.", Confidence.MEDIUM)


def cleaned(name: str, text: str, findings: list[Finding]) -> str:
    """The text of a field without web-page markup; what was done is added to `findings`."""
    if "<" in text and has_markup(text):
        message = "La celda traía marcas de página web; las retiramos y quedó el texto."
        findings.append(Finding(Code.MARKUP, name, message))
        text = without_markup(text)
    if "://" in text and _BROKEN_ADDRESS.search(text):
        message = "Una dirección web parece partida por un espacio; no abrirá."
        findings.append(Finding(Code.BROKEN_ADDRESS, name, message, Confidence.MEDIUM))
    return text
