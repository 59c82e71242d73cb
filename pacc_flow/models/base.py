"""What every mapped class shares, and how an audited row is tied to the ledger record of its last change."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, ClassVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import Dialect, RowMapping
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from pacc_flow.ledger.canonical import plain

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware going in, aware and in UTC coming out, on both engines; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"an instant needs its time zone: {value!r}")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UTCDateTime}


class Audited(Base):
    """A row that cannot change without a record: (subject_type, id, rev) must name one when the transaction commits.

    A subclass says `__subject__ = "entry"`, the same word as in its kinds. `rev` starts at 1 and is the version that
    the ORM checks; an update by hand must say `rev = rev + 1` itself, or the guards refuse it. Columns added later must
    be nullable: the hash of a row leaves nulls out, so that older rows still match the record of their last change.
    """

    __abstract__ = True
    __subject__: ClassVar[str]

    # A primary key that is also part of a foreign key loses its implicit autoincrement.
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True, sort_order=-3)
    rev: Mapped[int] = mapped_column(sort_order=-2)

    @declared_attr
    @classmethod
    def subject_type(cls) -> Mapped[str]:
        return mapped_column(sa.String(32), default=cls.__subject__, server_default=cls.__subject__, sort_order=-1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.rev}

    @classmethod
    def table(cls) -> sa.Table:
        return cast("sa.Table", cls.__table__)

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - whatever DeclarativeBase takes
        super().__init_subclass__(**kwargs)
        if not cls.__dict__.get("__abstract__", False):
            _tie_to_ledger(cls.table(), cls.__subject__)


def _tie_to_ledger(table: sa.Table, subject: str) -> None:
    table.append_constraint(sa.CheckConstraint(f"subject_type = '{subject}'", name="subject_type"))
    table.append_constraint(
        sa.ForeignKeyConstraint(
            ["subject_type", "id", "rev"],
            ["ledger_record.subject_type", "ledger_record.subject_id", "ledger_record.subject_rev"],
            name=f"fk_{table.name}_ledger_record",
            deferrable=True,
            initially="DEFERRED",
        )
    )


def audited_classes() -> list[type[Audited]]:
    """The audited classes that have been imported, by the name of their table."""
    found = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Audited)]
    return sorted(found, key=lambda audited: audited.__tablename__)


class _Fingerprint(TypeDecorator[str]):
    """A secret, read as the SHA-256 of its text in hexadecimal."""

    impl = sa.Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - both alike
        return None if value is None else _fingerprint(value)


def _fingerprint(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _hides(column: sa.Column[Any]) -> bool:
    """Marked `info={"secret": True}`: images leave the house in bundles, so they prove a secret without holding it."""
    return bool(column.info.get("secret"))


def _image_name(column: sa.Column[Any]) -> str:
    return f"{column.name}_sha256" if _hides(column) else column.name


def image_columns(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    """What the hash of a row covers: every column but the constant one, which the record names as its subject.

    A secret column enters as its fingerprint, under the name `<column>_sha256`: the secret itself never leaves the query.
    """
    return [
        sa.type_coerce(column, _Fingerprint()).label(_image_name(column)) if _hides(column) else column
        for column in table.columns
        if column.name != "subject_type"
    ]


def image_of(row: RowMapping) -> dict[str, object]:
    """The canonical full business row of a selected `image_columns`, by their names, nulls left out."""
    return {name: plain(value) for name, value in row.items() if value is not None}


def row_image(row: Audited) -> dict[str, object]:
    """The same image, taken from an object in memory: true once it has been flushed and refreshed."""
    mapper, image = sa.inspect(type(row)), {}
    for column in type(row).table().columns:
        value = getattr(row, mapper.get_property_by_column(column).key)
        if value is not None and column.name != "subject_type":
            image[_image_name(column)] = _fingerprint(value) if _hides(column) else plain(value)
    return image
