"""A header of up to five lines of merged cells, understood: which column is which field, and of which follow-up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from pacc_flow.matrix.layout.assigning import Assigned, assign
from pacc_flow.matrix.layout.cut_labels import CutLabel, label_of
from pacc_flow.matrix.layout.headings import FIELDS, NUMBER, Named, folded_heading, may_be_header, named
from pacc_flow.matrix.layout.kinds import holds, share
from pacc_flow.matrix.layout.schedule import is_month, months_of
from pacc_flow.matrix.layout.titles import is_component
from pacc_flow.matrix.places.numbering import number_of
from pacc_flow.matrix.readers.grid import Grid, Line

TALLEST = 5  # lines
_ENOUGH = 3  # fields of a row, the activity among them
_SURE = 2
_MOST = 0.75
_BODY = 60  # lines under the header whose values are looked at


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: the texts above it, from the top, and where it stands. `key` names it when a person maps it."""

    texts: tuple[str, ...]
    place: int
    key: str = ""

    @property
    def written(self) -> str:
        return " · ".join(self.texts)

    @property
    def leaf(self) -> str:
        return self.texts[-1] if self.texts else ""

    @property
    def label(self) -> CutLabel | None:
        """The follow-up that it speaks of: its own text says it, or one above it."""
        found = (label_of(text, alone=len(self.texts) > 1 or not named(text)) for text in reversed(self.texts))
        return next((label for label in found if label), None)

    @property
    def fields(self) -> Sequence[Named]:
        """By its own words, else by those together with the ones above, else by those above alone."""
        own = named(self.leaf)
        if own or len(self.texts) < 2:  # noqa: PLR2004 -- nothing stands above
            return own
        joined = named(" ".join(self.texts))
        above = [found for text in reversed(self.texts[:-1]) for found in named(text)]
        return joined or [Named(found.field, found.sure + 1) for found in above]


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one follow-up, when several stand side by side."""

    label: CutLabel
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Header:
    """`places` are those of the fields of a row; with `groups`, of the percentage and narrative of the last one. `doubtful`
    columns were taken for a field by their values; `numbers` are the lines of the file that it takes; `titles` stand over
    some of its columns and name the component of the rows below; `months` are the columns of a schedule, where no column
    holds the date.
    """

    headings: tuple[Heading, ...]
    places: Mapping[str, int]
    groups: tuple[Group, ...] = ()
    number: int | None = None
    doubtful: Sequence[str] = ()
    numbers: tuple[int, ...] = ()
    chosen: frozenset[str] = field(default_factory=frozenset)
    titles: Sequence[str] = ()
    months: Mapping[int, str] = field(default_factory=dict)

    @property
    def unknown(self) -> list[Heading]:
        """Those that nobody recognises, written by somebody."""
        of_groups = (place for group in self.groups for place in group.places.values())
        taken = {*self.places.values(), *self.months, self.number, *of_groups}
        return [
            heading
            for heading in self.headings
            if heading.texts and heading.place not in taken and not heading.fields and heading.key not in self.chosen
        ]

    @property
    def name(self) -> str:
        if self.groups:
            return "varios-seguimientos"
        order = sorted(self.places, key=lambda name: self.places[name])
        return "ocho-columnas" if order == list(FIELDS) else "otras-columnas"

    def is_same(self, other: "Header") -> bool:
        return [heading.texts for heading in self.headings] == [heading.texts for heading in other.headings]


def header_at(grid: Grid, at: int, chosen: Mapping[str, str]) -> tuple[Header, int] | None:
    """The header that begins at a line (its place in the grid) with how many lines it takes; None when none does.

    `chosen`: {key of a column: field} as a person said it.
    """
    lines = grid.lines
    if not (_hits(lines[at].cells, chosen) or _opens(grid, at)):
        return None
    best: Header | None = None
    height = 0
    for tall in range(1, min(TALLEST, len(lines) - at) + 1):
        window = lines[at : at + tall]
        if tall > 1 and not _continues(grid, window, chosen):
            break
        found = _understood(grid, window, lines[at + tall : at + tall + _BODY], chosen)
        if found is not None and (best is None or _worth(found) >= _worth(best)):
            best, height = found, tall
    return (best, height) if best else None


def looks_like_header(cells: Sequence[str]) -> bool:
    """Whether a line names known columns, of a matrix or of some other table of a follow-up."""
    return may_be_header(cells) and sum(1 for cell in cells if cell and named(cell)) > 1


def _worth(header: Header) -> tuple[int, int, int]:
    return len(header.places) + bool(header.months), len(header.groups), -len(header.unknown)


def _hits(cells: Sequence[str], chosen: Mapping[str, str]) -> bool:
    if any(folded_heading(cell) in chosen for cell in cells if cell) and max(map(len, cells)) <= 120:  # noqa: PLR2004 -- a heading
        return True
    return looks_like_header(cells)


def _opens(grid: Grid, at: int) -> bool:
    """Whether a line of group titles stands on a header: several short texts, or a follow-up over some of the columns."""
    cells = grid.lines[at].cells
    texts = {cell for cell in cells if cell}
    if at + 1 >= len(grid.lines) or not texts or max(map(len, texts)) > 120:  # noqa: PLR2004 -- a heading
        return False
    follows = looks_like_header(grid.lines[at + 1].cells)
    is_partial = len(texts) == 1 and not cells[0] and label_of(next(iter(texts))) is not None
    return follows and (is_partial or (len(texts) > 1 and any(label_of(text) or named(text) for text in texts)))


def _continues(grid: Grid, window: Sequence[Line], chosen: Mapping[str, str]) -> bool:
    """Whether the last line of a window still belongs to the header: each text repeats a merged one, or names something.

    A text that nobody knows is let by under a title merged over several columns, beside texts of either kind.
    """
    above, last = window[-2].cells, window[-1].cells
    if window[-1].number - window[-2].number > 1 or not any(last) or max(map(len, last)) > 120:  # noqa: PLR2004 -- a heading
        return False
    if _is_title_below(window) or any(_is_value_in(window[:-1], place, cell) for place, cell in enumerate(last)):
        return False
    repeated = sum(1 for place, cell in enumerate(last) if cell and cell in above[place : place + 1])
    new = [(place, cell) for place, cell in enumerate(last) if cell and cell not in above[place : place + 1]]
    unknown = [place for place, cell in new if not _is_heading(cell, chosen)]
    if not set(unknown) <= _covered(grid, window[:-1]):
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
    return bool(named(cell) or label_of(cell, alone=True) or is_month(cell) or folded_heading(cell) in chosen)


def _is_value_in(above: Sequence[Line], place: int, cell: str) -> bool:
    """Whether a cell is a date or a percentage under the heading of a column of them."""
    headings = (heading for line in above for heading in line.cells[place : place + 1])
    is_value = any(found.sure <= _SURE and holds(found.field, cell) for heading in headings for found in named(heading))
    return is_value and not is_month(cell)


def _understood(grid: Grid, window: Sequence[Line], body: Sequence[Line], chosen: Mapping[str, str]) -> Header | None:
    headings = tuple(_headings(grid, window))
    rows = [line.cells for line in body if sum(map(bool, line.cells)) >= _ENOUGH]  # a label with its value is no row
    columns = [[cells[heading.place] for cells in rows if heading.place < len(cells)] for heading in headings]
    assigned = assign(headings, columns, chosen)
    if "activity" not in assigned.places or _sure_of(assigned, headings, chosen) < _ENOUGH:
        return None
    titles = tuple(dict.fromkeys(cell for line in window[:-1] for cell in line.cells if is_component(cell)))
    found = _header(headings, assigned, tuple(line.number for line in window), frozenset(chosen))
    return replace(found, titles=titles, number=_numbering(headings, columns))


def _sure_of(assigned: Assigned, headings: Sequence[Heading], chosen: Mapping[str, str]) -> int:
    """How many fields are called by a name that is hardly anything else, or by a person."""
    return sum(
        1
        for name, place in assigned.places.items()
        if headings[place].key in chosen or any(found.field == name and found.sure <= _SURE for found in headings[place].fields)
    )


def _header(headings: tuple[Heading, ...], assigned: Assigned, numbers: tuple[int, ...], chosen: frozenset[str]) -> Header:
    groups = tuple(Group(label, places) for label, places in assigned.groups)
    months = months_of({heading.place: heading.leaf for heading in headings})
    places = {name: place for name, place in assigned.places.items() if place not in months}
    months = {} if "due" in places else months
    return Header(headings, places, groups, None, assigned.doubtful, numbers, chosen, months=months)


def _numbering(headings: Sequence[Heading], columns: Sequence[Sequence[str]]) -> int | None:
    """The column that numbers the rows: its heading says so or, where it has none, 1.1, 1.2 and so on stand below."""
    named_so = (heading.place for heading in headings if any(found.field == NUMBER for found in heading.fields))
    untitled = (
        heading.place
        for heading, values in zip(headings, columns, strict=True)
        if not heading.texts and share([value for value in values if value], _is_number) > _MOST
    )
    return next(chain(named_so, untitled), None)


def _is_number(text: str) -> bool:
    return len(number_of(text)) > 1


def _headings(grid: Grid, window: Sequence[Line]) -> Iterator[Heading]:
    width = max(len(line.cells) for line in window)
    rows = [_filled(grid, line, window, width, is_last=line is window[-1]) for line in window]
    seen: dict[str, int] = {}
    for place in range(width):
        texts = tuple(dict.fromkeys(row[place] for row in rows if row[place] and not is_component(row[place])))
        key = folded_heading(" ".join(texts)) or f"COLUMNA {place + 1}"
        seen[key] = seen.get(key, 0) + 1
        yield Heading(texts, place, key if seen[key] == 1 else f"{key} #{seen[key]}")


def _filled(grid: Grid, line: Line, window: Sequence[Line], width: int, *, is_last: bool) -> list[str]:
    """A line with each text over all the columns that it covers: those of its merge or, where the file keeps none, the
    blank ones to its right that have a text of their own further down.
    """
    cells = [*line.cells, *[""] * (width - len(line.cells))]
    for place in range(width):
        covered = grid.spans.get((line.number, place), 1)
        for other in range(place + 1, min(place + covered, width)):
            cells[other] = cells[other] or cells[place]
    if is_last or grid.spans:
        return cells
    below = window[window.index(line) + 1 :]
    for place in range(1, width):
        has_own = any(place < len(under.cells) and under.cells[place] for under in below)
        if not cells[place] and cells[place - 1] and has_own and not named(cells[place - 1])[:1]:
            cells[place] = cells[place - 1]
    return cells
