"""Finding the matrices of a file: headers, the headers that pages repeat, title rows, and the lines of the rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.cut_labels import CutLabel, label_of
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.header_lines import header_at, looks_like_header
from pacc_flow.matrix.layout.kinds import holds
from pacc_flow.matrix.layout.titles import Title, is_foot, title_of
from pacc_flow.matrix.pace import Pace
from pacc_flow.matrix.places.catalogue import Catalogue
from pacc_flow.matrix.readers.grid import Grid, Line
from pacc_flow.matrix.readers.unreadable import Unreadable

_LABELS = frozenset({"component", "subcomponent"})
_SHOWN = 80  # characters on a line of the screen
_TITLES = 4  # lines of titles that may stand between one of a follow-up and its header, and one more
_TABLE_LINES, _TABLE_CELLS = 4, 3


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A line that holds a row, with the header it stands under, its page (how many headers of its sheet came before), what
    the title rows above it say, and the place of its block in the file.
    """

    line: Line
    header: Header
    page: int
    title: Title
    block: int


@dataclass
class FoundBlock:
    """Lines under one header of a sheet, with the lines that stand above it and are no row."""

    grid: Grid
    header: Header
    above: list[Line]
    headers: list[int]
    lines: list[MatrixLine] = field(default_factory=list)

    @cached_property
    def label(self) -> CutLabel | None:
        """The follow-up of a whole table: what the heading of its percentage says, the lines above it, or its sheet."""
        above = [cell for line in reversed(self.above) for cell in line.cells if cell]
        place = self.header.places.get("percent")
        heading = self.header.headings[place].written if place is not None else ""
        found = (label_of(text) for text in (heading, *above, self.grid.sheet))
        return next((label for label in found if label), None)


@dataclass(frozen=True, slots=True)
class FoundMatrices:
    """`above`: the lines before the first header of the file's first block."""

    blocks: tuple[FoundBlock, ...]
    above: tuple[Line, ...]
    findings: tuple[Finding, ...]


def find_matrices(grids: Sequence[Grid], catalogue: Catalogue, chosen: Mapping[str, str], pace: Pace) -> FoundMatrices:
    """Every matrix of every sheet; Unreadable when no sheet has a header with its rows."""
    found = [_Sheet(grid, catalogue, chosen).read(pace) for grid in grids]
    if not any(sheet.blocks for sheet in found):
        raise Unreadable("No encontramos una matriz: ninguna hoja tiene una columna de actividades con sus encabezados.")
    blocks: list[FoundBlock] = []
    for sheet in found:
        for block in sheet.blocks:
            block.lines = [replace(line, block=len(blocks)) for line in block.lines]
            if block.lines:
                blocks.append(block)
    if not blocks:
        raise Unreadable("La matriz tiene encabezados, pero ninguna fila.")
    findings = [*_about_sheets(found), *(finding for sheet in found if sheet.has_rows for finding in sheet.findings)]
    return FoundMatrices(tuple(blocks), tuple(blocks[0].above), tuple(findings))


class _Sheet:
    """One sheet being read from top to bottom."""

    def __init__(self, grid: Grid, catalogue: Catalogue, chosen: Mapping[str, str]) -> None:
        self.grid, self.catalogue, self.chosen = grid, catalogue, chosen
        self.blocks: list[FoundBlock] = []
        self.findings: list[Finding] = []
        self.pages = 0
        self._since: list[Line] = []
        self._title = Title()

    @property
    def has_rows(self) -> bool:
        return any(block.lines for block in self.blocks)

    @property
    def is_another_table(self) -> bool:
        """A table of a follow-up that is no matrix, such as its summary."""
        return any(looks_like_header(line.cells) for line in self.grid.lines)

    def read(self, pace: Pace) -> "_Sheet":
        lines, at = self.grid.lines, 0
        while at < len(lines):
            pace.step()
            found = header_at(self.grid, at, self.chosen)
            if found and not self._holds_values(lines[at]):
                self._enter(found[0])
                at += found[1]
            else:
                at += 1
                self._take(lines[at - 1], lines[at : at + _TITLES])
        if self.pages > len(self.blocks) and self.has_rows:
            numbers = [number for block in self.blocks for number in block.headers]
            message = f"Reconocimos {len(numbers)} encabezados repetidos, uno por página."
            self.findings.append(Finding(Code.REPEATED_HEADERS, "file", message))
        return self

    def _holds_values(self, line: Line) -> bool:
        """Whether a line holds a date or a percentage in its column, and so is no header, whatever its texts are called."""
        places = self.blocks[-1].header.places if self.blocks else {}
        return any(holds(name, cell) for name, place in places.items() for cell in line.cells[place : place + 1])

    def _enter(self, header: Header) -> None:
        self.pages += 1
        for text in header.titles:
            self._enter_title(text)
        last = self.blocks[-1] if self.blocks else None
        if last and last.header.is_same(header) and not any(_names_follow_up(line) for line in self._since):
            last.headers.append(header.numbers[0])
        else:
            # A header without rows is the upper part of the one that follows.
            above = self.blocks.pop().above if last and not last.lines else []
            self.blocks.append(FoundBlock(self.grid, header, [*above, *self._since], [header.numbers[0]]))
        self._since = []

    def _take(self, line: Line, following: Sequence[Line]) -> None:
        alone = _only_text(line)
        if alone and self._enter_title(alone):
            self._since.append(line)
            return
        is_title = _names_follow_up(line) and _begin_with_header(following)
        if not self.blocks or is_title:
            self._since.append(line)
        elif _is_row(line, self.blocks[-1].header) and not (alone and self._is_aside(line, alone)):
            block = self.blocks[-1]
            self._title = _after(line, block.header, self._title)
            block.lines.append(MatrixLine(line, block.header, self.pages, self._title, 0))
        else:
            self._since.append(line)
            if alone not in self._titles_above and not (_names_follow_up(line) and len(alone) <= _SHOWN):
                self.findings.append(self._enter_renamed(line, alone) or _loose(line))

    @property
    def _titles_above(self) -> set[str]:
        """What stands above the first table of the sheet and may be repeated over each of the others."""
        return {text for line in self.blocks[0].above if (text := _only_text(line))}

    def _enter_title(self, text: str) -> bool:
        title = title_of(text, self.catalogue)
        if title is None:
            return False
        self._title = title if title.component else replace(self._title, subcomponent=title.subcomponent)
        return True

    def _enter_renamed(self, line: Line, text: str) -> Finding | None:
        """A label over many columns, where no column names the component: one that the catalogue does not know."""
        is_label = text and len(text) <= _SHOWN and not text.endswith((".", ":", ";")) and not is_foot(text)
        if not is_label or "component" in self.blocks[-1].header.places or not self._is_wide(line):
            return None
        self._title = Title(component=text)
        message = f"Tomamos «{text}», del renglón {line.number}, como el componente de las filas que siguen."
        return Finding(Code.LOOSE_TEXT, "file", message, Confidence.MEDIUM)

    def _is_wide(self, line: Line) -> bool:
        place = next(place for place, cell in enumerate(line.cells) if cell)
        return self.grid.spans.get((line.number, place), 1) > 2  # noqa: PLR2004 -- two columns can be one

    def _is_aside(self, line: Line, text: str) -> bool:
        """A text over many columns, between two tables, or at the foot of the page is no activity wherever it stands."""
        is_between = len(line.cells) == 1 < len(self.blocks[-1].header.headings)
        return is_foot(text) or is_between or self._is_wide(line)


def _after(line: Line, header: Header, title: Title) -> Title:
    """A title row speaks for the rows below it until one of them has a label of its own."""
    own = {name for name in _LABELS if (place := header.places.get(name)) is not None and any(line.cells[place : place + 1])}
    return Title() if "component" in own else replace(title, subcomponent="") if own else title


def _begin_with_header(lines: Sequence[Line]) -> bool:
    """Whether a header comes next, but for other titles."""
    first = next((line for line in lines if not _only_text(line)), None)
    return first is not None and looks_like_header(first.cells)


def _names_follow_up(line: Line) -> bool:
    text = _only_text(line)
    return bool(text and label_of(text))


def _only_text(line: Line) -> str:
    """The text of a line that holds nothing else."""
    texts = {cell for cell in line.cells if cell}
    return texts.pop() if len(texts) == 1 else ""


def _is_row(line: Line, header: Header) -> bool:
    """An activity is a row by itself; without one, two more of the other fields make it a row that lost it."""
    cells, places = line.cells, header.places
    activity = places["activity"]
    if activity < len(cells) and cells[activity]:
        return not is_foot(cells[activity]) or sum(map(bool, cells)) > 2  # noqa: PLR2004 -- a total has its figure beside
    labels = {place for name, place in places.items() if name in _LABELS}
    first = next((cell for cell in cells if cell), "")
    return not is_foot(first) and sum(1 for place, cell in enumerate(cells) if cell and place not in labels) > 1


def _loose(line: Line) -> Finding:
    text = " · ".join(cell for cell in line.cells if cell)
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    return Finding(Code.LOOSE_TEXT, "file", f"El renglón {line.number} no es una fila: «{shown}».", Confidence.MEDIUM)


def _about_sheets(sheets: Sequence[_Sheet]) -> Iterator[Finding]:
    read = [sheet for sheet in sheets if sheet.has_rows]
    if len(read) > 1:
        named = ", ".join(f"«{sheet.grid.sheet}»" for sheet in read)
        yield Finding(Code.SEVERAL_SHEETS, "file", f"Leímos {len(read)} hojas con matriz: {named}.", Confidence.MEDIUM)
    for sheet in sheets:
        name = sheet.grid.sheet
        if sheet.has_rows and sheet.grid.is_hidden:
            yield Finding(Code.HIDDEN_SHEET, "file", f"La hoja «{name}» está oculta; también la leímos.", Confidence.MEDIUM)
        if not sheet.has_rows and not sheet.is_another_table and _is_table(sheet.grid):
            message = f"La hoja «{name}» no trae una matriz que reconozcamos; no la leímos."
            yield Finding(Code.SHEET_WITHOUT_MATRIX, "file", message, Confidence.MEDIUM)


def _is_table(grid: Grid) -> bool:
    return sum(1 for line in grid.lines if sum(map(bool, line.cells)) >= _TABLE_CELLS) >= _TABLE_LINES
