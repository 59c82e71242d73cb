"""The guards as SQLite triggers. It has no SHA-256, so the program seals and the trigger checks the place in the chain."""

from collections.abc import Iterator

import sqlalchemy as sa

_APPEND = """
    SELECT RAISE(ABORT, 'ledger: seq is not the next one')
     WHERE NEW.seq IS NOT (SELECT COALESCE(MAX(seq) + 1, 0) FROM {table});
    SELECT RAISE(ABORT, 'ledger: prev_hash is not the hash of the last record')
     WHERE NEW.prev_hash IS NOT COALESCE((SELECT entry_hash FROM {table} ORDER BY seq DESC LIMIT 1), zeroblob(32));
    SELECT RAISE(ABORT, 'ledger: the revision of the subject is not the next one')
     WHERE json_type(NEW.body, '$.subject') = 'object'
       AND json_extract(NEW.body, '$.subject.rev') IS NOT 1 + COALESCE(
           (SELECT MAX(subject_rev) FROM {table}
             WHERE subject_type = json_extract(NEW.body, '$.subject.type')
               AND subject_id = json_extract(NEW.body, '$.subject.id')), 0);
"""
_GROW = """
    SELECT RAISE(ABORT, '{table}: the size is not greater than that of the last one')
     WHERE NEW.size IS NULL OR NEW.size <= (SELECT MAX(size) FROM {table});
    SELECT RAISE(ABORT, '{table}: the ledger has fewer records')
     WHERE NEW.size > (SELECT COALESCE(MAX(seq) + 1, 0) FROM ledger_record);
"""
_FULL = """
    SELECT RAISE(ABORT, '{table}: the ledger does not fill this tile yet')
     WHERE NEW."index" >= (SELECT COALESCE(MAX(seq) + 1, 0) FROM ledger_record) >> (8 * (NEW.level + 1));
    SELECT RAISE(ABORT, '{table}: this tile is there already')
     WHERE EXISTS (SELECT 1 FROM {table} WHERE level = NEW.level AND "index" = NEW."index");
"""
_REFUSE = """
    SELECT RAISE(ABORT, '{table}: rows are never {done}');
"""
_FIRST = """
    SELECT RAISE(ABORT, '{table}: a row begins at revision 1')
     WHERE NEW.rev IS NOT 1 OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id);
"""
_NEXT = """
    SELECT RAISE(ABORT, '{table}: each change takes the next revision and one ledger record')
     WHERE NEW.id IS NOT OLD.id OR NEW.rev IS NOT OLD.rev + 1;
"""
# fmt: off
_APPEND_ONLY = (  # name, event, what it does
    ("no_update", "UPDATE", _REFUSE.replace("{done}", "changed")),
    ("no_delete", "DELETE", _REFUSE.replace("{done}", "deleted")),
)
_APPENDED = {  # table: the same, of its INSERT
    "ledger_record":     ("append",    "INSERT", _APPEND),
    "ledger_checkpoint": ("grow",      "INSERT", _GROW),
    "ledger_tile":       ("full",      "INSERT", _FULL),
}
_AUDITED = (
    ("first_revision", "INSERT", _FIRST),
    ("next_revision",  "UPDATE", _NEXT),
    ("no_delete",      "DELETE", _REFUSE.replace("{done}", "deleted")),
)
# fmt: on


def statements(append_only: list[str], audited: list[str]) -> Iterator[str]:
    for name, definition in expected(append_only, audited).items():
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield definition


def expected(append_only: list[str], audited: list[str]) -> dict[str, str]:
    """Name → the text of CREATE TRIGGER, which SQLite keeps as it was written."""
    rows = [(table, *row) for table in append_only for row in (_APPENDED[table], *_APPEND_ONLY)]
    rows += [(table, *row) for table in audited for row in _AUDITED]
    return {
        f"{table}_{name}": f"CREATE TRIGGER {table}_{name} BEFORE {moment} ON {table} FOR EACH ROW BEGIN"
        f"{does.format(table=table)}END"
        for table, name, moment, does in rows
    }


def found(connection: sa.Connection) -> dict[str, str]:
    rows = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {row.name: row.sql for row in rows}
