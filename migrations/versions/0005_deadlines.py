"""Who is told what, when and for whom: the runs of the scheduler, feeds, substitutes, and how each person wants their mail."""

import sqlalchemy as sa
from alembic import op

from pacc_flow import models

revision: str = "0005"
down_revision: str | None = "0004"

TAKEN_FOR = ("submitted_for_id", "reviewed_for_id", "verified_for_id")
ANOTHER_REVIEWS = (
    "reviewed_by_id <> submitted_for_id AND reviewed_for_id <> submitted_by_id AND reviewed_for_id <> submitted_for_id"
)
ANOTHER_VERIFIES = (
    "verified_by_id <> submitted_for_id AND verified_for_id <> submitted_by_id"
    " AND verified_for_id <> submitted_for_id AND verified_by_id <> reviewed_for_id"
    " AND verified_for_id <> reviewed_by_id AND verified_for_id <> reviewed_for_id"
)


def upgrade() -> None:
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("started_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.Column("next_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "sweep_mark",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_sweep_mark_entity_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("entity_id", name=op.f("pk_sweep_mark")),
    )
    _create_audited(
        "feed",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("address_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_feed_account_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_feed_office_id"), ondelete="RESTRICT"),
        sa.UniqueConstraint("address_sha256", name=op.f("uq_feed_address_sha256")),
    )
    op.create_index(op.f("ix_feed_account_id"), "feed", ["account_id"])
    _create_audited(
        "substitution",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("account_id <> substitute_id", name=op.f("ck_substitution_another")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_substitution_dates")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_substitution_account_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["account.id"], name=op.f("fk_substitution_substitute_id"), ondelete="RESTRICT"
        ),
    )
    op.create_index("ix_substitution_account", "substitution", ["account_id", "ends_on"])
    op.create_index("ix_substitution_substitute", "substitution", ["substitute_id", "ends_on"])
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("digest_hour", sa.Integer(), nullable=True))
        account.add_column(sa.Column("events_at_once", sa.Boolean(), nullable=True))
        account.add_column(sa.Column("only_overdue", sa.Boolean(), nullable=True))
        account.create_check_constraint(op.f("ck_account_digest_hour"), "digest_hour BETWEEN 0 AND 23")
    with op.batch_alter_table("entry") as entry:
        for name in TAKEN_FOR:
            entry.add_column(sa.Column(name, sa.Integer(), nullable=True))
            entry.create_foreign_key(op.f(f"fk_entry_{name}"), "account", [name], ["id"], ondelete="RESTRICT")
        entry.create_check_constraint(op.f("ck_entry_another_reviews_for"), ANOTHER_REVIEWS)
        entry.create_check_constraint(op.f("ck_entry_another_verifies_for"), ANOTHER_VERIFIES)
    op.add_column("lease", sa.Column("token", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("notice", sa.Column("trying_since", models.UTCDateTime(timezone=True), nullable=True))
    op.add_column("notice", sa.Column("parcel", sa.String(length=64), nullable=True))
    op.add_column("notice", sa.Column("at_once", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    for name in ("at_once", "parcel", "trying_since"):
        op.drop_column("notice", name)
    op.drop_column("lease", "token")
    with op.batch_alter_table("entry") as entry:
        entry.drop_constraint(op.f("ck_entry_another_verifies_for"), type_="check")
        entry.drop_constraint(op.f("ck_entry_another_reviews_for"), type_="check")
        for name in TAKEN_FOR:
            entry.drop_constraint(op.f(f"fk_entry_{name}"), type_="foreignkey")
            entry.drop_column(name)
    with op.batch_alter_table("account") as account:
        account.drop_constraint(op.f("ck_account_digest_hour"), type_="check")
        for name in ("only_overdue", "events_at_once", "digest_hour"):
            account.drop_column(name)
    for table in ("substitution", "feed", "sweep_mark", "job_run"):
        op.drop_table(table)


def _create_audited(name: str, *parts: sa.schema.SchemaItem) -> None:
    """A table whose rows name the ledger record of their last change."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default=name, nullable=False),
        *parts,
        sa.CheckConstraint(f"subject_type = '{name}'", name=op.f(f"ck_{name}_subject_type")),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name=f"fk_{name}_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
