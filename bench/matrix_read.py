"""Reading a matrix of each format, against the bare reader of the same bytes."""

import csv
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from statistics import median

import pdfplumber
from python_calamine import CalamineWorkbook

from bench import matrix_files
from bench.ratio import Ratio, Unit
from bench.stopwatch import seconds_in_turns
from pacc_flow.matrix import Limits, read
from pacc_flow.matrix.pace import no_progress
from pacc_flow.matrix.readers.read_file import read_file

ROWS = 20_000
ROWS_OF_PAGES = 915  # of the PDF: they fill a hundred
AIM = 2.0


@dataclass(frozen=True)
class _Case:
    name: str
    filename: str
    data: bytes
    bare: Callable[[bytes], object]
    rows: int = ROWS
    aim: float | None = None
    turns: int = 5


def measure() -> Iterator[Ratio]:
    for case in _cases():
        yield from _measured(case)


def _cases() -> Iterator[_Case]:
    figures = matrix_files.xlsx(ROWS, with_figures=True)
    yield _Case("20,000 rows of XLSX", "matriz.xlsx", matrix_files.xlsx(ROWS), _bare_workbook, aim=AIM)
    yield _Case("20,000 rows of XLSX with percentages", "matriz.xlsx", figures, _bare_workbook, aim=AIM)
    yield _Case("20,000 rows of ODS", "matriz.ods", matrix_files.ods(ROWS), _bare_workbook)
    yield _Case("20,000 rows of CSV", "matriz.csv", matrix_files.csv_text(ROWS), _bare_text)
    pages = matrix_files.pdf(ROWS_OF_PAGES)
    yield _Case("100 pages of PDF", "matriz.pdf", pages, _bare_pages, rows=ROWS_OF_PAGES, turns=1)


def _measured(case: _Case) -> Iterator[Ratio]:
    limits = Limits()
    works = (
        lambda: case.bare(case.data),
        lambda: read_file(case.data, case.filename, limits, no_progress),
        lambda: read(case.data, case.filename),
    )
    assert len(read(case.data, case.filename).rows) == case.rows
    gc.disable()  # as the process apart reads
    bare, grids, proposal = seconds_in_turns(works, case.turns)
    gc.enable()
    yield Ratio(f"read {case.name}", grids, bare, Unit.SECONDS, case.aim, detail=_speed(case, grids))
    yield Ratio("… and propose its rows", proposal, bare, Unit.SECONDS, detail=_speed(case, proposal))


def _speed(case: _Case, seconds: list[float]) -> str:
    return f"{case.rows / median(seconds):,.0f} rows/s"


def _bare_workbook(data: bytes) -> object:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def _bare_text(data: bytes) -> object:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def _bare_pages(data: bytes) -> object:
    with pdfplumber.open(BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]
