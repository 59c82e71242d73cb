"""The follow-up as pages to read and print, whatever the format: what stands in each part, all of it texts.

After the header block of the official format, on a cover if the entity wants one, come Internal Control's summary with its
charts, the columns under each component, what the format has no column for, the notes and the approval. Every page says at
its foot which content was signed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from pacc_flow.reports.charts import Chart, charts
from pacc_flow.reports.columns import ACTIVITY, COLUMNS, DATES, NARRATIVE, NUMBER, REASON, VERIFICATION, Cell, Column, Percent
from pacc_flow.reports.drawing import Drawing
from pacc_flow.reports.edition import Edition
from pacc_flow.reports.fitting import WIDTH, fitted
from pacc_flow.reports.heading import header_block, seal
from pacc_flow.reports.registration import CODE_WORDS, qr_png
from pacc_flow.reports.sheets import SUMMARY, Style, Styled, document_title, styled
from pacc_flow.reports.snapshot import Row, Snapshot
from pacc_flow.reports.summary import UNREPORTED_NOTE, summarise
from pacc_flow.reports.wording import date_words, percent_words

DRAWN = 260.0  # points, of `WIDTH`
LOGO_WIDTH, LOGO_HEIGHT, CODE_SIDE = 60.0, 18.0, 32.0  # millimetres; a logo takes no more than that
NOT_SIGNED = "Lo dice la entidad; no hace parte de lo firmado."
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
class Picture:
    """A PNG with what it shows in words; `width` is in millimetres."""

    png: bytes
    words: str
    width: float


@dataclass(frozen=True)
class Section:
    """`level` 1 is a part of the document, 2 one within it. What it holds comes in the order of the fields."""

    level: int
    heading: str
    table: Table | None = None
    lines: Sequence[str] = ()
    pairs: Sequence[tuple[str, str]] = ()
    picture: Picture | None = None


@dataclass(frozen=True)
class Paper:
    """`cover` are the lines of a page of its own before the rest, which is there when they are; `colour` that of headings."""

    title: str
    header: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    foot: Sequence[str]
    colour: str
    logo: Picture | None = None
    cover: Sequence[str] = ()


def paper(edition: Edition) -> Paper:
    look, entity = edition.look, edition.snapshot.entity.name
    height = LOGO_HEIGHT / look.logo.height if look.logo else 0
    logo = Picture(edition.logo, f"Logo de {entity}", min(LOGO_WIDTH, look.logo.width * height)) if look.logo else None
    return Paper(
        document_title(edition.snapshot),
        header_block(edition),
        tuple(sections(edition)),
        foot(edition),
        look.colour,
        logo,
        look.cover.split("\n") if look.cover.strip() else (),
    )


def foot(edition: Edition) -> tuple[str, ...]:
    where = (f"Compruébelo en {edition.address}",) if edition.address else ()
    return (
        f"Revisión {edition.snapshot.revision}",
        f"Publicado el {date_words(edition.snapshot.published_on)}",
        f"SHA-256 {edition.sha256}",
        *where,
    )


def sections(edition: Edition) -> Iterator[Section]:
    snapshot, part = edition.snapshot, edition.part
    if part.has_summary:
        yield Section(1, "Resumen de Control Interno", summary(snapshot), (UNREPORTED_NOTE,))
        for chart in charts(snapshot, summarise(snapshot)):
            yield Section(2, chart.heading, drawn(chart, edition.look.colour), chart.notes)
    if part.has_matrix:
        yield Section(1, "Seguimiento por componente", lines=() if snapshot.rows else (WITHOUT_ACTIVITIES,))
        yield from by_component(snapshot, edition.look.columns)
    if part.has_matrix and part.has_summary and snapshot.rows:
        yield Section(1, "Verificación", table(snapshot, VERIFIED, snapshot.rows))
    if snapshot.notes:
        yield Section(1, "Notas", lines=snapshot.notes)
    if edition.look.signatories:
        signatories = tuple((one.role, one.office) for one in edition.look.signatories)
        yield Section(1, "Elaboración", lines=(NOT_SIGNED,), pairs=signatories)
    yield approval(edition)


def approval(edition: Edition) -> Section:
    """Who signed it, what proves it, and the signed checkpoint as a drawing that a telephone reads."""
    where = (("Dónde comprobarlo", edition.address),) if edition.address else ()
    code = Picture(qr_png(edition.registration.note), CODE_WORDS, CODE_SIDE) if edition.registration else None
    caption = (("Código QR", "el punto de control completo, con su firma"),) if code else ()
    return Section(1, "Aprobación", pairs=(*seal(edition), *where, *caption), picture=code)


def by_component(snapshot: Snapshot, names: Sequence[str]) -> Iterator[Section]:
    """Consecutive rows of one component stand together; the columns are as wide in all of them."""
    matrix = table(snapshot, [ON_PAPER[name] for name in names], snapshot.rows)
    rows = zip(map(snapshot.component_of, snapshot.rows), matrix.rows, strict=True)
    for component, group in groupby(rows, key=itemgetter(0)):
        yield Section(2, f"{component.number}. {component.name}", replace(matrix, rows=[cells for _, cells in group]))


def described(snapshot: Snapshot, row: Row) -> Cell:
    """Whoever reads on paper has no other sheet to look up why an activity was not reported."""
    reason = f"Motivo de no estar reportada: {row.unreported_reason}" if row.unreported_reason else ""
    return "\n".join(filter(None, (str(NARRATIVE.cell(snapshot, row)), reason)))


ON_PAPER = COLUMNS | {"narrative": replace(NARRATIVE, cell=described)}
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


def drawn(chart: Chart, colour: str) -> Table:
    headings = [heading.upper() for heading in (*chart.named, *chart.measured)]
    cells = [[Styled(words, Style.TEXT) for words in (*line.names, *line.figures)] for line in chart.lines]
    wanted = [*(48 // len(chart.named) for _ in chart.named), *(14 for _ in chart.measured)]
    table = fitting(wanted, headings, cells, width=WIDTH - DRAWN)
    return replace(table, drawings=[replace(line.drawing, colour=colour) for line in chart.lines], legend=chart.legend)


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
