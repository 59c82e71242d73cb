"""XLS (BIFF) to grids, with what its formats say: percentages, struck-out text, hidden rows, columns and sheets."""

import struct
from collections.abc import Iterator
from typing import Any

import xlrd

from pacc_flow.matrix.pace import Progress
from pacc_flow.matrix.readers.archive import BROKEN
from pacc_flow.matrix.readers.file_kind import PASSWORD
from pacc_flow.matrix.readers.grid import Grid, Place, ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.number_formats import shows_only_month, shows_percent
from pacc_flow.matrix.readers.table_cells import (
    Merge,
    as_month,
    as_percent,
    as_text,
    check_sizes,
    fallen_of,
    lines_of,
    spans_of,
)
from pacc_flow.matrix.readers.unreadable import Unreadable

# What xlrd raises for a file that lies about itself, besides its own error: it indexes and unpacks what the file says.
_DAMAGE = (
    xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, LookupError, ValueError, TypeError, AssertionError,
    AttributeError, UnicodeError, EOFError, OverflowError, RecursionError, ZeroDivisionError,
)  # fmt: skip


class _Silent:
    """xlrd tells its doubts to a file; nobody reads them."""

    def write(self, _text: str) -> None:
        """Nothing is kept."""

    def flush(self) -> None:
        """Nothing waits."""


def read_xls(data: bytes, limits: Limits, _tell: Progress | None = None) -> ReadFile:
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silent())
        return ReadFile(tuple(_grid(book, sheet, limits) for sheet in book.sheets()))
    except _DAMAGE as error:
        raise Unreadable(PASSWORD if "encrypted" in str(error).lower() else BROKEN) from error


def _grid(book: Any, sheet: Any, limits: Limits) -> Grid:  # noqa: ANN401 -- xlrd has no types
    merges: list[Merge] = [(low, left, high - 1, right - 1) for low, high, left, right in sheet.merged_cells]
    check_sizes(limits, rows=sheet.nrows, columns=sheet.ncols, merges=len(merges))
    table = [[_text(book, sheet, row, column) for column in range(sheet.ncols)] for row in range(sheet.nrows)]
    return Grid(
        sheet.name,
        lines_of(table, merges, limits),
        spans=spans_of(merges, len(table)),
        fallen=fallen_of(merges, len(table)),
        struck=dict(_struck(book, sheet)),
        hidden_lines=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden),
        is_hidden=bool(sheet.visibility),
    )


def _text(book: Any, sheet: Any, row: int, column: int) -> str:  # noqa: ANN401 -- see _grid
    cell = sheet.cell(row, column)
    if cell.ctype == xlrd.XL_CELL_DATE:
        day = xlrd.xldate_as_datetime(cell.value, book.datemode)
        return as_month(day.year, day.month) if shows_only_month(_format(book, cell)) else as_text(day)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        text = as_text(float(cell.value))
        return as_percent(text) if shows_percent(_format(book, cell)) else text
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return as_text(bool(cell.value))
    return as_text(cell.value) if cell.ctype == xlrd.XL_CELL_TEXT else ""


def _format(book: Any, cell: Any) -> str:  # noqa: ANN401 -- see _grid
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)


def _struck(book: Any, sheet: Any) -> Iterator[tuple[Place, bool]]:  # noqa: ANN401 -- see _grid
    """Struck as a whole by the font of its format, or in part by a run of its text."""
    fonts = [bool(font.struck_out) for font in book.font_list]
    if not any(fonts):
        return
    for row in range(sheet.nrows):
        for column in range(sheet.ncols):
            cell = sheet.cell(row, column)
            if cell.ctype == xlrd.XL_CELL_TEXT and cell.value:
                whole = fonts[book.xf_list[cell.xf_index].font_index]
                runs = [fonts[font] for _, font in sheet.rich_text_runlist_map.get((row, column), ()) if font < len(fonts)]
                if whole or any(runs):
                    yield (row + 1, column), whole and all(runs)
