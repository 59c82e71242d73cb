"""Sheets that are follow-ups by their place in the book: called by a cut and nothing else, «Abril | Agosto | Diciembre», or
beside that of the plan, which has no columns for its progress.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pacc_flow.matrix.layout.blocks import FoundBlock
from pacc_flow.matrix.layout.cut_labels import CutLabel, label_of_name
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.proposal import OF_FOLLOW_UP
from pacc_flow.matrix.words import words_of

_MOST = 0.5  # of the activities of the smaller of two sheets
_UNSAID = CutLabel()

Activities = set[tuple[str, ...]]


def sheet_cuts(blocks: Sequence[FoundBlock]) -> dict[str, CutLabel]:
    """{name of a sheet: its cut} of the sheets whose follow-up only the others tell. The activities of each stand in
    another of them too: the months in which activities are due share none.
    """
    labels = {block.grid.sheet: label for block in blocks if (label := label_of_name(block.grid.sheet))}
    if len(set(labels.values())) < 2:  # noqa: PLR2004 -- one is no series
        return _beside_plan(blocks)
    told = _activities(blocks, labels)
    return {
        name: label
        for name, label in labels.items()
        if any(label != labels[other] and _are_same(told[name], told[other]) for other in labels)
    }


def _beside_plan(blocks: Sequence[FoundBlock]) -> dict[str, CutLabel]:
    """The only sheet that tells of progress, whenever that was, beside one of the plan alone."""
    telling = dict.fromkeys(block.grid.sheet for block in blocks if _tells_of_progress(block.header))
    plans = dict.fromkeys(block.grid.sheet for block in blocks if block.grid.sheet not in telling)
    if len(telling) != 1 or not plans:
        return {}
    (name,) = telling
    told = _activities(blocks, (name, *plans))
    return {name: _UNSAID} if any(_are_same(told[name], told[plan]) for plan in plans) else {}


def _tells_of_progress(header: Header) -> bool:
    return bool(header.groups or header.marks or header.cut is not None or set(OF_FOLLOW_UP).intersection(header.places))


def _activities(blocks: Sequence[FoundBlock], sheets: Iterable[str]) -> dict[str, Activities]:
    wanted, found = set(sheets), defaultdict[str, Activities](set)
    for block in blocks:
        if block.grid.sheet in wanted:
            place = block.header.places["activity"]
            cells = (line.line.cells[place] for line in block.lines if place < len(line.line.cells))
            found[block.grid.sheet].update(words_of(text) for text in cells if text)
    return found


def _are_same(some: Activities, others: Activities) -> bool:
    return len(some & others) > _MOST * min(len(some), len(others))
