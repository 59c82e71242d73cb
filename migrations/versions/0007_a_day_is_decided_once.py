"""The mark of a sweep says whether it has to be done again, and no longer up to which record it looked."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    op.execute("DELETE FROM sweep_mark")  # the next sweep looks at every entity and marks it anew
    with op.batch_alter_table("sweep_mark") as mark:
        mark.drop_column("seq")
        mark.add_column(sa.Column("is_undone", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.execute("DELETE FROM sweep_mark")
    with op.batch_alter_table("sweep_mark") as mark:
        mark.drop_column("is_undone")
        mark.add_column(sa.Column("seq", sa.BigInteger(), nullable=False))
