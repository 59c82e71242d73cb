"""XLSX to grids: values and merges by the parser, and what it does not tell by `xlsx_marks`."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import python_calamine

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.pace import Progress
from pacc_flow.matrix.readers.archive import BROKEN, member_names, refuse_document_types
from pacc_flow.matrix.readers.file_kind import PASSWORD
from pacc_flow.matrix.readers.grid import Grid, Place, ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.table_cells import (
    Merge,
    as_month,
    as_percent,
    as_table,
    check_sizes,
    fallen_of,
    lines_of,
    spans_of,
)
from pacc_flow.matrix.readers.unreadable import Unreadable
from pacc_flow.matrix.readers.xlsx_marks import XlsxMarks

_VISIBLE = python_calamine.SheetVisibleEnum.Visible
_WORKSHEET = python_calamine.SheetTypeEnum.WorkSheet


def read_xlsx(data: bytes, limits: Limits, _tell: Progress | None = None) -> ReadFile:
    refuse_document_types(data)
    marks = XlsxMarks(data, limits)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ is _WORKSHEET]
        grids = tuple(
            _grid(_opened(workbook, sheet.name, marks), marks, limits, is_hidden=sheet.visible is not _VISIBLE)
            for sheet in sheets
        )
        findings = (*_about_macros(data, limits), *_about_formulas(marks, [sheet.name for sheet in sheets]))
    except python_calamine.PasswordError as error:
        raise Unreadable(PASSWORD) from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Unreadable(BROKEN) from error
    return ReadFile(grids, findings)


def _opened(workbook: python_calamine.CalamineWorkbook, name: str, marks: XlsxMarks) -> python_calamine.CalamineSheet:
    marks.check_extent(name)
    return workbook.get_sheet_by_name(name)


def _about_macros(data: bytes, limits: Limits) -> list[Finding]:
    if not any(name.endswith("vbaProject.bin") for name in member_names(data, limits)):
        return []
    return [Finding(Code.MACROS, "file", "El libro trae macros; no las ejecutamos: solo leímos sus celdas.", Confidence.MEDIUM)]


def _about_formulas(marks: XlsxMarks, sheets: Iterable[str]) -> Iterator[Finding]:
    """A program that writes formulas and never computes them leaves cells that look full to whoever opens the file."""
    for sheet in sheets:
        cells = marks.uncomputed(sheet)
        if cells:
            one = f"La fórmula de {cells[0]} en la hoja «{sheet}» nunca se calculó: la leímos vacía."
            several = (
                f"{len(cells)} fórmulas de la hoja «{sheet}» nunca se calcularon, como la de {cells[0]}: las leímos vacías."
            )
            advice = "Abra el libro en su programa de hojas de cálculo, guárdelo y cárguelo otra vez."
            yield Finding(Code.UNCOMPUTED, "file", f"{one if len(cells) == 1 else several} {advice}", Confidence.LOW)


def _grid(sheet: python_calamine.CalamineSheet, marks: XlsxMarks, limits: Limits, *, is_hidden: bool) -> Grid:
    merges: list[Merge] = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    check_sizes(limits, rows=sheet.height, columns=sheet.width, merges=len(merges))
    shown = marks.of(sheet.name)
    top, left = sheet.start or (0, 0)
    values = sheet.to_python(skip_empty_area=True)
    table, numeric, dated = as_table(values)
    _show_percents(table, values, marks.percents(sheet.name, [left + column for column in numeric]), (top, left))
    _show_months(table, values, marks.months(sheet.name, [left + column for column in dated]), (top, left))
    if left:
        table = [[*[""] * left, *row] for row in table]
    return Grid(
        sheet.name,
        lines_of(table, merges, limits, top=top),
        spans=spans_of(merges, top + len(table)),
        fallen=fallen_of(merges, top + len(table)),
        struck=shown.struck,
        hidden_lines=shown.hidden_lines,
        hidden_columns=shown.hidden_columns,
        is_hidden=is_hidden,
    )


def _show_percents(
    table: list[list[str]], values: Sequence[Sequence[Any]], percents: Iterable[Place], start: tuple[int, int]
) -> None:
    """A number that its format shows as a percentage is read as one; a text in such a cell is only a text."""
    top, left = start
    for number, at in percents:
        row, column = number - top - 1, at - left
        if 0 <= row < len(table) and type(values[row][column]) in (int, float):
            table[row][column] = as_percent(table[row][column])


def _show_months(
    table: list[list[str]], values: Sequence[Sequence[Any]], months: Iterable[Place], start: tuple[int, int]
) -> None:
    """A day that its format shows as «jun-22» is read as June: whoever filled the cell in saw no day, and meant none."""
    top, left = start
    for number, at in months:
        row, column = number - top - 1, at - left
        if 0 <= row < len(table) and isinstance(day := values[row][column], date):
            table[row][column] = as_month(day.year, day.month)
