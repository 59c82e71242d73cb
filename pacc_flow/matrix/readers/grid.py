from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pacc_flow.matrix.findings import Finding

Place = tuple[int, int]
"""A cell: the 1-based number of its line in the file and its 0-based column."""


class Line(NamedTuple):
    """One line of a sheet or text: its 1-based number in the file, and what each cell shows."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Grid:
    """What every reader hands over, whatever the format: a vertical merge already repeats its value on each row.

    `spans`: how many columns a cell merged across covers, itself included. `fallen`: cells that go on with the merge of the
    one above. `struck`: cells with text struck out, True when all of it is. Blank lines are left out.
    """

    sheet: str
    lines: Sequence[Line]
    spans: Mapping[Place, int] = field(default_factory=dict)
    fallen: frozenset[Place] = frozenset()
    struck: Mapping[Place, bool] = field(default_factory=dict)
    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One grid a sheet, and what the reader has to say of the file itself."""

    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...] = ()
