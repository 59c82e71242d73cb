"""ODS to grids, straight from the XML of its content: values as shown, merges, hidden rows, columns and sheets, struck text.

OASIS OpenDocument 1.3, part 3, chapters 9 (tables) and 20 (attributes). Repeats of blank cells and rows, which programs
declare up to the end of the sheet, cost nothing.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from pacc_flow.matrix.cells.clean_text import clean_cell
from pacc_flow.matrix.readers.archive import BROKEN, member, refuse_document_types
from pacc_flow.matrix.readers.file_kind import PASSWORD
from pacc_flow.matrix.readers.grid import Grid, Progress, ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.table_cells import Merge, as_percent, as_text, check_sizes, lines_of, spans_of
from pacc_flow.matrix.readers.unreadable import Unreadable

_NAMES = {
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table:",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text:",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office:",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style:",
}
_HIDDEN = ("collapse", "filter")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_IGNORED = ("office:annotation", "table:shapes", "office:forms")
_DEEPEST = 256  # elements within each other: a sheet needs some fifteen


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
    reader.parse(member(data, "content.xml", limits))
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
    """Walks the XML once, holding one cell at a time."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[_Sheet] = []
        self.hidden_styles: set[str] = set()
        self._limits = limits
        self._struck_styles: set[str] = set()
        self._style = ""
        self._depth = self._ignored = 0
        self._cells: list[str] = []
        self._row_repeats = self._column = 0
        self._cell: dict[str, str] | None = None
        self._texts: list[str] = []
        self._struck: list[bool] = []
        self._said = self._said_struck = False

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.buffer_text = True
        try:
            parser.Parse(content, True)  # noqa: FBT003 -- the end of the document
        except (expat.ExpatError, LookupError) as error:  # the second for an encoding that nobody knows
            raise Unreadable(BROKEN) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable(BROKEN)
        tag = _short(name)
        if self._ignored or tag in _IGNORED:
            self._ignored += 1
            return
        said = {_short(key): value for key, value in attributes.items()}
        if tag.startswith("style:"):
            self._start_style(tag, said)
        elif tag.startswith("text:") and self._cell is not None:
            self._start_text(tag, said)
        else:
            self._start_table(tag, said)

    def _start_style(self, tag: str, said: dict[str, str]) -> None:
        if tag == "style:style":
            self._style = said.get("style:name", "")
        elif tag == "style:text-properties" and said.get("style:text-line-through-style", "none") != "none":
            self._struck_styles.add(self._style)
        elif tag == "style:table-properties" and said.get("table:display") == "false":
            self.hidden_styles.add(self._style)

    def _start_table(self, tag: str, said: dict[str, str]) -> None:
        if tag == "table:table":
            self.sheets.append(_Sheet(said.get("table:name", ""), said.get("table:style-name", "")))
        elif not self.sheets:
            return
        elif tag == "table:table-column":
            self._start_column(said)
        elif tag == "table:table-row":
            self._cells, self._column = [], 0
            self._row_repeats = _count(said, "table:number-rows-repeated")
            if said.get("table:visibility") in _HIDDEN and self._row_repeats <= self._limits.rows:
                row = self.sheets[-1].row
                self.sheets[-1].hidden_rows |= set(range(row + 1, row + self._row_repeats + 1))
        elif tag in _CELLS:
            self._cell, self._texts, self._struck = said, [], [said.get("table:style-name", "") in self._struck_styles]
            self._said = self._said_struck = False

    def _start_column(self, said: dict[str, str]) -> None:
        sheet, repeats = self.sheets[-1], _count(said, "table:number-columns-repeated")
        if said.get("table:visibility") in _HIDDEN and sheet.columns < self._limits.columns:
            sheet.hidden_columns |= set(range(sheet.columns, min(sheet.columns + repeats, self._limits.columns)))
        sheet.columns += repeats

    def _start_text(self, tag: str, said: dict[str, str]) -> None:
        self._struck.append(self._struck[-1] or said.get("text:style-name", "") in self._struck_styles)
        if tag in ("text:p", "text:h") and self._texts:
            self._texts.append("\n")
        elif tag == "text:s":
            self._texts.append(" " * min(_count(said, "text:c"), self._limits.cell_characters))
        elif tag == "text:tab":
            self._texts.append(" ")
        elif tag == "text:line-break":
            self._texts.append("\n")

    def _text(self, text: str) -> None:
        if self._cell is not None and not self._ignored and len(self._struck) > 1:
            self._texts.append(text)
            if text.strip():
                self._said = self._said or not self._struck[-1]
                self._said_struck = self._said_struck or self._struck[-1]

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._ignored:
            self._ignored -= 1
            return
        tag = _short(name)
        if tag in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif tag.startswith("text:") and self._cell is not None:
            self._struck.pop()
        elif tag == "table:table-row" and self.sheets:
            self._end_row(self.sheets[-1])

    def _end_cell(self, said: dict[str, str]) -> None:
        repeats, text = _count(said, "table:number-columns-repeated"), _value(said, "".join(self._texts))
        sheet, start = self.sheets[-1], self._column
        down, across = _count(said, "table:number-rows-spanned"), _count(said, "table:number-columns-spanned")
        if down > 1 or across > 1:
            sheet.merges.append((sheet.row, start, sheet.row + down - 1, start + across - 1))
            check_sizes(self._limits, rows=0, columns=0, merges=len(sheet.merges))
        if text:
            check_sizes(self._limits, rows=0, columns=start + repeats, merges=0)
            self._cells += [""] * (start - len(self._cells)) + [text] * repeats
            if self._said_struck:
                sheet.struck[(sheet.row + 1, start)] = not self._said
        self._column += repeats

    def _end_row(self, sheet: _Sheet) -> None:
        if self._cells:
            rows = sheet.row + self._row_repeats
            sheet.width = max(sheet.width, len(self._cells))
            check_sizes(self._limits, rows=rows, columns=sheet.width, merges=0)
            sheet.table += [[] for _ in range(sheet.row - len(sheet.table))]
            sheet.table += [list(self._cells) for _ in range(self._row_repeats)]
        sheet.row += self._row_repeats


def _value(said: dict[str, str], shown: str) -> str:
    """What the cell says: its text as shown, but the exact figure of a percentage and the day of a date."""
    kind, value = said.get("office:value-type", ""), said.get("office:value", "")
    if kind == "percentage" and value:
        return as_percent(value)
    if kind == "date" and (day := said.get("office:date-value", "")[:10]).count("-") == 2:  # noqa: PLR2004 -- year, month, day
        year, month, on = day.split("-")
        return f"{on}/{month}/{year}"
    if kind == "float" and value:
        return _figure(value)
    if kind == "boolean":
        return as_text(said.get("office:boolean-value") == "true")
    return clean_cell(shown)


def _figure(value: str) -> str:
    try:
        return as_text(float(value))
    except (ValueError, OverflowError):
        return value


def _count(said: dict[str, str], name: str) -> int:
    text = said.get(name, "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004 -- a sheet's size


def _short(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return f"{_NAMES.get(namespace, '?')}{local}"
