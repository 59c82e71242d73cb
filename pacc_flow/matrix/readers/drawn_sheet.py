"""A sheet as a reader of XML draws it, row by row: what is written, merged, struck out or hidden, within the limits."""

from dataclasses import dataclass, field

from lxml import etree

from pacc_flow.matrix.readers.grid import Grid, Place
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.table_cells import Merge, check_sizes, fallen_of, lines_of, spans_of


@dataclass(slots=True)
class DrawnSheet:
    """`row` is the 0-based number of the row being drawn; rows without text cost nothing."""

    name: str
    limits: Limits
    style: str = ""
    is_hidden: bool = False
    table: list[list[str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    struck: dict[Place, bool] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    row: int = 0
    columns: int = 0
    width: int = 0

    def hide_rows(self, count: int) -> None:
        if count <= self.limits.rows:
            self.hidden_rows |= set(range(self.row + 1, self.row + count + 1))

    def hide_columns(self, first: int, count: int) -> None:
        if first < self.limits.columns:
            self.hidden_columns |= set(range(first, min(first + count, self.limits.columns)))

    def merge(self, column: int, down: int, across: int) -> None:
        """`down` and `across` are how many rows and columns it covers, its own included."""
        if down > 1 or across > 1:
            self.merges.append((self.row, column, self.row + down - 1, column + across - 1))
            check_sizes(self.limits, rows=0, columns=0, merges=len(self.merges))

    def add(self, cells: list[str], repeats: int = 1) -> None:
        """The row being drawn, which ends here."""
        if cells:
            rows = self.row + repeats
            self.width = max(self.width, len(cells))
            check_sizes(self.limits, rows=rows, columns=self.width, merges=0)
            self.table += [[] for _ in range(self.row - len(self.table))]
            self.table += [list(cells) for _ in range(repeats)]
        self.row += repeats

    def grid(self) -> Grid:
        check_sizes(self.limits, rows=len(self.table), columns=self.width, merges=len(self.merges))
        for row in self.table:
            row.extend([""] * (self.width - len(row)))
        return Grid(
            self.name,
            lines_of(self.table, self.merges, self.limits),
            spans=spans_of(self.merges, len(self.table)),
            fallen=fallen_of(self.merges, len(self.table)),
            struck=self.struck,
            hidden_lines=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            is_hidden=self.is_hidden,
        )


def put(cells: list[str], column: int, count: int, text: str, limits: Limits) -> None:
    """A text in `count` columns of a row from `column` on, whatever was left blank before them."""
    if column + count > limits.columns:
        check_sizes(limits, rows=0, columns=column + count, merges=0)
    if column > len(cells):
        cells += [""] * (column - len(cells))
    cells += [text] * count


def let_go(element: etree._Element) -> None:
    """An element that was taken, and whatever stands before it, are needed no more. Only at its end may it be changed."""
    element.clear(keep_tail=True)
    while element.getprevious() is not None:
        del element.getparent()[0]
