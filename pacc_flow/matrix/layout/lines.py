"""What a line below a header is: a row of the matrix, a text alone, the name of a follow-up, or the foot of the page."""

from collections.abc import Sequence

from pacc_flow.matrix.layout.cut_labels import label_of
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.header_lines import looks_like_header
from pacc_flow.matrix.layout.titles import is_foot
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
    cells, places = line.cells, header.places
    activity = places["activity"]
    if activity < len(cells) and cells[activity]:
        return not is_foot(cells[activity]) or sum(map(bool, cells)) > 2  # noqa: PLR2004 -- a total has its figure beside
    labels = {place for name, place in places.items() if name in LABELS}
    first = next((cell for cell in cells if cell), "")
    return not is_foot(first) and sum(1 for place, cell in enumerate(cells) if cell and place not in labels) > 1
