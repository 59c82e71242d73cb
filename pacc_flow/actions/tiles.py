"""The cache of the Merkle tree: full tiles, written when a checkpoint is signed so that proofs need not read the log."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from pacc_flow.ledger.merkle import HASH_BYTES, root_of
from pacc_flow.ledger.tile import TILE_HASHES
from pacc_flow.models import LedgerRecord, LedgerTile


def store_tiles(session: Session, size: int) -> None:
    """Adds to the session the tiles that a log of `size` records fills and that are not there yet, lowest level first."""
    fresh: dict[tuple[int, int], bytes] = {}
    level = 0
    while size := size // TILE_HASHES:
        stored = session.scalar(sa.select(sa.func.max(LedgerTile.index)).where(LedgerTile.level == level))
        for index in range(0 if stored is None else stored + 1, size):
            fresh[level, index] = b"".join(_hashes(session, level, index, fresh))
            session.add(LedgerTile(level=level, index=index, hashes=fresh[level, index]))
        level += 1


def _hashes(session: Session, level: int, index: int, fresh: dict[tuple[int, int], bytes]) -> Sequence[bytes]:
    first = index * TILE_HASHES
    if level == 0:
        return session.scalars(
            sa.select(LedgerRecord.entry_hash)
            .where(LedgerRecord.seq.between(first, first + TILE_HASHES - 1))
            .order_by(LedgerRecord.seq)
        ).all()
    return [_root_of_tile(session, level - 1, below, fresh) for below in range(first, first + TILE_HASHES)]


def _root_of_tile(session: Session, level: int, index: int, fresh: dict[tuple[int, int], bytes]) -> bytes:
    hashes = fresh.get((level, index)) or session.get_one(LedgerTile, (level, index)).hashes
    return root_of(hashes[start : start + HASH_BYTES] for start in range(0, len(hashes), HASH_BYTES))
