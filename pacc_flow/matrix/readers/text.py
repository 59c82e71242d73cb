"""Tab-separated text, as a word processor or a spreadsheet copies it: one line a row, no quoting, a bare " is a "."""

import re

from pacc_flow.matrix.cells.clean_text import clean_cell
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.readers.grid import Grid, Line, ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.unreadable import Unreadable

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = re.compile(r"\r\n|\n|\r")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_text(data: bytes, limits: Limits) -> ReadFile:
    text, findings = _decode(data)
    if _BINARY.search(text):
        raise Unreadable("El archivo no es un texto: trae datos binarios. Guárdelo como XLSX y súbalo otra vez.")
    lines = tuple(
        Line(number, tuple(map(clean_cell, line.split("\t"))))
        for number, line in enumerate(_LINE_END.split(text), 1)
        if line and not line.isspace()
    )
    _check(lines, limits)
    return ReadFile((Grid("", lines),), findings)


def _decode(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    try:
        if data.startswith(_UTF16):
            return data.decode("utf-16"), ()
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        message = "El archivo no está en UTF-8; lo leímos como Windows-1252. Revise las tildes y las eñes."
        finding = Finding(Code.LEGACY_ENCODING, "file", message, Confidence.MEDIUM)
        return data.decode("cp1252", errors="replace"), (finding,)


def _check(lines: tuple[Line, ...], limits: Limits) -> None:
    if len(lines) > limits.rows:
        raise Unreadable(f"El archivo tiene más de {limits.rows} filas. Deje solo la matriz y súbalo otra vez.")
    for line in lines:
        if len(line.cells) > limits.columns or max(map(len, line.cells)) > limits.cell_characters:
            raise Unreadable(f"El renglón {line.number} es demasiado grande para una matriz.")
