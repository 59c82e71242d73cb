"""The cache of the Merkle tree: full tiles, which never change once the ledger has grown past them."""

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pacc_flow.ledger.tile import TILE_HASHES
from pacc_flow.models.base import Base

TILE_BYTES = TILE_HASHES * 32
# 256 to the eighth is more records than a 64-bit number counts.
LEVELS = 7


class LedgerTile(Base):
    """The 256 hashes, one after another, of the nodes at height 8·level from node 256·index on (C2SP tlog-tiles)."""

    __tablename__ = "ledger_tile"
    __table_args__ = (
        CheckConstraint(f"level BETWEEN 0 AND {LEVELS - 1}", name="level"),
        CheckConstraint('"index" >= 0', name="index"),
        CheckConstraint(f"length(hashes) = {TILE_BYTES}", name="hashes"),
    )

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hashes: Mapped[bytes]
