"""A published follow-up in each format, against the bare library writing the same cells."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import BytesIO, StringIO
from statistics import median

import docx
import odfdo
import typst
import xlsxwriter

from bench.ratio import Ratio, Unit
from bench.stopwatch import seconds_in_turns
from pacc_flow import reports
from pacc_flow.reports import Edition, Snapshot, canonical
from pacc_flow.reports.columns import Cell, Percent
from pacc_flow.reports.csv import CELLS
from pacc_flow.reports.paper import paper
from pacc_flow.reports.sheets import sheets
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
    """The whole in each format. Pages of 12,000 activities are not set: see docs/adr/0022."""
    for rows, turns in ((41, 5), (1_200, 3), (12_000, 2)):
        snapshots = [_follow_up(rows, turn) for turn in range(turns + 1)]
        for name, bare in _BARE.items():
            if name in reports.formats_of(snapshots[0]) and rows <= _MOST.get(name, rows):
                yield _measured(name, snapshots, bare)


def _follow_up(rows: int, turn: int) -> Snapshot:
    """Half of its activities in each of two components. Every turn has its own texts: the compiler remembers what it set."""
    told = f"{NARRATIVE}{turn} "
    return snapshot_of(*(row_of(n=n, component=1 + 2 * n // (rows + 2), narrative=f"{told}{n}") for n in range(1, rows + 1)))


def _measured(name: str, snapshots: Sequence[Snapshot], bare: Callable[[Edition], object]) -> Ratio:
    """One turn for each follow-up."""
    editions = [Edition.of(snapshot, ADDRESS) for snapshot in snapshots]
    least, left = iter(editions), iter(editions)
    written: list[bytes] = []
    works = (lambda: bare(next(least)), lambda: written.append(reports.render(next(left), name)))
    bare_seconds, our_seconds = seconds_in_turns(works, len(snapshots) - 1)
    rows = len(snapshots[0].rows)
    detail = f"{len(written[0]) / 1000:,.0f} kB, {rows / median(our_seconds):,.0f} rows/s"
    return Ratio(f"write {rows:,} rows of {name.upper()}", our_seconds, bare_seconds, Unit.SECONDS, _AIM.get(name), detail)


def _bare_xlsx(edition: Edition) -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        day, wrapped = workbook.add_format({"num_format": "dd/mm/yyyy"}), workbook.add_format({"text_wrap": True})
        for sheet in sheets(edition):
            worksheet = workbook.add_worksheet(sheet.name)
            for at, cells in enumerate(sheet.rows):
                for column, styled in enumerate(cells):
                    match styled.cell:
                        case Percent(hundredths):
                            worksheet.write_number(at, column, hundredths / 10_000)
                        case date() as on:
                            worksheet.write_datetime(at, column, on, day)
                        case int() as number:
                            worksheet.write_number(at, column, number)
                        case text:
                            worksheet.write_string(at, column, text, wrapped)
    return stream.getvalue()


def _bare_ods(edition: Edition) -> bytes:
    stream, document = BytesIO(), odfdo.Document("spreadsheet")
    document.body.clear()
    for sheet in sheets(edition):
        table = odfdo.Table(sheet.name)
        for cells in sheet.rows:
            row = odfdo.Row()
            row.set_values([_plain(styled.cell) for styled in cells])
            table.append_row(row)
        document.body.append(table)
    document.save(stream)
    return stream.getvalue()


def _plain(cell: Cell) -> str | int | float | date:
    return cell.hundredths / 10_000 if isinstance(cell, Percent) else cell


def _bare_csv(edition: Edition) -> bytes:
    stream = StringIO(newline="")
    snapshot = edition.snapshot
    csv.writer(stream, delimiter=";").writerows([str(one.cell(snapshot, row)) for one in CELLS] for row in snapshot.rows)
    return stream.getvalue().encode()


def _bare_json(edition: Edition) -> bytes:
    return json.dumps(canonical.plain(edition.snapshot), ensure_ascii=False, indent=1, sort_keys=True).encode()


def _cells(edition: Edition) -> list[Cells]:
    tables = (section.table for section in paper(edition).sections if section.table is not None)
    return [[list(table.headings), *([str(one.cell) for one in row] for row in table.rows)] for table in tables]


def _bare_pdf(edition: Edition) -> bytes:
    return typst.compile(_TEMPLATE, format="pdf", sys_inputs={"tables": json.dumps(_cells(edition))}, ignore_system_fonts=True)


def _bare_docx(edition: Edition) -> bytes:
    document, stream = docx.Document(), BytesIO()
    for cells in _cells(edition):
        table = document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(stream)
    return stream.getvalue()


_BARE: dict[str, Callable[[Edition], object]] = {
    "pdf": _bare_pdf,
    "docx": _bare_docx,
    "xlsx": _bare_xlsx,
    "ods": _bare_ods,
    "csv": _bare_csv,
    "json": _bare_json,
}
_MOST = {"docx": 1_200, "ods": 1_200}  # beyond, the bare library alone takes minutes
_AIM = {"xlsx": 1.3}
