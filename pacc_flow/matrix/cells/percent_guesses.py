"""Cells of the percentage that hold no percentage: «1/3», «Cumplida», «50%100%», «N/A»."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pacc_flow.matrix.cells.figures_in_words import figure_in_words
from pacc_flow.matrix.cells.percent_with_notes import figure_with_note
from pacc_flow.matrix.cells.percents import HUNDRED, as_typed, hundredths
from pacc_flow.matrix.words import fold, says_not_applicable

_LONGEST = 80  # characters
_DONE = re.compile(
    r"(?:(?:ESTADO|ACTIVIDAD|ACCION|META) ?:? ?)?"
    r"(?:SI|(?:SI,? )?(?:SE )?(?:(?:CUMPLID|FINALIZAD|EJECUTAD|TERMINAD|REALIZAD|CULMINAD|COMPLETAD|COMPLET|CERRAD)[AO]S?"
    r"|CUMPLE|CUMPLIO|EJECUTO|REALIZO))(?: (?:TOTALMENTE|EN SU TOTALIDAD))?(?: ?(?:AL |- ?)?\(?100 ?%?\)?)?"
)
# How an activity stands in words that say no percentage.
_UNDERWAY = re.compile(
    r"(?:ESTADO ?:? ?)?(?:NO(?: (?:SE )?(?:CUMPLE|CUMPLIO|(?:CUMPLID|EJECUTAD|REALIZAD|FINALIZAD)[AO]S?))?"
    r"|PARCIAL(?:MENTE)?(?: .*)?|(?:CUMPLID|EJECUTAD|REALIZAD)[AO]S? PARCIALMENTE"
    r"|CUMPLE PARCIALMENTE|CUMPLIMIENTO PARCIAL|PENDIENTES?(?: .*)?"
    r"|(?:EN )?(?:AVANCE|PROCESO|EJECUCION|CURSO|DESARROLLO|TRAMITE|TERMINO|CUMPLIMIENTO|MARCHA)(?: .*)?"
    r"|(?:INCUMPLID|VENCID|ATRASAD|RETRASAD|SUSPENDID|APLAZAD|REPROGRAMAD|INICIAD)[AO]S?)"
)
_NOT_BEGUN = re.compile(
    r"(?:ESTADO ?:? ?)?(?:SIN (?:INICIAR|INICIO|EMPEZAR|AVANCE)|NO (?:SE )?(?:HAN? )?(?:INICIAD[AO]S?|INICIO|INICIA|EMPEZADO)"
    r"|(?:AUN |TODAVIA )?NO (?:SE )?HAN? (?:SIDO )?(?:EJECUTAD|REALIZAD|ADELANTAD|DESARROLLAD|IMPLEMENTAD|COMENZAD)[AO]S?)"
)
_UNREPORTED = re.compile(r"(?:ACTIVIDAD |ACCION )?NO (?:FUE )?REPORTAD[AO]S?|NO (?:SE )?REPORTO|SIN REPORTE|SIN REPORTAR")
_PART = re.compile(
    r"(?P<part>[0-9]{1,4})(?: ?/ ?| DE (?:L[AO]S )?)(?P<whole>[0-9]{1,4})(?P<noun>(?: [A-Z]+){0,3})"
    r"(?: ?\(? ?(?P<said>[0-9]{1,3}(?:[.,][0-9]{1,4})?) ?% ?\)?)?"
)
# «50% (2 de 4)», and «Avance 30%, meta 100%» in either order.
_COUNTED = re.compile(
    r"(?P<said>[0-9]{1,3}(?:[.,][0-9]{1,4})?) ?% ?[(:,-]? ?(?P<count>[0-9]{1,4}(?: ?/ ?| DE )[0-9]{1,4}(?: [A-Z]+){0,3}) ?\)?"
)
_NUMBER = r"[0-9]{1,3}(?:[.,][0-9]{1,4})?"
_DONE_IS = rf"(?:AVANCE|EJECUTAD[AO]|EJECUCION|CUMPLIMIENTO|LOGRO) ?[:=]? ?(?:DEL? )?(?P<done>{_NUMBER}) ?%"
_GOAL_IS = rf"(?:META|PROGRAMAD[AO]|ESPERAD[AO]|PLANEAD[AO]) ?[:=]? ?(?:DEL? )?(?P<goal>{_NUMBER}) ?%"
_AND = r" ?[,;/-]? ?(?:Y )?"
_ONLY_GOAL_NAMED = rf"(?P<done>{_NUMBER}) ?% ?[,;(/-]? ?(?:DE )?{_GOAL_IS} ?\)?"
_PROGRESS_AND_GOAL = tuple(map(re.compile, (f"{_DONE_IS}{_AND}{_GOAL_IS}", f"{_GOAL_IS}{_AND}{_DONE_IS}", _ONLY_GOAL_NAMED)))
_NOUN_FIRST = re.compile(r"(?P<part>[0-9]{1,4})(?P<noun>(?: [A-Z]+){1,3}) DE (?:L[AO]S )?(?P<whole>[0-9]{1,4})")
_FIGURE = re.compile(r"(?P<number>[0-9]{1,3}(?:[.,][0-9]{1,4})?) ?%[ ,;/Y-]{0,3}")
_SEVERAL = re.compile(rf"(?:{_FIGURE.pattern.replace('?P<number>', '?:')}){{2,}}")


@dataclass(frozen=True, slots=True)
class PercentGuess:
    """`value` in hundredths; None where a percentage does not apply. `supposed` says why, in Spanish. `alternative`: "" where
    the cell may say no percentage at all.
    """

    value: int | None
    supposed: str
    alternative: str | None = None
    is_said: bool = False  # the figure stands in the cell, beside what it was counted from


@lru_cache(maxsize=4096)
def guess_percent(text: str) -> PercentGuess | None:
    if len(text) > _LONGEST:
        return None
    folded = fold(re.sub("[–—]", "-", text)).strip(" ;").removesuffix(".")
    if says_not_applicable(text) or (folded and not folded.strip("-")):
        return PercentGuess(None, "dice que no aplica")
    if _DONE.fullmatch(folded):
        return PercentGuess(HUNDRED, "dice que está hecha", "")
    if _NOT_BEGUN.fullmatch(folded):
        return PercentGuess(0, "dice que no ha comenzado", "")
    return _of_figures(folded)


def _of_figures(folded: str) -> PercentGuess | None:
    if (figure := figure_in_words(folded)) is not None:
        return PercentGuess(100 * figure, "", is_said=True)
    as_written, folded = folded, _NOUN_FIRST.sub(r"\g<part> DE \g<whole>\g<noun>", folded)
    if _SEVERAL.fullmatch(folded):
        return _last_of_several([match["number"] for match in _FIGURE.finditer(folded)])
    if match := _COUNTED.fullmatch(folded):
        folded = f"{match['count']} {match['said']}%"
    if match := next((found for pattern in _PROGRESS_AND_GOAL if (found := pattern.fullmatch(folded))), None):
        return _progress_beside_goal(match)
    if match := _PART.fullmatch(folded):
        return _share(match)
    noted = figure_with_note(as_written)
    return None if noted is None else PercentGuess(noted, "", is_said=True)


def says_unreported(text: str) -> bool:
    """Whether a cell says in words that nobody reported, as our own documents do."""
    return len(text) <= _LONGEST and _UNREPORTED.fullmatch(fold(text).removesuffix(".")) is not None


def says_state(text: str) -> bool:
    """Whether a cell says in words how its activity stands."""
    folded = fold(text).strip(" ;").removesuffix(".")
    return len(text) <= _LONGEST and any(p.fullmatch(folded) for p in (_DONE, _NOT_BEGUN, _UNDERWAY, _UNREPORTED))


def _last_of_several(figures: list[str]) -> PercentGuess | None:
    values = [hundredths(_number(figure)) for figure in figures]
    first, last = values[0], values[-1]
    if first is None or last is None or None in values:
        return None
    if len(set(values)) == 1:
        return PercentGuess(last, "", is_said=True)
    return PercentGuess(last, f"trae {len(values)} porcentajes; tomamos el último", as_typed(first))


def _progress_beside_goal(match: re.Match[str]) -> PercentGuess | None:
    done, goal = hundredths(_number(match["done"])), hundredths(_number(match["goal"]))
    if done is None or goal is None:
        return None
    if done == goal:
        return PercentGuess(done, "", is_said=True)
    return PercentGuess(done, "trae el avance y la meta; tomamos el avance", as_typed(goal))


def _share(match: re.Match[str]) -> PercentGuess | None:
    """«3 de 4», with the percentage that it comes to beside it or not."""
    part, whole = int(match["part"]), int(match["whole"])
    counted = hundredths(Decimal(100 * part) / whole) if whole else None
    if counted is None:
        return None
    said = hundredths(_number(match["said"])) if match["said"] else counted
    if match["said"] and said is not None and _agree(said, counted):
        return PercentGuess(said, "", is_said=True)
    if said is None:
        return None
    alternative = as_typed(counted) if match["said"] else ""
    return PercentGuess(said, f"son {part} de {whole}, que es el {as_typed(counted)} %", alternative)


def _agree(said: int, counted: int) -> bool:
    """33 % is what people write for a third."""
    return abs(said - counted) < 100  # noqa: PLR2004 -- hundredths: one per cent


def _number(figure: str) -> Decimal:
    return Decimal(figure.replace(",", "."))
