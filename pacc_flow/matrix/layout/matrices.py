"""The matrices of a file, sheet by sheet, and what there is to say of its sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.asides import Aside, aside_of
from pacc_flow.matrix.layout.blocks import FoundBlock, FoundMatrices
from pacc_flow.matrix.layout.header_lines import looks_like_header
from pacc_flow.matrix.layout.other_tables import ANOTHER
from pacc_flow.matrix.layout.sheet import Sheet
from pacc_flow.matrix.layout.sheet_cuts import sheet_cuts
from pacc_flow.matrix.layout.supposed import Supposed, suppose
from pacc_flow.matrix.pace import Pace
from pacc_flow.matrix.places.catalogue import Catalogue
from pacc_flow.matrix.readers.grid import Grid
from pacc_flow.matrix.readers.unreadable import Unreadable

_TABLE_LINES, _TABLE_CELLS = 4, 3


def find_matrices(grids: Sequence[Grid], catalogue: Catalogue, chosen: Mapping[str, str], pace: Pace) -> FoundMatrices:
    """Every matrix of every sheet; Unreadable when no sheet has a header with its rows."""
    found = [Sheet(grid, catalogue, chosen).read(pace) for grid in grids]
    other = (
        "" if any(sheet.has_rows for sheet in found) else next(filter(None, (one.asides.like_a_matrix for one in found)), "")
    )
    if other:
        found = [Sheet(grid, catalogue, chosen, takes_others=True).read(pace) for grid in grids]
    supposed = None if any(sheet.has_rows for sheet in found) else suppose(grids, catalogue, chosen)
    if supposed:
        found = [_supposing(supposed, grid, catalogue, chosen).read(pace) for grid in grids]
    if not any(sheet.blocks for sheet in found):
        raise Unreadable("No encontramos una matriz: ninguna hoja tiene una columna de actividades con sus encabezados.")
    blocks = _with_rows(found)
    if not blocks:
        raise Unreadable("La matriz tiene encabezados, pero ninguna fila.")
    findings = [*_about_sheets(found), *(finding for sheet in found if sheet.has_rows for finding in sheet.findings)]
    if supposed and (guessed := supposed.finding()):
        findings.insert(0, guessed)
    if other:
        findings.append(_only(other))
    return FoundMatrices(tuple(blocks), tuple(blocks[0].above), tuple(findings))


def _with_rows(sheets: Sequence[Sheet]) -> list[FoundBlock]:
    """Those that have any, with their place among them and what the sheets beside theirs tell of their cut."""
    blocks: list[FoundBlock] = []
    for sheet in sheets:
        for block in sheet.blocks:
            block.lines = [replace(line, block=len(blocks)) for line in block.lines]
            if block.lines:
                blocks.append(block)
    cuts = sheet_cuts(blocks)
    for block in blocks:
        block.cut = cuts.get(block.grid.sheet)
    return blocks


def _only(other: str) -> Finding:
    read = f"El archivo solo trae {other}, no un plan: leímos sus acciones como actividades."
    message = f"{read} Si no era este el archivo, descarte la propuesta."
    return Finding(Code.OTHER_TABLE, "file", message, Confidence.MEDIUM)


def _supposing(supposed: Supposed, grid: Grid, catalogue: Catalogue, chosen: Mapping[str, str]) -> Sheet:
    return Sheet(grid, catalogue, chosen, supposed=supposed if supposed.grid is grid else None)


def _about_sheets(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    read = [sheet for sheet in sheets if sheet.has_rows]
    if len(read) > 1:
        named = ", ".join(f"«{sheet.grid.sheet}»" for sheet in read)
        yield Finding(Code.SEVERAL_SHEETS, "file", f"Leímos {len(read)} hojas con matriz: {named}.", Confidence.MEDIUM)
    for sheet in sheets:
        name = sheet.grid.sheet
        if sheet.has_rows and sheet.grid.is_hidden:
            yield Finding(Code.HIDDEN_SHEET, "file", f"La hoja «{name}» está oculta; también la leímos.", Confidence.MEDIUM)
        if not sheet.has_rows:
            yield from _without_matrix(sheet.grid, sheet.asides.first or _of_headings(sheet.grid))


def _of_headings(grid: Grid) -> Aside | None:
    """The table that some line names columns of a follow-up for, such as its verification."""
    headings = next((line.cells for line in grid.lines if looks_like_header(line.cells)), None)
    return aside_of(ANOTHER, headings) if headings else None


def _without_matrix(grid: Grid, other: Aside | None) -> Iterator[Finding]:
    if other is not None:
        message = f"La hoja «{grid.sheet}» trae {other.what} («{other.words}»), no una matriz: no se leyó."
        yield Finding(Code.OTHER_TABLE, "file", message, other.confidence)
    elif _is_table(grid):
        message = f"La hoja «{grid.sheet}» no trae una matriz que reconozcamos; no la leímos."
        yield Finding(Code.SHEET_WITHOUT_MATRIX, "file", message, Confidence.MEDIUM)


def _is_table(grid: Grid) -> bool:
    return sum(1 for line in grid.lines if sum(map(bool, line.cells)) >= _TABLE_CELLS) >= _TABLE_LINES
