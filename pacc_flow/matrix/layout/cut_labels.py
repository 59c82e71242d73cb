"""Which follow-up a title, a sheet or a heading speaks of: «Seguimiento 2», «Corte 30 de abril», «III cuatrimestre»."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from pacc_flow.matrix.cells.written_date import MONTHS
from pacc_flow.matrix.words import fold, words_of

_MONTHS = {fold(name): number for number, name in enumerate(MONTHS, 1)} | {"SETIEMBRE": 9}
_MONTH = "|".join(_MONTHS)
_SHORT_MONTHS = {fold(name[:3]): number for number, name in enumerate(MONTHS, 1)} | {"SEPT": 9, "SET": 9}
_SHORT = "|".join(sorted(_SHORT_MONTHS, key=len, reverse=True))
_ORDINALS = {
    "PRIMER": 1, "PRIMERO": 1, "PRIMERA": 1, "1ER": 1, "1RO": 1, "I": 1, "SEGUNDO": 2, "SEGUNDA": 2, "2DO": 2, "II": 2,
    "TERCER": 3, "TERCERO": 3, "TERCERA": 3, "3ER": 3, "3RO": 3, "III": 3, "CUARTO": 4, "CUARTA": 4, "4TO": 4, "IV": 4,
}  # fmt: skip
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_PERIODS = {"BIMESTRE": 2, "TRIMESTRE": 3, "CUATRIMESTRE": 4, "SEMESTRE": 6, "BIM": 2, "TRIM": 3, "CUATRIM": 4}
_FOLLOW_UP = r"SEGUIMIENTOS?|SEG|CORTES?|MONITOREOS?|REPORTES?|AVANCES?|PERIODOS?"
_UNIT = rf"{'|'.join(_PERIODS)}|{_FOLLOW_UP}"
# It may begin at each figure: «1 30/04» of «Seguimiento 1 30/04/2021» is no day, «30/04/2021» is.
_NUMERIC = re.compile(r"(?<![0-9])(?=([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]((?:20)?[0-9]{2})(?![0-9]))")
_ISO = re.compile(r"(?<![0-9])(20[0-9]{2})-([0-9]{2})-([0-9]{2})(?![0-9])")
_DAY_MONTH = re.compile(rf"(?<![0-9])([0-9]{{1,2}})(?: DE)? ({_MONTH})(?: (?:DE |DEL )?(20[0-9]{{2}}))?\b")
_MONTH_DAY = re.compile(rf"\b({_MONTH}) ([0-9]{{1,2}})(?![0-9])(?: (?:DE |DEL )?(20[0-9]{{2}}))?")
_MONTH_ALONE = re.compile(rf"\b({_MONTH})(?:[ /-](?:DE |DEL )?(20[0-9]{{2}}))?\b")
# «30-abr-22», «abr-22», «Ene - Abr.»: as spreadsheets show a date, or as the last word; within a text they are other words.
_SHORT_DAY = re.compile(
    rf"(?<![0-9])([0-9]{{1,2}})(?:[ /-]| DE )({_SHORT})\b\.?(?:[ /-](?:DE |DEL )?((?:20)?[0-9]{{2}}))?(?![0-9])"
)
_SHORT_ALONE = re.compile(rf"\b({_SHORT})\.?(?:[ /-](?:DE |DEL )?((?:20)?[0-9]{{2}}))?$")
_ORDER_FIRST = re.compile(rf"\b(?P<order>{_ORDINAL}|[1-4]) ?(?P<unit>{_UNIT})\b")
_TURN = (
    rf"\b(?P<unit>{_UNIT})\.?(?: (?:OCI|CONTROL INTERNO))?(?: (?:N|NO|NRO|NUMERO)\.?)?"
    rf" ?(?P<order>{_ORDINAL}|0?[1-4])\b(?: DE [2-4]\b)?"
)
_UNIT_FIRST = re.compile(rf"{_TURN}(?! ?%)(?! ?[/0-9](?!0[0-9]{{2}}\b))")
# «Seguimiento 1 (abril)» is the first one, of April; «Corte 1 de abril», «Corte 1-abr-22» and «Corte 1/04/2022» are days.
_TURN_OF_DATED = re.compile(rf"{_TURN}(?= (?!DEL? (?:{_MONTH})\b)|-(?:{_MONTH}|{_SHORT})\b(?!-[0-9]))")
_QUARTER_OF = re.compile(r"\b(?:T|TRIM)\.? ?([1-4])\b")
_DONE = re.compile(rf"(?:(?:EJECUTAD|PROGRAMAD|LOGRAD|ALCANZAD)[AO]S?|EJECUCION) (?P<order>{_ORDINAL}|[1-4])")
_LINE_OF_DEFENCE = re.compile(
    rf"\b(?:{_ORDINAL}|[123] ?(?:A|RA|DA|ERA)?) LINEA\b|\bLINEA [123]\b"
)  # who follows up, not which follow-up it is
# The date of a document is no cut, unless it says that it is that of a follow-up.
_OF_DOCUMENT = re.compile(r"(FECHA|VERSION|CODIGO)\b(?!.*\b(SEGUIMIENTO|CORTE|MONITOREO|REPORTE)\b)")
_ABOUT_FOLLOW_UP = re.compile(rf"\b(?:{_UNIT}|%|CUMPLIMIENTO|OBSERVACION(?:ES)?|DESCRIPCION)(?:\b|\s|\Z)|%")
_TURN_ALONE = re.compile(rf"{_ORDINAL}|0?[1-4]")
_OF_NAME = re.compile(rf"{_ORDINAL}|{'|'.join(_PERIODS)}|{_MONTH}|{_SHORT}|[0-9]{{1,2}}|20[0-9]{{2}}|T[1-4]|DEL?|A|AL|Y")
_ONLY_SIGNS = re.compile(r"[0-9/. -]+")
_CUTS_OF_THREE, _QUARTER, _MONTHS_OF_YEAR, _CENTURY = 3, 3, 12, 2000


@dataclass(frozen=True, slots=True)
class CutLabel:
    """Either a day of a month, with its year or not, or the `order`-th of the periods of `months` months; of unnamed
    periods, `months` is 0.
    """

    day: int = 0
    month: int = 0
    year: int = 0
    order: int = 0
    months: int = 0


@lru_cache(maxsize=4096)
def label_of(text: str, *, alone: bool = False) -> CutLabel | None:
    """What a text says of a cut, or None. A month without a day counts where the text is about a follow-up, or `alone`."""
    folded = _folded(text)
    if _OF_DOCUMENT.match(folded):
        return None
    unnumbered = _TURN_OF_DATED.sub(r"\g<unit>", folded)
    dated = _dated(unnumbered)
    if dated and dated.day == 1 and alone and _ONLY_SIGNS.fullmatch(folded):
        return replace(dated, day=31)  # a cell that shows «abr-22» keeps the first day of the month
    return dated or _of_period(_ordered(folded), _month_alone(unnumbered, alone=alone))


def label_of_name(name: str) -> CutLabel | None:
    """The cut that a name says, which is nothing else: «Abril 2023», «ABR», «Primer Trim», «II»; None for any other name."""
    words = words_of(name)
    if not words or not all(map(_OF_NAME.fullmatch, words)):
        return None
    if len(words) > 1 or not (turn := _TURN_ALONE.fullmatch(words[0])):
        return label_of(name, alone=True)
    return CutLabel(order=_number(turn[0]))


def without_turn(heading: str) -> str:
    """«Ejecutado» of «Ejecutado II»; any other heading as it is."""
    return heading.strip().rpartition(" ")[0] if _DONE.fullmatch(_folded(heading)) else heading


def turn_of(text: str) -> CutLabel | None:
    """Which follow-up of the year a text speaks of, whatever date stands beside: the first, of «Seguimiento 1 (30/04/2021)»."""
    return _ordered(_folded(text))


def _folded(text: str) -> str:
    folded = " ".join(re.sub(r"[^A-Z0-9%/. -]+", " ", fold(text)).replace(" - ", " ").split())
    return _LINE_OF_DEFENCE.sub("LINEA", folded)


def _dated(folded: str) -> CutLabel | None:
    """The last day that the text names: a period ends at its cut."""
    if iso := _last(_ISO, folded):
        return _day(iso[3], int(iso[2]), iso[1])
    numeric = [day for match in _NUMERIC.finditer(folded) if (day := _day(match[1], int(match[2]), match[3]))]
    if numeric:
        return numeric[-1]
    if written := _last(_DAY_MONTH, folded):
        return _day(written[1], _MONTHS[written[2]], written[3])
    if short := _last(_SHORT_DAY, folded):
        return _day(short[1], _SHORT_MONTHS[short[2]], short[3])
    written = _last(_MONTH_DAY, folded)
    return _day(written[2], _MONTHS[written[1]], written[3]) if written else None


def _last(pattern: re.Pattern[str], folded: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(folded))), None)


def _ordered(folded: str) -> CutLabel | None:
    if quarter := _QUARTER_OF.search(folded):
        return CutLabel(order=int(quarter[1]), months=_QUARTER)
    ordered = _ORDER_FIRST.search(folded) or _UNIT_FIRST.search(folded)
    if ordered is None:
        done = _DONE.fullmatch(folded)
        return CutLabel(order=_number(done["order"])) if done else None
    return CutLabel(order=_number(ordered["order"]), months=_PERIODS.get(ordered["unit"], 0))


def _number(order: str) -> int:
    return _ORDINALS.get(order) or int(order)


def _of_period(ordered: CutLabel | None, month: CutLabel | None) -> CutLabel | None:
    """«Seguimiento 2 (junio)» is that of June; «Primer seguimiento, mayo» was made in May, of the cut of April."""
    if ordered is None or month is None:
        return ordered or month
    usual = ordered.order * _MONTHS_OF_YEAR // _CUTS_OF_THREE
    return ordered if ordered.months or month.month == usual % _MONTHS_OF_YEAR + 1 else month


def _month_alone(folded: str, *, alone: bool) -> CutLabel | None:
    if not (alone or _ABOUT_FOLLOW_UP.search(folded)):
        return None
    if month := _last(_MONTH_ALONE, folded):
        return _day("31", _MONTHS[month[1]], month[2])
    short = _SHORT_ALONE.search(folded)
    return _day("31", _SHORT_MONTHS[short[1]], short[2]) if short else None


def cuts_of(labels: Iterable[CutLabel], year: int | None) -> dict[CutLabel, tuple[date | None, bool]]:
    """The cut of each label, None where no year is known, and whether its period was supposed.

    The cuts of a year are 30 April, 31 August and 31 December unless four of them are numbered: then they are its quarters.
    """
    distinct = list(dict.fromkeys(labels))
    highest = max((label.order for label in distinct if not label.months), default=0)
    usual = _QUARTER if highest > _CUTS_OF_THREE else _MONTHS_OF_YEAR // _CUTS_OF_THREE
    return {label: (_cut(label, year, usual), bool(label.order) and not label.months) for label in distinct}


def _cut(label: CutLabel, year: int | None, usual: int) -> date | None:
    in_year = label.year or year
    month = label.month or label.order * (label.months or usual)
    if not in_year or not 1 <= month <= _MONTHS_OF_YEAR:
        return None
    return date(in_year, month, min(label.day or 31, monthrange(in_year, month)[1]))


def _day(day: str, month: int, year: str | None) -> CutLabel | None:
    if not (1 <= month <= _MONTHS_OF_YEAR and 1 <= int(day) <= 31):  # noqa: PLR2004 -- days of a month
        return None
    number = int(year or 0)
    return CutLabel(int(day), month, number + _CENTURY if 0 < number < 100 else number)  # noqa: PLR2004 -- two digits
