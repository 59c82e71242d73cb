"""Internal Control's summary: how much of the plan was done, by component and in all, under two names.

*Cumplimiento* is activities at 100 % over activities programmed; *avance promedio* is the mean of the percentages. An
activity without a verified report stays in both denominators and adds nothing: it counts as 0 %. Leaving it out would
let an office raise the average by not reporting. The summary says how many there are; `UNREPORTED_NOTE` says the rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from pacc_flow.reports.earlier import ComponentResult, EarlierCut, Result
from pacc_flow.reports.snapshot import Row, Snapshot, Thresholds
from pacc_flow.reports.status import COMPLETE, Status
from pacc_flow.reports.wording import percent_words

UNREPORTED_COUNTS_AS = 0
UNREPORTED_NOTE = "Las actividades no reportadas cuentan como 0\u00a0% en el avance promedio y como no cumplidas."
NOTHING_PROGRAMMED = "Sin actividades programadas"


class Zone(StrEnum):
    """A zone is never told by colour alone: it has a name and a shape of its own."""

    label: str
    mark: str

    def __new__(cls, value: str, label: str, mark: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.mark = label, mark
        return member

    LOW = "low", "Zona baja", "▼"
    MID = "mid", "Zona media", "◆"
    HIGH = "high", "Zona alta", "▲"

    def words(self, thresholds: Thresholds) -> str:
        """Such as «Zona baja (menos de 60 %)»."""
        low, mid = percent_words(thresholds.low_below), percent_words(thresholds.mid_below)
        limits = {Zone.LOW: f"menos de {low}", Zone.MID: f"de {low} a menos de {mid}", Zone.HIGH: f"{mid} o más"}
        return f"{self.label} ({limits[self]})"


@dataclass(frozen=True)
class Measure:
    """Hundredths of a percent and their zone; both are None when no activity was programmed."""

    percent: int | None
    zone: Zone | None


@dataclass(frozen=True)
class Line:
    """One line of the summary. `number` is None on the line of the total."""

    number: int | None
    name: str
    observation: str
    by_status: Mapping[Status, int]
    fulfilment: Measure
    average: Measure

    @property
    def programmed(self) -> int:
        return sum(self.by_status.values())

    @property
    def fulfilled(self) -> int:
        return self.by_status[Status.FULFILLED]

    @property
    def unreported(self) -> int:
        return self.by_status[Status.UNREPORTED]


@dataclass(frozen=True)
class Summary:
    """The components in the plan's order, those without activities too, and the total of all activities."""

    components: tuple[Line, ...]
    total: Line
    thresholds: Thresholds

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.components, self.total)


def summarise(snapshot: Snapshot) -> Summary:
    limits = snapshot.thresholds
    components = tuple(
        line_of(c.number, c.name, c.observation, [row for row in snapshot.rows if row.component == c.number], limits)
        for c in snapshot.components
    )
    return Summary(components, line_of(None, "Total", "", snapshot.rows, limits), limits)


def as_earlier(snapshot: Snapshot) -> EarlierCut:
    """What a later cut of the plan keeps of this one."""
    summary = summarise(snapshot)
    components = [(one.number, result_of(one)) for one in summary.components]
    return EarlierCut(
        number=snapshot.cut.number,
        name=snapshot.cut.name,
        on=snapshot.cut.on,
        revision=snapshot.revision,
        sha256=snapshot.sha256,
        total=result_of(summary.total),
        components=tuple(ComponentResult(number=number, result=result) for number, result in components if number is not None),
    )


def result_of(line: Line) -> Result:
    fulfilment, average = line.fulfilment.percent, line.average.percent
    return Result(programmed=line.programmed, fulfilled=line.fulfilled, fulfilment=fulfilment, average=average)


def line_of(number: int | None, name: str, observation: str, rows: Sequence[Row], limits: Thresholds) -> Line:
    by_status = {status: sum(row.status is status for row in rows) for status in Status}
    progress = sum(UNREPORTED_COUNTS_AS if row.percent is None else row.percent for row in rows)
    fulfilment = measure(by_status[Status.FULFILLED] * COMPLETE, len(rows), limits)
    return Line(number, name, observation, by_status, fulfilment, measure(progress, len(rows), limits))


def measure(hundredths: int, count: int, limits: Thresholds) -> Measure:
    """The zone is that of the rounded figure, so that «60 %» is never printed beside «menos de 60 %»."""
    if not count:
        return Measure(None, None)
    percent = rounded_half_up(hundredths, count)
    return Measure(percent, zone_of(percent, limits))


def rounded_half_up(numerator: int, denominator: int) -> int:
    """The integer nearest to a non-negative fraction, the upper one when two are as near; exact, without floats."""
    return (2 * numerator + denominator) // (2 * denominator)


def zone_of(percent: int, thresholds: Thresholds) -> Zone:
    if percent < thresholds.low_below:
        return Zone.LOW
    return Zone.MID if percent < thresholds.mid_below else Zone.HIGH
