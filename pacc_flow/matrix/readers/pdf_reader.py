"""PDF to one grid: the tables that its lines draw, page by page. A reconstruction, and said to be one."""

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pacc_flow.matrix.cells.clean_text import clean_cell
from pacc_flow.matrix.cells.dates import is_date_cell
from pacc_flow.matrix.cells.percents import is_percent_cell
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.pace import Part, Progress
from pacc_flow.matrix.readers.file_kind import PASSWORD
from pacc_flow.matrix.readers.grid import Grid, Line, ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.pdf_edges import open_edges
from pacc_flow.matrix.readers.pdf_turned import turned_upright
from pacc_flow.matrix.readers.table_cells import check_sizes
from pacc_flow.matrix.readers.unreadable import Unreadable

_BROKEN = "El PDF está incompleto o dañado. Ábralo, guárdelo otra vez y súbalo."
_SCANNED = "El PDF es una imagen escaneada: no trae texto que leer. Consiga la matriz en Excel, en Word o en un PDF con texto."
_NO_TABLES = "El PDF no trae tablas que podamos reconstruir. Suba la matriz en Excel o en Word."
# pdfminer follows what a file says of itself: a broken one makes it raise whatever Python raises on the way.
_DAMAGE = (
    PSException, PdfminerException, MalformedPDFException, ValueError, KeyError, TypeError, IndexError, AttributeError,
    AssertionError, RecursionError, struct.error, zlib.error, ArithmeticError, OSError, NotImplementedError, EOFError,
)  # fmt: skip
_FROM_PDF = Finding(
    Code.FROM_PDF,
    "file",
    "Las tablas de un PDF se reconstruyen a partir de su dibujo; revise cada fila contra el original.",
    Confidence.LOW,
)
_LETTER_ENDS = ".:;)"
_TALLEST_HEADER = 5  # rows


def read_pdf(data: bytes, limits: Limits, tell: Progress) -> ReadFile:
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = document.pages
            if len(pages) > limits.pages:
                raise Unreadable(f"El PDF tiene más de {limits.pages} páginas. Deje solo las de la matriz y súbalo otra vez.")
            if not pages:
                raise Unreadable(_BROKEN)
            reader = _Reader(limits)
            for done, page in enumerate(pages, 1):
                upright = turned_upright(page)
                reader.read(upright)
                upright.close()
                tell(done, len(pages), Part.PAGE)
    except _DAMAGE as error:
        raise Unreadable(PASSWORD if _is_encrypted(error) else _BROKEN) from error
    if not reader.has_text:
        raise Unreadable(_SCANNED)
    if not reader.tables:
        raise Unreadable(_NO_TABLES)
    return ReadFile((Grid("", tuple(reader.lines)),), (_FROM_PDF, *reader.findings))


def _is_encrypted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, (PDFPasswordIncorrect, PDFEncryptionError)):
            return True
        nested = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
        error = nested or error.__cause__
    return False


class _Reader:
    def __init__(self, limits: Limits) -> None:
        self.lines: list[Line] = []
        self.findings: list[Finding] = []
        self.has_text = False
        self.tables = 0
        self._limits = limits
        self._number = 0
        self._page = 0
        self._heads: list[tuple[str, ...]] = []  # the first rows of the first table: headings, that pages repeat
        self._is_cut = False  # whether the last table of the page before was left open

    def read(self, page: Any) -> None:  # noqa: ANN401 -- pdfplumber gives no types
        self._page += 1
        self.has_text = self.has_text or bool(page.chars)
        top = page.bbox[1]
        edges = open_edges(page)
        found = page.find_tables({"explicit_horizontal_lines": edges.rules})
        tables = sorted(found, key=lambda table: table.bbox[1])
        for table in tables:
            self._texts(page, top, table.bbox[1])
            rows = [list(row) for row in _filled(table)]
            self._table(rows, starts_page=table is tables[0], is_open=edges.top is not None)
            top = max(top, table.bbox[3])
        self._texts(page, top, page.bbox[3])
        self._is_cut = edges.bottom is not None

    def _texts(self, page: Any, top: float, bottom: float) -> None:  # noqa: ANN401 -- see read
        """The lines of text between two tables, each a line of one cell."""
        if bottom - top < 1:
            return
        strip = page.crop((page.bbox[0], max(top, page.bbox[1]), page.bbox[2], min(bottom, page.bbox[3])), strict=False)
        for text in (strip.extract_text() or "").split("\n"):
            self._add((clean_cell(text),))

    def _table(self, rows: Sequence[Sequence[str]], *, starts_page: bool, is_open: bool) -> None:
        if not rows:
            return
        self.tables += 1
        first = self._first_of_page(rows, is_open=is_open) if starts_page else -1
        if first >= 0:
            self._rejoin(rows[first])
        for at, cells in enumerate(rows):
            if at != first:
                self._add(tuple(cells))
        self._heads = self._heads or [tuple(cells) for cells in rows[:_TALLEST_HEADER]]

    def _first_of_page(self, rows: Sequence[Sequence[str]], *, is_open: bool) -> int:
        """Which row goes on with the last one of the page before: the first, or that below the headings; -1 when none does."""
        below = next((at for at, cells in enumerate(rows) if tuple(cells) not in self._heads), -1)
        if self._is_cut and below >= 0 and (is_open or below) and self._is_rest(rows[below]):
            return below
        return 0 if self._continues(rows[0]) else -1

    def _is_rest(self, cells: Sequence[str]) -> bool:
        """Whether a row can be the rest of the last one that was read, where the page cut it: it has no value of its own."""
        last = self.lines[-1].cells if self.lines else ()
        both = [(old, new) for old, new in zip(last, cells, strict=False) if old and new]
        has_own = any(all(map(kind, pair)) for pair in both for kind in (is_date_cell, is_percent_cell))
        return len(last) == len(cells) and not has_own and len(both) < sum(map(bool, last))

    def _continues(self, cells: Sequence[str]) -> bool:
        """Whether the first row of a page is the rest of a cell that the page before cut: a text and hardly anything else."""
        if self._page == 1 or not self.lines or len(self.lines[-1].cells) != len(cells):
            return False
        written = [place for place, cell in enumerate(cells) if cell]
        last = self.lines[-1].cells
        whole = len(written) < len(cells) / 2 and all(last[place] for place in written) and not cells[0]
        return bool(written) and whole and any(last[place][-1] not in _LETTER_ENDS for place in written)

    def _rejoin(self, cells: Sequence[str]) -> None:
        last = self.lines[-1]
        joined = tuple(f"{old} {new}".strip() for old, new in zip(last.cells, cells, strict=True))
        self.lines[-1] = Line(last.number, joined)
        message = f"La primera fila de la página {self._page} seguía la última de la anterior; las unimos."
        self.findings.append(Finding(Code.JOINED_ROW, "file", message, Confidence.MEDIUM))

    def _add(self, cells: tuple[str, ...]) -> None:
        self._number += 1
        if not any(cells):
            return
        check_sizes(self._limits, rows=len(self.lines) + 1, columns=len(cells), merges=0)
        if max(map(len, cells)) > self._limits.cell_characters:
            raise Unreadable("Una celda es demasiado grande para una matriz.")
        self.lines.append(Line(self._number, cells))


def _filled(table: Any) -> Iterator[Iterator[str]]:  # noqa: ANN401 -- see _Reader.read
    """The texts of a table; a place covered by a cell merged downwards repeats its text."""
    texts = table.extract()
    boxes = [row.cells for row in table.rows]
    held: dict[int, tuple[str, float]] = {}
    for row, (cells, places) in enumerate(zip(texts, boxes, strict=True)):
        middle = _middle(table.rows[row])
        for place, box in enumerate(places):
            if box is not None:
                held[place] = (cells[place] or "", box[3])
        yield (
            clean_cell(_unwrapped(cells[place] or ""))
            if box is not None
            else clean_cell(_unwrapped(held[place][0]))
            if place in held and held[place][1] > middle
            else ""
            for place, box in enumerate(places)
        )


def _middle(row: Any) -> float:  # noqa: ANN401 -- see _Reader.read
    return float(row.bbox[1] + row.bbox[3]) / 2


def _unwrapped(text: str) -> str:
    """Lines are broken by the width of the cell; only a bullet or a number begins one on purpose."""
    return " ".join(text.split("\n"))
