"""DOCX to one grid: its paragraphs and the rows of its tables, in the order of the document."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from pacc_flow.matrix.cells.clean_text import clean_cell
from pacc_flow.matrix.pace import Pace, Part, Progress, no_progress
from pacc_flow.matrix.readers.archive import BROKEN, refuse_document_types
from pacc_flow.matrix.readers.grid import Grid, Line, Place, ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.table_cells import check_sizes
from pacc_flow.matrix.readers.unreadable import Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROW, _CELL = f"{_W}tr", f"{_W}tc"
_WRAPPERS = tuple(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml"))
_NO_TABLES = "El documento de Word no trae tablas. La matriz debe estar en una tabla con sus encabezados."
_NARROWEST = 3  # columns of a matrix
_OFF = ("0", "false", "none")
# What python-docx raises for a package that is not one, or that lacks its parts.
_DAMAGE = (
    OpcError,
    BadZipFile,
    etree.LxmlError,
    KeyError,
    ValueError,
    IndexError,
    AttributeError,
    TypeError,
    OSError,
    EOFError,
    zlib.error,
)


@dataclass(slots=True)
class _Cell:
    text: str
    span: int
    continues: bool  # the lower part of a vertical merge
    struck: bool | None  # True when all of its text is, False when part of it is, None when nothing is


@dataclass(slots=True)
class _Walk:
    limits: Limits
    pace: Pace
    lines: list[Line] = field(default_factory=list)
    spans: dict[Place, int] = field(default_factory=dict)
    struck: dict[Place, bool] = field(default_factory=dict)
    fallen: set[Place] = field(default_factory=set)
    number: int = 0
    tables: int = 0


def read_docx(data: bytes, limits: Limits, tell: Progress = no_progress) -> ReadFile:
    refuse_document_types(data)
    try:
        body = docx.Document(io.BytesIO(data)).element.body
        walk = _Walk(limits, Pace(tell, sum(1 for _ in body.iter(_ROW)), Part.LINE))
        for block in _blocks(body):
            _read_block(walk, block)
    except _DAMAGE as error:
        raise Unreadable(BROKEN.replace("Excel", "Word")) from error
    if not walk.tables:
        raise Unreadable(_NO_TABLES)
    grid = Grid("", tuple(walk.lines), spans=walk.spans, fallen=frozenset(walk.fallen), struck=walk.struck)
    return ReadFile((grid,))


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables, those inside content controls and inside a table that only lays the page out included."""
    for child in parent:
        if child.tag == f"{_W}tbl" and _lays_out(child):
            for cell in (cell for row in _within(child, _ROW) for cell in _within(row, _CELL)):
                yield from _blocks(cell)
        elif child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _lays_out(table: etree._Element) -> bool:
    """Whether a table holds others and is too narrow to be a matrix itself."""
    rows = (sum(1 for _ in _within(row, _CELL)) for row in _within(table, _ROW))
    return table.find(f".//{_W}tbl") is not None and max(rows, default=0) < _NARROWEST


def _read_block(walk: _Walk, block: etree._Element) -> None:
    if block.tag == f"{_W}p":
        walk.number += 1
        text, _ = _paragraph(block)
        if text := clean_cell(text):
            walk.lines.append(Line(walk.number, (text,)))
        return
    walk.tables += 1
    above: list[str] = []
    for row in walk.pace.over(_within(block, _ROW)):
        walk.number += 1
        above = _read_row(walk, list(_cells(row)), above)


def _read_row(walk: _Walk, cells: list[_Cell], above: list[str]) -> list[str]:
    """Adds the row as a line and gives its cells, to be repeated by the merges that go on below."""
    texts: list[str] = []
    for cell in cells:
        place = len(texts)
        text = above[place] if cell.continues and place < len(above) else cell.text
        if cell.continues:
            walk.fallen.add((walk.number, place))
        if cell.span > 1:
            walk.spans[(walk.number, place)] = cell.span
        if cell.struck is not None:
            walk.struck[(walk.number, place)] = cell.struck
        texts += [text, *[""] * (cell.span - 1)]
        check_sizes(walk.limits, rows=len(walk.lines) + 1, columns=len(texts), merges=len(walk.spans))
        if len(text) > walk.limits.cell_characters:
            raise Unreadable("Una celda es demasiado grande para una matriz.")
    if any(texts):
        walk.lines.append(Line(walk.number, tuple(texts)))
    return texts


def _cells(row: etree._Element) -> Iterator[_Cell]:
    properties = row.find(f"{_W}trPr")
    before = properties.find(f"{_W}gridBefore") if properties is not None else None
    if before is not None:
        yield from (_Cell("", 1, continues=False, struck=None) for _ in range(_number(before)))
    yield from map(_cell, _within(row, _CELL))


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, in their order: forms put one or several of them in a content control."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, tag)


def _cell(cell: etree._Element) -> _Cell:
    properties = cell.find(f"{_W}tcPr")
    span = properties.find(f"{_W}gridSpan") if properties is not None else None
    merge = properties.find(f"{_W}vMerge") if properties is not None else None
    pieces = [_paragraph(paragraph) for paragraph in cell.iter(f"{_W}p")]
    text = clean_cell("\n".join(text for text, _ in pieces if text.strip()))
    marks = [mark for _, runs in pieces for mark in runs]
    struck = all(marks) if any(marks) else None
    continues = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
    return _Cell(text, max(1, _number(span)) if span is not None else 1, continues, struck)


def _paragraph(paragraph: etree._Element) -> tuple[str, list[bool]]:
    """The text, without what tracked changes deleted, and of each run with words whether it is struck out."""
    texts: list[str] = ["- "] if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else []
    marks: list[bool] = []
    for run in paragraph.iter(f"{_W}r"):
        if any(parent.tag in (f"{_W}del", f"{_W}moveFrom") for parent in run.iterancestors(f"{_W}del", f"{_W}moveFrom")):
            continue
        text = "".join(map(_run_text, run))
        texts.append(text)
        if text.strip():
            marks.append(_is_struck(run))
    said = "".join(texts)
    return (said if said != "- " else ""), marks


def _run_text(part: etree._Element) -> str:
    if part.tag == f"{_W}t":
        return part.text or ""
    if part.tag == f"{_W}tab":
        return " "
    if part.tag == f"{_W}noBreakHyphen":
        return "-"
    return "\n" if part.tag in (f"{_W}br", f"{_W}cr") else ""


def _is_struck(run: etree._Element) -> bool:
    properties = run.find(f"{_W}rPr")
    marks = [properties.find(f"{_W}{name}") for name in ("strike", "dstrike")] if properties is not None else []
    return any(mark is not None and mark.get(f"{_W}val", "1") not in _OFF for mark in marks)


def _number(element: etree._Element) -> int:
    text = element.get(f"{_W}val", "1")
    return min(int(text), 256) if text.isascii() and text.isdigit() else 1
