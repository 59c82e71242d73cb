"""What the lines of a header say: the heading of each column, the field that it is, and the columns of each follow-up."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from pacc_flow.matrix.layout.columns.assigning import Assigned, assign
from pacc_flow.matrix.layout.columns.cut_column import cut_column
from pacc_flow.matrix.layout.columns.finer import take_finer_activity
from pacc_flow.matrix.layout.columns.headings import NUMBER, folded_heading, named
from pacc_flow.matrix.layout.columns.kinds import is_column_of, is_numeric, share
from pacc_flow.matrix.layout.columns.label_columns import take_components
from pacc_flow.matrix.layout.columns.percent_columns import planned_of
from pacc_flow.matrix.layout.columns.schedule import months_of
from pacc_flow.matrix.layout.columns.state_columns import marks_of
from pacc_flow.matrix.layout.cut_labels import without_turn
from pacc_flow.matrix.layout.feet import sums_up
from pacc_flow.matrix.layout.header import Group, Header, Heading
from pacc_flow.matrix.layout.titles import is_component
from pacc_flow.matrix.places.numbering import number_of
from pacc_flow.matrix.readers.grid import Grid, Line

SURE = 2  # of a name, at most: it is hardly anything else
_ENOUGH = 3  # fields of a row, the activity among them
_MOST = 0.75


def understood(grid: Grid, window: Sequence[Line], body: Sequence[Line], chosen: Mapping[str, str]) -> Header | None:
    """The header that some lines are, with the lines below them to tell by; None when they are none."""
    headings = tuple(headings_of(grid, window))
    rows = [line.cells for line in body if _may_be_row(line.cells)]
    columns = [[cells[heading.place] for cells in rows if heading.place < len(cells)] for heading in headings]
    assigned = assign(headings, columns, chosen)
    cut = _cut_column([heading for heading in headings if not chosen.get(heading.key)], rows, assigned)
    if cut is not None and cut in assigned.places.values():
        assigned = assign(headings, columns, {headings[cut].key: "", **chosen})
    if not any(chosen.get(heading.key) == "activity" for heading in headings):
        take_finer_activity(assigned, headings, columns)
    take_components(assigned, headings, columns, chosen)
    if "activity" not in assigned.places or _sure_of(assigned, headings, chosen) < _ENOUGH:
        return None
    titles = tuple(dict.fromkeys(cell for line in window[:-1] for cell in line.cells if is_component(cell)))
    percents = {heading.place for heading, values in zip(headings, columns, strict=True) if is_column_of("percent", values)}
    found = _header(headings, assigned, tuple(line.number for line in window), frozenset(chosen), percents)
    planned = planned_of([_without_turn(heading) for heading in headings], _percents(found))
    marks = {} if "percent" in found.places else marks_of(headings, columns)
    marks = {place: state for place, state in marks.items() if place not in found.places.values()}
    return replace(found, titles=titles, number=_numbering(headings, columns), cut=cut, planned=planned, marks=marks)


def _without_turn(heading: Heading) -> Heading:
    return replace(heading, texts=(*heading.texts[:-1], without_turn(heading.leaf))) if heading.texts else heading


def _may_be_row(cells: Sequence[str]) -> bool:
    """A label with its value is no row, nor are totals: few rows would look like figures beside them."""
    return sum(map(bool, cells)) >= _ENOUGH and not sums_up(cells)


def _percents(header: Header) -> set[int]:
    every = (header.places, *(group.places for group in header.groups))
    return {places["percent"] for places in every if "percent" in places}


def _cut_column(headings: Sequence[Heading], rows: Sequence[Sequence[str]], assigned: Assigned) -> int | None:
    """No follow-up stands in a line of its own where they stand side by side."""
    if assigned.groups or "activity" not in assigned.places:
        return None
    return cut_column([(heading.place, heading.leaf) for heading in headings], rows, assigned.places["activity"])


def _sure_of(assigned: Assigned, headings: Sequence[Heading], chosen: Mapping[str, str]) -> int:
    """How many fields are called by a name that is hardly anything else, or by a person."""
    return sum(
        1
        for name, place in assigned.places.items()
        if headings[place].key in chosen or any(found.field == name and found.sure <= SURE for found in headings[place].fields)
    )


def _header(
    headings: tuple[Heading, ...],
    assigned: Assigned,
    numbers: tuple[int, ...],
    chosen: frozenset[str],
    percents: Container[int],
) -> Header:
    groups = tuple(Group(label, places) for label, places in assigned.groups)
    of_groups = {place for group in groups for place in group.places.values()}
    months = months_of({heading.place: heading.texts for heading in headings if heading.place not in of_groups}, percents)
    places = {name: place for name, place in assigned.places.items() if place not in months}
    months = {} if "due" in places else months
    return Header(headings, places, groups, None, assigned.doubtful, numbers, chosen, months=months)


def _numbering(headings: Sequence[Heading], columns: Sequence[Sequence[str]]) -> int | None:
    """The column that numbers the rows: its heading says so, 1.1, 1.2 and so on stand below where it has none, or any
    numbers do under a title of the activities that the next column has too.
    """
    named_so = (heading.place for heading in headings if any(found.field == NUMBER for found in heading.fields))
    untitled = (
        heading.place
        for heading, values in zip(headings, columns, strict=True)
        if not heading.texts and share([value for value in values if value], _is_number) > _MOST
    )
    beside = (
        heading.place
        for heading, after, values in zip(headings, headings[1:], columns, strict=False)
        if heading.texts == after.texts and any(found.field == "activity" for found in heading.fields)
        if share([value for value in values if value], is_numeric) > _MOST
    )
    return next(chain(named_so, untitled, beside), None)


def _is_number(text: str) -> bool:
    return len(number_of(text)) > 1


def headings_of(grid: Grid, window: Sequence[Line]) -> Iterator[Heading]:
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
