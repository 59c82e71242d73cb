"""Checkpoints as they were signed, and proofs over the Merkle tree, read from its tiles and from the newest records."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pacc_flow.ledger.merkle import HASH_BYTES, Nodes, consistency_proof, inclusion_proof, root_between, root_of
from pacc_flow.ledger.proof_file import InclusionProof
from pacc_flow.ledger.tile import TILE_HASHES
from pacc_flow.models import LedgerCheckpoint, LedgerRecord, LedgerTile

CHECKPOINTS_A_PAGE = 50
_TILE_HEIGHT = 8  # 2 to the eighth is 256


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the log of `new` records begins with that of `old`; `note` is the checkpoint of `new`, if that size was signed."""

    old: int
    new: int
    old_root: bytes
    new_root: bytes
    hashes: tuple[bytes, ...]
    note: str | None


def newest_checkpoint(session: Session) -> LedgerCheckpoint | None:
    return session.scalars(_newest_first().limit(1)).first()


def ledger_size(session: Session) -> int:
    """How many records there are; they are numbered from 0 without gaps."""
    last = session.scalar(select(func.max(LedgerRecord.seq)))
    return 0 if last is None else last + 1


def checkpoint_at(session: Session, size: int) -> LedgerCheckpoint | None:
    return session.get(LedgerCheckpoint, size)


def checkpoint_page(session: Session, page: int) -> Sequence[LedgerCheckpoint]:
    """The newest first; `page` counts from 1."""
    return session.scalars(_newest_first().limit(CHECKPOINTS_A_PAGE).offset((page - 1) * CHECKPOINTS_A_PAGE)).all()


def count_checkpoints(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(LedgerCheckpoint)) or 0


def first_cover(session: Session, seq: int) -> LedgerCheckpoint | None:
    """The first checkpoint that covers a record: later ones would do, but this one never changes."""
    return session.scalars(
        select(LedgerCheckpoint).where(LedgerCheckpoint.size > seq).order_by(LedgerCheckpoint.size).limit(1)
    ).first()


def inclusion(session: Session, seq: int) -> InclusionProof | None:
    """That the record is in the log, under the first checkpoint that covers it; None while there is none."""
    cover = first_cover(session, seq)
    if cover is None:
        return None
    return InclusionProof(seq, tuple(inclusion_proof(seq, cover.size, _nodes(session))), cover.note)


def consistency(session: Session, old: int, new: int) -> Consistency:
    """Between any two sizes of a log that has that many records; ValueError when it has not."""
    newest = newest_checkpoint(session)
    if newest is None or not 0 <= old <= new <= newest.size:
        raise ValueError(f"no proof from {old} to {new}")
    nodes = _nodes(session)
    cover = checkpoint_at(session, new)
    return Consistency(
        old,
        new,
        root_between(0, old, nodes),
        root_between(0, new, nodes),
        tuple(consistency_proof(old, new, nodes)),
        cover.note if cover else None,
    )


def _newest_first() -> Select[LedgerCheckpoint]:
    return select(LedgerCheckpoint).order_by(LedgerCheckpoint.size.desc())


def _nodes(session: Session) -> Nodes:
    """Each perfect subtree lies in one tile; a tile is read once for a proof, in one statement."""
    tiles: dict[tuple[int, int], list[bytes]] = {}

    def node(level: int, index: int) -> bytes:
        tile_level, above = divmod(level, _TILE_HEIGHT)
        first = index << above
        place = (tile_level, first // TILE_HASHES)
        if place not in tiles:
            tiles[place] = _tile(session, *place)
        start = first % TILE_HASHES
        return root_of(tiles[place][start : start + (1 << above)])

    return node


def _tile(session: Session, level: int, index: int) -> list[bytes]:
    """The hashes of a tile as far as the log fills it: stored when it is full, else from the level below."""
    stored = session.get(LedgerTile, (level, index))
    if stored is not None:
        return _hashes(stored.hashes)
    first, last = index * TILE_HASHES, (index + 1) * TILE_HASHES - 1
    if level == 0:
        leaves = select(LedgerRecord.entry_hash).where(LedgerRecord.seq.between(first, last))
        return list(session.scalars(leaves.order_by(LedgerRecord.seq)))
    below = select(LedgerTile.hashes).where(LedgerTile.level == level - 1, LedgerTile.index.between(first, last))
    return [root_of(_hashes(tile)) for tile in session.scalars(below.order_by(LedgerTile.index))]


def _hashes(tile: bytes) -> list[bytes]:
    return [tile[start : start + HASH_BYTES] for start in range(0, len(tile), HASH_BYTES)]
