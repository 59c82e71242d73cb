"""The follow-up as pages to read and print, whatever the format: what stands in each part, all of it texts.

After the header block of the official format come Internal Control's summary with its charts, the eight columns under each
component, what the format has no column for, the notes and the approval. Every page says at its foot which content was signed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from pacc_flow.reports.charts import Chart, charts
from pacc_flow.reports.columns import ACTIVITY, DATES, MATRIX, NARRATIVE, NUMBER, REASON, VERIFICATION, Cell, Column, Percent
from pacc_flow.reports.drawing import Drawing
from pacc_flow.reports.fitting import WIDTH, fitted
from pacc_flow.reports.heading import header_block, seal
from pacc_flow.reports.sheets import SUMMARY, Style, Styled, document_title, styled
from pacc_flow.reports.snapshot import Row, Snapshot
from pacc_flow.reports.summary import UNREPORTED_NOTE, summarise
from pacc_flow.reports.wording import date_words, percent_words

DRAWN = 260.0  # points, of `WIDTH`
WITHOUT_ACTIVITIES = "El plan no tiene actividades."


@dataclass(frozen=True)
class Table:
    """`widths` of the columns are relative. The last row may be a total, which stands out. Of a chart, `drawings` has that
    of each row: a program that can draw sets them beside, in `DRAWN` of the width, with the `legend` below.
    """

    widths: Sequence[float]
    headings: Sequence[str]
    rows: Sequence[Sequence[Styled]]
    has_total: bool = False
    drawings: Sequence[Drawing] = ()
    legend: str = ""


@dataclass(frozen=True)
class Section:
    """`level` 1 is a part of the document, 2 one within it. What it holds comes in the order of the fields."""

    level: int
    heading: str
    table: Table | None = None
    lines: Sequence[str] = ()
    pairs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Paper:
    title: str
    header: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    foot: Sequence[str]


def paper(snapshot: Snapshot, address: str) -> Paper:
    """`address` is where the follow-up is published; blank when nobody knows it."""
    return Paper(
        document_title(snapshot),
        header_block(snapshot),
        tuple(sections(snapshot, address)),
        foot(snapshot, address),
    )


def foot(snapshot: Snapshot, address: str) -> tuple[str, ...]:
    where = (f"Compruébelo en {address}",) if address else ()
    return (
        f"Revisión {snapshot.revision}",
        f"Publicado el {date_words(snapshot.published_on)}",
        f"SHA-256 {snapshot.sha256}",
        *where,
    )


def sections(snapshot: Snapshot, address: str) -> Iterator[Section]:
    yield Section(1, "Resumen de Control Interno", summary(snapshot), (UNREPORTED_NOTE,))
    for chart in charts(snapshot, summarise(snapshot)):
        yield Section(2, chart.heading, drawn(chart), chart.notes)
    yield Section(1, "Seguimiento por componente", lines=() if snapshot.rows else (WITHOUT_ACTIVITIES,))
    yield from by_component(snapshot)
    if snapshot.rows:
        yield Section(1, "Verificación", table(snapshot, VERIFIED, snapshot.rows))
    if snapshot.notes:
        yield Section(1, "Notas", lines=snapshot.notes)
    where = (("Dónde comprobarlo", address),) if address else ()
    yield Section(1, "Aprobación", pairs=(*seal(snapshot), *where))


def by_component(snapshot: Snapshot) -> Iterator[Section]:
    """Consecutive rows of one component stand together; the columns are as wide in all of them."""
    matrix = table(snapshot, ON_PAPER, snapshot.rows)
    rows = zip(map(snapshot.component_of, snapshot.rows), matrix.rows, strict=True)
    for component, group in groupby(rows, key=itemgetter(0)):
        yield Section(2, f"{component.number}. {component.name}", replace(matrix, rows=[cells for _, cells in group]))


def described(snapshot: Snapshot, row: Row) -> Cell:
    """Whoever reads on paper has no other sheet to look up why an activity was not reported."""
    reason = f"Motivo de no estar reportada: {row.unreported_reason}" if row.unreported_reason else ""
    return "\n".join(filter(None, (str(NARRATIVE.cell(snapshot, row)), reason)))


ON_PAPER = tuple(replace(column, cell=described) if column is NARRATIVE else column for column in MATRIX)
VERIFIED = (NUMBER, ACTIVITY, *(column for column in VERIFICATION if column not in (DATES, REASON)))


def table(snapshot: Snapshot, columns: Sequence[Column], rows: Sequence[Row]) -> Table:
    headings = [column.heading_at(snapshot) for column in columns]
    cells = [[in_words(styled(column.cell(snapshot, row))) for column in columns] for row in rows]
    return fitting([column.width for column in columns], headings, cells)


def summary(snapshot: Snapshot) -> Table:
    lines = summarise(snapshot).lines
    headings = [heading for _, heading, _ in SUMMARY]
    cells = [[in_words(styled(cell(line, snapshot.thresholds))) for _, _, cell in SUMMARY] for line in lines]
    return replace(fitting([width for width, _, _ in SUMMARY], headings, cells), has_total=True)


def drawn(chart: Chart) -> Table:
    headings = [heading.upper() for heading in (*chart.named, *chart.measured)]
    cells = [[Styled(words, Style.TEXT) for words in (*line.names, *line.figures)] for line in chart.lines]
    wanted = [*(48 // len(chart.named) for _ in chart.named), *(14 for _ in chart.measured)]
    table = fitting(wanted, headings, cells, width=WIDTH - DRAWN)
    return replace(table, drawings=[line.drawing for line in chart.lines], legend=chart.legend)


def fitting(
    wanted: Sequence[int], headings: Sequence[str], cells: Sequence[Sequence[Styled]], *, width: float = WIDTH
) -> Table:
    columns = zip(*cells, strict=True) if cells else ((),) * len(headings)
    texts = [[str(one.cell) for one in column] for column in columns]
    return Table(fitted(wanted, headings, texts, width), headings, cells)


def in_words(styled: Styled) -> Styled:
    return Styled(words(styled.cell), styled.style)


def words(cell: Cell) -> str:
    match cell:
        case Percent(hundredths):
            return percent_words(hundredths)
        case date():
            return f"{cell:%d/%m/%Y}"
        case _:
            return str(cell)
