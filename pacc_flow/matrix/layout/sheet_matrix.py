"""Finding the matrix in a file: its header, the headers that each page repeats, and the lines of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.columns import Header, recognise
from pacc_flow.matrix.readers.grid import Grid, Line
from pacc_flow.matrix.readers.unreadable import Unreadable

_LABELS = frozenset({"component", "subcomponent"})


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A line that holds a row, with the header it stands under and its page: how many headers came before."""

    line: Line
    header: Header
    page: int


@dataclass(frozen=True, slots=True)
class Matrix:
    sheet: str
    above: tuple[Line, ...]
    header: Header
    headers: tuple[int, ...]
    lines: tuple[MatrixLine, ...]
    findings: tuple[Finding, ...]


def find_matrix(grids: Sequence[Grid]) -> Matrix:
    """The matrix with most rows among the sheets; Unreadable when no sheet has a header with its rows."""
    found = [matrix for grid in grids if (matrix := _in_grid(grid))]
    if not found:
        raise Unreadable("No encontramos una matriz: ninguna hoja tiene una columna de actividades con sus encabezados.")
    best = max(found, key=lambda matrix: len(matrix.lines))
    if not best.lines:
        raise Unreadable("La matriz tiene encabezados, pero ninguna fila.")
    others = [matrix.sheet for matrix in found if matrix is not best and matrix.lines]
    return best if not others else _with_others(best, others)


def _in_grid(grid: Grid) -> Matrix | None:
    header: Header | None = None
    above: list[Line] = []
    headers: list[int] = []
    lines: list[MatrixLine] = []
    findings: list[Finding] = []
    first: Header | None = None
    for line in grid.lines:
        recognised = recognise(line.cells)
        if recognised:
            header = recognised
            first = first or recognised
            headers.append(line.number)
        elif header is None:
            above.append(line)
        elif _is_row(line, header):
            lines.append(MatrixLine(line, header, len(headers)))
        else:
            findings.append(_loose(line))
    if first is None:
        return None
    if len(headers) > 1:
        findings.append(_repeated(headers))
    return Matrix(grid.sheet, tuple(above), first, tuple(headers), tuple(lines), tuple(findings))


def _is_row(line: Line, header: Header) -> bool:
    """An activity is a row by itself; without one, two more of the other fields make it a row that lost it."""
    cells, places = line.cells, header.places
    activity = places["activity"]
    if activity < len(cells) and cells[activity]:
        return True
    labels = {place for name, place in places.items() if name in _LABELS}
    return sum(1 for place, cell in enumerate(cells) if cell and place not in labels) > 1


def _loose(line: Line) -> Finding:
    text = " · ".join(cell for cell in line.cells if cell)
    shown = text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004 -- characters on a line of the screen
    return Finding(Code.LOOSE_TEXT, "file", f"El renglón {line.number} no es una fila: «{shown}».", Confidence.MEDIUM)


def _repeated(headers: Sequence[int]) -> Finding:
    return Finding(Code.REPEATED_HEADERS, "file", f"Reconocimos {len(headers)} encabezados repetidos, uno por página.")


def _with_others(best: Matrix, others: Sequence[str]) -> Matrix:
    named = ", ".join(f"«{name}»" for name in others)
    message = f"Leímos la hoja «{best.sheet}». También parecen matriz: {named}."
    finding = Finding(Code.SEVERAL_SHEETS, "file", message, Confidence.MEDIUM)
    return Matrix(best.sheet, best.above, best.header, best.headers, best.lines, (*best.findings, finding))
