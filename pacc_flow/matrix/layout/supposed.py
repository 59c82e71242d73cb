"""The likeliest table of a file where no heading is recognised: what each column holds is proposed, for a person to say."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pacc_flow.matrix.cells.dates import is_date_cell
from pacc_flow.matrix.cells.percents import is_percent_cell
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.columns.assigning import assign
from pacc_flow.matrix.layout.columns.kinds import SAMPLE, is_numeric, share
from pacc_flow.matrix.layout.columns.office_columns import is_office
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.header_reading import headings_of
from pacc_flow.matrix.layout.other_tables import ANOTHER, table_opened
from pacc_flow.matrix.layout.sentences import begins_with_verb
from pacc_flow.matrix.places.catalogue import Catalogue
from pacc_flow.matrix.readers.grid import Grid, Line
from pacc_flow.matrix.words import words_of

_CELLS, _LINES = 3, 2  # of the smallest table
_HEADING = 60  # characters
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Supposed:
    """The table begins at the line `at` of its grid (0-based), whose first `height` lines, one or none, are its headings."""

    grid: Grid
    at: int
    height: int
    header: Header

    def finding(self) -> Finding | None:
        """None where a person said which column holds the activities."""
        if self.header.headings[self.header.places["activity"]].key in self.header.chosen:
            return None
        number = self.grid.lines[self.at].number
        what = f"No reconocimos los encabezados del renglón {number}." if self.height else "La tabla no trae encabezados."
        message = f"{what} Proponemos qué trae cada columna por lo que hay en ella; revíselas y vuelva a leer el archivo."
        return Finding(Code.HEADINGS_GUESSED, "file", message, Confidence.LOW)


@dataclass(slots=True)
class _Columns:
    """The columns of a table while its fields are found, the surest first."""

    values: Mapping[int, Sequence[str]]
    places: dict[str, int]
    taken: set[int]
    doubtful: list[str] = field(default_factory=list)

    def free(self) -> Iterator[int]:
        return (place for place in self.values if place not in self.taken)

    def take(self, name: str, place: int | None) -> None:
        if place is not None and name not in self.places:
            self.places[name] = place
            self.taken.add(place)
            self.doubtful.append(name)

    def give_up(self, name: str) -> int | None:
        """The column of a field, free again for what needs one more, where its values may be that."""
        place = self.places.get(name)
        if place is None or not _worth(_some(self.values[place])):
            return None
        del self.places[name]
        self.taken.remove(place)
        return place

    def most(self, test: Callable[[str], bool], *, last: bool = False) -> int | None:
        """The first column, or the last, most of whose values pass a test."""
        found = [place for place in self.free() if share(_some(self.values[place]), test) > _MOST]
        return (found[-1] if last else found[0]) if found else None


def suppose(grids: Sequence[Grid], catalogue: Catalogue, chosen: Mapping[str, str]) -> Supposed | None:
    """The longest table of the file that may hold activities; None when there is none."""
    tables = [table for grid in grids if (table := _table_of(grid, catalogue, chosen)) is not None]
    return max(tables, key=lambda pair: pair[0])[1] if tables else None


def _table_of(grid: Grid, catalogue: Catalogue, chosen: Mapping[str, str]) -> tuple[int, Supposed] | None:
    for start, end in sorted(_runs(grid.lines), key=lambda run: run[0] - run[1]):
        first = next((at for at in range(start, end) if _is_body(grid.lines[at])), start + 1)
        at, height = (first - 1, 1) if first > start else (first, 0)
        body = [line for line in grid.lines[at + height : end] if _filled(line) >= _CELLS]
        if len(body) < _LINES or table_opened(grid.lines[at].cells, is_apart=True) not in ("", ANOTHER):
            continue
        header = _header(grid, grid.lines[at : at + height], body, catalogue, chosen)
        if header is not None:
            return len(body), Supposed(grid, at, height, header)
    return None


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where lines of several cells follow each other; a text alone, such as a title, breaks none."""
    start: int | None = None
    for at, line in enumerate(lines):
        if _filled(line) >= _CELLS:
            start = at if start is None else start
        elif _filled(line) != 1 and start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(lines)


def _filled(line: Line) -> int:
    return sum(map(bool, line.cells))


def _is_body(line: Line) -> bool:
    """Whether a line holds values: a heading is short, and no date or figure."""
    texts = [cell for cell in line.cells if cell]
    return any(len(text) > _HEADING or is_numeric(text) or is_percent_cell(text) or is_date_cell(text) for text in texts)


def _header(
    grid: Grid, window: Sequence[Line], body: Sequence[Line], catalogue: Catalogue, chosen: Mapping[str, str]
) -> Header | None:
    width = max(len(line.cells) for line in body)
    above = window or [Line(0, ("",) * width)]
    headings = tuple(headings_of(grid, above))
    values = {
        heading.place: [line.cells[heading.place] for line in body if heading.place < len(line.cells)] for heading in headings
    }
    assigned = assign(headings, list(values.values()), chosen)
    said = {heading.place for heading in headings if heading.key in chosen}
    columns = _Columns(values, dict(assigned.places), said | set(assigned.places.values()), list(assigned.doubtful))
    _by_values(columns, catalogue, chosen.values())
    if "activity" not in columns.places:
        return None
    numbers = tuple(line.number for line in window)
    return replace(Header(headings, columns.places, doubtful=columns.doubtful, numbers=numbers), chosen=frozenset(chosen))


def _by_values(columns: _Columns, catalogue: Catalogue, said: Collection[str]) -> None:
    """`said`: the fields that a person gave a column."""
    columns.take("due", columns.most(is_date_cell, last=True))
    columns.take("percent", columns.most(is_percent_cell, last=True))
    columns.take("component", columns.most(lambda text: catalogue.component(text) is not None))
    columns.take("subcomponent", columns.most(lambda text: catalogue.subcomponent(text) is not None))
    columns.take("office", columns.most(is_office))
    best = _activity(columns)
    if best is None and "subcomponent" not in said:
        best = columns.give_up("subcomponent")  # «Acciones estratégicas», where no other column holds the activities
    columns.take("activity", best)


def _activity(columns: _Columns) -> int | None:
    """The free column that says most, and begins most with what is to be done: «Hacer un foro»."""
    worth = {place: _worth(_some(columns.values[place])) for place in columns.free()}
    best = max(worth, key=lambda place: worth[place], default=None)
    return best if best is not None and worth[best] > 0 else None


def _worth(values: Sequence[str]) -> float:
    """Nothing for figures, single words and what every row repeats."""
    wordy = share(values, lambda text: len(words_of(text)) > 1 and any(map(str.isalpha, text)))
    if not values or wordy <= _MOST or len(set(values)) == 1 < len(values):
        return 0
    verbs = share(values, begins_with_verb)
    length = sum(min(len(text), _HEADING) for text in values) / len(values) / _HEADING
    return len(set(values)) / len(values) + length + 2 * verbs


def _some(values: Sequence[str]) -> list[str]:
    return [value for value in values if value][:SAMPLE]
