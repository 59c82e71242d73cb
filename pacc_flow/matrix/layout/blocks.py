"""Where the matrices of a file are: stretches of a sheet under one header, and the lines of their rows."""

from dataclasses import dataclass, field

from pacc_flow.matrix.findings import Finding
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


@dataclass(slots=True)
class FoundBlock:
    """Lines under one header of a sheet, with the lines that stand above it and are no row."""

    grid: Grid
    header: Header
    above: list[Line]
    headers: list[int]
    lines: list[MatrixLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FoundMatrices:
    """`above`: the lines before the first header of the file's first block."""

    blocks: tuple[FoundBlock, ...]
    above: tuple[Line, ...]
    findings: tuple[Finding, ...]
