"""What is looked at rather than read: each chart is the lines of its table, every one with its drawing beside.

By component and by office, the bar is the *cumplimiento* and the diamond the *avance promedio* of `summary.py`. An
activity of several offices counts for each of them. The cuts beside each other are those that the snapshot keeps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import normalize

from pacc_flow.reports.drawing import Drawing
from pacc_flow.reports.earlier import Result
from pacc_flow.reports.snapshot import Row, Snapshot
from pacc_flow.reports.status import Status
from pacc_flow.reports.summary import Line, Summary, as_earlier, line_of, result_of, rounded_half_up
from pacc_flow.reports.wording import percent_words

WHOLE_PLAN = "Todo el plan"
SEVERAL_OFFICES = "Una actividad con varias dependencias cuenta para cada una, así que estas cifras no suman las del plan."
OVERDUE_WORDS = "Vencida es la que no llegó al 100\u00a0% y ya pasó su última fecha."
AS_PUBLISHED = "De cada corte anterior, las cifras que estaban publicadas cuando se firmó este seguimiento."
_DRAWN = "La barra es el cumplimiento y el rombo el avance promedio. Las dos rayas son los límites de las zonas: {} y {}."
_MEASURED = ("Programadas", "Cumplidas", "Cumplimiento", "Avance promedio")


@dataclass(frozen=True)
class ChartLine:
    """`names` and `figures` are the cells of the table."""

    key: str
    names: Sequence[str]
    figures: Sequence[str]
    drawing: Drawing


@dataclass(frozen=True)
class Chart:
    """`key` names it in addresses. `named` and `measured` head the names and the figures of its lines."""

    key: str
    heading: str
    named: Sequence[str]
    measured: Sequence[str]
    lines: Sequence[ChartLine]
    ticks: Sequence[int] = ()
    legend: str = ""  # for where the drawings are
    notes: Sequence[str] = ()

    @property
    def groups(self) -> list[list[ChartLine]]:
        """Consecutive lines of the same first name stand together."""
        return [list(group) for _, group in groupby(self.lines, key=lambda line: line.names[0])]


def charts(snapshot: Snapshot, summary: Summary) -> tuple[Chart, ...]:
    """None of a plan without activities; the cuts beside each other only where some were published before."""
    if not snapshot.rows:
        return ()
    before = (cuts_compared(snapshot, summary),) if snapshot.earlier else ()
    return (by_component(summary), by_office(snapshot, summary), by_status(summary), *before)


def by_component(summary: Summary) -> Chart:
    lines = [
        measured(f"componente-{line.number}", (f"{line.number}. {line.name}",), result_of(line), summary)
        for line in summary.components
        if line.programmed
    ]
    return compared("componentes", "Por componente", ("Componente",), lines, summary)


def by_office(snapshot: Snapshot, summary: Summary) -> Chart:
    """In the order of the alphabet, where an accent weighs less than the letter below it."""
    rows: dict[str, list[Row]] = {}
    for row in snapshot.rows:
        for office in dict.fromkeys(row.offices):
            rows.setdefault(office, []).append(row)
    lines = [
        measured(f"dependencia-{n}", (name,), result_of(line_of(None, name, "", own, summary.thresholds)), summary)
        for n, (name, own) in enumerate(sorted(rows.items(), key=alphabetical), 1)
    ]
    notes = (SEVERAL_OFFICES,) if any(len(row.offices) > 1 for row in snapshot.rows) else ()
    return compared("dependencias", "Por dependencia", ("Dependencia",), lines, summary, *notes)


def alphabetical(of_office: tuple[str, list[Row]]) -> str:
    return normalize("NFD", of_office[0]).casefold()


def by_status(summary: Summary) -> Chart:
    total = summary.total
    lines = [counted(status, total) for status in Status]
    notes = (OVERDUE_WORDS,) if total.by_status[Status.OVERDUE] else ()
    return Chart("estados", "Por estado", ("Estado",), ("Actividades", "Del plan"), lines, notes=notes)


def cuts_compared(snapshot: Snapshot, summary: Summary) -> Chart:
    """The whole plan first, then each component; where a cut had nothing programmed it has no line."""
    cuts = (*snapshot.earlier, as_earlier(snapshot))
    of_plan = [(cut, "plan", WHOLE_PLAN, cut.total) for cut in cuts]
    of_each = [
        (cut, f"c{one.number}", f"{one.number}. {one.name}", cut.result_of(one.number or 0))
        for one in summary.components
        for cut in cuts
    ]
    lines = [
        measured(f"corte-{cut.number}-{key}", (name, cut.name), result, summary)
        for cut, key, name, result in (*of_plan, *of_each)
        if result and result.programmed
    ]
    return compared("cortes", "Los cortes, uno al lado del otro", ("De qué", "Corte"), lines, summary, AS_PUBLISHED)


def compared(key: str, heading: str, named: Sequence[str], lines: Sequence[ChartLine], summary: Summary, *notes: str) -> Chart:
    ticks = zone_limits(summary)
    legend = _DRAWN.format(*map(percent_words, ticks))
    return Chart(key, heading, named, _MEASURED, lines, ticks, legend, notes)


def measured(key: str, names: Sequence[str], result: Result, summary: Summary) -> ChartLine:
    """Of something that was programmed."""
    bar, mark = result.fulfilment or 0, result.average or 0
    fulfilment, average = percent_words(bar), percent_words(mark)
    words = f"cumplimiento {fulfilment}, avance promedio {average}"
    drawing = Drawing(key, ", ".join(names), words, bar, mark, zone_limits(summary))
    return ChartLine(key, names, (str(result.programmed), str(result.fulfilled), fulfilment, average), drawing)


def counted(status: Status, total: Line) -> ChartLine:
    count = total.by_status[status]
    share = rounded_half_up(count * 10_000, total.programmed)
    words = f"{count} de {total.programmed} {'actividad' if total.programmed == 1 else 'actividades'}"
    drawing = Drawing(f"estado-{status.value}", status.label, words, share)
    return ChartLine(status.value, (status.label,), (str(count), percent_words(share)), drawing)


def zone_limits(summary: Summary) -> tuple[int, int]:
    """Where a zone ends and the next one begins."""
    return summary.thresholds.low_below, summary.thresholds.mid_below
