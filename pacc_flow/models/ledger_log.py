"""The ledger of a live database read from its first record to its last, as it stood at one moment."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from pacc_flow.ledger.canonical import instant
from pacc_flow.ledger.chain import Record
from pacc_flow.models.ledger_record import LedgerRecord
from pacc_flow.models.session import READ_ONLY

_AT_ONCE = 1_000
_COLUMNS = ("kind", "actor_id", "entity_id", "subject_type", "subject_id", "subject_rev")


@contextmanager
def one_moment(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees a single moment however long it reads, and holds back nobody who writes."""
    snapshot = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**READ_ONLY, **snapshot, yield_per=_AT_ONCE) as connection:
        yield connection


def read_log(connection: sa.Connection) -> Iterator[Record]:
    """Every record in order, with the columns that the database derived; a few at a time in memory."""
    for row in connection.execute(sa.select(LedgerRecord.__table__).order_by(LedgerRecord.seq)).mappings():
        columns = {name: row[name] for name in _COLUMNS} | {"at": instant(row["at"])}
        yield Record(row["seq"], row["prev_hash"], row["entry_hash"], row["body"], columns)


def read_seals(connection: sa.Connection) -> Generator[Record]:
    """The same without the derived columns: what hashing needs, and quicker."""
    log = LedgerRecord.__table__.c
    with connection.execute(sa.select(log.seq, log.prev_hash, log.entry_hash, log.body).order_by(log.seq)) as rows:
        for row in rows:
            yield Record(*row)
