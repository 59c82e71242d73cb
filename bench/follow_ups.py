"""A published follow-up on pages, against the bare library writing the same cells."""

import json
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from statistics import median

import docx
import typst

from bench.ratio import Ratio, Unit
from bench.stopwatch import seconds_in_turns
from pacc_flow.reports import Edition, Snapshot
from pacc_flow.reports.paper import paper
from tests.support.documents import render
from tests.support.follow_ups import row_of, snapshot_of

ADDRESS = "https://entidad.example/icetex/2021/corte-3/"
NARRATIVE = "Se actualizó el documento, se revisó con las dependencias y se publicó en el sitio de la entidad. " * 4
_TEMPLATE = b"""#set page(paper: "us-letter", flipped: true)
#set text(size: 7.5pt)
#for it in json(bytes(sys.inputs.tables)) {
  table(columns: it.first().len() * (1fr,), ..it.flatten())
}
"""

Cells = Sequence[Sequence[str]]


def measure() -> Iterator[Ratio]:
    for rows, turns in ((41, 5), (1200, 3)):
        snapshots = [_follow_up(rows, turn) for turn in range(turns + 1)]
        yield _measured("PDF", snapshots, _bare_pdf)
        yield _measured("DOCX", snapshots, _bare_docx)


def _follow_up(rows: int, turn: int) -> Snapshot:
    """Half of its activities in each of two components. Every turn has its own texts: the compiler remembers what it set."""
    told = f"{NARRATIVE}{turn} "
    return snapshot_of(*(row_of(n=n, component=1 + 2 * n // (rows + 2), narrative=f"{told}{n}") for n in range(1, rows + 1)))


def _measured(name: str, snapshots: Sequence[Snapshot], bare: Callable[[Sequence[Cells]], bytes]) -> Ratio:
    """One turn for each follow-up."""
    cells, left = iter([_cells(snapshot) for snapshot in snapshots]), iter(snapshots)
    written: list[bytes] = []
    works = (lambda: bare(next(cells)), lambda: written.append(render(next(left), name.lower(), ADDRESS)))
    bare_seconds, our_seconds = seconds_in_turns(works, len(snapshots) - 1)
    rows = len(snapshots[0].rows)
    detail = f"{len(written[0]) / 1000:,.0f} kB, {rows / median(our_seconds):,.0f} rows/s"
    return Ratio(f"write {rows:,} rows of {name}", our_seconds, bare_seconds, Unit.SECONDS, detail=detail)


def _cells(snapshot: Snapshot) -> list[Cells]:
    tables = (section.table for section in paper(Edition.of(snapshot, ADDRESS)).sections if section.table is not None)
    return [[list(table.headings), *([str(one.cell) for one in row] for row in table.rows)] for table in tables]


def _bare_pdf(tables: Sequence[Cells]) -> bytes:
    return typst.compile(_TEMPLATE, format="pdf", sys_inputs={"tables": json.dumps(tables)}, ignore_system_fonts=True)


def _bare_docx(tables: Sequence[Cells]) -> bytes:
    document, stream = docx.Document(), BytesIO()
    for cells in tables:
        table = document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(stream)
    return stream.getvalue()
