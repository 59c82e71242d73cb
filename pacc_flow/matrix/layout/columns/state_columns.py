"""A column that says in words how each activity stands, where no column holds its percentage: «Estado», «¿Se cumplió?»."""

import re
from collections.abc import Mapping, Sequence

from pacc_flow.matrix.cells.percent_guesses import says_state
from pacc_flow.matrix.layout.columns.grouping import Titled
from pacc_flow.matrix.layout.columns.headings import folded_heading
from pacc_flow.matrix.layout.columns.kinds import SAMPLE, share

_HEADING = re.compile(
    r"ESTADO( .*)?|SITUACION( .*)?|(NIVEL|GRADO) .*|SI / NO|CUMPLIMIENTO( .*)?"
    r"|((SE|ACTIVIDAD|ACCION) )?(CUMPLE|CUMPLIO|(CUMPLID|EJECUTAD|REALIZAD|FINALIZAD)[AO]S?)( .*)?"
)
_HALF = 0.5


def states_of(headings: Sequence[Titled], columns: Sequence[Sequence[str]], named: Mapping[int, str]) -> dict[int, str]:
    """{place: "percent"} of the columns whose words stand for a percentage; nothing where a column is `named` one."""
    if "percent" in named.values():
        return {}
    return {
        heading.place: "percent"
        for heading, values in zip(headings, columns, strict=True)
        if heading.texts and _HEADING.fullmatch(folded_heading(heading.texts[-1])) and _are_states(values)
    }


def _are_states(values: Sequence[str]) -> bool:
    return share([value for value in values if value][:SAMPLE], says_state) >= _HALF


def marks_of(headings: Sequence[Titled], columns: Sequence[Sequence[str]]) -> dict[int, str]:
    """{place: state} of the columns of which each row marks one, «Cumplida | Parcial | No cumplida»; nothing where there
    are fewer than two.
    """
    found = {
        heading.place: heading.texts[-1]
        for heading, values in zip(headings, columns, strict=True)
        if heading.texts and says_state(heading.texts[-1]) and all(len(value) <= 1 for value in values)
    }
    return found if len(found) > 1 else {}


def marked_state(cells: Sequence[str], marks: Mapping[int, str]) -> str:
    """The state that a row marks, or all of them where it marks several."""
    return " / ".join(state for place, state in marks.items() if place < len(cells) and cells[place])
