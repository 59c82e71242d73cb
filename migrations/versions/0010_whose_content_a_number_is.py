"""A published follow-up is found by the fingerprint of its content."""

from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    op.create_index(op.f("ix_report_snapshot_sha256"), "report", ["snapshot_sha256"])


def downgrade() -> None:
    op.drop_index(op.f("ix_report_snapshot_sha256"), table_name="report")
