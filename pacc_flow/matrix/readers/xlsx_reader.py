"""XLSX to grids. The parsing itself happens in `xlsx_child.py`, which may be killed at any moment."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import Any
from unicodedata import normalize

from pacc_flow.matrix.cells.clean_text import clean_cell
from pacc_flow.matrix.readers.archive import refuse_document_types
from pacc_flow.matrix.readers.file_kind import PASSWORD
from pacc_flow.matrix.readers.grid import Grid, Line, ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.unreadable import Unreadable
from pacc_flow.matrix.readers.xlsx_child import CELL, ROW

_CHILD = Path(__file__).with_name("xlsx_child.py")
_COMBINING = (b"\xcc", b"\xcd")  # first bytes of U+0300 to U+036F in UTF-8
_GRACE = 5  # seconds of wall clock above the child's own limit of processor time
_TOO_COSTLY = "El archivo pide demasiada memoria o tiempo para abrirlo. Deje solo la hoja de la matriz y súbalo otra vez."
_REFUSALS = {
    "password": PASSWORD,
    "broken": "El archivo está incompleto o dañado. Ábralo en Excel, guárdelo otra vez y súbalo.",
    "memory": _TOO_COSTLY,
    "rows": "Una hoja tiene demasiadas filas para ser una matriz. Borre las filas vacías del final y súbalo otra vez.",
    "columns": "Una hoja tiene demasiadas columnas para ser una matriz. Borre las que sobran y súbalo otra vez.",
    "merges": "Una hoja tiene demasiadas celdas combinadas para ser una matriz.",
}


def read_xlsx(data: bytes, limits: Limits) -> ReadFile:
    refuse_document_types(data)
    head, _, body = _parse_apart(data, limits).partition(b"\n")
    answer = json.loads(head)
    if "refused" in answer:
        raise Unreadable(_REFUSALS[answer["refused"]])
    rows = iter(_composed(body).split(ROW))
    return ReadFile(tuple(_grid(sheet, rows, limits) for sheet in answer["sheets"]))


def _composed(body: bytes) -> str:
    """The text with its accents composed. Two bytes tell whether any is apart: composing megabytes in vain is slow."""
    text = body.decode("utf-8")
    return normalize("NFC", text) if any(lead in body for lead in _COMBINING) else text


def _parse_apart(data: bytes, limits: Limits) -> bytes:
    command = [sys.executable, "-I", str(_CHILD), json.dumps(asdict(limits))]
    with TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        child = subprocess.Popen(  # noqa: S603 -- our own interpreter and our own script
            command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
        )
        alarm = Timer(limits.seconds + _GRACE, child.kill)
        alarm.start()
        with child:
            answer = child.stdout.read() if child.stdout else b""
        alarm.cancel()
    if child.returncode != 0:
        raise Unreadable(_TOO_COSTLY)
    return answer


def _grid(sheet: dict[str, Any], rows: Iterator[str], limits: Limits) -> Grid:
    top, left = sheet["first"]
    before = [""] * left
    table = [[*before, *_cells(next(rows), limits)] for _ in range(sheet["rows"])]
    _repeat_merged(table, sheet["merges"], top)
    lines = (Line(number, tuple(cells)) for number, cells in enumerate(table, top + 1) if any(cells))
    return Grid(sheet["name"], tuple(lines))


def _cells(row: str, limits: Limits) -> list[str]:
    cells = [cell.strip() if cell.isprintable() else clean_cell(cell) for cell in row.split(CELL)]
    if len(row) > limits.cell_characters and max(map(len, cells)) > limits.cell_characters:
        raise Unreadable("Una celda es demasiado grande para una matriz.")
    return cells


def _repeat_merged(table: Sequence[list[str]], merges: Sequence[Sequence[Sequence[int]]], top: int) -> None:
    """A cell merged downwards holds for every row that it spans; across, for its first column only."""
    for (first_row, column), (last_row, _) in merges:
        start = first_row - top
        if last_row > first_row and 0 <= start < len(table) and column < len(table[start]):
            for row in table[start + 1 : last_row - top + 1]:
                row[column] = table[start][column]
