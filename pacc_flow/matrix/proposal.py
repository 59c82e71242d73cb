from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pacc_flow.matrix.findings import Finding, Need


@dataclass(frozen=True, slots=True)
class Metadata:
    """The header block. Dates are Bogotá dates; `raw` keeps each value as written; `headers` and lines are 1-based."""

    entity: str | None = None
    year: int | None = None
    published_on: date | None = None
    follow_up_on: date | None = None
    title: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    columns: Sequence[tuple[str, str]] = ()  # (heading as written, field of the row or ""), in the order of the file
    headers: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One activity as read. `percent` in hundredths of a percent; `line` is its line in the file, `cells` its literal
    cells, `shift` how many cells to the right of its column each value was found.
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


@dataclass(frozen=True, slots=True)
class OriginalCell:
    heading: str
    text: str
    read_as: str  # field of the row, or "" when the cell was not read


def original_cells(proposal: Proposal, row: Row) -> list[OriginalCell]:
    """The literal cells of a row beside the field that each one was read as."""
    columns = proposal.metadata.columns
    return [
        OriginalCell(
            heading=columns[place][0] if place < len(columns) else "",
            text=text,
            read_as=columns[place - row.shift][1] if text and 0 <= place - row.shift < len(columns) else "",
        )
        for place, text in enumerate(row.cells)
    ]
