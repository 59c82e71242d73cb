"""The audited rows of a table as they stand, read in order of their ids, even where somebody left what cannot be read."""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa

_AT_ONCE = 1_000


class Image(NamedTuple):
    """`row` is None when a value of it is not of its kind: a date that is no date, put there by hand."""

    id: int
    row: sa.RowMapping | None


def read_images(connection: sa.Connection, found: sa.Select[*tuple[object, ...]], table: sa.Table) -> Iterator[Image]:
    """The rows that `found` selects from `table`, its id among the columns; a few at a time in memory."""
    last = 0
    while True:
        page = found.where(table.c.id > last).order_by(table.c.id).limit(_AT_ONCE)
        rows = _read(connection, page)
        if rows is None:
            ids = connection.scalars(page.with_only_columns(table.c.id)).all()
            images = [
                Image(row_id, next(iter(_read(connection, found.where(table.c.id == row_id)) or ()), None)) for row_id in ids
            ]
        else:
            images = [Image(row["id"], row) for row in rows]
        yield from images
        if len(images) < _AT_ONCE:
            return
        last = images[-1].id


def _one(connection: sa.Connection, row: sa.Select[*tuple[object, ...]]) -> sa.RowMapping | None:
    return next(iter(_read(connection, row) or ()), None)


def _read(connection: sa.Connection, rows: sa.Select[*tuple[object, ...]]) -> list[sa.RowMapping] | None:
    """None when one of them cannot be read."""
    with connection.execute(rows) as result:
        try:
            return list(result.mappings())
        except ValueError:
            return None
