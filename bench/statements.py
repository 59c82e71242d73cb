"""The SQL statements of a request: recorded as SQLAlchemy hands them to the driver, and run again with the driver alone."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import psycopg
from sqlalchemy import Engine, event, make_url

from bench.load import Client
from pacc_flow.ledger.seal import entry_hash
from pacc_flow.models.engine import BUSY_MILLISECONDS

# How the program reads the end of the ledger on SQLite, and appends to it.
_LAST, _APPEND = "FROM ledger_record ORDER BY seq DESC", "INSERT INTO ledger_record"


class How(Enum):
    ONE = auto()
    MANY = auto()
    COMMIT = auto()
    ROLLBACK = auto()


@dataclass(frozen=True)
class Statement:
    how: How
    sql: str = ""
    parameters: Any = ()


Script = Sequence[Statement]


@contextmanager
def recorded(engine: Engine) -> Iterator[list[Statement]]:
    """Fills the list with what the engine does, in order, while the block runs."""
    script: list[Statement] = []

    def execute(_connection: object, _cursor: object, sql: str, parameters: object, _context: object, many: bool) -> None:  # noqa: FBT001  # SQLAlchemy's
        script.append(Statement(How.MANY if many else How.ONE, sql, parameters))

    listeners: dict[str, Callable[..., None]] = {
        "before_cursor_execute": execute,
        "commit": lambda _connection: script.append(Statement(How.COMMIT)),
        "rollback": lambda _connection: script.append(Statement(How.ROLLBACK)),
    }
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        yield script
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)


def postgresql_client(url: str, scripts: Iterable[Script]) -> Client:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    def run() -> Iterator[None]:
        with psycopg.connect(address) as connection:
            for script in scripts:
                for statement in script:
                    _with_psycopg(connection, statement)
                yield

    return run


def sqlite_client(url: str, scripts: Iterable[Script]) -> Client:
    path = str(make_url(url).database)

    def run() -> Iterator[None]:
        connection = sqlite3.connect(path, isolation_level=None)
        for pragma in (f"busy_timeout = {BUSY_MILLISECONDS}", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        for script in scripts:
            last = None
            for statement in script:
                last = _with_sqlite3(connection, statement, last)
            yield
        connection.close()

    return run


def _with_psycopg(connection: psycopg.Connection[Any], statement: Statement) -> None:
    if statement.how is How.COMMIT:
        connection.commit()
    elif statement.how is How.ROLLBACK:
        connection.rollback()
    else:
        with connection.cursor() as cursor:
            execute = cursor.execute if statement.how is How.ONE else cursor.executemany
            execute(statement.sql, statement.parameters)
            if cursor.description:
                cursor.fetchall()


def _with_sqlite3(connection: sqlite3.Connection, statement: Statement, last: list[Any] | None) -> list[Any] | None:
    """BEGIN and COMMIT are statements of the script. `last` is the ledger's last record, once it was read."""
    if statement.how is How.ROLLBACK:
        connection.rollback()
    elif statement.sql.startswith(_APPEND):
        records = statement.parameters if statement.how is How.MANY else [statement.parameters]
        connection.executemany(statement.sql, _sealed(records, last))
    elif statement.how is How.MANY:
        connection.executemany(statement.sql, statement.parameters)
    elif statement.how is How.ONE:
        found = connection.execute(statement.sql, statement.parameters).fetchall()
        return found if _LAST in statement.sql else last
    return last


def _sealed(records: Sequence[tuple[Any, ...]], last: list[Any] | None) -> list[tuple[Any, ...]]:
    """The ledger has grown otherwise than when it was recorded: what depends on its end is computed anew."""
    assert last is not None
    seq, prev_hash = last[0]
    sealed = []
    for *_, body in records:
        seq += 1
        digest = entry_hash(seq, prev_hash, body)
        sealed.append((seq, prev_hash, digest, body))
        prev_hash = digest
    return sealed
