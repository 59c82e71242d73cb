"""Of several columns of percentages, which one holds the progress: the cumulative one, whatever each period came to."""

import re
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

from pacc_flow.matrix.layout.columns.grouping import Titled
from pacc_flow.matrix.layout.columns.headings import KEPT, folded_heading
from pacc_flow.matrix.layout.columns.kinds import fits

_CUMULATIVE = re.compile(r"\b(ACUMULAD[AO]S?|TOTAL|A LA FECHA)\b")
_PARTIAL = re.compile(r"\b(DEL?|EN|PARA)( EL| ESTE)? (PERIODO|MES|(BI|TRI|CUATRI|SE)MESTRE)\b|\bPONDERAD[AO]S?\b|\bPESO\b")
_TOTAL = re.compile(
    r"(% ?|PORCENTAJE )?(DE )?(AVANCE |CUMPLIMIENTO |EJECUCION )?(TOTAL|ACUMULAD[AO]|CONSOLIDAD[AO])( .*)?|TOTAL .*"
)
_SHARE = r"((%|PORCENTAJE|AVANCE|META)( DE| DEL)?( AVANCE| CUMPLIMIENTO)? ?)?"
_DONE = re.compile(rf"{_SHARE}(EJECUTAD|LOGRAD|ALCANZAD)[AO]S?")
_PLANNED = re.compile(rf"{_SHARE}(PROGRAMAD|ESPERAD|PLANEAD|PROYECTAD)[AO]S?")
_PLANNED_FIELDS = ("goal", "component", "subcomponent", "activity", "number")
_BETTER, _WORSE = -0.3, 0.3


def doubt_of_percent(heading: str) -> float:
    """Progress is cumulative: what was done in a period alone, or its weight in the whole, says less."""
    folded = folded_heading(heading)
    if _CUMULATIVE.search(folded):
        return _BETTER
    return _WORSE if _PARTIAL.search(folded) else 0.0


def may_be_progress(heading: Titled, values: Sequence[str]) -> bool:
    """Whether percentages under a heading of something else are progress: goals are all of 100 %, and weights are weights."""
    if any((found.field == KEPT and found.sure == 1) or found.field in _PLANNED_FIELDS for found in heading.fields):
        return False
    is_said = any(found.field == "narrative" for found in heading.fields)
    return is_said or len(set(filter(None, values))) > 1


def total_of(headings: Sequence[Titled], columns: Sequence[Sequence[str]]) -> int | None:
    """The only column that sums up those of several follow-ups: «Total» beside «I | II | III Cuatrimestre»."""
    found = [
        heading.place
        for heading, values in zip(headings, columns, strict=True)
        if heading.texts
        and heading.label is None
        and _TOTAL.fullmatch(folded_heading(heading.texts[-1]))
        and fits("percent", values)
    ]
    return found[0] if len(found) == 1 else None


def planned_of(headings: Sequence[Titled], percents: Container[int]) -> Mapping[int, int]:
    """{place of «Ejecutado»: place of its «Programado», before it}."""
    found: dict[int, int] = {}
    last: int | None = None
    for heading in headings:
        leaf = folded_heading(heading.texts[-1]) if heading.texts else ""
        if _PLANNED.fullmatch(leaf):
            last = heading.place
        elif last is not None and heading.place in percents and _DONE.fullmatch(leaf):
            found[heading.place] = last
            last = None
    return found


@lru_cache(maxsize=1024)
def says_percent(texts: tuple[str, ...]) -> bool:
    """Whether a heading, with those above it, calls its column a percentage."""
    return any("%" in folded or "PORCENT" in folded for folded in map(folded_heading, texts))
