"""From the bytes of a file to its proposal: each step hands the next one something simpler. All in this process."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pacc_flow.matrix.drafting import Draft, draft_lines
from pacc_flow.matrix.due_columns import DueColumns
from pacc_flow.matrix.findings import Finding
from pacc_flow.matrix.follow_ups import Cuts
from pacc_flow.matrix.joining import join_follow_ups
from pacc_flow.matrix.layout.blocks import FoundMatrices
from pacc_flow.matrix.layout.document.metadata import read_header_block
from pacc_flow.matrix.layout.matrices import find_matrices
from pacc_flow.matrix.layout.oddities import about_chosen, about_columns, chosen_columns
from pacc_flow.matrix.offices.office_proposal import catalogue_of, propose_offices
from pacc_flow.matrix.offices.office_readings import about_spellings
from pacc_flow.matrix.offices.offices import OfficeCatalogue
from pacc_flow.matrix.own_documents import is_ours
from pacc_flow.matrix.pace import Pace, Part, Progress, no_progress
from pacc_flow.matrix.places.catalogue import Catalogue, catalogue_for, kind_in
from pacc_flow.matrix.places.components import place_rows
from pacc_flow.matrix.places.numbering import place_by_name_of_sheet, place_by_numbers
from pacc_flow.matrix.places.place import Labels, Placement
from pacc_flow.matrix.places.sheet_names import component_of_sheet
from pacc_flow.matrix.places.written_numbers import with_findings, written_out
from pacc_flow.matrix.proposal import Proposal
from pacc_flow.matrix.readers.grid import ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.read_file import read_file
from pacc_flow.matrix.repeated import Repeated
from pacc_flow.matrix.rows import rows_of
from pacc_flow.matrix.shared_activities import join_offices

_DEFAULT_LIMITS = Limits()
_TITLE_LINES = 15
_LOOPS = 3  # over the lines: where the matrix is, what each cell holds, and the row with its findings


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a caller knows beforehand: the entity's catalogue of offices, and the columns as a person named them."""

    offices: OfficeCatalogue | None
    columns: Mapping[str, str]
    filename: str


def read_here(
    data: bytes,
    filename: str,
    *,
    offices: OfficeCatalogue | None = None,
    limits: Limits = _DEFAULT_LIMITS,
    columns: Mapping[str, str] | None = None,
    tell: Progress = no_progress,
) -> Proposal:
    """The proposal of a file; Unreadable, with a message for the person who sent it, when there is none to make.

    `offices` is the entity's catalogue, proposed from the document if None; `columns`: {key of a column: field, or "" to
    only keep it}, which prevails over what its heading says.
    """
    return propose(read_file(data, filename, limits, tell), _Asked(offices, columns or {}, filename), tell)


def propose(file: ReadFile, asked: _Asked, tell: Progress) -> Proposal:
    pace = Pace(tell, _LOOPS * sum(len(grid.lines) for grid in file.grids), Part.ROW)
    catalogue = catalogue_for(_titles(file))
    found = find_matrices(file.grids, catalogue, asked.columns, pace)
    lines = join_offices(found, draft_lines(found, pace, as_typed=is_ours(file)))
    drafts, placements = join_follow_ups(lines, list(_placements(found, lines, catalogue)))
    repeated = Repeated(found, drafts, placements)
    drafts = drafts if is_ours(file) else repeated.drafts
    due_texts = [draft.value.get("due", "") for draft in drafts]
    labels = [one.label for draft in drafts for one in draft.said if one.label]
    block = read_header_block(found, labels, due_texts, asked.filename, kind_in(_titles(file)))
    cuts = Cuts((draft.said for draft in drafts), block.metadata.year)
    chosen = chosen_columns(found, asked.columns)
    metadata = replace(block.metadata, follow_up_on=cuts.last or block.metadata.follow_up_on, chosen=chosen)
    due_columns = DueColumns(found, drafts)
    proposed = propose_offices([draft.value.get("office", "") for draft in drafts]) if asked.offices is None else []
    known = catalogue_of(proposed) if asked.offices is None else asked.offices
    about_all = (*about_chosen(found, chosen), *about_columns(found))
    about_block = (finding for finding in block.findings if not (cuts.last and finding.field == "follow_up_on"))
    about_values = (*due_columns.findings(), *cuts.findings())
    about: tuple[Finding, ...] = (
        *file.findings,
        *found.findings,
        *repeated.findings(),
        *about_all,
        *about_block,
        *about_values,
    )
    return Proposal(
        layout=_layout(found, cuts),
        metadata=metadata,
        findings=(*about, *about_spellings(proposed)),
        rows=tuple(pace.over(rows_of(drafts, placements, cuts, metadata, known, due_columns=due_columns))),
    )


def _titles(file: ReadFile) -> Iterator[str]:
    for grid in file.grids:
        yield grid.sheet
        for line in grid.lines[:_TITLE_LINES]:
            yield from (cell for cell in line.cells if cell)


def _layout(found: FoundMatrices, cuts: Cuts) -> str:
    return "varios-seguimientos" if cuts.are_several else found.blocks[0].header.name


def _placements(found: FoundMatrices, drafts: Sequence[Draft], catalogue: Catalogue) -> Iterator[Placement]:
    """Table by table: no label reaches over to the next sheet, nor to the next follow-up of a sheet."""
    several = len({block.grid.sheet for block in found.blocks}) > 1

    def table_of(draft: Draft) -> tuple[int, object]:
        return id(found.blocks[draft.source.block].grid), found.blocks[draft.source.block].label

    for _, run in groupby(drafts, table_of):
        own = list(run)
        sheet = found.blocks[own[0].source.block].grid
        labels, said = written_out([_labels(draft) for draft in own], catalogue)
        placed = with_findings(place_rows(labels, catalogue), said)
        placed = place_by_name_of_sheet(placed, component_of_sheet(sheet.sheet, catalogue, is_one_of_several=several))
        yield from place_by_numbers(placed, labels, [draft.number for draft in own], catalogue)


def _labels(draft: Draft) -> Labels:
    value, title = draft.value, draft.source.title
    component = _in_one_line(value.get("component", "")) or title.component
    subcomponent = _in_one_line(value.get("subcomponent", "")) or title.subcomponent
    return Labels(component, subcomponent, draft.source.page, value["activity"], value["goal"])


def _in_one_line(label: str) -> str:
    """«Subcomponente 1          Política de riesgos»: blanks put the name on its own line, and say nothing."""
    return " ".join(label.split())
