"""From a file to its proposal: each step hands the next one something simpler."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pacc_flow.matrix.cells.cell_readings import after_cut, cleaned, read_due, read_percentage
from pacc_flow.matrix.cells.percents import read_percent
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.alignment import shift_of, values
from pacc_flow.matrix.layout.columns import Layout
from pacc_flow.matrix.layout.metadata import read_header_block
from pacc_flow.matrix.layout.sheet_matrix import Matrix, MatrixLine, find_matrix
from pacc_flow.matrix.offices.office_proposal import catalogue_of, propose_offices
from pacc_flow.matrix.offices.office_readings import ComponentOffices, RowOffices, about_spellings
from pacc_flow.matrix.offices.offices import OfficeCatalogue
from pacc_flow.matrix.places.catalogue import PAAC, Catalogue
from pacc_flow.matrix.places.components import place_rows
from pacc_flow.matrix.places.place import Labels, Placement
from pacc_flow.matrix.proposal import Metadata, Proposal, Row
from pacc_flow.matrix.readers.file_kind import FileKind, recognise_kind
from pacc_flow.matrix.readers.grid import ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.text import read_text
from pacc_flow.matrix.readers.unreadable import Unreadable
from pacc_flow.matrix.readers.xlsx_reader import read_xlsx

_READERS: Mapping[FileKind, Callable[[bytes, Limits], ReadFile]] = {
    FileKind.TEXT: read_text,
    FileKind.XLSX: read_xlsx,
}
_DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row with its values in their columns and its texts clean, before it is placed among the others."""

    source: MatrixLine
    shift: int
    value: Mapping[str, str]
    findings: list[Finding]


def read(
    path_or_bytes: str | Path | bytes,
    filename: str | None = None,
    *,
    offices: OfficeCatalogue | None = None,
    catalogue: Catalogue = PAAC,
    limits: Limits = _DEFAULT_LIMITS,
) -> Proposal:
    """The proposal of a file; Unreadable, with a message for the person who sent it, when there is none to make.

    `filename` is the name that its sender gave it; `offices` the entity's catalogue, proposed from the document if None.
    """
    data = _load(path_or_bytes, limits)
    name = filename if filename is not None or isinstance(path_or_bytes, bytes) else Path(path_or_bytes).name
    file = _READERS[recognise_kind(data, name or "", limits)](data, limits)
    return _propose(find_matrix(file.grids), file.findings, offices, catalogue)


def _load(path_or_bytes: str | Path | bytes, limits: Limits) -> bytes:
    if isinstance(path_or_bytes, bytes):
        data = path_or_bytes
    else:
        try:
            with Path(path_or_bytes).open("rb") as stream:
                data = stream.read(limits.file_bytes + 1)
        except OSError as error:
            raise Unreadable(f"No pudimos abrir el archivo {path_or_bytes}.") from error
    if len(data) > limits.file_bytes:
        raise Unreadable(f"El archivo pesa más de {limits.file_bytes // 2**20} MB.")
    return data


def _propose(matrix: Matrix, of_file: Sequence[Finding], offices: OfficeCatalogue | None, catalogue: Catalogue) -> Proposal:
    block = read_header_block(matrix.above, matrix.header, matrix.headers, matrix.sheet)
    drafts = [_draft(line) for line in matrix.lines]
    placements = place_rows([_labels(draft) for draft in drafts], catalogue)
    proposed = propose_offices([draft.value.get("office", "") for draft in drafts]) if offices is None else []
    known = catalogue_of(proposed) if offices is None else offices
    return Proposal(
        layout=matrix.header.layout.name,
        metadata=block.metadata,
        findings=(*of_file, *matrix.findings, *block.findings, *about_spellings(proposed)),
        rows=tuple(_rows(drafts, placements, block.metadata, known)),
    )


def _draft(source: MatrixLine) -> _Draft:
    cells, places = source.line.cells, source.header.places
    shift = shift_of(cells, places)
    value = values(cells, places, shift)
    findings: list[Finding] = []
    if shift:
        findings.append(_shifted(shift, source.header.layout))
    for name in ("activity", "goal", "narrative"):
        text = value.setdefault(name, "")
        if "<" in text or "://" in text:
            value[name] = cleaned(name, text, findings)
    if not value["activity"]:
        findings.append(Finding(Code.ACTIVITY_MISSING, "activity", "La fila no trae actividad.", Confidence.LOW))
    if not shift and any(cells[len(source.header.headings) :]):
        message = "La fila trae más celdas que encabezados; las que sobran no se leyeron."
        findings.append(Finding(Code.EXTRA_CELLS, "cells", message, Confidence.MEDIUM))
    return _Draft(source, shift, value, findings)


def _shifted(shift: int, layout: Layout) -> Finding:
    cells = "una celda" if abs(shift) == 1 else f"{abs(shift)} celdas"
    side = "derecha" if shift > 0 else "izquierda"
    order = list(layout.titles)
    due, percent = order.index("due") + shift, order.index("percent") + shift
    titles = list(layout.titles.values())
    message = (
        f"La fila venía corrida {cells} a la {side}; la acomodamos. "
        f"La fecha estaba en «{titles[due]}» y el porcentaje en «{titles[percent]}»."
    )
    return Finding(Code.SHIFTED, "cells", message)


def _labels(draft: _Draft) -> Labels:
    value = draft.value
    return Labels(
        value.get("component", ""), value.get("subcomponent", ""), draft.source.page, value["activity"], value["goal"]
    )


def _rows(
    drafts: Sequence[_Draft], placements: Sequence[Placement], metadata: Metadata, known: OfficeCatalogue
) -> Iterator[Row]:
    row_offices = RowOffices(known)
    offices = [row_offices.read(draft.value.get("office", "")) for draft in drafts]
    suggestions = ComponentOffices((place.component, names) for place, (names, _) in zip(placements, offices, strict=True))
    are_fractions = _unsigned_are_fractions(drafts)
    for n, (draft, place, (names, about_offices)) in enumerate(zip(drafts, placements, offices, strict=True), 1):
        value = draft.value
        due_text = value.get("due", "")
        due = read_due(due_text)
        percent = read_percentage(value.get("percent", ""), unsigned_are_fractions=are_fractions)
        after = after_cut(due.days, percent.value, metadata.follow_up_on)
        yield Row(
            n=n,
            line=draft.source.line.number,
            component=place.component,
            subcomponent=place.subcomponent,
            activity=value["activity"],
            goal=value["goal"],
            due_dates=due.days,
            due_text=due_text,
            percent=percent.value,
            narrative=value["narrative"],
            offices=names,
            office_text=value.get("office", ""),
            cells=draft.source.line.cells,
            findings=(
                *draft.findings,
                *place.findings,
                *due.findings,
                *((after,) if after else ()),
                *percent.findings,
                *(about_offices if names else suggestions.suggest(place.component, about_offices)),
            ),
            shift=draft.shift,
        )


def _unsigned_are_fractions(drafts: Sequence[_Draft]) -> bool:
    written = {draft.value.get("percent", "") for draft in drafts}
    unsigned = [reading.number for text in written if (reading := read_percent(text)) and not reading.is_signed]
    return all(number <= 1 for number in unsigned)
