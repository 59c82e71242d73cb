"""The signed checkpoints of the audit ledger: append-only, each of a greater size than all before it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pacc_flow.models.base import Base, UTCDateTime

ROOT_BYTES = 32
NOTE_CHARACTERS = 2_000


class LedgerCheckpoint(Base):
    """`note` is the signed note as it left the house; `origin`, `size` and `root` say what it says.

    The signer does not rely on this table, which the owner of the database can rewrite: it keeps its own last size and root.
    """

    __tablename__ = "ledger_checkpoint"
    __table_args__ = (
        CheckConstraint("size >= 1", name="size"),
        CheckConstraint(f"length(root) = {ROOT_BYTES}", name="root"),
        CheckConstraint(f"length(note) <= {NOTE_CHARACTERS}", name="note"),
    )

    # Not SQLite's row number, which takes a number of its own where none is given.
    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(String(300))
    root: Mapped[bytes]
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
