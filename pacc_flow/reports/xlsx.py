"""The sheets of the follow-up as a workbook of Excel that opens the same everywhere.

Nothing in it can run: every text is written as a text, never as a formula or a link. The same snapshot gives the same bytes.
"""

import io
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pacc_flow.reports.columns import Cell, Percent
from pacc_flow.reports.edition import Edition
from pacc_flow.reports.registration import CODE_WORDS, qr_png
from pacc_flow.reports.sheets import FILLS, HEADING_COLOUR, Sheet, Style, document_title, foot, sheets
from pacc_flow.reports.snapshot import Snapshot

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIMIT = 32_767  # UTF-16 units in a cell: a limit of the format
CUT_SHORT = " […] El texto completo está en el archivo JSON."
LETTER = 1  # the paper of Colombian offices, as the format numbers it

# Texts are written as texts already; should a call ever leave the kind to the library, these keep it from guessing.
INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}

# fmt: off
STYLES = {
    # style         properties
    Style.TITLE:   {"bold": True, "font_size": 14},
    Style.LABEL:   {"bold": True},
    Style.PLAIN:   {},
    Style.HEADING: {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
                    "bg_color": FILLS[Style.HEADING], "font_color": HEADING_COLOUR},
    Style.TEXT:    {"border": 1, "text_wrap": True, "valign": "top"},
    Style.NUMBER:  {"border": 1, "valign": "top", "num_format": "0"},
    Style.DATE:    {"border": 1, "valign": "top", "num_format": "dd/mm/yyyy", "align": "left"},
    Style.WHOLE:   {"border": 1, "valign": "top", "num_format": "0%"},
    Style.PERCENT: {"border": 1, "valign": "top", "num_format": "0.00%"},
    Style.LOW:     {"border": 1, "text_wrap": True, "valign": "top", "bg_color": FILLS[Style.LOW]},
    Style.MID:     {"border": 1, "text_wrap": True, "valign": "top", "bg_color": FILLS[Style.MID]},
    Style.HIGH:    {"border": 1, "text_wrap": True, "valign": "top", "bg_color": FILLS[Style.HIGH]},
}
# fmt: on

Styles = dict[Style, Format]


def write(edition: Edition) -> bytes:
    stream = io.BytesIO()
    with Workbook(stream, INERT) as workbook:
        workbook.set_properties(properties(edition.snapshot))
        styles = {name: workbook.add_format(style) for name, style in STYLES.items()}
        for sheet in sheets(edition):
            worksheet = workbook.add_worksheet(sheet.name)
            write_sheet(worksheet, styles, sheet, foot(edition))
            if sheet.has_code and edition.registration:
                draw_code(worksheet, len(sheet.rows) + 1, edition.registration.note)
    return stream.getvalue()


def properties(snapshot: Snapshot) -> dict[str, object]:
    """`created` is the approval, not the moment of writing, so that the bytes do not depend on the clock."""
    return {
        "title": document_title(snapshot),
        "company": snapshot.entity.name,
        "created": snapshot.signed_at.replace(tzinfo=None),
    }


def write_sheet(worksheet: Worksheet, styles: Styles, sheet: Sheet, at_foot: str) -> None:
    for column, width in enumerate(sheet.widths):
        worksheet.set_column(column, column, width)
    for row, cells in enumerate(sheet.rows):
        for column, styled in enumerate(cells):
            write_cell(worksheet, (row, column), styled.cell, styles[styled.style])
    if sheet.filtered is not None:
        worksheet.autofilter(sheet.heading, 0, sheet.heading + sheet.filtered, len(sheet.widths) - 1)
    lay_out(worksheet, sheet.heading, at_foot)


def draw_code(worksheet: Worksheet, row: int, note: str) -> None:
    drawing = {"image_data": io.BytesIO(qr_png(note)), "description": CODE_WORDS, "object_position": 1}
    worksheet.insert_image(row, 0, "checkpoint.png", drawing)


def write_cell(worksheet: Worksheet, at: tuple[int, int], cell: Cell, style: Format) -> None:
    """`at` is row and column, from 0."""
    match cell:
        case Percent(hundredths):
            worksheet.write_number(*at, hundredths / 10_000, style)
        case date():
            worksheet.write_datetime(*at, cell, style)
        case int():
            worksheet.write_number(*at, cell, style)
        case "":
            worksheet.write_blank(*at, None, style)
        case _:
            worksheet.write_string(*at, fitting(cell), style)


def fitting(text: str) -> str:
    """A text too long for a cell is cut and says so: the format would cut it in silence."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LIMIT:
        return text
    return units[: 2 * (LIMIT - len(CUT_SHORT))].decode("utf-16-le", errors="ignore") + CUT_SHORT


def lay_out(worksheet: Worksheet, heading: int, at_foot: str) -> None:
    """On screen the heading stays in sight; on paper the sheet is as wide as the page and repeats it."""
    worksheet.freeze_panes(heading + 1, 0)
    worksheet.set_landscape()
    worksheet.set_paper(LETTER)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(heading)
    worksheet.set_footer(f"&L&8{at_foot}&R&8Página &P de &N")
