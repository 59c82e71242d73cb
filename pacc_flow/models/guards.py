"""The guards of the ledger inside the database: what no statement of the application can do, whoever wrote it.

They are a table of triggers per engine. `install` puts them in place, `check` says in what the database differs from that
table, and `fingerprint` is one digest of what the database really holds.
"""

from dataclasses import dataclass
from hashlib import sha256

import sqlalchemy as sa

from pacc_flow.ledger.canonical import canonical_json
from pacc_flow.models import guards_postgresql, guards_sqlite
from pacc_flow.models.base import audited_classes

LEDGER = "ledger_record"
APPEND_ONLY = (LEDGER, "ledger_checkpoint", "ledger_tile")
_ENGINES = {"postgresql": guards_postgresql, "sqlite": guards_sqlite}


class GuardsError(RuntimeError):
    """The database refuses less than it should: `differences` says in what, one sentence each."""

    def __init__(self, differences: list[str]) -> None:
        super().__init__(" ".join(differences))
        self.differences = differences


@dataclass(frozen=True, slots=True)
class _Tables:
    append_only: list[str]
    audited: list[str]


def install(connection: sa.Connection) -> None:
    """Creates or replaces every guard of the tables that exist, in the caller's transaction; can be repeated at will."""
    tables = _present(connection)
    if tables.append_only:
        for statement in _ENGINES[connection.dialect.name].statements(tables.append_only, tables.audited):
            connection.execute(sa.text(statement))


def install_and_compare(connection: sa.Connection) -> None:
    """The end of every migration; GuardsError if the database did not take all of it."""
    install(connection)
    if differences := check(connection):
        raise GuardsError(differences)


def fingerprint(connection: sa.Connection) -> str:
    """The SHA-256, in hexadecimal, of the guards that the database holds."""
    return _digest(_ENGINES[connection.dialect.name].found(connection))


def expected_fingerprint(connection: sa.Connection) -> str:
    """The same digest of the guards that its tables ought to have."""
    return _digest(_expected(connection))


def check(connection: sa.Connection) -> list[str]:
    """One Spanish sentence for each guard that is missing, changed or not ours; none when all is well."""
    expected, found = _expected(connection), _ENGINES[connection.dialect.name].found(connection)
    return [
        *(f"Falta la protección «{name}» de la base de datos." for name in sorted(expected.keys() - found.keys())),
        *(f"La base de datos tiene una protección desconocida, «{name}»." for name in sorted(found.keys() - expected.keys())),
        *(
            f"La protección «{name}» de la base de datos no es la que el programa instala."
            for name in sorted(expected.keys() & found.keys())
            if expected[name] != found[name]
        ),
    ]


def _expected(connection: sa.Connection) -> dict[str, str]:
    tables = _present(connection)
    return _ENGINES[connection.dialect.name].expected(tables.append_only, tables.audited) if tables.append_only else {}


def _present(connection: sa.Connection) -> _Tables:
    names = set(sa.inspect(connection).get_table_names())
    audited = [audited.__tablename__ for audited in audited_classes()]
    return _Tables([name for name in APPEND_ONLY if name in names], [name for name in audited if name in names])


def _digest(guards: dict[str, str]) -> str:
    listed = [[name, definition] for name, definition in sorted(guards.items())]
    return sha256(canonical_json(listed, limit=None).encode()).hexdigest()
