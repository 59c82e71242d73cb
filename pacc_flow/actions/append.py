"""The append: the only statement of the program that writes the ledger, the last one of its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import sqlalchemy as sa

from pacc_flow.ledger.seal import GENESIS, entry_hash

_LAST = "SELECT seq, entry_hash FROM ledger_record ORDER BY seq DESC LIMIT 1"
_INSERT = "INSERT INTO ledger_record (seq, prev_hash, entry_hash, body) VALUES (:seq, :prev_hash, :entry_hash, :body)"
_INSERT_BODIES = (
    "INSERT INTO ledger_record (body) SELECT body FROM unnest(CAST(:bodies AS text[])) WITH ORDINALITY AS new (body, n)"
    " ORDER BY n RETURNING seq, prev_hash, entry_hash"
)


class SealError(RuntimeError):
    """The database sealed a record in another way than this program would: nothing may be acknowledged."""


@dataclass(frozen=True, slots=True)
class Seal:
    seq: int
    prev_hash: bytes
    entry_hash: bytes


def append(connection: sa.Connection, bodies: Sequence[str]) -> list[Seal]:
    """Adds one record or more, in order, in one statement; the ledger stays locked until the transaction ends."""
    if connection.dialect.name == "postgresql":
        return _sealed_by_database(connection, bodies)
    return _sealed_here(connection, bodies)


def _sealed_by_database(connection: sa.Connection, bodies: Sequence[str]) -> list[Seal]:
    rows = connection.execute(sa.text(_INSERT_BODIES), {"bodies": list(bodies)})
    found = [Seal(row.seq, row.prev_hash, row.entry_hash) for row in sorted(rows, key=attrgetter("seq"))]
    if found != _seals(found[0].seq, found[0].prev_hash, bodies):
        raise SealError("the ledger of the database seals in another way than the program")
    return found


def _sealed_here(connection: sa.Connection, bodies: Sequence[str]) -> list[Seal]:
    last = connection.execute(sa.text(_LAST)).one_or_none()
    seals = _seals(last.seq + 1, last.entry_hash, bodies) if last else _seals(0, GENESIS, bodies)
    connection.execute(
        sa.text(_INSERT),
        [
            {"seq": seal.seq, "prev_hash": seal.prev_hash, "entry_hash": seal.entry_hash, "body": body}
            for seal, body in zip(seals, bodies, strict=True)
        ],
    )
    return seals


def _seals(seq: int, prev_hash: bytes, bodies: Sequence[str]) -> list[Seal]:
    seals = []
    for n, body in enumerate(bodies, seq):
        seals.append(Seal(n, prev_hash, entry_hash(n, prev_hash, body)))
        prev_hash = seals[-1].entry_hash
    return seals
