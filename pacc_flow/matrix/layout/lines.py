"""What a line below a header is: a row of the matrix, a text alone, the name of a follow-up, or the foot of the page."""

from collections.abc import Sequence

from pacc_flow.matrix.layout.columns.kinds import holds
from pacc_flow.matrix.layout.cut_labels import label_of
from pacc_flow.matrix.layout.feet import is_figure, is_foot, is_signed, is_summed, is_total, sums_up
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.header_lines import looks_like_header
from pacc_flow.matrix.readers.grid import Line

LABELS = frozenset({"component", "subcomponent"})


def begin_with_header(lines: Sequence[Line]) -> bool:
    """Whether a header comes next, but for other titles."""
    first = next((line for line in lines if not only_text(line)), None)
    return first is not None and looks_like_header(first.cells)


def names_follow_up(line: Line) -> bool:
    text = only_text(line)
    return bool(text and label_of(text))


def only_text(line: Line) -> str:
    """The text of a line that holds nothing else."""
    texts = {cell for cell in line.cells if cell}
    return texts.pop() if len(texts) == 1 else ""


def is_row(line: Line, header: Header) -> bool:
    """An activity is a row by itself; without one, two more of the other fields make it a row that lost it."""
    cells, at = line.cells, header.places["activity"]
    labels = {place for name, place in header.places.items() if name in LABELS}
    before = labels if header.number is None else {*labels, header.number}
    if any(is_total(cells[place]) for place in before if place < len(cells)):
        return False
    activity = cells[at] if at < len(cells) else ""
    if is_figure(activity) and sums_up(cells):
        return False
    others = [cell for place, cell in enumerate(cells) if cell and place != at and place not in labels]
    if not activity:
        first = next((cell for cell in cells if cell), "")
        return not (is_foot(first) or is_signed(first)) and len(others) > 1
    if is_summed(activity) and others:
        return not all(map(is_figure, others))
    return len(others) > 1 or not is_foot(activity)


def is_whole_row(line: Line, header: Header) -> bool:
    """A row that nothing else is: an activity with its date or its percentage or, without such columns, all its fields."""
    cells, places = line.cells, header.places
    filled = {name: cells[place] for name, place in places.items() if place < len(cells) and cells[place]}
    if "activity" not in filled or is_figure(filled["activity"]):
        return False
    if {"due", "percent"} & set(places):
        return any(holds(name, text) for name, text in filled.items())
    return len(filled) >= len(set(places) - LABELS)
