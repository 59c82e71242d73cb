from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet or text: its 1-based number in the file, and what each cell shows."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Grid:
    """What every reader hands over, whatever the format: a vertical merge already repeats its value on each row."""

    sheet: str
    lines: Sequence[Line]
