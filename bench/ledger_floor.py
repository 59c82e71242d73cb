"""The least that telling whether a log is whole can cost in Python: read it with the driver alone, hash it, take its root."""

import sqlite3
from collections.abc import Iterable
from hashlib import sha256

import psycopg
from sqlalchemy import make_url

_LOG = "SELECT seq, prev_hash, entry_hash, body FROM ledger_record ORDER BY seq"
_AT_ONCE = 1_000

Row = tuple[int, bytes, bytes, str]


def floor(url: str) -> bytes:
    """The root of the log, of hashes computed from what is stored; nothing is compared with anything."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(address.database))
        cursor = connection.execute(_LOG)
        cursor.arraysize = _AT_ONCE
        root = _root(_leaves(cursor))
        connection.close()
        return root
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as reading, reading.cursor("log") as log:
        log.itersize = _AT_ONCE
        log.execute(_LOG)
        return _root(_leaves(log))


def _leaves(rows: Iterable[Row]) -> list[bytes]:
    return [sha256(f"\0pacc-ledger/v1\n{seq}\n{prev_hash.hex()}\n{body}".encode()).digest() for seq, prev_hash, _, body in rows]


def _root(level: list[bytes]) -> bytes:
    """RFC 6962, 2.1, a level at a time; a node without a sibling passes up as it is."""
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + level[len(level) & ~1 :]
    return level[0]
