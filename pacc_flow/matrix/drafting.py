"""A line of the matrix as a draft: its values in their columns and its texts clean, before it is placed among the others."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pacc_flow.matrix.cells.cell_readings import cleaned
from pacc_flow.matrix.cells.quotation import quoted
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.follow_ups import Retold, Said, said_in
from pacc_flow.matrix.layout.alignment import shift_of, values
from pacc_flow.matrix.layout.blocks import FoundBlock, FoundMatrices, MatrixLine
from pacc_flow.matrix.layout.columns.headings import TITLES
from pacc_flow.matrix.layout.columns.schedule import marked
from pacc_flow.matrix.layout.columns.state_columns import marked_state
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.lines import LABELS
from pacc_flow.matrix.pace import Pace
from pacc_flow.matrix.places.numbering import number_of
from pacc_flow.matrix.proposal import OF_FOLLOW_UP

_TEXTS = ("activity", "goal", "narrative")
Clean = Callable[[str, str, list[Finding]], str]


@dataclass(frozen=True, slots=True)
class Draft:
    """`said`: what the document says of it at each follow-up, as written but for its markup; `number`: (2, 3) of «2.3».
    `retold`: what it says otherwise at another one.
    """

    source: MatrixLine
    shift: int
    value: Mapping[str, str]
    said: Sequence[Said]
    number: tuple[int, ...]
    findings: tuple[Finding, ...]
    retold: Sequence[Retold] = ()


def draft_lines(found: FoundMatrices, pace: Pace, *, as_typed: bool = False) -> list[Draft]:
    """The drafts in the order of the file, one for each line.

    `as_typed`: the texts are kept to the letter, for no web page left its marks in them.
    """
    clean = _as_typed if as_typed else cleaned
    return [draft for block in found.blocks for draft in _drafts(block, pace, clean)]


def _as_typed(_name: str, text: str, _findings: list[Finding]) -> str:
    return text


def _drafts(block: FoundBlock, pace: Pace, clean: Clean) -> Iterator[Draft]:
    """Where each line says its follow-up, one without an activity goes on with that of the line above; elsewhere that is
    offered, for a text keeps a merged cell on its first line only.
    """
    last: Mapping[str, str] = {}
    above = ""
    for line in pace.over(block.lines):
        draft = _draft(block, line, last, clean)
        last = draft.value if block.header.cut is not None else last
        above = draft.value["activity"] or ("" if any(draft.value.get(name) for name in LABELS) else above)
        yield draft if draft.value["activity"] else replace(draft, findings=(*draft.findings, _without_activity(above)))


def _draft(block: FoundBlock, source: MatrixLine, before: Mapping[str, str], clean: Clean) -> Draft:
    cells, places = source.line.cells, source.header.places
    shift = shift_of(cells, places)
    value = values(cells, places, shift)
    if before and not value["activity"]:
        value |= {name: value.get(name) or text for name, text in before.items() if name not in OF_FOLLOW_UP}
    if source.header.marks:
        value["percent"] = marked_state(cells, source.header.marks)
    if source.header.months:
        value["due"] = marked(cells, source.header.months)
    findings: list[Finding] = [_shifted(shift, source.header)] if shift else []
    for name in _TEXTS:
        text = value.setdefault(name, "")
        if text:
            value[name] = clean(name, text, findings)
    if not shift and any(cells[len(source.header.headings) :]):
        message = "La fila trae más celdas que encabezados; las que sobran no se leyeron."
        findings.append(Finding(Code.EXTRA_CELLS, "cells", message, Confidence.MEDIUM))
    findings += _marks(block, source)
    said = said_in(block, value, cells, shift)
    if block.header.groups:
        said = [replace(one, narrative=clean("narrative", one.narrative, [])) for one in said]
    return Draft(source, shift, value, said, _number(source, value, shift), tuple(findings))


def _without_activity(above: str) -> Finding:
    if not above:
        return Finding(Code.ACTIVITY_MISSING, "activity", "La fila no trae actividad.", Confidence.LOW)
    message = f"La fila no trae actividad. Puede ser la de la fila de arriba, {quoted(above)}."
    return Finding(Code.ACTIVITY_MISSING, "activity", message, Confidence.MEDIUM, above)


def _number(source: MatrixLine, value: Mapping[str, str], shift: int) -> tuple[int, ...]:
    at = -1 if source.header.number is None else source.header.number + shift
    cells = source.line.cells
    column = cells[at] if 0 <= at < len(cells) else ""
    return number_of(column, value["activity"], value.get("subcomponent", ""))


def _shifted(shift: int, header: Header) -> Finding:
    cells = "una celda" if abs(shift) == 1 else f"{abs(shift)} celdas"
    side = "derecha" if shift > 0 else "izquierda"
    titles = {place: TITLES[name] for name, place in header.places.items()}
    due, percent = (_titled(header, titles, header.places[name] + shift) for name in ("due", "percent"))
    message = (
        f"La fila venía corrida {cells} a la {side}; la acomodamos. La fecha estaba en «{due}» y el porcentaje en «{percent}»."
    )
    return Finding(Code.SHIFTED, "cells", message)


def _titled(header: Header, titles: Mapping[int, str], place: int) -> str:
    own = header.headings[place].written if 0 <= place < len(header.headings) else ""
    return titles.get(place) or own or f"la columna {place + 1}"


def _marks(block: FoundBlock, source: MatrixLine) -> Iterator[Finding]:
    """What a person would see in the file and the text does not tell: hidden lines, struck-out words."""
    grid, line = block.grid, source.line
    if line.number in grid.hidden_lines:
        yield Finding(Code.HIDDEN_ROW, "cells", "La fila está oculta en el archivo; también la leímos.", Confidence.MEDIUM)
    if not grid.struck:
        return
    for name, place in source.header.places.items():
        whole = grid.struck.get((line.number, place))
        if whole is None:
            continue
        if name == "activity" and whole:
            message = "La actividad está tachada en el archivo. Puede que ya no sea parte del plan."
            yield Finding(Code.STRUCK_ACTIVITY, "activity", message, Confidence.MEDIUM, "")
        else:
            part = "está tachada" if whole else "tiene palabras tachadas"
            message = f"La celda de «{TITLES[name]}» {part} en el archivo; la leímos entera."
            yield Finding(Code.STRUCK_TEXT, name, message, Confidence.MEDIUM)
