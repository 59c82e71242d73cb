"""The columns of a document as a person names them: what cannot be, and what the reader could not heed."""

from collections.abc import Iterator, Mapping, Sequence

from pacc_flow.matrix.proposal import OF_FOLLOW_UP, Block, Column, Proposal


def doubled(blocks: Sequence[Block], asked: Mapping[str, str], changed: Mapping[str, str]) -> Iterator[tuple[Column, Column]]:
    """Two columns of a block that would be one field. `asked`: {key: field} of all, `changed` of those named otherwise.

    Of several follow-ups each has its percentage and its narrative: which column is whose, the reader tells.
    """
    for block in blocks:
        several = OF_FOLLOW_UP if any(column.cut for column in block.columns) else ()
        taken: dict[tuple[str, object], Column] = {}
        for column in block.columns:
            field = asked[column.key]
            other = taken.setdefault((field, column.cut), column)
            is_new = column.key in changed or other.key in changed
            if field and field not in several and other is not column and is_new:
                yield other, column


def unheeded(reading: Proposal, asked: Mapping[str, str]) -> frozenset[str]:
    """The keys of the columns that were not read as asked, which is said instead of shown as done."""
    read_as: dict[str, set[str]] = {}
    for block in reading.metadata.blocks:
        for column in block.columns:
            read_as.setdefault(column.key, set()).add(column.field)
    return frozenset(key for key, field in asked.items() if field not in read_as.get(key, ()))
