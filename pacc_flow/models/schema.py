"""The schema of the database: migrated up and down, checked against the models and the guards.

A new migration is written by comparing the models with a database that stands at the head:

    python -c 'from pacc_flow.models.schema import revise; revise("sqlite:////tmp/new.sqlite3", "add reminders", "0007")'
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from pacc_flow.models import Base, guards
from pacc_flow.models.engine import create_engine

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
# The letters PACM; and how long a migration waits for a table before it gives up and changes nothing.
MIGRATION_LOCK = 0x5041434D
LOCK_SECONDS = 10


class SchemaError(RuntimeError):
    """The migration was taken back whole: it would have left the database in contradiction."""


def upgrade(url: str | sa.URL, revision: str = "head") -> None:
    with _migrating(url) as config:
        command.upgrade(config, revision)


def downgrade(url: str | sa.URL, revision: str) -> None:
    with _migrating(url) as config:
        command.downgrade(config, revision)


def revise(url: str | sa.URL, message: str, revision: str) -> None:
    """Brings the database to the head and writes `migrations/versions/<revision>_<message>.py` with what the models add."""
    upgrade(url)
    with _migrating(url) as config:
        command.revision(config, message, autogenerate=True, rev_id=revision)


def check(url: str | sa.URL) -> list[str]:
    """One Spanish sentence for each way in which the database differs from the program; none when all is well."""
    engine = create_engine(url)
    try:
        with engine.connect().execution_options(read_only=True) as connection:
            return [*_behind(connection), *_drift(connection), *_missing_checks(connection), *guards.check(connection)]
    finally:
        engine.dispose()


@contextmanager
def _migrating(url: str | sa.URL) -> Iterator[Config]:
    """One transaction for the whole way: a migration that fails half-way leaves the database where it was."""
    engine = create_engine(url, foreign_keys=False)
    try:
        with engine.begin() as connection:
            _lock(connection)
            yield _config(connection)
            _refuse_orphans(connection)
    finally:
        engine.dispose()


def _lock(connection: sa.Connection) -> None:
    """On SQLite the transaction has begun IMMEDIATE, which is a lock of the whole file."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))


def _refuse_orphans(connection: sa.Connection) -> None:
    """The foreign keys were off while tables were rebuilt, so every reference is checked before the commit."""
    if connection.dialect.name == "sqlite":
        orphans = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
        if orphans:
            raise SchemaError(f"{len(orphans)} rows would refer to nothing, the first one in table {orphans[0][0]}")


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _behind(connection: sa.Connection) -> Iterator[str]:
    head = ScriptDirectory.from_config(_config(connection)).get_current_head()
    stands = MigrationContext.configure(connection).get_current_revision()
    if stands != head:
        yield f"La base de datos está en la versión {stands or 'vacía'} y el programa espera la {head}."


def _drift(connection: sa.Connection) -> Iterator[str]:
    context = MigrationContext.configure(connection, opts={"include_object": _is_compared, "compare_type": True})
    for difference in compare_metadata(context, Base.metadata):
        yield f"La base de datos difiere de los modelos: {_named(difference)}."


def _named(difference: Any) -> str:  # noqa: ANN401 - Alembic gives tuples of many shapes, some inside lists
    """The operation and the names it touches: `add_table lease`."""
    parts = difference[0] if isinstance(difference, list) else difference
    return " ".join(str(getattr(part, "name", part)) for part in parts if isinstance(part, str | sa.schema.SchemaItem))


def _is_compared(thing: sa.schema.SchemaItem, _name: str | None, kind: str, *_: Any) -> bool:  # noqa: ANN401 - Alembic's own
    """The ledger's generated columns read differently from each engine's catalogue; the guards and its tests watch it."""
    table = thing if kind == "table" else getattr(thing, "table", None)
    return not isinstance(table, sa.Table) or table.name != guards.LEDGER


def _missing_checks(connection: sa.Connection) -> Iterator[str]:
    """Alembic does not compare CHECKs, and its batch mode on SQLite drops the unnamed ones."""
    inspector = sa.inspect(connection)
    present = set(inspector.get_table_names())
    for table in Base.metadata.sorted_tables:
        if table.name in present:
            found = {constraint["name"] for constraint in inspector.get_check_constraints(table.name)}
            for name in sorted(_named_checks(table, connection) - found):
                yield f"A la tabla «{table.name}» le falta la restricción «{name}»."


def _named_checks(table: sa.Table, connection: sa.Connection) -> set[str]:
    created = str(sa.schema.CreateTable(table).compile(connection))
    return {
        str(constraint.name)
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint) and f"CONSTRAINT {constraint.name} " in created
    }
