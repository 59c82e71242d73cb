"""The sheets of the follow-up as an OpenDocument spreadsheet, which LibreOffice and any other office suite opens.

The XML is written as it comes, row by row: twelve thousand activities take seconds and little memory. Nothing in it can
run: there are texts and typed figures, and no formula and no link. The same snapshot gives the same bytes.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Any

from lxml import etree

from pacc_flow.reports.columns import Cell, Percent
from pacc_flow.reports.edition import Edition
from pacc_flow.reports.ods_package import MEDIA_TYPE, meta, packed, settings
from pacc_flow.reports.ods_styles import ROW, TABLE, automatic_styles, column, styles
from pacc_flow.reports.ods_xml import NAMESPACES, VERSION, Attributes, element, name_of, named
from pacc_flow.reports.registration import CODE_WORDS, qr_png
from pacc_flow.reports.sheets import Sheet, Style, Styled, foot, sheets
from pacc_flow.reports.wording import percent_figure

__all__ = ["MEDIA_TYPE", "write"]

_OF_CONTENT = ("office", "style", "text", "table", "fo", "number")
_CELL, _LINE, _ROW = name_of("table:table-cell"), name_of("text:p"), named({"table:style-name": ROW})
_STYLE, _KIND = name_of("table:style-name"), name_of("office:value-type")
_VALUE, _DAY = name_of("office:value"), name_of("office:date-value")
# Blanks that OpenDocument would join or leave out (part 3, 6.1.2): tabs, several in a row, and those at either end.
_BLANKS = re.compile(r"(\t|^ +| +$|(?<= ) +)")

CODE, CODE_SIDE = "Pictures/checkpoint.png", "4cm"

BLANK = Styled("", Style.PLAIN)  # a row has at least one cell

Stream = Any  # lxml's incremental file, which has no name to import


def write(edition: Edition) -> bytes:
    written, note = sheets(edition), edition.registration.note if edition.registration else ""
    return packed({
        "content.xml": content(written, has_code=bool(note)),
        "styles.xml": styles(foot(edition)),
        "meta.xml": meta(edition.snapshot),
        "settings.xml": settings(written),
        **({CODE: qr_png(note)} if note else {}),
    })  # fmt: skip


def content(written: Sequence[Sheet], *, has_code: bool) -> bytes:
    stream = io.BytesIO()
    names = {prefix: NAMESPACES[prefix] for prefix in _OF_CONTENT}
    with etree.xmlfile(stream, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(name_of("office:document-content"), named({"office:version": VERSION}), nsmap=names):
            write_part(xml, automatic_styles(chain.from_iterable(sheet.widths for sheet in written)))
            with xml.element(name_of("office:body")), xml.element(name_of("office:spreadsheet")):
                for sheet in written:
                    write_sheet(xml, sheet, has_code=has_code and sheet.has_code)
                write_part(xml, filters(written))
    return stream.getvalue()


def write_sheet(xml: Stream, sheet: Sheet, *, has_code: bool) -> None:
    """The heading is repeated on each page of paper."""
    with xml.element(name_of("table:table"), named({"table:name": sheet.name, "table:style-name": TABLE})):
        for width in sheet.widths:
            write_empty(xml, "table:table-column", {"table:style-name": column(width)})
        write_rows(xml, sheet.rows[: sheet.heading])
        with xml.element(name_of("table:table-header-rows")):
            write_rows(xml, sheet.rows[sheet.heading : sheet.heading + 1])
        write_rows(xml, sheet.rows[sheet.heading + 1 :])
        if has_code:
            write_rows(xml, [()])
            write_code(xml)


def write_rows(xml: Stream, rows: Iterable[Sequence[Styled]]) -> None:
    for cells in rows:
        with xml.element(name_of("table:table-row"), _ROW):
            for styled in cells or (BLANK,):
                write_cell(xml, styled)


def write_code(xml: Stream) -> None:
    """The drawing of the checkpoint, which belongs to a cell so that it moves with it."""
    frame = {"draw:name": "checkpoint", "svg:width": CODE_SIDE, "svg:height": CODE_SIDE, "svg:x": "0cm", "svg:y": "0cm"}
    image = {"xlink:href": CODE, "xlink:type": "simple", "xlink:show": "embed", "xlink:actuate": "onLoad"}
    with xml.element(name_of("table:table-row"), _ROW), xml.element(_CELL):
        write_part(xml, element("draw:frame", frame, element("draw:image", image), element("svg:desc", {}, CODE_WORDS)))


def write_cell(xml: Stream, styled: Styled) -> None:
    """A cell of its kind, with what it shows."""
    with xml.element(_CELL, {_STYLE: styled.style.value} | value_of(styled.cell)):
        for line in shown(styled.cell).split("\n") if styled.cell != "" else ():
            with xml.element(_LINE):
                write_line(xml, line)


def value_of(cell: Cell) -> dict[str, str]:
    match cell:
        case Percent(hundredths):
            return {_KIND: "percentage", _VALUE: str(hundredths / 10_000)}
        case date():
            return {_KIND: "date", _DAY: cell.isoformat()}
        case int():
            return {_KIND: "float", _VALUE: str(cell)}
        case "":
            return {}
        case _:
            return {_KIND: "string"}


def shown(cell: Cell) -> str:
    match cell:
        case Percent(hundredths):
            return f"{percent_figure(hundredths)}%"
        case date():
            return f"{cell:%d/%m/%Y}"
        case _:
            return str(cell)


def write_line(xml: Stream, line: str) -> None:
    for piece in _BLANKS.split(line):
        if piece == "\t":
            write_empty(xml, "text:tab", {})
        elif _BLANKS.fullmatch(piece):
            write_empty(xml, "text:s", {"text:c": str(len(piece))})
        elif piece:
            xml.write(piece)


def write_empty(xml: Stream, name: str, attributes: Attributes) -> None:
    with xml.element(name_of(name), named(attributes)):
        pass


def write_part(xml: Stream, part: etree._Element) -> None:
    etree.cleanup_namespaces(part)
    xml.write(part)


def filters(written: Sequence[Sheet]) -> etree._Element:
    """Buttons to filter by on the headings of the sheets that have a filter."""
    ranges = (
        {
            "table:name": f"filtro_{place}",
            "table:target-range-address": range_of(sheet, sheet.filtered),
            "table:display-filter-buttons": "true",
        }
        for place, sheet in enumerate(written, start=1)
        if sheet.filtered is not None
    )
    return element("table:database-ranges", {}, *(element("table:database-range", each) for each in ranges))


def range_of(sheet: Sheet, filtered: int) -> str:
    """'Seguimiento'.A7:'Seguimiento'.H12; no sheet has as many columns as the alphabet letters."""
    last = chr(ord("A") + len(sheet.widths) - 1)
    return f"'{sheet.name}'.A{sheet.heading + 1}:'{sheet.name}'.{last}{sheet.heading + 1 + filtered}"
