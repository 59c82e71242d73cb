"""Notices about no cut: of people, such as who acts in whose name."""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"

ONCE, NO_CUT = ["recipient_id", "kind", "step", "round"], sa.text("cut_id IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        notice.alter_column("cut_id", existing_type=sa.Integer(), nullable=True)
        notice.create_index("uq_notice_once_without_cut", ONCE, unique=True, sqlite_where=NO_CUT, postgresql_where=NO_CUT)


def downgrade() -> None:
    """Such notices are of no use to what was there before."""
    op.execute("DELETE FROM notice WHERE cut_id IS NULL")
    with op.batch_alter_table("notice") as notice:
        notice.drop_index("uq_notice_once_without_cut")
        notice.alter_column("cut_id", existing_type=sa.Integer(), nullable=False)
