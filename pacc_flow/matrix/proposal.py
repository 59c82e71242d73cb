from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pacc_flow.matrix.findings import Code, Finding, Need


@dataclass(frozen=True, slots=True)
class Column:
    """`heading` as written; `field` of the row that it was read as, or "": then it is only kept. `key` names the column
    when a person says which field it is; `cut` is the follow-up that it belongs to, when they stand side by side.
    """

    heading: str
    field: str
    key: str = ""
    cut: date | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of a sheet under one header: its columns in the order of the file, its header lines (1-based)."""

    sheet: str
    title: str
    columns: Sequence[Column]
    headers: Sequence[int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the document says of an activity at one cut. `percent` in hundredths of a percent."""

    cut: date | None
    percent: int | None
    narrative: str


OF_FOLLOW_UP = ("percent", "narrative")
"""The fields that every follow-up of a document has for itself."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The header block. Dates are Bogotá dates; `raw` keeps each value as written; `headers` and lines are 1-based.

    `columns` and `headers` are those of the first of the `blocks`; `kind` is the plan that it names, PAAC or PTEP, or "";
    `chosen`: {key of a column: field, or "" to only keep it}, those of this file that were read as a person said.
    """

    entity: str | None = None
    year: int | None = None
    published_on: date | None = None
    follow_up_on: date | None = None
    title: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    columns: Sequence[tuple[str, str]] = ()  # (heading as written, field of the row or ""), in the order of the file
    headers: Sequence[int] = ()
    blocks: Sequence[Block] = ()
    kind: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One activity as read. `percent` in hundredths of a percent; `line` is its line in the file, `cells` its literal
    cells, `shift` how many cells to the right of its column each value was found. `entries`: one for each follow-up of a
    document that holds several, in the order of their cuts. `block`: its place (0-based) among the blocks.
    """

    n: int
    line: int
    component: str
    subcomponent: str
    activity: str
    goal: str
    due_dates: tuple[date, ...]
    due_text: str
    percent: int | None
    narrative: str
    offices: tuple[str, ...]
    office_text: str
    cells: Sequence[str]
    findings: tuple[Finding, ...]
    shift: int = 0
    entries: tuple[Entry, ...] = ()
    block: int = 0

    @property
    def needs_a_person(self) -> bool:
        return any(finding.need is not Need.NOTHING for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the reader makes of a file. Nothing is created from it until a person has decided what it leaves open."""

    layout: str
    metadata: Metadata
    findings: tuple[Finding, ...]
    rows: tuple[Row, ...]

    @property
    def asks_for_columns(self) -> bool:
        """Whether a person must say what each column holds before anything can come of it."""
        return any(finding.code is Code.HEADINGS_GUESSED for finding in self.findings)


@dataclass(frozen=True, slots=True)
class OriginalCell:
    heading: str
    text: str
    read_as: str  # field of the row, or "" when the cell was not read


def original_cells(proposal: Proposal, row: Row) -> list[OriginalCell]:
    """The literal cells of a row beside the field that each one was read as."""
    blocks, columns = proposal.metadata.blocks, proposal.metadata.columns
    if row.block < len(blocks):
        columns = [(column.heading, column.field) for column in blocks[row.block].columns]
    return [
        OriginalCell(
            heading=columns[place][0] if place < len(columns) else "",
            text=text,
            read_as=columns[place - row.shift][1] if text and 0 <= place - row.shift < len(columns) else "",
        )
        for place, text in enumerate(row.cells)
    ]
