"""The follow-up as a workbook of three sheets that opens the same everywhere.

*Seguimiento* is the official format, header block and eight columns; *Resumen* is Internal Control's summary and the
approval; *Verificación* holds what the format has no column for. Nothing in it can run: every text is written as a
text, never as a formula or a link. The same snapshot gives the same bytes.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pacc_flow.reports.columns import ACTIVITY, MATRIX, NUMBER, VERIFICATION, Cell, Column, Percent
from pacc_flow.reports.heading import header_block, seal, title
from pacc_flow.reports.snapshot import Snapshot, Thresholds
from pacc_flow.reports.summary import NOTHING_PROGRAMMED, UNREPORTED_NOTE, Line, Measure, Zone, summarise

LIMIT = 32_767  # UTF-16 units in a cell: a limit of the format
CUT_SHORT = " […] El texto completo está en el archivo JSON."
LETTER = 1  # the paper of Colombian offices, as the format numbers it

# Texts are written as texts already; should a call ever leave the kind to the library, these keep it from guessing.
INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


@dataclass(frozen=True)
class Zoned:
    """A zone in words, with its shape and its colour."""

    zone: Zone
    words: str


# fmt: off
STYLES = {
    # name      properties
    "title":   {"bold": True, "font_size": 14},
    "label":   {"bold": True},
    "plain":   {},
    "heading": {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
                "bg_color": "#004884", "font_color": "#FFFFFF"},
    "text":    {"border": 1, "text_wrap": True, "valign": "top"},
    "number":  {"border": 1, "valign": "top", "num_format": "0"},
    "date":    {"border": 1, "valign": "top", "num_format": "dd/mm/yyyy", "align": "left"},
    "whole":   {"border": 1, "valign": "top", "num_format": "0%"},
    "percent": {"border": 1, "valign": "top", "num_format": "0.00%"},
    Zone.LOW:  {"border": 1, "text_wrap": True, "valign": "top", "bg_color": "#F8D7DA"},
    Zone.MID:  {"border": 1, "text_wrap": True, "valign": "top", "bg_color": "#FFF3CD"},
    Zone.HIGH: {"border": 1, "text_wrap": True, "valign": "top", "bg_color": "#D1E7DD"},
}

SUMMARY: tuple[tuple[int, str, Callable[[Line, Thresholds], Cell | Zoned]], ...] = (
    # width heading                     content of a line, given the thresholds
    (44, "COMPONENTE",                  lambda line, _: line.name),
    (16, "ACTIVIDADES PROGRAMADAS",     lambda line, _: line.programmed),
    (16, "ACTIVIDADES CUMPLIDAS",       lambda line, _: line.fulfilled),
    (16, "ACTIVIDADES NO REPORTADAS",   lambda line, _: line.unreported),
    (16, "CUMPLIMIENTO",                lambda line, _: figure(line.fulfilment)),
    (24, "ZONA DE CUMPLIMIENTO",        lambda line, limits: zone(line.fulfilment, limits)),
    (16, "AVANCE PROMEDIO",             lambda line, _: figure(line.average)),
    (24, "ZONA DE AVANCE PROMEDIO",     lambda line, limits: zone(line.average, limits)),
    (60, "OBSERVACIONES",               lambda line, _: line.observation),
)
# fmt: on

Styles = dict[str, Format]


def write(snapshot: Snapshot) -> bytes:
    stream = io.BytesIO()
    with Workbook(stream, INERT) as workbook:
        workbook.set_properties(properties(snapshot))
        styles = {name: workbook.add_format(style) for name, style in STYLES.items()}
        write_follow_up(workbook.add_worksheet("Seguimiento"), styles, snapshot)
        write_summary(workbook.add_worksheet("Resumen"), styles, snapshot)
        write_verification(workbook.add_worksheet("Verificación"), styles, snapshot)
    return stream.getvalue()


def properties(snapshot: Snapshot) -> dict[str, object]:
    """`created` is the approval, not the moment of writing, so that the bytes do not depend on the clock."""
    return {
        "title": f"{title(snapshot)} {snapshot.plan.year}, {snapshot.cut.name}",
        "company": snapshot.entity.name,
        "created": snapshot.signed_at.replace(tzinfo=None),
    }


def write_follow_up(sheet: Worksheet, styles: Styles, snapshot: Snapshot) -> None:
    sheet.write_string(0, 0, fitting(title(snapshot)), styles["title"])
    top = write_pairs(sheet, styles, 1, header_block(snapshot)) + 1
    write_rows(sheet, styles, top, MATRIX, snapshot)
    lay_out(sheet, snapshot, top)


def write_verification(sheet: Worksheet, styles: Styles, snapshot: Snapshot) -> None:
    write_rows(sheet, styles, 0, (NUMBER, ACTIVITY, *VERIFICATION), snapshot)
    lay_out(sheet, snapshot, 0)


def write_summary(sheet: Worksheet, styles: Styles, snapshot: Snapshot) -> None:
    summary = summarise(snapshot)
    for column, (width, heading, cell) in enumerate(SUMMARY):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles["heading"])
        for at, line in enumerate(summary.lines, start=1):
            write_cell(sheet, styles, (at, column), cell(line, snapshot.thresholds))
    foot = write_pairs(sheet, styles, len(summary.lines) + 2, (*header_block(snapshot), *seal(snapshot)))
    for at, note in enumerate((UNREPORTED_NOTE, *snapshot.notes), start=foot + 1):
        sheet.write_string(at, 0, fitting(note), styles["plain"])
    lay_out(sheet, snapshot, 0)


def figure(measure: Measure) -> Cell:
    return NOTHING_PROGRAMMED if measure.percent is None else Percent(measure.percent)


def zone(measure: Measure, thresholds: Thresholds) -> Cell | Zoned:
    return "" if measure.zone is None else Zoned(measure.zone, measure.zone.words(thresholds))


def write_pairs(sheet: Worksheet, styles: Styles, top: int, pairs: Sequence[tuple[str, str]]) -> int:
    """Labels and values from a row on; the row after the last one."""
    for at, (label, value) in enumerate(pairs, start=top):
        sheet.write_string(at, 0, label, styles["label"])
        sheet.write_string(at, 1, fitting(value), styles["plain"])
    return top + len(pairs)


def write_rows(sheet: Worksheet, styles: Styles, top: int, columns: Sequence[Column], snapshot: Snapshot) -> None:
    """The heading at row `top` and the activities below it, with a filter on them."""
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(top, at, column.heading_at(snapshot), styles["heading"])
    for line, row in enumerate(snapshot.rows, start=top + 1):
        for at, column in enumerate(columns):
            write_cell(sheet, styles, (line, at), column.cell(snapshot, row))
    sheet.autofilter(top, 0, top + len(snapshot.rows), len(columns) - 1)


def write_cell(sheet: Worksheet, styles: Styles, at: tuple[int, int], cell: Cell | Zoned) -> None:
    """`at` is row and column, from 0."""
    match cell:
        case Zoned(zone, words):
            sheet.write_string(*at, f"{zone.mark} {words}", styles[zone])
        case Percent(hundredths):
            style = "percent" if hundredths % 100 else "whole"
            sheet.write_number(*at, hundredths / 10_000, styles[style])
        case date():
            sheet.write_datetime(*at, cell, styles["date"])
        case int():
            sheet.write_number(*at, cell, styles["number"])
        case "":
            sheet.write_blank(*at, None, styles["text"])
        case _:
            sheet.write_string(*at, fitting(cell), styles["text"])


def fitting(text: str) -> str:
    """A text too long for a cell is cut and says so: the format would cut it in silence."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LIMIT:
        return text
    return units[: 2 * (LIMIT - len(CUT_SHORT))].decode("utf-16-le", errors="ignore") + CUT_SHORT


def lay_out(sheet: Worksheet, snapshot: Snapshot, heading: int) -> None:
    """On screen the heading stays in sight; on paper the sheet is as wide as the page and repeats it."""
    sheet.freeze_panes(heading + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(LETTER)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading)
    sheet.set_footer(f"&L&8SHA-256 {snapshot.sha256}&R&8Página &P de &N")
