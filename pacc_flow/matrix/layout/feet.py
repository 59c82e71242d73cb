"""The words that begin what stands at the foot of a matrix and is no activity: who signs it, notes, sources and totals."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pacc_flow.matrix.cells.percents import is_percent_cell
from pacc_flow.matrix.layout.columns.headings import folded_heading
from pacc_flow.matrix.layout.columns.kinds import is_numeric
from pacc_flow.matrix.words import fold

SIGNED = r"(NOMBRE DE )?(QUIEN )?((ELABOR|REVIS|APROB|PROYECT|VALID|AUTORIZ|CONSOLID|PREPAR)(O|ADO)( POR| Y)? ?)+|VO ?BO"
"""Who signs, as the heading of the cell of a name."""

_SIGNED = re.compile(SIGNED)
_SIGNS = re.compile(r"(ELABOR|REVIS|APROB)(O|ADO)\b|(PROYECT|VALID|CONSOLID)(O|ADO)( POR\b|\s*:)|FIRMAS?\s*(:|\Z)")
_NOTE = re.compile(r"(NOTA|FUENTE|OBSERVACION|ACLARACION)(E?S)?( ?[0-9]{1,2})?\s*(:|\.|-|\Z)|\*")
_SUM = re.compile(r"(GRAN |SUB ?)?(TOTAL(ES)?|PROMEDIO)\b")
_WHOLE = r"(EL |LA )?(PLAN|COMPONENTE|SUBCOMPONENTE|PAAC|PTEP|MATRIZ)"
_SUMMED = re.compile(
    r"(%|PORCENTAJE|NIVEL) (DE )?(AVANCE|CUMPLIMIENTO|EJECUCION)\b"
    rf"|(AVANCE|CUMPLIMIENTO|EJECUCION) (TOTAL|GENERAL|PROMEDIO|ACUMULAD[AO]|(DEL? )?{_WHOLE})\b"
)
_ALONE = re.compile(
    r"(%|PORCENTAJE|NIVEL) (DE )?(AVANCE|CUMPLIMIENTO|EJECUCION)( (TOTAL|GENERAL|PROMEDIO))?"
    rf"|(AVANCE|CUMPLIMIENTO|EJECUCION) ((TOTAL|GENERAL|PROMEDIO)|((TOTAL |GENERAL )?DEL? )?{_WHOLE}( [0-9IV]{{1,3}})?)"
    r"|(FIN|FINAL) (DEL?( LA)? )?(DOCUMENTO|MATRIZ|PLAN|FORMATO|REPORTE|INFORME|SEGUIMIENTO|TABLA|ARCHIVO)"
)
_ELSEWHERE = re.compile(r"(VER|VEASE) (EL |LA )?(ANEXO|NOTA|ARCHIVO|HOJA|TABLA|CUADRO)\b")

_INITIALS = "ACEFGNOPRSTV%*"  # of all of those
_BEGINNING, _SHORT = 60, 40  # characters


def is_foot(text: str) -> bool:
    """Whether a text alone is of the foot: «Elaboró: …», «Nota 1: …», «Fuente: …», «TOTAL», «Fin del documento»."""
    return _begins(text, (_SIGNS, _NOTE, _SUM, _ELSEWHERE)) or _is_whole(text, _ALONE)


@lru_cache(maxsize=2048)
def is_signed(text: str) -> bool:
    """Whether a text says who signs: «Elaboró:», «Revisado por Ana»."""
    return _begins(text, (_SIGNS,)) or (len(text) <= _SHORT and _SIGNED.fullmatch(folded_heading(text)) is not None)


@lru_cache(maxsize=2048)
def is_total(text: str) -> bool:
    return _begins(text, (_SUM,))


def is_summed(text: str) -> bool:
    """Whether a text names what figures beside it sum up: «Total», «Cumplimiento del componente»."""
    return _begins(text, (_SUM, _SUMMED))


def sums_up(cells: Sequence[str]) -> bool:
    """Whether a line only holds figures and the word for what they sum up."""
    texts = [cell for cell in cells if cell]
    return len(texts) > 1 and sum(map(is_figure, texts)) == len(texts) - 1 and any(map(is_summed, texts))


def is_figure(text: str) -> bool:
    return is_numeric(text) or is_percent_cell(text)


def _is_whole(text: str, pattern: re.Pattern[str]) -> bool:
    return len(text) <= _SHORT and pattern.fullmatch(fold(text).strip(" .:*-")) is not None


def _begins(text: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Hardly any row has such a beginning, which is quick to see."""
    if text[:1].upper() not in _INITIALS:
        return False
    folded = fold(text[:_BEGINNING]) + ("" if len(text) <= _BEGINNING else " …")
    return any(pattern.match(folded) for pattern in patterns)
