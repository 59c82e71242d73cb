"""A measure of ours against a bare limit of the same run on the same machine: the only figures that travel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median


class Unit(StrEnum):
    SECONDS = "s"
    MILLISECONDS = "ms"
    MICROSECONDS = "µs"
    REQUESTS_A_SECOND = "req/s"
    RECORDS_A_SECOND = "rec/s"
    ENTRIES_A_SECOND = "entries/s"
    ROWS_A_SECOND = "rows/s"
    MESSAGES_A_SECOND = "mails/s"
    MEBIBYTES = "MiB"

    @property
    def is_speed(self) -> bool:
        """The more of it the better."""
        return self.value.endswith("/s")


@dataclass(frozen=True)
class Ratio:
    """`ours` and `bare` in `unit`, one figure for each turn of the run: the ratio is the median of the turns' ratios.

    `aim` bounds it: from above for what should be small, from below for speeds. Without an aim it is only reported.
    """

    name: str
    ours: Sequence[float]
    bare: Sequence[float]
    unit: Unit
    aim: float | None = None
    detail: str = ""
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def value(self) -> float:
        return median(ours / bare for ours, bare in zip(self.ours, self.bare, strict=True))

    @property
    def is_reached(self) -> bool | None:
        if self.aim is None:
            return None
        return self.value >= self.aim if self.unit.is_speed else self.value <= self.aim

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "ours": round(median(self.ours), 4),
            "bare": round(median(self.bare), 4),
            "unit": self.unit,
            "ratio": round(self.value, 3),
            "turns": [round(ours / bare, 3) for ours, bare in zip(self.ours, self.bare, strict=True)],
            "aim": self.aim,
            "reached": self.is_reached,
            "detail": self.detail,
            **self.more,
        }


def figure(value: float) -> str:
    """Three digits that count, without an exponent."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004  # from here on there are no decimals
