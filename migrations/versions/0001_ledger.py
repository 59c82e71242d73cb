"""The audit ledger: one table that only grows, its columns generated from the text that was hashed."""

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None

FUNCTIONS = ("ledger_seal", "ledger_refuse", "ledger_revise")
SIZE = {"sqlite": "length(CAST(body AS BLOB)) <= 60000", "postgresql": "octet_length(body) <= 60000"}
ACTOR = {
    "sqlite": "json_type(body, '$.actor') IS 'object'",
    "postgresql": "jsonb_typeof(body::jsonb -> 'actor') IS NOT DISTINCT FROM 'object'",
}
SEAL = (
    "entry_hash = sha256('\\x00'::bytea || convert_to('pacc-ledger/v1' || chr(10) || seq::text || chr(10)"
    " || encode(prev_hash, 'hex') || chr(10) || body, 'UTF8'))"
)


def from_body(path: str, as_type: str | None = None) -> sa.Computed:
    if op.get_bind().dialect.name == "sqlite":
        return sa.Computed(f"json_extract(body, '$.{path}')", persisted=True)
    text = f"body::jsonb #>> '{{{path.replace('.', ',')}}}'"
    return sa.Computed(f"({text})::{as_type}" if as_type else text, persisted=True)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.create_table(
        "ledger_record",
        sa.Column("seq", sa.Integer() if dialect == "sqlite" else sa.BigInteger(), autoincrement=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("entry_hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), from_body("at"), nullable=False),
        sa.Column("kind", sa.String(64), from_body("kind"), nullable=False),
        sa.Column("actor_id", sa.Integer(), from_body("actor.id", "integer")),
        sa.Column("entity_id", sa.Integer(), from_body("entity", "integer")),
        sa.Column("subject_type", sa.String(32), from_body("subject.type")),
        sa.Column("subject_id", sa.Integer(), from_body("subject.id", "integer")),
        sa.Column("subject_rev", sa.Integer(), from_body("subject.rev", "integer")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger_record")),
        sa.UniqueConstraint("entry_hash", name=op.f("uq_ledger_record_entry_hash")),
        sa.UniqueConstraint(
            "subject_type",
            "subject_id",
            "subject_rev",
            name=op.f("uq_ledger_record_subject_type_subject_id_subject_rev"),
        ),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_ledger_record_seq")),
        sa.CheckConstraint("subject_rev >= 1", name=op.f("ck_ledger_record_subject_rev")),
        sa.CheckConstraint(SIZE[dialect], name=op.f("ck_ledger_record_size")),
        sa.CheckConstraint("length(prev_hash) = 32 AND length(entry_hash) = 32", name=op.f("ck_ledger_record_hashes")),
        sa.CheckConstraint(ACTOR[dialect], name=op.f("ck_ledger_record_actor")),
        *([] if dialect == "sqlite" else [sa.CheckConstraint(SEAL, name=op.f("ck_ledger_record_seal"))]),
    )
    op.create_index("ix_ledger_record_entity_id_seq", "ledger_record", ["entity_id", "seq"])
    op.create_index("ix_ledger_record_kind_seq", "ledger_record", ["kind", "seq"])


def downgrade() -> None:
    op.drop_table("ledger_record")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
