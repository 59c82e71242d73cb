"""The follow-up as three sheets, whatever the format of the workbook: what stands in each cell and how it looks.

*Seguimiento* is the official format, header block and eight columns; *Resumen* is Internal Control's summary and the
approval; *Verificación* holds what the format has no column for. Nothing in them can run: a text is always a text.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacc_flow.reports.columns import ACTIVITY, MATRIX, NUMBER, VERIFICATION, Cell, Column, Percent
from pacc_flow.reports.edition import Edition
from pacc_flow.reports.heading import header_block, seal, title
from pacc_flow.reports.snapshot import Snapshot, Thresholds
from pacc_flow.reports.summary import NOTHING_PROGRAMMED, UNREPORTED_NOTE, Line, Measure, Zone, summarise


class Style(StrEnum):
    """How a cell looks. PERCENT shows two decimals and WHOLE none; LOW, MID and HIGH are the zones."""

    TITLE = "title"
    LABEL = "label"
    PLAIN = "plain"
    HEADING = "heading"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    WHOLE = "whole"
    PERCENT = "percent"
    LOW = "low"
    MID = "mid"
    HIGH = "high"


HEADING_COLOUR = "#FFFFFF"
# fmt: off
FILLS = {
    Style.HEADING: "#004884",
    Style.LOW:     "#F8D7DA",
    Style.MID:     "#FFF3CD",
    Style.HIGH:    "#D1E7DD",
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Styled:
    cell: Cell
    style: Style


@dataclass(frozen=True)
class Sheet:
    """`widths` of the columns are in characters. The rows count from 0: `heading` is the one that stays in sight and is
    repeated on paper, and a filter covers it and the `filtered` rows below it, in all the columns; None without a filter.
    `has_code` is whether the drawing of the checkpoint stands below its last row.
    """

    name: str
    widths: Sequence[int]
    heading: int
    filtered: int | None
    rows: Sequence[Sequence[Styled]]
    has_code: bool = False


@dataclass(frozen=True)
class Zoned:
    """A zone in words, with its shape and its colour."""

    zone: Zone
    words: str


# fmt: off
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


def document_title(snapshot: Snapshot) -> str:
    """With the year, which the names of some plans say already."""
    named, year = title(snapshot), str(snapshot.plan.year)
    return f"{named if year in named else f'{named} {year}'}, {snapshot.cut.name}"


def sheets(edition: Edition) -> tuple[Sheet, ...]:
    part = edition.part
    found = {
        follow_up: part.has_matrix,
        summary: part.has_summary,
        approval: not part.has_summary,
        verification: part.has_matrix and part.has_summary,
    }
    return tuple(sheet(edition) for sheet, is_there in found.items() if is_there)


def follow_up(edition: Edition) -> Sheet:
    above = [[Styled(title(edition.snapshot), Style.TITLE)], *pairs(header_block(edition)), []]
    return matrix("Seguimiento", above, MATRIX, edition.snapshot)


def verification(edition: Edition) -> Sheet:
    return matrix("Verificación", [], (NUMBER, ACTIVITY, *VERIFICATION), edition.snapshot)


def matrix(name: str, above: Sequence[Sequence[Styled]], columns: Sequence[Column], snapshot: Snapshot) -> Sheet:
    """The heading and the activities below it, with a filter on them."""
    heading = [Styled(column.heading_at(snapshot), Style.HEADING) for column in columns]
    body = ([styled(column.cell(snapshot, row)) for column in columns] for row in snapshot.rows)
    widths = [column.width for column in columns]
    return Sheet(name, widths, len(above), len(snapshot.rows), [*above, heading, *body])


def summary(edition: Edition) -> Sheet:
    snapshot = edition.snapshot
    lines = summarise(snapshot).lines
    rows = [
        [Styled(heading, Style.HEADING) for _, heading, _ in SUMMARY],
        *([styled(cell(line, snapshot.thresholds)) for _, _, cell in SUMMARY] for line in lines),
        [],
        *([Styled(note, Style.PLAIN)] for note in (UNREPORTED_NOTE, *snapshot.notes)),
        [],
        *pairs((*header_block(edition), *seal(edition))),
    ]
    return Sheet("Resumen", [width for width, _, _ in SUMMARY], 0, None, rows, has_code=True)


def approval(edition: Edition) -> Sheet:
    """For a workbook that has no summary to stand below."""
    rows = [[Styled("APROBACIÓN", Style.HEADING)], *pairs(seal(edition))]
    return Sheet("Aprobación", [44, 60], 0, None, rows, has_code=True)


def foot(edition: Edition) -> str:
    """Of every page on paper."""
    return f"Revisión {edition.snapshot.revision} · {edition.snapshot.published_on:%d/%m/%Y} · SHA-256 {edition.sha256}"


def pairs(labelled: Iterable[tuple[str, str]]) -> Iterator[list[Styled]]:
    return ([Styled(label, Style.LABEL), Styled(value, Style.PLAIN)] for label, value in labelled)


def figure(measure: Measure) -> Cell:
    return NOTHING_PROGRAMMED if measure.percent is None else Percent(measure.percent)


def zone(measure: Measure, thresholds: Thresholds) -> Cell | Zoned:
    return "" if measure.zone is None else Zoned(measure.zone, measure.zone.words(thresholds))


def styled(cell: Cell | Zoned) -> Styled:
    match cell:
        case Zoned(zone, words):
            return Styled(f"{zone.mark} {words}", Style(zone.value))
        case Percent(hundredths):
            return Styled(cell, Style.PERCENT if hundredths % 100 else Style.WHOLE)
        case date():
            return Styled(cell, Style.DATE)
        case int():
            return Styled(cell, Style.NUMBER)
        case _:
            return Styled(cell, Style.TEXT)
