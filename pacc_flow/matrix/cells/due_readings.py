"""The due dates of a cell, what is doubtful about them, and what was supposed when they are not written in full."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pacc_flow.matrix.cells.date_guess import DateGuess
from pacc_flow.matrix.cells.date_phrases import read_phrase
from pacc_flow.matrix.cells.date_spelling import spelled
from pacc_flow.matrix.cells.dates import DateReading, outline_of, read_dates
from pacc_flow.matrix.cells.day_order import DayOrder, read_otherwise, with_day_first
from pacc_flow.matrix.cells.numbered_lists import without_numbers
from pacc_flow.matrix.cells.percents import STATE
from pacc_flow.matrix.cells.periodic import each_period
from pacc_flow.matrix.cells.periods import months_apart, read_period
from pacc_flow.matrix.cells.quotation import quoted, shortened
from pacc_flow.matrix.cells.written_date import (
    MONTHS,
    WrittenDate,
    are_backwards,
    existing_day,
    in_words,
    nearest_days,
    why_impossible,
)
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.words import fold

_WITHOUT_ZERO = re.compile(r"(?<![0-9/.-])(?:[0-9]([/.-])[0-9]{1,2}|[0-9]{2}([/.-])[0-9])(?:\1|\2)[0-9]")
# The end of a year that the next date begins right after: 13/04/202114/08/2021.
_GLUED = re.compile(
    r"(?<=[/.-](?:19|20)[0-9]{2})(?=[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:19|20)[0-9]{2})"
    r"|(?<=[0-9]-[0-9]{2}-[0-9]{2})(?=[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?<= (?:19|20)[0-9]{2})(?=[0-9]{1,2} de [a-z])"
)
_TIGHT_DASH = re.compile(r"(?<=[0-9]{4}) ?[-–—] ?(?=[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2})")
# Of the outline of a cell, where @ is a date.
_RANGE = r"(?:(?:DESDE|DEL?)?(?: ?EL)? ?@ ?(?:A|AL|HASTA|-)(?: EL)? ?@|ENTRE (?:EL )?@ Y (?:EL )?@)"
_FROM_TO = re.compile(rf"{_RANGE}(?:(?: ?[;,] ?(?:Y )?| Y | ){_RANGE}){{0,12}}")
_ENDS = r"(?:FECHA )?(?:DE )?(?:FIN|FINAL|FINALIZACION|TERMINACION|TERMINA|CIERRE|HASTA)"
_BEGIN_END = re.compile(
    rf"(?:FECHA )?(?:DE )?(?:INICIO|INICIAL|INICIA|DESDE) ?[:=-]? ?@[,;.]? ?(?:[-/] ?)?(?:Y )?{_ENDS} ?[:=-]? ?@"
)
_WITH_STATE = re.compile(rf"@ ?[-,:]? ?\(? ?(?P<state>{STATE}) ?\)?")
_STATE_LAST = re.compile(rf" ?[-,:]? ?\(? ?{STATE} ?\)?\Z", re.IGNORECASE)
_LIMIT = re.compile(r"(?:(?:CON|CORTE|FECHA|DE|LIMITE|PLAZO|HASTA|A|AL|EL|DEL|MAS|TARDAR|ANTES|MAXIMO) ?:? )+@")
_LONGEST_OUTLINE = 120  # characters
_EXPLAINED = re.compile(r"(?P<often>[^():]{1,60})(?:\((?P<inside>[^()]{1,120})\)|: ?(?P<after>[^():]{1,120}))\.?")
_DAY, _MONTH = "0?[1-9]|[12][0-9]|3[01]", "0?[1-9]|1[0-2]"
_DAY_AND_MONTH = re.compile(rf"(?P<day>{_DAY})[/-](?P<month>{_MONTH})(?![0-9])")
_DAYS_AND_MONTHS = re.compile(rf"(?:(?:{_DAY})[/-](?:{_MONTH})(?![0-9])(?: ?[,;] ?| y |\s+|\Z)){{1,12}}")
_SERIAL = re.compile(r"(?P<days>[0-9]{5})(?:[.,][0-9]{1,12})?")
_SERIALS = range(36_526, 73_051)  # 2000 to 2099
_DAY_ZERO = date(1899, 12, 30)  # of the calendar of spreadsheets
_FAR = 5  # years from the plan's
_FEW_DAYS = 4


@dataclass(frozen=True, slots=True)
class Due:
    days: tuple[date, ...]
    findings: tuple[Finding, ...]


@lru_cache(maxsize=8192)
def read_due(text: str, year: int | None = None, order: DayOrder = DayOrder.DAY_FIRST) -> Due:
    """`year` is the plan's: a date that says none is of that year, and somebody confirms it; `order` is the column's."""
    if not text:
        missing = Finding(Code.DATE_MISSING, "due_dates", "La fila no trae fecha de culminación.", Confidence.MEDIUM)
        return Due((), (missing,))
    flat = spelled(_TIGHT_DASH.sub(" - ", " ".join(without_numbers(text).split())))
    apart = _GLUED.sub(" ", flat)
    plain = with_day_first(apart) if order is DayOrder.MONTH_FIRST else apart
    reading = read_dates(plain)
    guess = _guess(plain, reading, year)
    days = _days(guess, reading)
    about = _about_guess(text, guess) if guess else _about_dates(text, reading, is_glued=apart != flat)
    ordered = () if order is DayOrder.DAY_FIRST else _about_order(text, days, _days_otherwise(plain, year), order)
    return Due(days, (*about, *ordered, *_about_figures(text, days), *_about_years(days, year)))


def _days(guess: DateGuess | None, reading: DateReading) -> tuple[date, ...]:
    return _existing(guess.written) if guess else reading.days


def _days_otherwise(plain: str, year: int | None) -> tuple[date, ...]:
    other = read_otherwise(plain)
    reading = read_dates(other)
    return _days(_guess(other, reading, year), reading)


def _guess(text: str, reading: DateReading, year: int | None) -> DateGuess | None:
    """None when the dates of the cell are written in full, or when nothing else in it is understood."""
    outline = fold(re.sub("[–—]", "-", outline_of(text))).rstrip(" .") if len(text) <= _LONGEST_OUTLINE else ""
    if _FROM_TO.fullmatch(outline) or _BEGIN_END.fullmatch(outline):
        starts, ends = reading.written[::2], reading.written[1::2]
        if not any(map(are_backwards, starts, ends)):
            return DateGuess(ends, starts=starts)
    if reading.written and (_LIMIT.fullmatch(outline) or _WITH_STATE.fullmatch(outline)):
        return DateGuess(reading.written)
    if reading.written and not reading.rest:
        return None
    return (
        read_phrase(_STATE_LAST.sub("", text), year)
        or read_period(text, year)
        or _explained(text, year)
        or _of_the_year(text, year)
        or _serial(text)
    )


def _explained(text: str, year: int | None) -> DateGuess | None:
    """«Cuatrimestral (abril, agosto, diciembre)», «Semestral: junio y diciembre»: the days, of what happens every so often."""
    match = _EXPLAINED.fullmatch(text.strip())
    if match is None or read_period(match["often"].strip(), year) is None:
        return None
    guess, months = read_phrase((match["inside"] or match["after"]).strip(), year), months_apart(match["often"].strip())
    return each_period(guess, months) if guess and len(guess.starts) == 1 and months else guess


def _of_the_year(text: str, year: int | None) -> DateGuess | None:
    """«30/04», or several of them. Only where a date is due: elsewhere 1/3 is a part of three."""
    if not _DAYS_AND_MONTHS.fullmatch(text.strip()):
        return None
    return read_phrase(_DAY_AND_MONTH.sub(lambda match: f"{match['day']} {MONTHS[int(match['month']) - 1]}", text), year)


def _serial(text: str) -> DateGuess | None:
    match = _SERIAL.fullmatch(text)
    if match is None or int(match["days"]) not in _SERIALS:
        return None
    day = _DAY_ZERO + timedelta(days=int(match["days"]))
    return DateGuess(
        (WrittenDate(text, day, day.year, day.month),),
        "es el número con el que una hoja de cálculo guarda un día",
        alternative="",
    )


def _existing(dates: Sequence[WrittenDate]) -> tuple[date, ...]:
    return tuple(written.day for written in dates if written.day)


def _about_guess(text: str, guess: DateGuess) -> Iterator[Finding]:
    yield from _about_impossible(guess.written)
    days = _existing(guess.written)
    if guess.starts and days:
        yield _about_ranges(guess.starts, days)
    if guess.supposed and days:
        message = f"{quoted(text)} {guess.supposed}. Leímos {_listed(days)}."
        yield Finding(Code.DATE_GUESSED, "due_dates", message, guess.confidence, guess.alternative)
    if not guess.is_one_wording:
        yield from _about_several(guess.written)


def _about_ranges(starts: Sequence[WrittenDate], days: Sequence[date]) -> Finding:
    first = starts[0]
    message = (
        f"La celda va del {in_words(first.day) if first.day else first.text} al {in_words(days[-1])}; vence el último día."
    )
    if len(starts) > 1:
        message = f"La celda trae {len(starts)} rangos de fechas; vence el último día de cada uno."
    alternative = " ".join(start.day.isoformat() for start in starts if start.day) or None
    return Finding(Code.DATE_RANGE, "due_dates", message, alternative=alternative)


def _about_dates(text: str, reading: DateReading, *, is_glued: bool) -> Iterator[Finding]:
    yield from _about_impossible(reading.written)
    if not reading.written or reading.rest:
        yield _unread(text, reading)
    if is_glued:
        message = f"{quoted(text)} trae varias fechas pegadas. Leímos {_listed(reading.days)}."
        last = reading.days[-1].isoformat() if len(reading.days) > 1 else None  # the one that corrected those before it
        yield Finding(Code.DATES_GLUED, "due_dates", message, Confidence.MEDIUM, last)
    else:
        yield from _about_several(reading.written)


def _about_impossible(dates: Sequence[WrittenDate]) -> Iterator[Finding]:
    """The alternative is the whole cell with each impossible day replaced by the nearest that exists."""
    alternative = " ".join(day.isoformat() for written in dates if (day := _nearest(written)))
    for written in dates:
        if written.day is None:
            swapped = f" Con el mes primero sería el {in_words(written.swapped)}." if written.swapped else ""
            message = f"{why_impossible(written)}{swapped} El lector no elige por usted."
            offered = alternative if _nearest(written) else None
            yield Finding(Code.IMPOSSIBLE_DATE, "due_dates", message, Confidence.MEDIUM, offered)


def _nearest(written: WrittenDate) -> date | None:
    nearest = nearest_days(written)
    return written.day or written.swapped or (nearest[0] if nearest else None)


def _about_several(dates: Sequence[WrittenDate]) -> Iterator[Finding]:
    if len(dates) > 1:
        yield Finding(Code.SEVERAL_DATES, "due_dates", f"La celda trae {len(dates)} fechas; las leímos todas.")


def _about_order(text: str, days: Sequence[date], other: Sequence[date], order: DayOrder) -> Iterator[Finding]:
    """A date that can be read either way, in a column where the month stands first in some."""
    if not days or tuple(days) == tuple(other):
        return
    alternative = " ".join(day.isoformat() for day in other) or None
    if order is DayOrder.MONTH_FIRST:
        message = f"{quoted(text)} puede leerse de dos maneras; otras fechas de la columna traen primero el mes."
        confidence = Confidence.MEDIUM
    else:
        message = f"{quoted(text)} puede leerse de dos maneras; en la columna unas fechas traen primero el día y otras el mes."
        confidence = Confidence.LOW
    yield Finding(Code.DATE_GUESSED, "due_dates", f"{message} Leímos {_listed(days)}.", confidence, alternative)


def _about_figures(text: str, days: Sequence[date]) -> Iterator[Finding]:
    if days and _WITHOUT_ZERO.search(text):
        message = f"La fecha {shortened(text)} no lleva el cero inicial; la leímos como {_listed(days)}."
        yield Finding(Code.DATE_WITHOUT_ZERO, "due_dates", message)


def _about_years(days: Sequence[date], year: int | None) -> Iterator[Finding]:
    """A plan is of one year: a date of another decade is a slip of the hand, such as 2201 for 2021."""
    far = [day for day in days if year and abs(day.year - year) > _FAR]
    if year and far:
        near = [existing_day(year, day.month, day.day) if day in far else day for day in days]
        alternative = " ".join(day.isoformat() for day in near if day) or None
        message = f"La fecha {in_words(far[0])} queda lejos de la vigencia {year}. Puede ser un error al escribir el año."
        yield Finding(Code.DATE_GUESSED, "due_dates", message, Confidence.LOW, alternative)


def _listed(days: Sequence[date]) -> str:
    if len(days) > _FEW_DAYS:
        return f"{len(days)} fechas, del {in_words(days[0])} al {in_words(days[-1])}"
    return ", ".join(map(in_words, days))


def _unread(text: str, reading: DateReading) -> Finding:
    read = f"; solo leímos {_listed(reading.days)}" if reading.days else ""
    return Finding(Code.UNREAD_DATE, "due_dates", f"No entendimos toda la fecha {quoted(text)}{read}.", Confidence.LOW)
