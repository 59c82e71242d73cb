"""Words that say how often, or in which part of the year: «trimestral», «II cuatrimestre», «permanente»."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from pacc_flow.matrix.cells.date_guess import DateGuess
from pacc_flow.matrix.cells.written_date import MONTH_NAMES, MONTH_NUMBERS, last_day, named_date
from pacc_flow.matrix.words import fold

_LONGEST_PERIOD = 80  # characters
_MONTHS_OF_A_YEAR = 12
# fmt: off
_MONTHS_OF = {
    # part of a year   months   how often
    "MES":            (1,       "MENSUAL"),
    "BIMESTRE":       (2,       "BIMESTRAL"),
    "TRIMESTRE":      (3,       "TRIMESTRAL"),
    "CUATRIMESTRE":   (4,       "CUATRIMESTRAL"),
    "SEMESTRE":       (6,       "SEMESTRAL"),
}
_ORDINALS = {
    # place   how it is written
    1:        "PRIMER[OA]?|1|1ER|1RO|I",
    2:        "SEGUND[OA]|2|2DO|II",
    3:        "TERCER[OA]?|3|3ER|3RO|III",
    4:        "CUART[OA]|4|4TO|IV",
    5:        "QUINT[OA]|5|5TO|V",
    6:        "SEXT[OA]|6|6TO|VI",
}
_TIMES = {"2": 2, "DOS": 2, "3": 3, "TRES": 3, "4": 4, "CUATRO": 4, "6": 6, "SEIS": 6, "12": 12, "DOCE": 12}
_COUNTED = {"2": 2, "DOS": 2, "3": 3, "TRES": 3, "4": 4, "CUATRO": 4, "6": 6, "SEIS": 6}
# fmt: on
_OFTEN = {often: months for months, often in _MONTHS_OF.values()}
_PART = "|".join(part for part in _MONTHS_OF if part != "MES")
_ORDINAL = "|".join(_ORDINALS.values())
_SHORT = {"BIM": "BIMESTRE", "TRIM": "TRIMESTRE", "CUATRIM": "CUATRIMESTRE", "SEM": "SEMESTRE"}
_SHORTENED = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b")
_YEAR = r"(?: ?-? ?(?:DEL? )?(?:LA )?(?:ANO |VIGENCIA )?(?P<year>(?:19|20)[0-9]{2}))?"
_WHOLE_YEAR = re.compile(
    r"(?:(?:DE (?:MANERA|FORMA) |ACTIVIDAD |ACCION )?(?:PERMANENTE(?:MENTE)?|CONTINU[OA]|CONTINUAMENTE|ANUAL(?:MENTE)?)"
    r"|(?:DURANTE |EN )?(?:TOD[AO] )?(?:LA |EL )?(?:VIGENCIA|ANO)|FIN(?:AL)? DE (?:LA |EL )?(?:VIGENCIA|ANO)"
    r"|(?:A|POR|SEGUN) (?:LA )?(?:DEMANDA|NECESIDAD|SOLICITUD)|(?:CUANDO|CADA VEZ QUE|SEGUN) SE REQUIERA"
    r"|(?:UNA|1) (?:SOLA )?VEZ (?:AL|POR|EN EL) ANO|DIARI[OA]|DIARIAMENTE|SEMANAL(?:MENTE)?|QUINCENAL(?:MENTE)?)" + _YEAR
)
_HOW_OFTEN = re.compile(
    r"(?:(?:DE )?(?:PERIODICIDAD|FRECUENCIA|MANERA|FORMA|SEGUIMIENTOS?|INFORMES?|REPORTES?) )?(?:"
    rf"(?P<often>{'|'.join(_OFTEN)})(?:MENTE|ES)?|CADA (?P<part>MES|{_PART})|(?P<monthly>TODOS LOS MESES)"
    rf"|CADA (?P<counted>{'|'.join(_COUNTED)}) MESES"
    rf"|(?P<times>{'|'.join(_TIMES)}) VECES (?:AL?|POR|EN EL|DURANTE EL) ?(?:ANO|VIGENCIA))" + _YEAR
)
_ONLY_YEAR = re.compile(r"(?:(?:DURANTE|EN) (?:EL )?)?(?P<year>20[0-9]{2})")
_NTH = re.compile(rf"(?:EN |DURANTE )?(?:EL )?(?P<nth>(?:(?:{_ORDINAL})(?: ?, ?| Y | ))+)(?P<part>{_PART})S?" + _YEAR)
_NTH_AFTER = re.compile(rf"(?P<part>{_PART})S? (?P<nth>(?:{_ORDINAL})(?:(?: ?, ?| Y )(?:{_ORDINAL}))*)" + _YEAR)
_HALF_OF_MONTH = re.compile(
    r"(?:EN |DURANTE )?(?:LA )?(?P<nth>PRIMERA|SEGUNDA|1(?:RA)?|2(?:DA)?|I{1,2}) QUINCENA (?:DEL? )?(?:MES DE )?"
    rf"(?P<month>{MONTH_NAMES.upper()})" + _YEAR
)
_WEEKS = {"PRIMERA": 1, "1RA": 1, "SEGUNDA": 2, "2DA": 2, "TERCERA": 3, "3RA": 3, "CUARTA": 4, "4TA": 4}
_WEEK_OF = re.compile(
    rf"(?:EN |DURANTE )?(?:LA )?(?P<nth>ULTIMA|{'|'.join(_WEEKS)}) SEMANA (?:DEL? )?(?:MES DE )?"
    rf"(?P<month>{MONTH_NAMES.upper()})" + _YEAR
)
_FIFTEENTH, _WEEK = 15, 7
_BETWEEN_ORDINALS = re.compile(r"[ ,]+(?:Y )?")


@lru_cache(maxsize=1024)
def read_period(text: str, year: int | None) -> DateGuess | None:
    """The days on which it ends, in the plan's `year` or in the one that the text says."""
    if len(text) > _LONGEST_PERIOD:
        return None
    folded = _folded(text)
    if match := _WHOLE_YEAR.fullmatch(folded) or _ONLY_YEAR.fullmatch(folded):
        return _whole_year(match, year)
    if match := _HOW_OFTEN.fullmatch(folded):
        return _ends(match, year, range(1, _MONTHS_OF_A_YEAR // _months(match) + 1), _months(match))
    if match := _NTH.fullmatch(folded) or _NTH_AFTER.fullmatch(folded):
        return _ends(match, year, _places(match["nth"]), _MONTHS_OF[match["part"]][0])
    return _within_month(folded, year)


@lru_cache(maxsize=1024)
def months_apart(text: str) -> int | None:
    """How many months «cuatrimestral» or «cada dos meses» puts between two days; None of what says no such thing."""
    match = _HOW_OFTEN.fullmatch(_folded(text)) if len(text) <= _LONGEST_PERIOD else None
    return _months(match) if match else None


def _folded(text: str) -> str:
    """Without points, and with the names of the parts of a year whole: «2do. Trim» is 2DO TRIMESTRE."""
    folded = " ".join(fold(text.replace("–", "-").replace(".", " ")).split())
    return _SHORTENED.sub(lambda found: _SHORT[found[0]], folded)


def _within_month(folded: str, year: int | None) -> DateGuess | None:
    if match := _HALF_OF_MONTH.fullmatch(folded):
        return _half_of_month(match, year)
    match = _WEEK_OF.fullmatch(folded)
    return _week(match, year) if match else None


def _half_of_month(match: re.Match[str], plan_year: int | None) -> DateGuess | None:
    year, month = _year(match, plan_year), MONTH_NUMBERS[match["month"].lower()]
    if year is None:
        return None
    is_first = match["nth"] in ("PRIMERA", "1", "1RA", "I")
    day = _FIFTEENTH if is_first else last_day(year, month).day
    start = date(year, month, 1 if is_first else _FIFTEENTH + 1).isoformat()
    return DateGuess((named_date(year, month, day),), f"dice una quincena; tomamos su final en {year}", alternative=start)


def _week(match: re.Match[str], plan_year: int | None) -> DateGuess | None:
    """Seven days, whichever of the week they are: the first of the month, those after them, or the last."""
    year, month = _year(match, plan_year), MONTH_NUMBERS[match["month"].lower()]
    if year is None:
        return None
    end = _WEEK * _WEEKS[match["nth"]] if match["nth"] in _WEEKS else last_day(year, month).day
    said = "una semana" if match["nth"] in _WEEKS else "la última semana"
    start = named_date(year, month, end - _WEEK + 1)
    return DateGuess((named_date(year, month, end),), f"dice {said}; tomamos su final en {year}", starts=(start,))


def _whole_year(match: re.Match[str], plan_year: int | None) -> DateGuess | None:
    year = _year(match, plan_year)
    if year is None:
        return None
    supposed = f"no dice un día; tomamos el último de la vigencia {year}"
    return DateGuess((named_date(year, _MONTHS_OF_A_YEAR, 31),), supposed, alternative="", is_one_wording=True)


def _months(match: re.Match[str]) -> int:
    if match["often"]:
        return _OFTEN[match["often"]]
    if match["times"]:
        return _MONTHS_OF_A_YEAR // _TIMES[match["times"]]
    return _COUNTED[match["counted"]] if match["counted"] else _MONTHS_OF[match["part"] or "MES"][0]


def _places(nth: str) -> list[int]:
    return [place for word in _BETWEEN_ORDINALS.split(nth.strip()) for place in _ORDINALS if _is_ordinal(word, place)]


def _is_ordinal(word: str, place: int) -> bool:
    return re.fullmatch(_ORDINALS[place], word) is not None


def _ends(match: re.Match[str], plan_year: int | None, places: Iterable[int], months: int) -> DateGuess | None:
    year = _year(match, plan_year)
    ends = sorted({place * months for place in places})
    if year is None or not ends or ends[-1] > _MONTHS_OF_A_YEAR:
        return None
    written = tuple(named_date(year, month, last_day(year, month).day) for month in ends)
    supposed = f"dice un período y no un día; tomamos su final en {year}"
    return DateGuess(written, supposed, alternative=_alternative(year, ends, months), is_one_wording=True)


def _alternative(year: int, ends: list[int], months: int) -> str:
    """The day on which a single period begins; the end of the year for what is repeated."""
    day = date(year, ends[0] - months + 1, 1) if len(ends) == 1 else date(year, _MONTHS_OF_A_YEAR, 31)
    return day.isoformat()


def _year(match: re.Match[str], plan_year: int | None) -> int | None:
    return int(match["year"]) if match["year"] else plan_year
