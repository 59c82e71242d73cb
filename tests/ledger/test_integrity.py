"""Verification of a live database: whoever goes round the program, and round its guards, is found out."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.orm import sessionmaker

from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.trail import Session, record
from pacc_flow.ledger.chain import Code
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entity
from pacc_flow.queries.ledger_integrity import verify_ledger

PEOPLE = 5


@pytest.fixture
def entities(sessions: sessionmaker[Session], at: datetime) -> list[int]:
    ids = []
    for n in range(PEOPLE):
        with sessions() as session:
            entity = Entity(slug=f"e{n}", name=f"Entidad {n}")
            session.add(entity)
            record(session, kind=Kind.ENTITY_CREATE, actor=system_actor("cli"), at=at, subject=entity, entity_id=None)
            session.commit()
            ids.append(entity.id)
    return ids


@pytest.fixture
def administrator(database_url: str, entities: list[int]) -> Callable[[str], None]:
    """The administrator of the database: comes in by the back door, and takes guards and constraints away first."""

    def attack(statement: str) -> None:
        back_door = create_engine(database_url)
        with back_door.begin() as connection:
            _disarm(connection)
            connection.exec_driver_sql(statement)
        back_door.dispose()

    return attack


def _disarm(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE ledger_record DISABLE TRIGGER ALL")
        connection.exec_driver_sql("ALTER TABLE ledger_record DROP CONSTRAINT ck_ledger_record_seal")
        connection.exec_driver_sql("ALTER TABLE entity DISABLE TRIGGER ALL")
        return
    for name in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def test_a_database_that_nobody_touched_is_sound(engine: Engine, entities: list[int]):
    integrity = verify_ledger(engine)
    assert (integrity.records, integrity.rows, integrity.is_sound) == (PEOPLE, PEOPLE, True)
    assert len(integrity.head) == 64


def test_an_empty_database_is_sound(engine: Engine):
    integrity = verify_ledger(engine)
    assert (integrity.records, integrity.head, integrity.is_sound) == (0, "0" * 64, True)


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("UPDATE ledger_record SET body = replace(body, 'cli', 'otro') WHERE seq = 2", [Code.HASH]),
        (
            "UPDATE ledger_record SET body = replace(body, '\"v\":1', '\"v\": 1') WHERE seq = 2",
            [Code.HASH, Code.CANONICAL, Code.ROW_UNRECORDED],
        ),
        ("UPDATE ledger_record SET entry_hash = prev_hash WHERE seq = 0", [Code.HASH, Code.LINK]),
        ("DELETE FROM ledger_record WHERE seq = 2", [Code.SEQUENCE, Code.LINK, Code.ROW_UNRECORDED]),
        ("DELETE FROM ledger_record WHERE seq >= 3", [Code.ROW_UNRECORDED, Code.ROW_UNRECORDED]),
        ("UPDATE entity SET name = 'Cambiada' WHERE slug = 'e3'", [Code.ROW_CHANGED]),
        ("UPDATE entity SET name = 'Cambiada', rev = rev + 1 WHERE slug = 'e3'", [Code.ROW_CHANGED]),
        ("UPDATE entity SET schedule = '[0.5]' WHERE slug = 'e3'", [Code.ROW_CHANGED]),
        ("DELETE FROM entity WHERE slug = 'e3'", [Code.ROW_MISSING]),
    ],
)
def test_what_the_administrator_of_the_database_does_is_found(
    engine: Engine, administrator: Callable[[str], None], statement: str, codes: list[Code]
):
    administrator(statement)
    integrity = verify_ledger(engine)
    assert [finding.code for finding in integrity.findings] == codes
    assert not integrity.is_sound


def test_a_finding_names_the_row_in_spanish(engine: Engine, administrator: Callable[[str], None], entities: list[int]):
    administrator("UPDATE entity SET name = 'Cambiada' WHERE slug = 'e3'")
    (finding,) = verify_ledger(engine).findings
    assert finding.sentence == (f"«entity» {entities[3]} no está como la dejó su último registro: fue modificada por fuera.")


def test_verification_holds_back_nobody_who_writes(engine: Engine, entities: list[int]):
    with engine.begin() as writer:
        writer.execute(text("SELECT 1"))
        assert verify_ledger(engine).is_sound
