"""Which lines of a sheet are a header: where one begins, and how many lines it takes."""

from collections.abc import Mapping, Sequence

from pacc_flow.matrix.layout.columns.defence_lines import weight_of
from pacc_flow.matrix.layout.columns.headings import KEPT, folded_heading, may_be_header, named
from pacc_flow.matrix.layout.columns.kinds import holds
from pacc_flow.matrix.layout.columns.schedule import is_month, is_part_of_month
from pacc_flow.matrix.layout.cut_labels import label_of, label_of_name
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.header_reading import SURE, understood
from pacc_flow.matrix.layout.labelled_values import says_of_document
from pacc_flow.matrix.readers.grid import Grid, Line

TALLEST = 5  # lines
_BODY = 60  # lines under the header whose values are looked at


def header_at(grid: Grid, at: int, chosen: Mapping[str, str]) -> tuple[Header, int] | None:
    """The header that begins at a line (its place in the grid) with how many lines it takes; None when none does.

    `chosen`: {key of a column: field} as a person said it.
    """
    lines = grid.lines
    opens = _hits(lines[at].cells, chosen) or _opens(grid, at) or _opens_from_afar(grid, at, chosen)
    if not opens or says_of_document(lines[at].cells):
        return None
    best: Header | None = None
    height = 0
    for tall in range(1, min(TALLEST, len(lines) - at) + 1):
        window = lines[at : at + tall]
        if tall > 1 and not _continues(grid, window, chosen):
            break
        found = understood(grid, window, _body(lines, at + tall), chosen)
        if found is not None and (best is None or _worth(found) >= _worth(best)):
            best, height = found, tall
    return (best, height) if best else None


def _body(lines: Sequence[Line], start: int) -> Sequence[Line]:
    """The lines under a header whose values are looked at: not beyond where another table begins, with columns of its own."""
    body = lines[start : start + _BODY]
    apart = 0
    for place in range(1, len(body)):
        if body[place].number > body[place - 1].number + 1 or sum(map(bool, body[place - 1].cells)) == 1:
            apart = place
        if apart and place - apart < TALLEST and looks_like_header(body[place].cells):
            return body[:apart]
    return body


def looks_like_header(cells: Sequence[str]) -> bool:
    """Whether a line names known columns, of a matrix or of some other table of a follow-up."""
    return may_be_header(cells) and sum(1 for cell in cells if cell and named(cell)) > 1


def _worth(header: Header) -> tuple[int, int, int]:
    return len(header.places) + bool(header.months), len(header.groups), -len(header.unknown)


def _hits(cells: Sequence[str], chosen: Mapping[str, str]) -> bool:
    if chosen and any(folded_heading(cell) in chosen for cell in cells if cell) and max(map(len, cells)) <= 120:  # noqa: PLR2004 -- a heading
        return True
    return looks_like_header(cells)


def _opens(grid: Grid, at: int) -> bool:
    """Whether a line of group titles stands on a header: several short texts, or a follow-up over some of the columns."""
    line = grid.lines[at]
    cells, texts = line.cells, {cell for cell in line.cells if cell}
    if at + 1 >= len(grid.lines) or not texts or max(map(len, texts)) > 120:  # noqa: PLR2004 -- a heading
        return False
    below = grid.lines[at + 1]
    if not looks_like_header(below.cells):
        return False
    is_partial = len(texts) == 1 and not cells[0] and label_of(next(iter(texts))) is not None
    names = len(texts) > 1 and any(label_of(text) or _names_field(text) for text in texts)
    return is_partial or names or (len(texts) > 1 and stands_over(grid, line, below))


def _opens_from_afar(grid: Grid, at: int, chosen: Mapping[str, str]) -> bool:
    """Whether titles, each over several columns, stand on a header with other titles between, such as who follows up: those
    of several follow-ups, or one that reaches down beside them.
    """
    line, *following = grid.lines[at : at + TALLEST]
    placed = [(place, cell) for place, cell in enumerate(line.cells) if cell]
    if len(placed) < 2 or any(grid.spans.get((line.number, place), 1) == 1 for place, _ in placed):  # noqa: PLR2004 -- one is a title of the sheet
        return False
    below = following[0].cells if following else ()
    reaches_down = any(cell in below[place : place + 1] for place, cell in placed)
    if not (reaches_down or len({label_of(cell) for _, cell in placed} - {None}) > 1):
        return False
    for tall, under in enumerate(following, 2):
        if not _continues(grid, grid.lines[at : at + tall], chosen):
            return False
        if looks_like_header(under.cells):
            return True
    return False


def _names_field(text: str) -> bool:
    """«Vigencia | 2022» right above a header is no title of its columns."""
    return any(found.field != KEPT for found in named(text))


def stands_over(grid: Grid, line: Line, below: Line) -> bool:
    """Whether every text of a line covers several columns, and more texts stand below: groups of columns, whatever they say."""
    if not grid.spans or below.number != line.number + 1:
        return False
    wide = [grid.spans.get((line.number, place), 1) for place, cell in enumerate(line.cells) if cell]
    return min(wide) > 1 and len(wide) < sum(map(bool, below.cells))


def _continues(grid: Grid, window: Sequence[Line], chosen: Mapping[str, str]) -> bool:
    """Whether the last line of a window still belongs to the header: each text repeats a merged one, or names something.

    A text that nobody knows is let by under a title merged over several columns, beside texts of either kind.
    """
    above, last = window[-2].cells, window[-1].cells
    if window[-1].number - window[-2].number > 1 or not any(last) or max(map(len, last)) > 120:  # noqa: PLR2004 -- a heading
        return False
    if _is_title_below(window) or any(_is_value_in(window[:-1], place, cell) for place, cell in enumerate(last)):
        return False
    if stands_over(grid, window[-2], window[-1]) and looks_like_header(last):
        return True
    repeated = sum(1 for place, cell in enumerate(last) if cell and cell in above[place : place + 1])
    new = [(place, cell) for place, cell in enumerate(last) if cell and cell not in above[place : place + 1]]
    covered = _covered(grid, window[:-1])
    unknown = [place for place, cell in new if not (_is_heading(cell, chosen) or (place in covered and _is_of_group(cell)))]
    if not covered.issuperset(unknown):
        return False
    return len(new) - len(unknown) > (0 if repeated else len(unknown)) or not new


def _covered(grid: Grid, lines: Sequence[Line]) -> set[int]:
    """The columns under a title merged over several."""
    return {
        place + more
        for line in lines
        for place in range(len(line.cells))
        if (wide := grid.spans.get((line.number, place), 1)) > 1
        for more in range(wide)
    }


def _is_title_below(window: Sequence[Line]) -> bool:
    """A text alone under a heading that is no follow-up is the title of the first rows, such as «Componente 1»."""
    *above, last = (line.cells for line in window)
    written = [place for place, cell in enumerate(last) if cell]
    if len(written) != 1:
        return False
    place = written[0]
    heading = next((cells[place] for cells in reversed(above) if place < len(cells) and cells[place]), "")
    return heading not in ("", last[place]) and label_of(heading) is None


def _is_heading(cell: str, chosen: Mapping[str, str]) -> bool:
    return bool(
        named(cell) or label_of(cell, alone=True) or is_month(cell) or is_part_of_month(cell) or folded_heading(cell) in chosen
    )


def _is_of_group(cell: str) -> bool:
    """«Primera línea», or «I» of «Trimestre», below a title over several columns."""
    return weight_of([cell]) != 0 or label_of_name(cell) is not None


def _is_value_in(above: Sequence[Line], place: int, cell: str) -> bool:
    """Whether a cell is a date or a percentage under the heading of a column of them."""
    headings = (heading for line in above for heading in line.cells[place : place + 1])
    is_value = any(found.sure <= SURE and holds(found.field, cell) for heading in headings for found in named(heading))
    return is_value and not is_month(cell)
