"""Days and months that share or leave out a part: «19 y 20 de abril», «enero a diciembre de 2021», «nov-21».

A phrase is spelled as one letter a token, and the patterns below are written in those letters: D day, M month, Y year,
a «a, al, hasta», s «desde, entre», & «y», and the signs , - / themselves. Words that add nothing are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from pacc_flow.matrix.cells.date_guess import DateGuess
from pacc_flow.matrix.cells.written_date import (
    MONTH_NAMES,
    MONTH_NUMBERS,
    MONTHS,
    WrittenDate,
    are_backwards,
    full_year,
    last_day,
    named_date,
)
from pacc_flow.matrix.findings import Confidence
from pacc_flow.matrix.words import fold

_LONGEST_PHRASE = 300  # characters
_NOISE = (
    "DEL?|EL|LA|L[AO]S|EN|DIAS?|MES|MESES|ANO|VIGENCIA|CON|CORTE|MAS TARDAR|ANTES|MAXIMO|PLAZO|FECHA|LIMITE|FIN|FINAL|FINALES"
    "|(?:LUNES|MARTES|MIERCOLES|JUEVES|VIERNES|SABADO|DOMINGO),?"
)
# fmt: off
_TOKEN = re.compile(
    r" *(?:"
    r"(?P<Y>(?:19|20|21|22)[0-9]{2})(?![0-9])"
    r"|(?P<D>[0-9]{1,2})(?:(?:RO|ER|O)\b)?(?![0-9])"
    rf"|(?P<M>{MONTH_NAMES.upper()})(?![A-Z])"
    r"|(?P<a>(?:HASTA|AL|A)\b)"
    r"|(?P<s>(?:DESDE|ENTRE)\b)"
    r"|(?P<and>&|[YE]\b)"
    rf"|(?P<noise>(?:{_NOISE})(?![A-Z0-9])|[.:'])"
    r"|(?P<sign>[,;/-]))"
)
# fmt: on
_NUMERIC = re.compile(
    r"(?<![0-9/.-])(?P<day>[0-9]{1,2})([/.-])(?P<month>0?[1-9]|1[0-2])\2(?P<year>[0-9]{4}|[0-9]{2})(?![0-9/])"
)
# «30/04» before another date that says the year of both: «30/04 y 31/08/2023», «30/04 y 31/08 de 2023».
_DAY, _MONTH, _SAID_YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "20[0-9]{2}(?![0-9])"
_NEXT = rf"(?:(?: ?[,;] ?(?:y )?| y | al? | hasta )(?:el )?{_DAY}(?P=sign){_MONTH})"
_SHARES_YEAR = re.compile(
    rf"(?<![0-9/.-])(?P<day>{_DAY})(?P<sign>[/-])(?P<month>{_MONTH})"
    rf"(?={_NEXT}{{1,12}}(?P=sign){_SAID_YEAR}|{_NEXT}{{0,12}} del? {_SAID_YEAR})",
    re.IGNORECASE,
)
_BETWEEN = r"[,&/-]{0,2}"
_POINT = r"(?:D[-/]?M|M[-/]?D|M)(?:[-/,]?Y)?"
_DAYS_OF_ONE_MONTH = re.compile(r"(?P<from>s)?(?P<first>D)(?P<link>[a-]|&)(?P<last>D)[-/]?M(?:[-/,]?Y)?")
_TWO_POINTS = re.compile(rf"(?P<from>s)?(?P<first>{_POINT})(?P<link>[a-]|&)(?P<last>{_POINT})")
_ONE_RANGE = re.compile(rf"s?(?:D[a-]D[-/]?M(?:[-/,]?Y)?|{_POINT}[a-]{_POINT})")
_RANGES = re.compile(rf"{_ONE_RANGE.pattern}(?:[,&]{{1,2}}{_ONE_RANGE.pattern}){{1,12}}")
_ITEM = re.compile(rf"(?:(?:D[,&/-]{{1,2}})*D[-/]?M|M[-/]?D|M)(?:[-/,]?Y)?{_BETWEEN}")
_LIST = re.compile(rf"a?(?P<items>(?>{_ITEM.pattern})+)")  # an item once read is not read otherwise
_MONTH_FIRST = re.compile(r"(?<!D)(?<!D[-/])M(?:D[a&,-]{1,2})+D(?![-/]?[MD])")
_FROM_TWO_DIGITS_ON = 31  # no month has a day after it, so that the number is a year


@dataclass(frozen=True, slots=True)
class _Token:
    letter: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class _Item:
    """Days of one month, or the whole month when no day is said."""

    days: tuple[int, ...]
    month: int
    year: int | None

    def ends(self, year: int) -> list[WrittenDate]:
        numbers = self.days or (last_day(year, self.month).day,)
        return [named_date(year, self.month, number) for number in numbers]

    def starts(self, year: int) -> list[WrittenDate]:
        return [named_date(year, self.month, number) for number in self.days or (1,)]


@lru_cache(maxsize=4096)
def read_phrase(text: str, year: int | None) -> DateGuess | None:
    """The days of a cell that holds nothing else; `year` is the plan's, for those that say none."""
    tokens = _tokens(text, year)
    if not tokens:
        return None
    shape = "".join(token.letter for token in tokens)
    ends = _as_range(shape)
    if ends and (ends["link"] != "&" or ends["from"]):
        return _range(tokens, ends, year)
    if _RANGES.fullmatch(shape):
        return _ranges(tokens, shape, year)
    listed = _LIST.fullmatch(shape)
    return _list(list(_items(tokens, listed)), year) if listed else None


def _tokens(text: str, year: int | None) -> list[_Token]:
    """None of them when a word is not of a date."""
    if len(text) > _LONGEST_PHRASE:
        return []
    folded = fold(_spelled_out(text.replace("–", "-").replace("—", "-"))).rstrip(" .")
    tokens, end = [], 0
    while end < len(folded):
        match = _TOKEN.match(folded, end)
        if match is None:
            return []
        end = match.end()
        if match["noise"] is None:
            tokens.append(_token(match))
    return _with_month_last(list(_with_short_years(tokens, year)))


def _spelled_out(text: str) -> str:
    """«1 al 30/04/2021»: the month as a name, so that the days before it can share it."""
    text = _SHARES_YEAR.sub(lambda match: f"{match['day']} {MONTHS[int(match['month']) - 1]}", text)
    return _NUMERIC.sub(lambda match: f"{match['day']} {MONTHS[int(match['month']) - 1]} {full_year(match['year'])}", text)


def _token(match: re.Match[str]) -> _Token:
    if match["Y"] or match["D"]:
        return _Token(str(match.lastgroup), int(match["Y"] or match["D"]))
    if match["M"]:
        return _Token("M", MONTH_NUMBERS[match["M"].lower()])
    if match["and"]:
        return _Token("&")
    return _Token(match[0].strip().replace(";", ",") if match["sign"] else str(match.lastgroup))


def _with_short_years(tokens: Sequence[_Token], year: int | None) -> Iterator[_Token]:
    """«nov-21» is November 2021, as spreadsheets show it, unless that year is far from the plan's."""
    for place, token in enumerate(tokens):
        before = "".join(earlier.letter for earlier in tokens[max(0, place - 2) : place])
        after = tokens[place + 1].letter if place + 1 < len(tokens) else ""
        meant = full_year(f"{token.number:02}")
        is_near = year is None or abs(meant - year) <= 1 or token.number > _FROM_TWO_DIGITS_ON
        is_year = token.letter == "D" and before in ("M-", "M/") and after not in ("M", "Y") and is_near
        yield _Token("Y", meant) if is_year else token


def _with_month_last(tokens: Sequence[_Token]) -> list[_Token]:
    """«junio 15 y 16 de 2023»: its month after the days that share it."""
    shape = "".join(token.letter for token in tokens)
    tokens = list(tokens)
    for match in _MONTH_FIRST.finditer(shape):
        tokens[match.start() : match.end()] = [*tokens[match.start() + 1 : match.end()], tokens[match.start()]]
    return tokens


def _items(tokens: Sequence[_Token], listed: re.Match[str]) -> Iterator[_Item]:
    for match in _ITEM.finditer(listed.string, *listed.span("items")):
        yield _item(tokens[match.start() : match.end()])


def _item(tokens: Sequence[_Token]) -> _Item:
    month = next(token.number for token in tokens if token.letter == "M")
    year = next((token.number for token in tokens if token.letter == "Y"), None)
    return _Item(tuple(token.number for token in tokens if token.letter == "D"), month, year)


def _list(items: Sequence[_Item], plan_year: int | None) -> DateGuess | None:
    said = [item.year for item in items]
    years = [_year_of(said, place, plan_year) for place in range(len(items))]
    dated = [(item, year) for item, year in zip(items, years, strict=True) if year is not None]
    if len(dated) < len(items):
        return None
    written = [end for item, year in dated for end in item.ends(year)]
    guess = DateGuess(tuple(written))
    if any(not item.days for item in items):
        starts = [start for item, year in dated for start in item.starts(year)]
        return _of_months(replace(guess, alternative=_iso(starts)), plan_year, says_year=any(said))
    return guess if any(said) else _of_the_plan(guess, plan_year)


def _year_of(said: Sequence[int | None], place: int, plan_year: int | None) -> int | None:
    """A year is said once, after the days that share it; before them at times."""
    after = (year for year in said[place:] if year)
    before = (year for year in reversed(said[:place]) if year)
    return next(after, None) or next(before, None) or plan_year


def _iso(dates: Sequence[WrittenDate]) -> str | None:
    return " ".join(written.day.isoformat() for written in dates if written.day) or None


def _of_months(guess: DateGuess, plan_year: int | None, *, says_year: bool) -> DateGuess:
    year = "" if says_year else f" de {plan_year}, la vigencia del plan"
    confidence = Confidence.HIGH if says_year else Confidence.MEDIUM
    return replace(guess, supposed=f"dice el mes y no el día; tomamos el último{year}", confidence=confidence)


def _of_the_plan(guess: DateGuess, plan_year: int | None) -> DateGuess:
    """January may be that of the plan's year, or the one after, when the last follow-up is published; and what takes several
    days of one month is due on the last.
    """
    later = [_a_year_later(written.day) for written in guess.written if written.day and written.day.month == 1]
    is_one_event = len(guess.written) > 1 and len({(written.year, written.month) for written in guess.written}) == 1
    alternative = " ".join(day.isoformat() for day in later) if len(later) == len(guess.written) else None
    if alternative is None and is_one_event:
        alternative = _iso(guess.written[-1:])
    return replace(guess, supposed=f"no dice el año; tomamos {plan_year}, la vigencia del plan", alternative=alternative)


def _a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1)  # of January, so that no 29 February is among them


def _range(tokens: Sequence[_Token], ends: re.Match[str], plan_year: int | None) -> DateGuess | None:
    """Only its end is a due date."""
    last = _item(tokens[ends.start("last") :])
    begun = tokens[ends.start("first") : ends.end("first")]
    first = replace(last, days=(begun[0].number,)) if ends["first"] == "D" else _item(begun)
    year = last.year or first.year or plan_year
    if year is None:
        return None
    end, start = last.ends(year)[0], first.starts(first.year or year)[0]
    if are_backwards(start, end):
        if first.year:
            return None
        start = first.starts(year - 1)[0]
    guess = DateGuess((end,), starts=(start,))
    return guess if last.year or first.year else _of_the_plan(guess, plan_year)


def _ranges(tokens: Sequence[_Token], shape: str, plan_year: int | None) -> DateGuess | None:
    """Several of them, each with the year that it says or shares with another."""
    spans = [tokens[match.start() : match.end()] for match in _ONE_RANGE.finditer(shape)]
    said = [next((token.number for token in reversed(span) if token.letter == "Y"), None) for span in spans]
    found = [_ends_of(span, _year_of(said, place, plan_year)) for place, span in enumerate(spans)]
    ranges = [guess for guess in found if guess]
    if len(ranges) < len(spans):
        return None
    written = tuple(end for guess in ranges for end in guess.written)
    guess = DateGuess(written, starts=tuple(start for one in ranges for start in one.starts))
    return guess if any(said) else _of_the_plan(guess, plan_year)


def _as_range(shape: str) -> re.Match[str] | None:
    return _DAYS_OF_ONE_MONTH.fullmatch(shape) or _TWO_POINTS.fullmatch(shape)


def _ends_of(tokens: Sequence[_Token], year: int | None) -> DateGuess | None:
    ends = _as_range("".join(token.letter for token in tokens))
    return _range(tokens, ends, year) if ends else None
