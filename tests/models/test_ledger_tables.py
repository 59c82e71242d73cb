"""What the database itself refuses of checkpoints, tiles and alarms, whoever writes them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError

from pacc_flow.actions.append import append
from pacc_flow.models import Alarm, LedgerCheckpoint, LedgerTile
from pacc_flow.models.engine import create_engine
from tests.ledger.log import body

AT = datetime(2026, 5, 4, 14, tzinfo=UTC)
RECORDS = 600  # two full tiles and a part of the third
TILE = bytes(8192)

# fmt: off
REFUSED = (  # what                                  its row                                               reason
    ("a checkpoint of nothing",                       {"size": 0},                                          "size|NULL"),
    ("one of a size that was signed already",         {"size": 400},                                        "not greater"),
    ("one of an earlier size",                        {"size": 399},                                        "not greater"),
    ("one of more records than there are",            {"size": RECORDS + 1},                                "fewer records"),
    ("a root that is no SHA-256",                     {"size": 401, "root": bytes(31)},                     "root"),
    ("a note of more than two thousand characters",   {"size": 401, "note": "n" * 2001},                    "note"),
    ("a tile that the ledger does not fill",          {"index": 2},                                         "does not fill"),
    ("a tile of a level that has not been reached",   {"level": 1, "index": 0},                             "does not fill"),
    ("a tile that is there already",                  {"index": 0},                                         "already|unique"),
    ("a tile before the first one",                   {"index": -1},                                        "index"),
    ("a tile of a level that no ledger reaches",      {"level": 7, "index": -1},                            "level|index"),
    ("a tile with one hash less",                     {"index": 1, "hashes": bytes(8160)},                  "hashes"),
    ("an alarm of an unknown kind",                   {"kind": "fire"},                                     "kind"),
    ("an alarm that stands already",                  {"key": "registro"},                                  "(?i)unique"),
)
FORBIDDEN = (
    ("UPDATE ledger_checkpoint SET note = 'otra'", "never changed"),
    ("DELETE FROM ledger_checkpoint",              "never deleted"),
    ("TRUNCATE ledger_checkpoint",                 "never deleted"),
    ("UPDATE ledger_tile SET level = 1",           "never changed"),
    ("DELETE FROM ledger_tile",                    "never deleted"),
    ("TRUNCATE ledger_tile",                       "never deleted"),
)
# fmt: on
REPLACING = (
    "INSERT OR REPLACE INTO ledger_checkpoint VALUES (400, 'o', zeroblob(32), 'n', '2026-05-04')",
    "INSERT INTO ledger_checkpoint VALUES (NULL, 'o', zeroblob(32), 'n', '2026-05-04')",
    "INSERT OR REPLACE INTO ledger_tile VALUES (0, 0, zeroblob(8192))",
)


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    """A ledger with a checkpoint at 400, the tile of its first 256 records and a standing alarm."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        append(connection, [body(n, None) for n in range(RECORDS)])
        connection.execute(insert(LedgerCheckpoint).values(checkpoint(size=400)))
        connection.execute(insert(LedgerTile).values(level=0, index=0, hashes=TILE))
        connection.execute(insert(Alarm).values(alarm(key="registro")))
        yield connection
    engine.dispose()


def checkpoint(**values: object) -> dict[str, object]:
    return {"origin": "example.org/registro/1", "root": bytes(32), "note": "nota", "created_at": AT} | values


def tile(**values: object) -> dict[str, object]:
    return {"level": 0, "hashes": TILE} | values


def alarm(**values: object) -> dict[str, object]:
    return {"kind": "signer", "key": "otro", "sentence": "No firma.", "raised_at": AT} | values


def test_what_contradicts_the_ledger_is_refused(connection: Connection):
    for what, values, reason in REFUSED:
        table, whole = _row(values)
        with pytest.raises(IntegrityError) as caught, connection.begin_nested():
            connection.execute(insert(table).values(whole))
        assert re.search(reason, str(caught.value.orig)), what


def _row(values: dict[str, object]) -> tuple[type, dict[str, object]]:
    if "size" in values:
        return LedgerCheckpoint, checkpoint(**values)
    return (LedgerTile, tile(**values)) if "index" in values else (Alarm, alarm(**values))


def test_checkpoints_and_tiles_are_never_changed_nor_deleted(connection: Connection):
    for statement, reason in FORBIDDEN:
        if connection.dialect.name == "postgresql" or not statement.startswith("TRUNCATE"):
            with pytest.raises(IntegrityError, match=reason), connection.begin_nested():
                connection.execute(text(statement))


def test_the_guards_hold_in_a_session_that_plays_the_replica(connection: Connection):
    if connection.dialect.name == "sqlite":
        return  # SQLite has no such session
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    for statement, reason in FORBIDDEN:
        with pytest.raises(IntegrityError, match=reason), connection.begin_nested():
            connection.execute(text(statement))


def test_sqlite_replaces_nothing_and_numbers_nothing_by_itself(connection: Connection):
    if connection.dialect.name == "postgresql":
        return  # INSERT OR REPLACE and a number for NULL are SQLite's own
    for statement in REPLACING:
        with pytest.raises(IntegrityError, match=r"not greater|already"), connection.begin_nested():
            connection.execute(text(statement))


def test_what_follows_from_the_ledger_is_taken(connection: Connection):
    for size in (401, RECORDS):
        connection.execute(insert(LedgerCheckpoint).values(checkpoint(size=size)))
    connection.execute(insert(LedgerTile).values(tile(index=1)))
    assert connection.scalars(select(LedgerCheckpoint.size).order_by(LedgerCheckpoint.size)).all() == [400, 401, RECORDS]


def test_an_alarm_that_was_cleared_may_be_raised_again(connection: Connection):
    connection.execute(text("UPDATE alarm SET cleared_at = raised_at"))
    connection.execute(insert(Alarm).values(alarm(key="registro")))
    assert len(connection.scalars(select(Alarm.id)).all()) == 2
