"""The signed checkpoints, the cache of the Merkle tree, and the alarms of the trail."""

import sqlalchemy as sa
from alembic import op

from pacc_flow import models

revision: str = "0003"
down_revision: str | None = "0002"

FUNCTIONS = ("ledger_grow", "ledger_full")
STANDING = sa.text("cleared_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "ledger_checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size >= 1", name=op.f("ck_ledger_checkpoint_size")),
        sa.CheckConstraint("length(root) = 32", name=op.f("ck_ledger_checkpoint_root")),
        sa.CheckConstraint("length(note) <= 2000", name=op.f("ck_ledger_checkpoint_note")),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_ledger_checkpoint")),
    )
    op.create_table(
        "ledger_tile",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("level BETWEEN 0 AND 6", name=op.f("ck_ledger_tile_level")),
        sa.CheckConstraint('"index" >= 0', name=op.f("ck_ledger_tile_index")),
        sa.CheckConstraint("length(hashes) = 8192", name=op.f("ck_ledger_tile_hashes")),
        sa.PrimaryKeyConstraint("level", "index", name=op.f("pk_ledger_tile")),
    )
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("raised_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('signer', 'evidence')", name=op.f("ck_alarm_kind")),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_alarm_entity_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index(
        "uq_alarm_standing", "alarm", ["kind", "key"], unique=True, sqlite_where=STANDING, postgresql_where=STANDING
    )


def downgrade() -> None:
    op.drop_table("alarm")
    op.drop_table("ledger_tile")
    op.drop_table("ledger_checkpoint")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
