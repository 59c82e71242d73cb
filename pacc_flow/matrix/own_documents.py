"""Whether a document is one that this program published: then its texts are what people typed, to the letter.

In a document of others a tag is what a web page left behind; in ours somebody wrote it. Every one of ours has the columns of
the verification, one after the other, as the first line of a sheet or at the end of its one line of headings.
"""

from pacc_flow.matrix.readers.grid import ReadFile

VERIFICATION = (
    "ESTADO",
    "REPORTE DE LA DEPENDENCIA",
    "% REPORTADO POR LA DEPENDENCIA",
    "FECHAS (AAAA-MM-DD)",
    "OBSERVACIÓN DE CONTROL INTERNO",
    "MOTIVO SI NO FUE REPORTADA",
    "EVIDENCIAS",
)


def is_ours(file: ReadFile) -> bool:
    return any(_holds_verification(tuple(grid.lines[0].cells)) for grid in file.grids if grid.lines)


def _holds_verification(cells: tuple[str, ...]) -> bool:
    at = cells.index(VERIFICATION[0]) if VERIFICATION[0] in cells else 0
    return cells[at : at + len(VERIFICATION)] == VERIFICATION
