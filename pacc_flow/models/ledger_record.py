"""The table of the audit ledger: append-only, its columns generated from the very text that was hashed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator

from pacc_flow.ledger.canonical import MAX_BODY_BYTES, instant, parse_instant
from pacc_flow.models.base import Base

# Only INTEGER PRIMARY KEY is SQLite's row number, and only a BIGINT outlives PostgreSQL's 32 bits.
_Sequence = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class LedgerInstant(TypeDecorator[datetime]):
    """An instant as the ledger writes it: text of fixed width, so that it sorts and compares as it is."""

    impl = sa.String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - both alike
        return None if value is None else instant(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - both alike
        return None if value is None else parse_instant(value)


class _FromBody(sa.ColumnElement[object]):
    """A value read out of the body, written in each engine's own words (an immutable expression in both)."""

    inherit_cache = False

    def __init__(self, path: str, as_type: str | None) -> None:
        self.path, self.as_type = path.split("."), as_type


@compiles(_FromBody, "sqlite")
def _sqlite_path(element: _FromBody, compiler: SQLCompiler, **_: object) -> str:  # noqa: ARG001 - the signature of a compiler
    return f"json_extract(body, '$.{'.'.join(element.path)}')"


@compiles(_FromBody, "postgresql")
def _postgresql_path(element: _FromBody, compiler: SQLCompiler, **_: object) -> str:  # noqa: ARG001 - see above
    path = f"body::jsonb #>> '{{{','.join(element.path)}}}'"
    return f"({path})::{element.as_type}" if element.as_type else path


def _generated(path: str, as_type: str | None = None) -> sa.Computed:
    return sa.Computed(_FromBody(path, as_type), persisted=True)


class LedgerRecord(Base):
    """One act. Read it here; only `actions.append` writes it, and nothing ever changes it.

    `at` and every column after it are generated from `body`. `actor_id` is null when a named part of the system acted;
    the subject is null when the act changed no row (a failed sign-in, a refusal).
    """

    __tablename__ = "ledger_record"

    seq: Mapped[int] = mapped_column(_Sequence, primary_key=True, autoincrement=False)
    prev_hash: Mapped[bytes]
    entry_hash: Mapped[bytes]
    body: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(LedgerInstant, _generated("at"))
    kind: Mapped[str] = mapped_column(sa.String(64), _generated("kind"))
    actor_id: Mapped[int | None] = mapped_column(_generated("actor.id", "integer"))
    entity_id: Mapped[int | None] = mapped_column(_generated("entity", "integer"))
    subject_type: Mapped[str | None] = mapped_column(sa.String(32), _generated("subject.type"))
    subject_id: Mapped[int | None] = mapped_column(_generated("subject.id", "integer"))
    subject_rev: Mapped[int | None] = mapped_column(_generated("subject.rev", "integer"))

    # A CHECK passes on NULL, so each says outright what it wants when the body lacks the field.
    __table_args__ = (
        sa.UniqueConstraint("entry_hash"),
        sa.UniqueConstraint("subject_type", "subject_id", "subject_rev"),
        sa.CheckConstraint("seq >= 0", name="seq"),
        sa.CheckConstraint("subject_rev >= 1", name="subject_rev"),
        sa.CheckConstraint(f"length(CAST(body AS BLOB)) <= {MAX_BODY_BYTES}", name="size").ddl_if("sqlite"),
        sa.CheckConstraint(f"octet_length(body) <= {MAX_BODY_BYTES}", name="size").ddl_if("postgresql"),
        sa.CheckConstraint("length(prev_hash) = 32 AND length(entry_hash) = 32", name="hashes"),
        sa.CheckConstraint("json_type(body, '$.actor') IS 'object'", name="actor").ddl_if("sqlite"),
        sa.CheckConstraint("jsonb_typeof(body::jsonb -> 'actor') IS NOT DISTINCT FROM 'object'", name="actor").ddl_if(
            "postgresql"
        ),
        sa.CheckConstraint(
            "entry_hash = sha256('\\x00'::bytea || convert_to('pacc-ledger/v1' || chr(10) || seq::text || chr(10)"
            " || encode(prev_hash, 'hex') || chr(10) || body, 'UTF8'))",
            name="seal",
        ).ddl_if("postgresql"),
        sa.Index("ix_ledger_record_entity_id_seq", "entity_id", "seq"),
        sa.Index("ix_ledger_record_kind_seq", "kind", "seq"),
    )
