"""What there is to say of the columns of a file: those that nobody recognises, that are hidden, or that are a guess."""

from collections.abc import Iterator

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.blocks import FoundBlock, FoundMatrices
from pacc_flow.matrix.layout.headings import TITLES


def about_columns(found: FoundMatrices) -> Iterator[Finding]:
    """Each thing once, however many blocks repeat it."""
    said = dict.fromkeys(finding for block in found.blocks for finding in _of_block(block))
    yield from said


def _of_block(block: FoundBlock) -> Iterator[Finding]:
    header = block.header
    for heading in header.unknown:
        message = f"No reconocemos la columna «{heading.written}»; se conserva con las celdas originales."
        yield Finding(Code.UNKNOWN_COLUMN, heading.key, message, Confidence.MEDIUM)
    for name in header.doubtful:
        written = header.headings[header.places[name]].written or "sin título"
        message = f"Leímos la columna «{written}» como «{TITLES[name]}» por sus valores. Si no lo es, cámbielo en las columnas."
        yield Finding(Code.DOUBTFUL_COLUMN, name, message, Confidence.MEDIUM)
    for heading in header.headings:
        if heading.place in block.grid.hidden_columns:
            message = f"La columna «{heading.written or heading.place + 1}» está oculta; también la leímos."
            yield Finding(Code.HIDDEN_COLUMN, heading.key, message, Confidence.MEDIUM)
