"""The columns of a document as the page lists them: heading, first values, and the field of a row that each was read as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pacc_flow.calendar.words import long_date
from pacc_flow.matrix import Proposal, original_cells
from pacc_flow.matrix.layout.columns.headings import TITLES
from pacc_flow.matrix.proposal import Column

_ONLY_KEPT = ""
_EXAMPLES, _LOOKED_AT = 2, 30  # different values of a column, and the rows of its block where they are looked for


@dataclass(frozen=True)
class ColumnLine:
    """One line of the form. `name` is that of its field; `examples` are the first values under the heading; `cut`, in
    words, the follow-up that the column belongs to; `asked` the field of a row that a person wants, `field` what it is.
    """

    name: str
    key: str
    heading: str
    field: str
    asked: str
    cut: str
    examples: Sequence[str]

    def answered(self, form: Mapping[str, str]) -> "ColumnLine":
        """An answer that the list does not have is a form that we did not write: the column stays as it is."""
        asked = form.get(self.name, self.field)
        return replace(self, asked=asked if asked in TITLES or asked == _ONLY_KEPT else self.field)


def columns_of(reading: Proposal) -> list[ColumnLine]:
    """Each column once, however many blocks have it."""
    found: dict[str, Column] = {}
    for block in reading.metadata.blocks:
        for column in block.columns:
            found.setdefault(column.key, column)
    examples = _examples(reading)
    return [
        ColumnLine(
            f"columna-{number}",
            key,
            column.heading,
            column.field,
            column.field,
            long_date(column.cut) if column.cut else "",
            examples.get(key, ()),
        )
        for number, (key, column) in enumerate(found.items(), start=1)
    ]


def _examples(reading: Proposal) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    seen: dict[int, int] = {}
    for row in reading.rows:
        seen[row.block] = seen.get(row.block, 0) + 1
        if seen[row.block] > _LOOKED_AT or row.block >= len(reading.metadata.blocks):
            continue
        columns = reading.metadata.blocks[row.block].columns
        for column, cell in zip(columns, original_cells(reading, row), strict=False):
            values = found.setdefault(column.key, [])
            if cell.text and cell.text not in values and len(values) < _EXAMPLES:
                values.append(cell.text)
    return found
