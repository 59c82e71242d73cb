"""What the database is asked while a page is made: a page asks the same number of things whatever the number of rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

_HOUSEKEEPING = ("PRAGMA", "BEGIN")  # how SQLite is told in which mode a transaction runs


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    from pacc_flow.web.database import db

    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(_HOUSEKEEPING):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def count_statements(app: Flask, ask: Callable[[], object]) -> int:
    with statements(app) as seen:
        ask()
    return len(seen)
