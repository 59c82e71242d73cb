"""ODS to grids, straight from the XML of its content: values as shown, merges, hidden rows, columns and sheets, struck text.

OASIS OpenDocument 1.3, part 3, chapters 9 (tables) and 20 (attributes). Repeats of blank cells and rows, which programs
declare up to the end of the sheet, cost nothing.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from pacc_flow.matrix.cells.clean_text import clean_cells
from pacc_flow.matrix.pace import Progress
from pacc_flow.matrix.readers.archive import BROKEN, member, refuse_document_types
from pacc_flow.matrix.readers.file_kind import PASSWORD
from pacc_flow.matrix.readers.grid import Grid, ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.ods_cells import OFFICE, STYLE, TABLE, CellReader, count
from pacc_flow.matrix.readers.table_cells import Merge, check_sizes, lines_of, spans_of
from pacc_flow.matrix.readers.unreadable import Unreadable

_HIDDEN = ("collapse", "filter")
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_ROW, _ROWS, _COLUMNS = f"{TABLE}table-row", f"{TABLE}number-rows-repeated", f"{TABLE}number-columns-repeated"
_DOWN, _ACROSS = f"{TABLE}number-rows-spanned", f"{TABLE}number-columns-spanned"
_VISIBILITY = f"{TABLE}visibility"
_IGNORED = (f"{TABLE}shapes", f"{OFFICE}forms", f"{TABLE}tracked-changes")


@dataclass(slots=True)
class _Sheet:
    name: str
    style: str
    table: list[list[str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    struck: dict[tuple[int, int], bool] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    row: int = 0
    columns: int = 0
    width: int = 0


def read_ods(data: bytes, limits: Limits, _tell: Progress | None = None) -> ReadFile:
    if b"encryption-data" in member(data, "META-INF/manifest.xml", limits):
        raise Unreadable(PASSWORD)
    refuse_document_types(data)
    reader = _Reader(limits)
    try:
        reader.parse(member(data, "content.xml", limits))
    except (etree.LxmlError, LookupError) as error:  # the second for an encoding that nobody knows
        raise Unreadable(BROKEN) from error
    return ReadFile(tuple(_grid(sheet, reader.hidden_styles, limits) for sheet in reader.sheets))


def _grid(sheet: _Sheet, hidden_styles: set[str], limits: Limits) -> Grid:
    width = max(map(len, sheet.table), default=0)
    check_sizes(limits, rows=len(sheet.table), columns=width, merges=len(sheet.merges))
    for row in sheet.table:
        row.extend([""] * (width - len(row)))
    return Grid(
        sheet.name,
        lines_of(sheet.table, sheet.merges, limits),
        spans=spans_of(sheet.merges, len(sheet.table)),
        struck=sheet.struck,
        hidden_lines=frozenset(sheet.hidden_rows),
        hidden_columns=frozenset(sheet.hidden_columns),
        is_hidden=sheet.style in hidden_styles,
    )


class _Reader:
    """Takes each element of the content as it is complete, and lets it go: one row at a time is in memory."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[_Sheet] = []
        self.hidden_styles: set[str] = set()
        self._limits = limits
        self._cells = CellReader(limits)

    def parse(self, content: bytes) -> None:
        # Without huge_tree libxml2 itself bounds the depth of elements, and the size of a text.
        tags = (_ROW, f"{TABLE}table", f"{TABLE}table-column", f"{STYLE}style", *_IGNORED)
        walk = etree.iterparse(io.BytesIO(content), events=("start", "end"), tag=tags, no_network=True, remove_comments=True)
        ignored = 0
        for event, element in walk:
            if element.tag in _IGNORED:
                ignored += 1 if event == "start" else -1
            elif not ignored:
                self._take(event, element)
            if event == "end":
                _let_go(element)

    def _take(self, event: str, element: etree._Element) -> None:
        tag = element.tag
        if tag == _ROW:
            if event == "end" and self.sheets:
                self._row(self.sheets[-1], element)
        elif tag == f"{TABLE}table":
            if event == "start":
                self.sheets.append(_Sheet(element.get(f"{TABLE}name", ""), element.get(f"{TABLE}style-name", "")))
        elif event == "end" and tag == f"{STYLE}style":
            self._style(element)
        elif event == "end" and self.sheets:
            self._column(self.sheets[-1], element.attrib)

    def _style(self, element: etree._Element) -> None:
        name = element.get(f"{STYLE}name", "")
        for properties in element:
            if properties.get(f"{STYLE}text-line-through-style", "none") != "none":
                self._cells.struck_styles.add(name)
            if properties.get(f"{TABLE}display") == "false":
                self.hidden_styles.add(name)

    def _column(self, sheet: _Sheet, said: Mapping[str, str]) -> None:
        repeats = count(said.get(_COLUMNS))
        if said.get(_VISIBILITY) in _HIDDEN and sheet.columns < self._limits.columns:
            sheet.hidden_columns |= set(range(sheet.columns, min(sheet.columns + repeats, self._limits.columns)))
        sheet.columns += repeats

    def _row(self, sheet: _Sheet, element: etree._Element) -> None:
        repeats = count(element.get(_ROWS))
        if element.get(_VISIBILITY) in _HIDDEN and repeats <= self._limits.rows:
            sheet.hidden_rows |= set(range(sheet.row + 1, sheet.row + repeats + 1))
        cells: list[str] = []
        column = 0
        for cell in element.iterchildren(*_CELLS):
            said = dict(cell.items())
            text, struck = self._cells.read(cell, said)
            again = count(said[_COLUMNS]) if _COLUMNS in said else 1
            if _DOWN in said or _ACROSS in said:
                self._merge(sheet, column, count(said.get(_DOWN)), count(said.get(_ACROSS)))
            if text and not text.isspace():
                if column + again > self._limits.columns:
                    check_sizes(self._limits, rows=0, columns=column + again, merges=0)
                if column > len(cells):
                    cells += [""] * (column - len(cells))
                cells += [text] * again
                if struck is not None:
                    sheet.struck[(sheet.row + 1, column)] = struck
            column += again
        self._add(sheet, clean_cells(cells), repeats)

    def _merge(self, sheet: _Sheet, column: int, down: int, across: int) -> None:
        if down > 1 or across > 1:
            sheet.merges.append((sheet.row, column, sheet.row + down - 1, column + across - 1))
            check_sizes(self._limits, rows=0, columns=0, merges=len(sheet.merges))

    def _add(self, sheet: _Sheet, cells: list[str], repeats: int) -> None:
        if cells:
            rows = sheet.row + repeats
            sheet.width = max(sheet.width, len(cells))
            check_sizes(self._limits, rows=rows, columns=sheet.width, merges=0)
            sheet.table += [[] for _ in range(sheet.row - len(sheet.table))]
            sheet.table += [list(cells) for _ in range(repeats)]
        sheet.row += repeats


def _let_go(element: etree._Element) -> None:
    """An element that was taken, and whatever stands before it, are needed no more. Only at its end may it be changed."""
    element.clear(keep_tail=True)
    while element.getprevious() is not None:
        del element.getparent()[0]
