"""What is said of the lines among the rows that are none: each, or a run of them at once, such as the text of a whole page."""

from collections.abc import Iterable, Iterator

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.readers.grid import Line

_SHOWN = 80  # characters
_FEW = 3  # lines in a row that are said one by one


def about_loose(lines: Iterable[Line]) -> Iterator[Finding]:
    """In the order of the sheet, whatever that of `lines`."""
    for run in _runs(sorted(lines, key=lambda line: line.number)):
        if len(run) > _FEW:
            first, last = run[0], run[-1]
            message = (
                f"Los renglones {first.number} a {last.number} no son filas; van de «{_shown(first)}» a «{_shown(last)}». "
                "Mire en el documento si ahí hay actividades que falten."
            )
            yield Finding(Code.LOOSE_TEXT, "file", message, Confidence.LOW)
        else:
            for line in run:
                message = f"El renglón {line.number} no es una fila: «{_shown(line)}»."
                yield Finding(Code.LOOSE_TEXT, "file", message, Confidence.MEDIUM)


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    run: list[Line] = []
    for line in lines:
        if run and line.number > run[-1].number + 1:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _shown(line: Line) -> str:
    text = " · ".join(cell for cell in line.cells if cell)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
