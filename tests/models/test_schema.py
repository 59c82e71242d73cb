"""Migrations: up, down and up again on both engines, with no drift and with the guards intact."""

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, text

from pacc_flow.models import guards, schema
from pacc_flow.models.engine import create_engine as create_our_engine
from pacc_flow.models.engine import database_url as with_driver

VERSIONS = ("0001", "0002", "head")


def fingerprint(url: str) -> str:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = guards.fingerprint(connection)
    engine.dispose()
    return found


def run(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_up_down_and_up_again_leaves_no_drift_and_the_same_guards(empty_database_url: str):
    schema.upgrade(empty_database_url)
    assert schema.check(empty_database_url) == []
    before = fingerprint(empty_database_url)
    schema.downgrade(empty_database_url, "base")
    engine = create_engine(empty_database_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    with engine.connect() as connection:
        assert guards.check(connection) == []
    engine.dispose()
    schema.upgrade(empty_database_url)
    assert schema.check(empty_database_url) == []
    assert fingerprint(empty_database_url) == before


@pytest.mark.parametrize("revision", VERSIONS)
def test_each_version_ends_with_the_guards_of_its_tables(empty_database_url: str, revision: str):
    schema.upgrade(empty_database_url, revision)
    engine = create_engine(empty_database_url)
    with engine.connect() as connection:
        assert guards.check(connection) == []
        assert guards.fingerprint(connection) == guards.expected_fingerprint(connection)
    engine.dispose()


def test_the_ledger_of_the_migration_is_the_ledger_of_the_model(empty_database_url: str):
    schema.upgrade(empty_database_url, "0001")
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        migrated = _ledger_as_stored(engine, connection)
        connection.exec_driver_sql("DROP TABLE ledger_record")
        schema.Base.metadata.tables["ledger_record"].create(connection)
        assert _ledger_as_stored(engine, connection) == migrated
    engine.dispose()


def _ledger_as_stored(engine: Engine, connection) -> list[str]:  # noqa: ANN001 - the connection of the engine
    if engine.dialect.name == "sqlite":
        found = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'ledger_record' AND type <> 'trigger'"
        )
        return sorted(str(row.sql).replace(" \n", "\n") for row in found)
    found = connection.exec_driver_sql(
        "SELECT conname || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint"
        " WHERE conrelid = 'ledger_record'::regclass"
        " UNION ALL SELECT indexdef FROM pg_indexes WHERE tablename = 'ledger_record'"
        " UNION ALL SELECT concat_ws(' ', a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
        " a.attgenerated, pg_get_expr(d.adbin, d.adrelid)) FROM pg_attribute a"
        " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
        " WHERE a.attrelid = 'ledger_record'::regclass AND a.attnum > 0"
    )
    return sorted(row.line for row in found)


def test_a_database_that_is_behind_says_so(empty_database_url: str):
    schema.upgrade(empty_database_url, "0001")
    assert any("versión 0001" in sentence for sentence in schema.check(empty_database_url))
    assert any("add_table entity" in sentence for sentence in schema.check(empty_database_url))


def test_a_column_that_nobody_declared_is_drift(database_url: str):
    run(database_url, "ALTER TABLE lease ADD COLUMN extra INTEGER")
    assert schema.check(database_url) == ["La base de datos difiere de los modelos: remove_column lease extra."]


def test_a_lost_constraint_is_drift(database_url: str):
    if database_url.startswith("sqlite"):
        run(
            database_url,
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = replace(sql, 'ck_entity_subject_type', 'ck_lost') WHERE name = 'entity'",
        )
    else:
        run(database_url, "ALTER TABLE entity DROP CONSTRAINT ck_entity_subject_type")
    assert schema.check(database_url) == ["A la tabla «entity» le falta la restricción «ck_entity_subject_type»."]


def test_a_lost_guard_is_told(database_url: str):
    name = "ledger_record_no_update" if database_url.startswith("sqlite") else "ledger_record_append_only"
    run(database_url, f"DROP TRIGGER {name}" + ("" if database_url.startswith("sqlite") else " ON ledger_record"))
    assert schema.check(database_url) == [f"Falta la protección «{name}» de la base de datos."]


def test_orphans_stop_a_migration_on_sqlite(database_url: str):
    if not database_url.startswith("sqlite"):
        return  # PostgreSQL checks its references in each statement
    schema.downgrade(database_url, "0001")
    run(
        database_url,
        "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
        "CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))",
        "INSERT INTO child VALUES (7)",
    )
    with pytest.raises(schema.SchemaError, match="table child"):
        schema.upgrade(database_url)
    assert any("versión 0001" in sentence for sentence in schema.check(database_url))


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg"),
        ("sqlite:///d", "sqlite"),
    ],
)
def test_the_short_name_of_an_engine_means_the_driver_that_is_shipped(given: str, used: str):
    assert with_driver(given).drivername == used


def test_the_engine_is_set_for_what_the_ledger_promises(database_url: str):
    engine = create_our_engine(database_url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in _PRAGMAS}
            assert found == _PRAGMAS
        else:
            assert connection.execute(text("SHOW transaction_isolation")).scalar_one() == "read committed"
    engine.dispose()


_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000, "recursive_triggers": 1}


def test_a_transaction_that_writes_begins_with_the_lock_on_sqlite(database_url: str):
    engine, statements = create_our_engine(database_url), []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))
    with engine.connect().execution_options(read_only=True) as connection:
        connection.execute(text("SELECT 1"))
    begun = [statement for statement in statements if statement.startswith("BEGIN")]
    assert begun == (["BEGIN IMMEDIATE", "BEGIN DEFERRED"] if engine.dialect.name == "sqlite" else [])
    engine.dispose()
