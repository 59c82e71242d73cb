"""The engine, with the traps of each database closed."""

from typing import Any

import sqlalchemy as sa
from psycopg import IsolationLevel
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MILLISECONDS = 20_000

_PRAGMAS = (
    f"busy_timeout = {BUSY_MILLISECONDS}",
    "journal_mode = WAL",
    "synchronous = FULL",
    # Without it INSERT OR REPLACE deletes the row that it replaces behind the back of the DELETE triggers.
    "recursive_triggers = ON",
)


def database_url(url: str | sa.URL) -> sa.URL:
    """The address with the driver that this program ships, whatever the short name it was given with."""
    parsed = sa.make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername in {"postgres", "postgresql"} else parsed


def engine_options(url: str | sa.URL) -> dict[str, Any]:
    """What `sqlalchemy.create_engine` needs besides the address, for an extension that makes the engine itself."""
    return {} if database_url(url).get_backend_name() == "sqlite" else {"pool_pre_ping": True}


def create_engine(url: str | sa.URL, *, foreign_keys: bool = True) -> sa.Engine:
    """`foreign_keys=False` is for migrations on SQLite alone, where rebuilding a table would delete its children."""
    return prepare_engine(sa.create_engine(database_url(url), **engine_options(url)), foreign_keys=foreign_keys)


def prepare_engine(engine: sa.Engine, *, foreign_keys: bool = True) -> sa.Engine:
    """Closes the traps of an engine that has not connected yet.

    PostgreSQL works in READ COMMITTED, whatever the server's default. On SQLite a transaction begins IMMEDIATE, so that it
    takes the write lock before it reads what it will change: the default mode loses updates in silence. One that only reads
    (execution option `read_only`, see `Session.read_only`) begins DEFERRED, never waits for a writer, and refuses to write.
    """
    if engine.dialect.name == "sqlite":
        _configure_sqlite(engine, foreign_keys=foreign_keys)
    else:
        event.listen(engine, "connect", _read_committed)
    return engine


def _read_committed(dbapi_connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    dbapi_connection.isolation_level = IsolationLevel.READ_COMMITTED


def _configure_sqlite(engine: sa.Engine, *, foreign_keys: bool) -> None:
    @event.listens_for(engine, "connect")
    def _configure(dbapi_connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        dbapi_connection.isolation_level = None  # the driver begins nothing by itself: `_begin` does
        cursor = dbapi_connection.cursor()
        for pragma in (*_PRAGMAS, f"foreign_keys = {'ON' if foreign_keys else 'OFF'}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        reading = bool(connection.get_execution_options().get("read_only"))
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
        connection.exec_driver_sql("BEGIN DEFERRED" if reading else "BEGIN IMMEDIATE")

    @event.listens_for(engine, "commit")
    def _commit(connection: sa.Connection) -> None:
        """A COMMIT that a deferred foreign key refuses leaves SQLite's transaction open, and the pool would pass it on."""
        try:
            connection.exec_driver_sql("COMMIT")
        except sa.exc.DBAPIError:
            connection.exec_driver_sql("ROLLBACK")
            raise
