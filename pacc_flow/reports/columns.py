"""The columns of the documents, as tables: the eight of the official format, and those that tell its verification."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pacc_flow.reports.snapshot import Evidence, Row, Snapshot
from pacc_flow.reports.wording import date_figures

NOT_REPORTED = "No reportada"
NO_SUBCOMPONENT = "No aplica"  # a blank would read as "the one above"


@dataclass(frozen=True)
class Percent:
    """Hundredths of a percent that a spreadsheet must show as a percentage."""

    hundredths: int


Cell = str | int | date | Percent


@dataclass(frozen=True)
class Column:
    """`heading` may hold `{cut}`, the cut date; `width` is in characters."""

    width: int
    heading: str
    cell: Callable[[Snapshot, Row], Cell]

    def heading_at(self, snapshot: Snapshot) -> str:
        return self.heading.format(cut=date_figures(snapshot.cut.on))


def component_name(snapshot: Snapshot, row: Row) -> str:
    return snapshot.component_of(row).name


def due(_: Snapshot, row: Row) -> Cell:
    """A date when the plan says one date and nothing else; its words otherwise, those of a day that is none too."""
    if len(row.due_dates) == 1 and says_only(row.due_text, row.due_dates[0]):
        return row.due_dates[0]
    return row.due_text


def says_only(text: str, day: date) -> bool:
    """Whether a text is that date, written day first or year first with any separators, or is blank."""
    figures = [int(figure) for figure in re.findall("[0-9]+", text)]
    is_bare = not re.search(r"[^0-9/.\-\s]", text)
    return is_bare and figures in ([], [day.day, day.month, day.year], [day.year, day.month, day.day])


def verified_progress(_: Snapshot, row: Row) -> Cell:
    return NOT_REPORTED if row.percent is None else Percent(row.percent)


def reported_progress(_: Snapshot, row: Row) -> Cell:
    return "" if row.reported_percent is None else Percent(row.reported_percent)


def timeliness(_: Snapshot, row: Row) -> str:
    """Late is always said, with by how much; nothing is said of what no office reported."""
    if row.is_late:
        return f"Extemporáneo ({row.days_late} {'día hábil' if row.days_late == 1 else 'días hábiles'})"
    return "" if row.reported_percent is None else "A tiempo"


def evidence_line(evidence: Evidence) -> str:
    return f"{evidence.name}: {evidence.url or f'SHA-256 {evidence.sha256}'}"


# fmt: off
NARRATIVE = Column(70, "DESCRIPCIÓN DEL AVANCE DE LAS ACTIVIDADES EJECUTADAS EN EL PERIODO",
                                                        lambda _, row: row.narrative)
MATRIX = (
    #      width  heading of the official format        content
    Column(24, "COMPONENTE",                            component_name),
    Column(24, "SUBCOMPONENTE",                         lambda _, row: row.subcomponent or NO_SUBCOMPONENT),
    Column(36, "ACTIVIDADES",                           lambda _, row: row.activity),
    Column(28, "META O PRODUCTO",                       lambda _, row: row.goal),
    Column(15, "FECHA DE CULMINACION",                  due),
    Column(14, "% DE AVANCE ({cut})",                   verified_progress),
    NARRATIVE,
    Column(28, "DEPENDENCIA RESPONSABLE",               lambda _, row: "\n".join(row.offices)),
)

NUMBER   = Column(6,  "N.º",                            lambda _, row: row.n)
ACTIVITY = Column(40, "ACTIVIDAD",                      lambda _, row: row.activity)

DATES    = Column(16, "FECHAS (AAAA-MM-DD)",            lambda _, row: "\n".join(map(str, row.due_dates)))
REASON   = Column(36, "MOTIVO SI NO FUE REPORTADA",     lambda _, row: row.unreported_reason)

VERIFICATION = (
    Column(14, "ESTADO",                                lambda _, row: row.status.label),
    Column(18, "REPORTE DE LA DEPENDENCIA",             timeliness),
    Column(16, "% REPORTADO POR LA DEPENDENCIA",        reported_progress),
    DATES,
    Column(50, "OBSERVACIÓN DE CONTROL INTERNO",        lambda _, row: row.observation),
    REASON,
    Column(70, "EVIDENCIAS",                            lambda _, row: "\n".join(map(evidence_line, row.evidence))),
)

# How each is called where somebody chooses which of them stand on paper, and in which order.
COLUMNS = dict(
    zip(("component", "subcomponent", "activity", "goal", "due", "percent", "narrative", "office"), MATRIX, strict=True)
) | {
    "number":      NUMBER,
    "status":      VERIFICATION[0],
    "timeliness":  VERIFICATION[1],
    "observation": VERIFICATION[4],
}
DEFAULT_COLUMNS = tuple(COLUMNS)[: len(MATRIX)]

# What a table without a header block must say in every row, so that rows of several follow-ups can stand together.
OF_WHICH = (
    Column(28, "ENTIDAD",                               lambda snapshot, _: snapshot.entity.name),
    Column(10, "VIGENCIA",                              lambda snapshot, _: snapshot.plan.year),
    Column(14, "FECHA DE SEGUIMIENTO",                  lambda snapshot, _: snapshot.cut.on),
    Column(14, "FECHA DE PUBLICACIÓN",                  lambda snapshot, _: snapshot.published_on),
)
# fmt: on
