"""XLSX to grids: values and merges by the parser, and what it does not tell by `xlsx_marks`."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    as_text,
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
        findings = _about_macros(data, limits)
        grids = []
        for sheet in sheets:
            opened = _opened(workbook, sheet.name, marks)
            grids.append(_grid(opened, marks, limits, is_hidden=sheet.visible is not _VISIBLE))
            findings += _about_formulas(sheet.name, marks.uncomputed(sheet.name))
    except python_calamine.PasswordError as error:
        raise Unreadable(PASSWORD) from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Unreadable(BROKEN) from error
    return ReadFile(tuple(grids), tuple(findings))


def _opened(workbook: python_calamine.CalamineWorkbook, name: str, marks: XlsxMarks) -> python_calamine.CalamineSheet:
    marks.check_extent(name)
    return workbook.get_sheet_by_name(name)


def _about_macros(data: bytes, limits: Limits) -> list[Finding]:
    if not any(name.endswith("vbaProject.bin") for name in member_names(data, limits)):
        return []
    return [Finding(Code.MACROS, "file", "El libro trae macros; no las ejecutamos: solo leímos sus celdas.", Confidence.MEDIUM)]


def _about_formulas(sheet: str, cells: Sequence[str]) -> Iterator[Finding]:
    """A program that writes formulas and never computes them leaves cells that look full to whoever opens the file."""
    if not cells:
        return
    one = f"La fórmula de {cells[0]} en la hoja «{sheet}» nunca se calculó: la leímos vacía."
    several = f"{len(cells)} fórmulas de la hoja «{sheet}» nunca se calcularon, como la de {cells[0]}: las leímos vacías."
    advice = "Abra el libro en su programa de hojas de cálculo, guárdelo y cárguelo otra vez."
    yield Finding(Code.UNCOMPUTED, "file", f"{one if len(cells) == 1 else several} {advice}", Confidence.LOW)


def _grid(sheet: python_calamine.CalamineSheet, marks: XlsxMarks, limits: Limits, *, is_hidden: bool) -> Grid:
    merges: list[Merge] = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    check_sizes(limits, rows=sheet.height, columns=sheet.width, merges=len(merges))
    shown = marks.of(sheet.name)
    start = top, left = sheet.start or (0, 0)
    values = sheet.to_python(skip_empty_area=True)
    table, numeric, dated = as_table(values)
    _show(table, values, start, marks.percents(sheet.name, [left + column for column in numeric]), _as_percent)
    _show(table, values, start, marks.months(sheet.name, [left + column for column in dated]), _as_month)
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


def _show(
    table: list[list[str]],
    values: Sequence[Sequence[Any]],
    start: Place,
    places: Iterable[Place],
    as_shown: Callable[[object], str | None],
) -> None:
    """Writes the values at some places of the sheet as their format shows them; `start` is that of the table, 0-based."""
    top, left = start
    for number, at in places:
        row, column = number - top - 1, at - left
        if 0 <= row < len(table) and (text := as_shown(values[row][column])) is not None:
            table[row][column] = text


def _as_percent(value: object) -> str | None:
    """Of a number: a text in a cell of percentages is only a text."""
    return as_percent(as_text(value)) if type(value) in (int, float) else None


def _as_month(value: object) -> str | None:
    """A day that shows as «jun-22» is read as June: whoever filled the cell in saw no day, and meant none."""
    return as_month(value.year, value.month) if isinstance(value, date) else None
