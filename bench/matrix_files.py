"""The same matrix as a file of each format, made by libraries or by hand as offices' programs make it."""

import csv
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle
from xlsxwriter import Workbook

HEADINGS = (
    "COMPONENTE", "SUBCOMPONENTE", "ACTIVIDADES", "META O PRODUCTO", "FECHA DE CULMINACION",
    "% DE AVANCE (31-12-2021)", "DESCRIPCIÓN DEL AVANCE DE LAS ACTIVIDADES", "DEPENDENCIA RESPONSABLE",
)  # fmt: skip
PERCENT = 5  # its place among them
_WIDTHS = (80, 90, 110, 100, 65, 60, 150, 85)  # points
_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="Seguimiento">{}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_BLANK = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/>'


def rows(count: int) -> Iterator[tuple[str, ...]]:
    for number in range(1, count + 1):
        yield (
            f"COMPONENTE {number // 200}",
            f"Subcomponente {number // 20}",
            f"Actualizar y publicar el documento número {number} de la entidad",
            f"Documento {number} publicado en el sitio de la entidad",
            f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/2021",
            f"{number % 101} %",
            f"Se actualizó el documento {number}, se revisó con las dependencias y se publicó en el sitio. " * 2,
            f"Oficina número {number % 40}",
        )


def xlsx(count: int, *, with_figures: bool = False) -> bytes:
    """Texts in every cell, or `with_figures` the percentages as numbers that their format shows as such."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet, percent = book.add_worksheet("Seguimiento"), book.add_format({"num_format": "0.00%"})
        sheet.write_row(0, 0, HEADINGS)
        for at, row in enumerate(rows(count), 1):
            sheet.write_row(at, 0, row)
            if with_figures:
                sheet.write_number(at, PERCENT, _share(row[PERCENT]), percent)
    return stream.getvalue()


def ods(count: int) -> bytes:
    """Its percentages are numbers, and its blank rows are declared up to the end of the sheet, as LibreOffice does."""
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in (HEADINGS, *rows(count)))
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _ODS.format(f"{body}{_BLANK}</table:table-row>"))
    return stream.getvalue()


def _ods_cell(text: str) -> str:
    is_figure = text.endswith(" %")
    kind = f'percentage" office:value="{_share(text)}' if is_figure else "string"
    return f'<table:table-cell office:value-type="{kind}"><text:p>{escape(text)}</text:p></table:table-cell>'


def _share(percent: str) -> float:
    return int(percent.removesuffix(" %")) / 100


def csv_text(count: int) -> bytes:
    stream = StringIO()
    csv.writer(stream, delimiter=";").writerows((HEADINGS, *rows(count)))
    return stream.getvalue().encode("utf-8-sig")


def pdf(count: int) -> bytes:
    """A ruled table whose headings each page repeats."""
    style = getSampleStyleSheet()["BodyText"]
    style.fontSize, style.leading = 7, 8
    body = [[Paragraph(text, style) for text in row] for row in (HEADINGS, *rows(count))]
    table = Table(body, colWidths=_WIDTHS, repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    stream = BytesIO()
    SimpleDocTemplate(stream, pagesize=landscape(letter), leftMargin=20, rightMargin=20).build([table])
    return stream.getvalue()
