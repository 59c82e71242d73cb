"""A sheet drawn in memory, and its file in each format, by the libraries that offices' programs stand for."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

import docx
import xlsxwriter
import xlwt

_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>{}'
    "</office:spreadsheet></office:body></office:document-content>"
)


@dataclass(frozen=True)
class Share:
    """A percentage that the file keeps as a number, in hundredths of a percent."""

    hundredths: int

    def __str__(self) -> str:
        whole, decimals = divmod(self.hundredths, 100)
        return f"{whole},{decimals:02} %" if decimals else f"{whole}%"


Cell = str | date | Share


@dataclass
class Drawn:
    """Merges are first row, first column, last row, last column: 0-based, both ends included."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def covered(self, row: int, column: int) -> bool:
        """Whether a merge that begins elsewhere holds the cell."""
        return any(
            top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
            for top, left, bottom, right in self.merges
        )

    def merge_at(self, row: int, column: int) -> tuple[int, int]:
        """How many rows and columns the merge that begins at a cell has."""
        found = (merge for merge in self.merges if merge[:2] == (row, column))
        return next(((bottom - top + 1, right - left + 1) for top, left, bottom, right in found), (1, 1))


def _text(cell: Cell) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def xlsx(sheets: Sequence[Drawn]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        day, percent = (book.add_format({"num_format": shape}) for shape in ("dd/mm/yyyy", "0.00%"))
        for drawn in sheets:
            sheet = book.add_worksheet(drawn.name)
            for merge in drawn.merges:
                sheet.merge_range(*merge, "")
            for at, row in enumerate(drawn.rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(at, place, cell, day)
                    elif isinstance(cell, Share):
                        sheet.write_number(at, place, cell.hundredths / 10_000, percent)
                    elif cell:
                        sheet.write_string(at, place, cell)
            for at in drawn.hidden_rows:
                sheet.set_row(at, None, None, {"hidden": True})
            for place in drawn.hidden_columns:
                sheet.set_column(place, place, None, None, {"hidden": True})
    return stream.getvalue()


def xls(sheets: Sequence[Drawn]) -> bytes:
    book = xlwt.Workbook()
    day, percent = (xlwt.easyxf(num_format_str=shape) for shape in ("dd/mm/yyyy", "0.00%"))
    for drawn in sheets:
        sheet = book.add_sheet(drawn.name)
        for at, row in enumerate(drawn.rows):
            for place, cell in enumerate(row):
                value = cell.hundredths / 10_000 if isinstance(cell, Share) else cell
                style = day if isinstance(cell, date) else percent if isinstance(cell, Share) else xlwt.Style.default_style
                down, across = drawn.merge_at(at, place)
                if (down, across) != (1, 1):
                    sheet.write_merge(at, at + down - 1, place, place + across - 1, value, style)
                elif value != "":
                    sheet.write(at, place, value, style)
        for at in drawn.hidden_rows:
            sheet.row(at).hidden = True
        for place in drawn.hidden_columns:
            sheet.col(place).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods(sheets: Sequence[Drawn]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format("".join(map(_ods_sheet, sheets))))
    return stream.getvalue()


def _ods_sheet(drawn: Drawn) -> str:
    width = max(map(len, drawn.rows))
    hidden = ' table:visibility="collapse"'
    columns = "".join(f"<table:table-column{hidden if at in drawn.hidden_columns else ''}/>" for at in range(width))
    rows = "".join(
        f"<table:table-row{hidden if at in drawn.hidden_rows else ''}>"
        f"{''.join(_ods_cell(drawn, at, place, cell) for place, cell in enumerate(row))}</table:table-row>"
        for at, row in enumerate(drawn.rows)
    )
    return f'<table:table table:name="{escape(drawn.name)}">{columns}{rows}</table:table>'


def _ods_cell(drawn: Drawn, at: int, place: int, cell: Cell) -> str:
    if drawn.covered(at, place):
        return "<table:covered-table-cell/>"
    down, across = drawn.merge_at(at, place)
    said = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"' if down * across > 1 else ""
    if isinstance(cell, date):
        said += f' office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, Share):
        said += f' office:value-type="percentage" office:value="{cell.hundredths / 10_000}"'
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in _text(cell).split("\n")) if cell != "" else ""
    return f"<table:table-cell{said}>{paragraphs}</table:table-cell>"


def csv_text(sheets: Sequence[Drawn]) -> bytes:
    (drawn,) = sheets
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([_text(cell) for cell in row] for row in drawn.rows)
    return stream.getvalue().encode()


def docx_text(sheets: Sequence[Drawn]) -> bytes:
    """Each stretch of lines of many cells is a table; a line of one cell is a paragraph."""
    (drawn,) = sheets
    document = docx.Document()
    at = 0
    while at < len(drawn.rows):
        end = at
        while end < len(drawn.rows) and _is_of_table(drawn, end):
            end += 1
        if end > at:
            _docx_table(document, drawn, at, end)
        else:
            document.add_paragraph(next((_text(cell) for cell in drawn.rows[at] if cell != ""), ""))
        at = max(end, at + 1)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _is_of_table(drawn: Drawn, at: int) -> bool:
    is_held = any(top < at <= bottom for top, _, bottom, _ in drawn.merges)
    return is_held or sum(1 for cell in drawn.rows[at] if cell != "") > 1


def _docx_table(document: docx.document.Document, drawn: Drawn, start: int, end: int) -> None:
    width = len(drawn.rows[start])
    cells = document.add_table(rows=end - start, cols=width)._cells
    for at in range(start, end):
        for place, cell in enumerate(drawn.rows[at]):
            if cell != "":
                cells[(at - start) * width + place].text = _text(cell)
    for top, left, bottom, right in drawn.merges:
        if start <= top < end:
            cells[(top - start) * width + left].merge(cells[(bottom - start) * width + right])


WRITERS: dict[str, Callable[[Sequence[Drawn]], bytes]] = {
    "a.xlsx": xlsx, "a.ods": ods, "a.csv": csv_text, "a.docx": docx_text, "a.xls": xls,
}  # fmt: skip
