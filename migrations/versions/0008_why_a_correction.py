"""Why a published follow-up was corrected: the reason of a revision, which the first one has not."""

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"


def upgrade() -> None:
    with op.batch_alter_table("report") as report:
        report.add_column(sa.Column("reason", sa.Text(), nullable=True))
        report.create_check_constraint("reason", "revision > 1 OR reason IS NULL")


def downgrade() -> None:
    """What was published stays, its corrections too; only why is no longer told apart."""
    with op.batch_alter_table("report") as report:
        report.drop_constraint("reason", type_="check")
        report.drop_column("reason")
