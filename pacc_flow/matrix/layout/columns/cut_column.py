"""A column that says of each line which follow-up it is: «Corte», «Período», with the activity once for each of them."""

import re
from collections import defaultdict
from collections.abc import Sequence

from pacc_flow.matrix.layout.columns.headings import folded_heading
from pacc_flow.matrix.layout.cut_labels import CutLabel, label_of
from pacc_flow.matrix.words import fold, words_of

_UNIT = r"(CORTES?|PERIODOS?|SEGUIMIENTOS?|MONITOREOS?|REPORTES?|MES|(BI|TRI|CUATRI|SE)MESTRES?)"
_HEADING = re.compile(rf"((FECHA|NO|NUMERO|N|MES) )?((DE|DEL) )?((EL|LA) )?{_UNIT}( (DE|DEL|A|EVALUADO|REPORTADO|{_UNIT}))*")
_TURN = re.compile(r"([1-4]|IV|I{1,3})")
_LONGEST = 60  # characters of what names a follow-up
_MOST, _HALF = 0.9, 0.5


def cut_in(cells: Sequence[str], place: int, heading: str) -> CutLabel | None:
    """The follow-up that a line says: «31/08/2022», «Agosto», or «2» under «Corte»."""
    text = cells[place] if place < len(cells) else ""
    if not 0 < len(text) <= _LONGEST:
        return None
    return label_of(f"{heading} {text}" if _TURN.fullmatch(fold(text)) else text, alone=True)


def cut_column(headings: Sequence[tuple[int, str]], rows: Sequence[Sequence[str]], activity: int) -> int | None:
    """The place of the column, if at least half of the activities stand at several of the follow-ups that it names.

    `headings`: the places and the lowest texts of the columns that may be one; a line that leaves its activity blank goes
    on with the one above.
    """
    named_so = [(place, text) for place, text in headings if place != activity and _HEADING.fullmatch(folded_heading(text))]
    return next((place for place, text in named_so if _tells_lines_apart(rows, place, text, activity)), None)


def _tells_lines_apart(rows: Sequence[Sequence[str]], place: int, heading: str, activity: int) -> bool:
    said = [cells for cells in rows if place < len(cells) and cells[place]]
    labels = [cut_in(cells, place, heading) for cells in said]
    if not said or sum(1 for label in labels if label) < _MOST * len(said):
        return False
    cuts_of = defaultdict[tuple[str, ...], set[CutLabel | None]](set)
    last: tuple[str, ...] = ()
    for cells, label in zip(said, labels, strict=True):
        last = words_of(cells[activity]) if activity < len(cells) and cells[activity] else last
        cuts_of[last].add(label)
    return sum(1 for cuts in cuts_of.values() if len(cuts) > 1) >= _HALF * len(cuts_of)
