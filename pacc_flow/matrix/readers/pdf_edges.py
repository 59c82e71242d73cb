"""Where a page cuts a row of a table in two: its columns are drawn on beyond the last rule, or begin before the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_TOUCHING = 3.0  # points
_FEW_COLUMNS = 3  # sides that end together: two are a frame or a margin


@dataclass(frozen=True, slots=True)
class OpenEdges:
    """How far the columns go beyond the rules, in points from the top of the page; None where a rule closes them."""

    top: float | None
    bottom: float | None

    @property
    def rules(self) -> list[float]:
        """Those that would close the table."""
        return [place for place in (self.top, self.bottom) if place is not None]


@dataclass(frozen=True, slots=True)
class _Side:
    x: float
    top: float
    bottom: float


def open_edges(page: Any) -> OpenEdges:  # noqa: ANN401 -- pdfplumber gives no types
    edges = page.edges
    sides = [_Side(edge["x0"], edge["top"], edge["bottom"]) for edge in edges if edge["orientation"] == "v"]
    if len(sides) < _FEW_COLUMNS:
        return OpenEdges(None, None)
    rules = [edge["top"] for edge in edges if edge["orientation"] == "h"]
    top, bottom = min(side.top for side in sides), max(side.bottom for side in sides)
    within = [rule for rule in rules if top - _TOUCHING <= rule <= bottom + _TOUCHING]
    first, last = min(within, default=bottom), max(within, default=top)
    over = [side for side in sides if side.top - top <= _TOUCHING and side.bottom >= first - _TOUCHING]
    under = [side for side in sides if bottom - side.bottom <= _TOUCHING and side.top <= last + _TOUCHING]
    return OpenEdges(
        top if first - top > _TOUCHING and _are_columns(over) else None,
        bottom if bottom - last > _TOUCHING and _are_columns(under) else None,
    )


def _are_columns(sides: Sequence[_Side]) -> bool:
    return len({round(side.x) for side in sides}) >= _FEW_COLUMNS
