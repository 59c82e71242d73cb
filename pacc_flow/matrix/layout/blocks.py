"""Where the matrices of a file are: stretches of a sheet under one header, and the lines of their rows."""

from dataclasses import dataclass, field
from functools import cached_property

from pacc_flow.matrix.findings import Finding
from pacc_flow.matrix.layout.cut_labels import CutLabel, label_of
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.titles import Title
from pacc_flow.matrix.readers.grid import Grid, Line


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A line that holds a row, with the header it stands under, its page (how many headers of its sheet came before), what
    the title rows above it say, and the place of its block in the file.
    """

    line: Line
    header: Header
    page: int
    title: Title
    block: int


@dataclass
class FoundBlock:
    """Lines under one header of a sheet, with the lines that stand above it and are no row. `cut` is the one that the sheet
    is called by, which is seen beside the names of the others.
    """

    grid: Grid
    header: Header
    above: list[Line]
    headers: list[int]
    lines: list[MatrixLine] = field(default_factory=list)
    cut: CutLabel | None = None

    @cached_property
    def label(self) -> CutLabel | None:
        """The follow-up of a whole table: what the heading of its percentage says, the lines above it, or its sheet."""
        above = [cell for line in reversed(self.above) for cell in line.cells if cell]
        place = self.header.places.get("percent")
        heading = self.header.headings[place].written if place is not None else ""
        found = (label_of(text) for text in (heading, *above, self.grid.sheet))
        return next((label for label in found if label), self.cut)


@dataclass(frozen=True, slots=True)
class FoundMatrices:
    """`above`: the lines before the first header of the file's first block."""

    blocks: tuple[FoundBlock, ...]
    above: tuple[Line, ...]
    findings: tuple[Finding, ...]
