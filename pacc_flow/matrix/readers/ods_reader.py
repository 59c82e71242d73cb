"""ODS to grids, straight from the XML of its content: values as shown, merges, hidden rows, columns and sheets, struck text.

OASIS OpenDocument 1.3, part 3, chapters 9 (tables) and 20 (attributes). Repeats of blank cells and rows, which programs
declare up to the end of the sheet, cost nothing.
"""

import io
from collections.abc import Iterator, Mapping

from lxml import etree

from pacc_flow.matrix.cells.clean_text import clean_cells
from pacc_flow.matrix.pace import Progress
from pacc_flow.matrix.readers.archive import BROKEN, member, refuse_document_types
from pacc_flow.matrix.readers.drawn_sheet import DrawnSheet, let_go, put
from pacc_flow.matrix.readers.file_kind import PASSWORD
from pacc_flow.matrix.readers.grid import Grid, ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.ods_cells import OFFICE, STYLE, TABLE, CellReader, count
from pacc_flow.matrix.readers.unreadable import Unreadable

_HIDDEN = ("collapse", "filter")
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_ROW, _ROWS, _COLUMNS = f"{TABLE}table-row", f"{TABLE}number-rows-repeated", f"{TABLE}number-columns-repeated"
_DOWN, _ACROSS = f"{TABLE}number-rows-spanned", f"{TABLE}number-columns-spanned"
_VISIBILITY = f"{TABLE}visibility"
_IGNORED = (f"{TABLE}shapes", f"{OFFICE}forms", f"{TABLE}tracked-changes")


def read_ods(data: bytes, limits: Limits, _tell: Progress | None = None) -> ReadFile:
    if b"encryption-data" in member(data, "META-INF/manifest.xml", limits):
        raise Unreadable(PASSWORD)
    refuse_document_types(data)
    reader = _Reader(limits)
    try:
        reader.parse(member(data, "content.xml", limits))
    except (etree.LxmlError, LookupError) as error:  # the second for an encoding that nobody knows
        raise Unreadable(BROKEN) from error
    return ReadFile(tuple(reader.grids()))


class _Reader:
    """Takes each element of the content as it is complete, and lets it go: one row at a time is in memory."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[DrawnSheet] = []
        self.hidden_styles: set[str] = set()
        self._limits = limits
        self._cells = CellReader(limits)

    def grids(self) -> Iterator[Grid]:
        for sheet in self.sheets:
            sheet.is_hidden = sheet.style in self.hidden_styles
            yield sheet.grid()

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
                let_go(element)

    def _take(self, event: str, element: etree._Element) -> None:
        tag = element.tag
        if tag == _ROW:
            if event == "end" and self.sheets:
                self._row(self.sheets[-1], element)
        elif tag == f"{TABLE}table":
            if event == "start":
                name = element.get(f"{TABLE}name", "")
                self.sheets.append(DrawnSheet(name, self._limits, element.get(f"{TABLE}style-name", "")))
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

    def _column(self, sheet: DrawnSheet, said: Mapping[str, str]) -> None:
        repeats = count(said.get(_COLUMNS))
        if said.get(_VISIBILITY) in _HIDDEN:
            sheet.hide_columns(sheet.columns, repeats)
        sheet.columns += repeats

    def _row(self, sheet: DrawnSheet, element: etree._Element) -> None:
        repeats = count(element.get(_ROWS))
        if element.get(_VISIBILITY) in _HIDDEN:
            sheet.hide_rows(repeats)
        cells: list[str] = []
        column = 0
        for cell in element.iterchildren(*_CELLS):
            said = dict(cell.items())
            text, struck = self._cells.read(cell, said)
            again = count(said[_COLUMNS]) if _COLUMNS in said else 1
            if _DOWN in said or _ACROSS in said:
                sheet.merge(column, count(said.get(_DOWN)), count(said.get(_ACROSS)))
            if text and not text.isspace():
                put(cells, column, again, text, self._limits)
                if struck is not None:
                    sheet.struck[(sheet.row + 1, column)] = struck
            column += again
        sheet.add(clean_cells(cells), repeats)
