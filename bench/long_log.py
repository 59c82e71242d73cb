"""A log as long as that of many years, made in a minute or two: by the back door, with its guards away meanwhile.

What stands in the end is sound: the entries of a cut, each with hundreds of revisions, in records like those of people.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256

import psycopg
import sqlalchemy as sa

from pacc_flow.ledger.body import SubjectRef, compose
from pacc_flow.ledger.canonical import canonical_json
from pacc_flow.ledger.kinds import Kind
from pacc_flow.ledger.seal import entry_hash
from pacc_flow.models import Entry, LedgerRecord
from pacc_flow.models.base import image_columns, image_of
from pacc_flow.models.guards import install_and_compare

RECORDS = int(os.environ.get("PACC_BENCH_RECORDS", "") or 1_000_000)

_NONCE, _REV = "0" * 32, 2**31 - 1
_COMMENT = "Se actualizó el documento, se revisó con las dependencias responsables y se publicó en el sitio de la entidad. "
_INSERT = "INSERT INTO ledger_record (seq, prev_hash, entry_hash, body) VALUES (?, ?, ?, ?)"
_COPY = "COPY ledger_record (seq, prev_hash, entry_hash, body) FROM STDIN"

# Its indexes of hashes are written all over: they must fit in memory.
_ROOM = "PRAGMA cache_size = -1000000"

Row = tuple[int, bytes, bytes, str]


def lengthen(url: str, size: int) -> None:
    """Adds records of revisions of the entries that the database has until its log holds `size`."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        _put_guards_away(connection)
        rows = _rows(connection, size)
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            driver.execute(_ROOM)
            driver.executemany(_INSERT, rows)
        elif isinstance(driver, psycopg.Connection):
            _copy(driver, rows)
        connection.exec_driver_sql("ANALYZE")
        _put_guards_back(connection)
    engine.dispose()


def _copy(driver: psycopg.Connection[object], rows: Iterator[Row]) -> None:
    with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(row)


def _rows(connection: sa.Connection, size: int) -> Iterator[Row]:
    """The entries, by turns. They take their last revision first, so that every record may carry the hash of that image."""
    last = connection.execute(sa.select(LedgerRecord).order_by(LedgerRecord.seq.desc()).limit(1)).one()
    begin, missing = last.seq + 1, size - last.seq - 1
    entries = connection.execute(sa.select(Entry.id, Entry.rev).order_by(Entry.id)).all()
    for n, (entry_id, rev) in enumerate(entries):
        revisions = len(range(n, missing, len(entries)))
        connection.execute(sa.update(Entry.table()).where(Entry.id == entry_id).values(rev=rev + revisions))
    forms = _forms(connection, last.at)
    return _sealed(begin, size, last.entry_hash, forms, [rev for _, rev in entries])


def _forms(connection: sa.Connection, at: datetime) -> list[str]:
    """The body of a record of each entry, all but its nonce and its revision."""
    images = connection.execute(sa.select(*image_columns(Entry.table())).order_by(Entry.id)).mappings().all()
    return [
        canonical_json(
            compose(
                kind=Kind.ENTRY_SAVE,
                at=at,
                actor={"id": 1, "office": 1, "role": "office"},
                request={"ip": "192.0.2.7", "session": "5f0c1a7e9b3d"},
                entity_id=1,
                subject=SubjectRef("entry", image["id"], _REV, sha256(canonical_json(image_of(image)).encode()).hexdigest()),
                data={"from": "draft", "to": "draft", "round": 1, "percent": [2500, 5000], "comment": _COMMENT},
                files=(),
                nonce=_NONCE,
            )
        )
        for image in images
    ]


def _sealed(begin: int, end: int, prev_hash: bytes, forms: Sequence[str], revs: Sequence[int]) -> Iterator[Row]:
    for n, seq in enumerate(range(begin, end)):
        turn, entry = divmod(n, len(forms))
        body = forms[entry].replace(_NONCE, f"{seq:032x}").replace(str(_REV), str(revs[entry] + turn + 1))
        digest = entry_hash(seq, prev_hash, body)
        yield seq, prev_hash, digest, body
        prev_hash = digest


def _put_guards_away(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        for table in (LedgerRecord.__tablename__, Entry.__tablename__):
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        return
    for name in connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def _put_guards_back(connection: sa.Connection) -> None:
    """The ties between rows and records are triggers of PostgreSQL's own, which the guards know nothing of."""
    if connection.dialect.name == "postgresql":
        for table in (LedgerRecord.__tablename__, Entry.__tablename__):
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
    install_and_compare(connection)
