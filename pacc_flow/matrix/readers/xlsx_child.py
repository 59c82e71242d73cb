"""Parses a spreadsheet that nobody trusts, in a process of its own with bounds on memory and time.

Started by path, not as a module, so that it imports nothing but the parser: `python -I xlsx_child.py LIMITS < FILE`.
It answers in UTF-8: a line of JSON, {"sheets": [{"name", "first", "rows", "merges"}]} or {"refused": REASON}, and then
the rows of every sheet in turn, their cells parted by CELL and each row ended by ROW. Splitting text is the one way back
that is as fast as the parser and as harmless as JSON.
"""

import contextlib
import gc
import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

import python_calamine

CELL, ROW = "\x1f", "\x1e"


def main(arguments: list[str], source: BinaryIO, target: BinaryIO) -> None:
    limits = json.loads(arguments[0])
    bound(limits["memory_bytes"], limits["seconds"])
    gc.disable()  # the process ends with its answer
    answer, rows = read(source.read(), limits)
    target.write(json.dumps(answer).encode("ascii") + b"\n")
    target.write(ROW.join(rows).encode("utf-8"))


def bound(memory_bytes: int, seconds: int) -> None:
    with contextlib.suppress(ImportError):  # Windows has no such limits; there the parent's own time-out remains
        import resource  # noqa: PLC0415 -- absent on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(data: bytes, limits: dict[str, int]) -> tuple[dict[str, Any], list[str]]:
    """The head of the answer and the rows of all the sheets."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return _sheets(workbook, limits)
    except python_calamine.PasswordError:
        return {"refused": "password"}, []
    except (python_calamine.CalamineError, ValueError):
        return {"refused": "broken"}, []
    except MemoryError:
        return {"refused": "memory"}, []


def _sheets(workbook: python_calamine.CalamineWorkbook, limits: dict[str, int]) -> tuple[dict[str, Any], list[str]]:
    sheets: list[dict[str, Any]] = []
    rows: list[str] = []
    worksheets = (sheet for sheet in workbook.sheets_metadata if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet)
    for name in (sheet.name for sheet in worksheets):
        sheet = workbook.get_sheet_by_name(name)
        merges = sheet.merged_cell_ranges or []
        sizes = {"rows": sheet.height, "columns": sheet.width, "merges": len(merges)}
        excess = next((what for what, size in sizes.items() if size > limits[what]), None)
        if excess:
            return {"refused": excess}, []
        texts = [_text(row) for row in sheet.to_python(skip_empty_area=True)]
        sheets.append({"name": name, "first": sheet.start or (0, 0), "rows": len(texts), "merges": merges})
        rows += texts
    return {"sheets": sheets}, rows


def _text(row: list[Any]) -> str:
    cells = [cell if type(cell) is str else as_text(cell) for cell in row]
    text = CELL.join(cells)
    if text.count(CELL) == len(cells) - 1 and ROW not in text:
        return text
    return CELL.join(cell.replace(CELL, "").replace(ROW, "") for cell in cells)


def as_text(cell: object) -> str:
    """A value as a person would have typed it, so that one grammar reads both spreadsheets and text."""
    if isinstance(cell, bool):
        return "VERDADERO" if cell else "FALSO"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, (datetime, date)):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return str(cell)


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer)
