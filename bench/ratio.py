"""A measure of ours against a bare limit of the same run on the same machine: the only figures that travel."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    SECONDS = "s"
    REQUESTS_A_SECOND = "req/s"
    MEBIBYTES = "MiB"


@dataclass(frozen=True)
class Ratio:
    """`ours` and `bare` in `unit`. `aim` bounds ours/bare: from above for what should be small, from below for speeds.

    Without an aim the figure is only reported; without a bare limit there is no ratio.
    """

    name: str
    ours: float
    bare: float | None
    unit: Unit
    aim: float | None = None
    detail: str = ""

    @property
    def value(self) -> float | None:
        return self.ours / self.bare if self.bare else None

    @property
    def is_reached(self) -> bool | None:
        if self.value is None or self.aim is None:
            return None
        return self.value >= self.aim if self.unit is Unit.REQUESTS_A_SECOND else self.value <= self.aim

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "ours": round(self.ours, 4),
            "bare": None if self.bare is None else round(self.bare, 4),
            "unit": self.unit,
            "ratio": None if self.value is None else round(self.value, 3),
            "aim": self.aim,
            "reached": self.is_reached,
            "detail": self.detail,
        }
