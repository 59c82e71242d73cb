"""Entities, people, plans, cuts, entries and their evidence, published reports, and the outbox."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from pacc_flow import models

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:

    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("expires_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "rate_count",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_count")),
    )
    with op.batch_alter_table("rate_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_count_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "entity",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="entity", nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("plan_kind", sa.String(length=10), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("offsets", sa.JSON(), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("thresholds", sa.JSON(), nullable=False),
        sa.Column("catalogue", sa.JSON(), nullable=False),
        sa.Column("days_off", sa.JSON(), nullable=False),
        sa.Column("days_worked", sa.JSON(), nullable=False),
        sa.CheckConstraint("subject_type = 'entity'", name=op.f("ck_entity_subject_type")),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_entity_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
        sa.UniqueConstraint("slug", name=op.f("uq_entity_slug")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="account", nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.CheckConstraint("standing IN ('member', 'admin', 'auditor')", name=op.f("ck_account_standing")),
        sa.CheckConstraint("subject_type = 'account'", name=op.f("ck_account_subject_type")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_lower")),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_account_entity_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_account_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_entity_id"), ["entity_id"], unique=False)

    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="office", nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("spellings", sa.JSON(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('office', 'planning', 'control')", name=op.f("ck_office_kind")),
        sa.CheckConstraint("subject_type = 'office'", name=op.f("ck_office_subject_type")),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_office_entity_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_office_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("entity_id", "name_key", name=op.f("uq_office_entity_id_name_key")),
    )
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.create_index(
            "uq_office_one_planning_one_control",
            ["entity_id", "kind"],
            unique=True,
            sqlite_where=sa.text("kind <> 'office'"),
            postgresql_where=sa.text("kind <> 'office'"),
        )

    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="plan", nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("asks_evidence", sa.Boolean(), nullable=False),
        sa.Column("source_name", sa.String(length=255), nullable=True),
        sa.Column("source_sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint("subject_type = 'plan'", name=op.f("ck_plan_subject_type")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2200", name=op.f("ck_plan_year")),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_plan_entity_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_plan_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("entity_id", "year", name=op.f("uq_plan_entity_id_year")),
    )
    op.create_table(
        "component",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="component", nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.CheckConstraint("subject_type = 'component'", name=op.f("ck_component_subject_type")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_component_plan_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_component_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_component")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_component_plan_id_number")),
    )
    op.create_table(
        "cut",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="cut", nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("cut_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("offices_due_on", sa.Date(), nullable=False),
        sa.Column("planning_due_on", sa.Date(), nullable=False),
        sa.Column("control_due_on", sa.Date(), nullable=False),
        sa.Column("calendar_version", sa.String(length=60), nullable=False),
        sa.Column("opened_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.Column("published_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'planned') = (opened_at IS NULL)", name=op.f("ck_cut_opened")),
        sa.CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_cut_published")),
        sa.CheckConstraint("state IN ('planned', 'open', 'published')", name=op.f("ck_cut_state")),
        sa.CheckConstraint("subject_type = 'cut'", name=op.f("ck_cut_subject_type")),
        sa.CheckConstraint(
            "opens_on <= cut_on AND cut_on <= offices_due_on AND offices_due_on <= planning_due_on AND planning_due_on <= control_due_on",
            name=op.f("ck_cut_milestones_in_order"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_cut_plan_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_cut_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_cut_plan_id_number")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="membership", nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("started_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("subject_type = 'membership'", name=op.f("ck_membership_subject_type")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_membership_office_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_membership_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_office", ["office_id"], unique=False)
        batch_op.create_index(
            "uq_membership_current",
            ["account_id", "office_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="import", nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("uploaded_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'created') = (plan_id IS NOT NULL)", name=op.f("ck_proposal_created")),
        sa.CheckConstraint("state IN ('open', 'created', 'discarded')", name=op.f("ck_proposal_state")),
        sa.CheckConstraint("subject_type = 'import'", name=op.f("ck_proposal_subject_type")),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_proposal_entity_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_proposal_plan_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_proposal_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["account.id"], name=op.f("fk_proposal_uploaded_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_entity_id"), ["entity_id"], unique=False)

    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="activity", nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subcomponent", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("due_text", sa.Text(), nullable=False),
        sa.Column("due_dates", sa.JSON(), nullable=False),
        sa.Column("office_text", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_activity_named")),
        sa.CheckConstraint("subject_type = 'activity'", name=op.f("ck_activity_subject_type")),
        sa.ForeignKeyConstraint(["component_id"], ["component.id"], name=op.f("fk_activity_component_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_activity_plan_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_activity_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_activity_plan_id_number")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_component_id"), ["component_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("cut_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_notice_sent")),
        sa.CheckConstraint("state IN ('pending', 'sent', 'failed', 'dropped')", name=op.f("ck_notice_state")),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_notice_cut_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["recipient_id"], ["account.id"], name=op.f("fk_notice_recipient_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("recipient_id", "cut_id", "kind", "step", "round", name="uq_notice_once"),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_due", ["state", "next_try_at"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="report", nullable=False),
        sa.Column("cut_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("published_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_office_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("subject_type = 'report'", name=op.f("ck_report_subject_type")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_report_revision")),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_report_cut_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["signed_by_id"], ["account.id"], name=op.f("fk_report_signed_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["signed_by_office_id"], ["office.id"], name=op.f("fk_report_signed_by_office_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_report_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("cut_id", "revision", name=op.f("uq_report_cut_id_revision")),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="entry", nullable=False),
        sa.Column("cut_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("baseline_percent", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("saved_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.Column("first_submitted_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.Column("submit_comment", sa.Text(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.Column("reviewed_sha256", sa.String(length=64), nullable=True),
        sa.Column("review_comment", sa.Text(), nullable=False),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.Column("verified_sha256", sa.String(length=64), nullable=True),
        sa.Column("verified_percent", sa.Integer(), nullable=True),
        sa.Column("observation", sa.Text(), nullable=False),
        sa.Column("returned_by_id", sa.Integer(), nullable=True),
        sa.Column("returned_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.Column("return_comment", sa.Text(), nullable=False),
        sa.Column("unreported_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state <> 'verified' OR (verified_by_id IS NOT NULL AND verified_at IS NOT NULL AND verified_percent IS NOT NULL AND verified_sha256 = content_sha256)",
            name=op.f("ck_entry_verified"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (percent IS NOT NULL AND submitted_by_id IS NOT NULL AND submitted_at IS NOT NULL AND first_submitted_at IS NOT NULL)",
            name=op.f("ck_entry_submitted"),
        ),
        sa.CheckConstraint("state IN ('draft', 'submitted', 'reviewed', 'verified')", name=op.f("ck_entry_state")),
        sa.CheckConstraint(
            "state NOT IN ('reviewed', 'verified') OR (reviewed_by_id IS NOT NULL AND reviewed_at IS NOT NULL AND reviewed_sha256 = content_sha256)",
            name=op.f("ck_entry_reviewed"),
        ),
        sa.CheckConstraint("subject_type = 'entry'", name=op.f("ck_entry_subject_type")),
        sa.CheckConstraint("percent BETWEEN 0 AND 10000", name=op.f("ck_entry_percent")),
        sa.CheckConstraint("reviewed_by_id <> submitted_by_id", name=op.f("ck_entry_another_reviews")),
        sa.CheckConstraint("round >= 1", name=op.f("ck_entry_round")),
        sa.CheckConstraint(
            "verified_by_id <> submitted_by_id AND verified_by_id <> reviewed_by_id", name=op.f("ck_entry_another_verifies")
        ),
        sa.CheckConstraint("verified_percent BETWEEN 0 AND 10000", name=op.f("ck_entry_verified_percent")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_entry_activity_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_entry_cut_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["returned_by_id"], ["account.id"], name=op.f("fk_entry_returned_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["account.id"], name=op.f("fk_entry_reviewed_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_entry_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["account.id"], name=op.f("fk_entry_submitted_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["verified_by_id"], ["account.id"], name=op.f("fk_entry_verified_by_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("cut_id", "activity_id", name=op.f("uq_entry_cut_id_activity_id")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index("ix_entry_cut_state", ["cut_id", "state"], unique=False)

    op.create_table(
        "responsibility",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="responsibility", nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("subject_type = 'responsibility'", name=op.f("ck_responsibility_subject_type")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_responsibility_position")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_responsibility_activity_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_responsibility_office_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_responsibility_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibility")),
        sa.UniqueConstraint("activity_id", "office_id", name=op.f("uq_responsibility_activity_id_office_id")),
        sa.UniqueConstraint("activity_id", "position", name=op.f("uq_responsibility_activity_id_position")),
    )
    with op.batch_alter_table("responsibility", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responsibility_office_id"), ["office_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=32), server_default="evidence", nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("added_at", models.UTCDateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", models.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'file') = (sha256 IS NOT NULL AND size IS NOT NULL)", name=op.f("ck_evidence_file")),
        sa.CheckConstraint("(kind = 'link') = (url IS NOT NULL)", name=op.f("ck_evidence_link")),
        sa.CheckConstraint("kind IN ('file', 'link')", name=op.f("ck_evidence_kind")),
        sa.CheckConstraint("subject_type = 'evidence'", name=op.f("ck_evidence_subject_type")),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_evidence_added_by_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_evidence_entry_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_evidence_office_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name="fk_evidence_ledger_record",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_sha256"), ["sha256"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_sha256"))
        batch_op.drop_index(batch_op.f("ix_evidence_entry_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("responsibility", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responsibility_office_id"))

    op.drop_table("responsibility")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_cut_state")
        batch_op.drop_index(batch_op.f("ix_entry_activity_id"))

    op.drop_table("entry")
    op.drop_table("report")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_due")

    op.drop_table("notice")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_component_id"))

    op.drop_table("activity")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_entity_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_current", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index("ix_membership_office")

    op.drop_table("membership")
    op.drop_table("cut")
    op.drop_table("component")
    op.drop_table("plan")
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_office_one_planning_one_control",
            sqlite_where=sa.text("kind <> 'office'"),
            postgresql_where=sa.text("kind <> 'office'"),
        )

    op.drop_table("office")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_entity_id"))

    op.drop_table("account")
    op.drop_table("entity")
    with op.batch_alter_table("rate_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_count_expires_at"))

    op.drop_table("rate_count")
    op.drop_table("lease")
