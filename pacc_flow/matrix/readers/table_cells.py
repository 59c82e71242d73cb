"""What every reader of tables does with its cells: merges repeated downwards, sizes bounded, values as a person reads them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from pacc_flow.matrix.cells.clean_text import clean_cell, clean_cells
from pacc_flow.matrix.cells.written_date import MONTHS
from pacc_flow.matrix.readers.grid import Line, Place
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.unreadable import Unreadable

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column: 0-based, both ends included."""

_TOGETHER = 1_000  # rows: enough of them, and little memory
_NUMBERS = frozenset({int, float})
_DAYS = frozenset({datetime, date})
_SHORT = 3  # letters of a month
_HUNDREDTHS = Decimal("0.01")
_EXCESS = {
    "rows": "Una hoja tiene demasiadas filas para ser una matriz. Borre las filas vacías del final y súbalo otra vez.",
    "columns": "Una hoja tiene demasiadas columnas para ser una matriz. Borre las que sobran y súbalo otra vez.",
    "cells": "Una hoja tiene demasiadas celdas para ser una matriz. Deje solo la matriz y súbalo otra vez.",
    "merges": "Una hoja tiene demasiadas celdas combinadas para ser una matriz.",
}
_CELL_EXCESS = "Una celda es demasiado grande para una matriz."


def check_sizes(limits: Limits, *, rows: int, columns: int, merges: int) -> None:
    sizes = {"rows": rows, "columns": columns, "merges": merges, "cells": rows * columns}
    excess = next((what for what, size in sizes.items() if size > getattr(limits, what)), None)
    if excess:
        raise Unreadable(_EXCESS[excess])


def lines_of(table: Sequence[list[str]], merges: Sequence[Merge], limits: Limits, *, top: int = 0) -> tuple[Line, ...]:
    """The lines that are not blank. `table` begins at row `top` (0-based) of the sheet; its rows are changed in place."""
    repeat_merged(table, merges, top)
    return tuple(_written_lines(table, limits.cell_characters, top + 1))


def _written_lines(table: Sequence[list[str]], longest: int, first: int) -> Iterator[Line]:
    for number, cells in enumerate(table, first):
        if whole := "".join(cells):
            if len(whole) > longest and max(map(len, cells)) > longest:
                raise Unreadable(_CELL_EXCESS)
            yield Line(number, tuple(cells))


def repeat_merged(table: Sequence[list[str]], merges: Sequence[Merge], top: int) -> None:
    """A cell merged downwards holds for every row that it spans; across, for its first column only."""
    for first_row, column, last_row, _ in merges:
        start = first_row - top
        if last_row > first_row and 0 <= start < len(table) and column < len(table[start]):
            for row in table[start + 1 : last_row - top + 1]:
                if column < len(row):
                    row[column] = table[start][column]


def fallen_of(merges: Sequence[Merge], rows: int) -> frozenset[Place]:
    """The cells of each merge downwards below its first row, in its first column."""
    return frozenset(
        (row + 1, column)
        for first_row, column, last_row, _ in merges
        for row in range(first_row + 1, min(last_row, rows - 1) + 1)
    )


def spans_of(merges: Sequence[Merge], rows: int) -> dict[Place, int]:
    """How many columns each merge covers, on every row of it that the sheet has."""
    return dict(_spans(merges, rows))


def _spans(merges: Sequence[Merge], rows: int) -> Iterator[tuple[Place, int]]:
    for first_row, first_column, last_row, last_column in merges:
        if last_column > first_column:
            for row in range(first_row, min(last_row, rows) + 1):
                yield (row + 1, first_column), last_column - first_column + 1


def as_table(values: Sequence[Sequence[object]]) -> tuple[list[list[str]], frozenset[int], frozenset[int]]:
    """The values of a sheet as texts, row by row, and its columns (0-based) in which some value is a number, and a day.

    Rows are as wide as each other. Column by column, for the cells of one are much alike and are looked at together.
    """
    table: list[list[str]] = []
    numeric: set[int] = set()
    dated: set[int] = set()
    for start in range(0, len(values), _TOGETHER):
        columns = []
        for place, column in enumerate(zip(*values[start : start + _TOGETHER], strict=True)):
            kinds = set(map(type, column))
            if kinds & _NUMBERS:
                numeric.add(place)
            if kinds & _DAYS:
                dated.add(place)
            columns.append(clean_cells(column if kinds == {str} else list(map(as_text, column))))
        table += map(list, zip(*columns, strict=True))
    return table, frozenset(numeric), frozenset(dated)


def as_text(value: object) -> str:
    """A value as a person would have typed it, so that one grammar reads both spreadsheets and text."""
    if isinstance(value, float):
        return _figure(value)
    if isinstance(value, str):
        return clean_cell(value)
    if isinstance(value, bool):
        return "VERDADERO" if value else "FALSO"
    if isinstance(value, (datetime, date)):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, (time, timedelta)):
        return str(value)
    return str(value)


def as_month(year: int, month: int) -> str:
    """A day that its cell shows as a month, with the year that the file keeps: «jun-2022»."""
    return f"{MONTHS[month - 1][:_SHORT]}-{year:04}"


@lru_cache(maxsize=4096)
def _figure(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


@lru_cache(maxsize=4096)
def as_percent(text: str) -> str:
    """A number that its cell shows as a percentage, to the hundredth: 0.8824 is 88.24%. Anything else stays as it is."""
    try:
        number = Decimal(text)
    except ArithmeticError:
        return text
    if not number.is_finite() or abs(number) > 10**6:
        return text
    shown = f"{(number * 100).quantize(_HUNDREDTHS, ROUND_HALF_UP):f}"
    return f"{shown.rstrip('0').rstrip('.')}%"
