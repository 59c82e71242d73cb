"""How the documents of an entity look, and the documents of each published follow-up as they were written."""

import sqlalchemy as sa
from alembic import op

from pacc_flow.models import UTCDateTime

revision: str = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    op.add_column("entity", sa.Column("look", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("report", sa.Column("look", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "published_file",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_published_file_size")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_published_file_report_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("report_id", "part", "format", name=op.f("pk_published_file")),
    )
    op.create_index(op.f("ix_published_file_sha256"), "published_file", ["sha256"])


def downgrade() -> None:
    op.drop_table("published_file")
    op.drop_column("report", "look")
    op.drop_column("entity", "look")
