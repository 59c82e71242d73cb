"""A database whose rows are not tied to the ledger: no guard and no foreign key to a record. For measuring alone."""

import re

import sqlalchemy as sa

from pacc_flow.models.base import audited_classes

_TIE = re.compile(r",\s*CONSTRAINT fk_\w+_ledger_record FOREIGN KEY\([^)]*\) REFERENCES ledger_record \([^)]*\)[^,)]*")


def untie(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            _untie_postgresql(connection)
        else:
            _untie_sqlite(connection)
        kept = [key["name"] for one in audited_classes() for key in sa.inspect(connection).get_foreign_keys(one.__tablename__)]
    engine.dispose()
    assert not [name for name in kept if name and name.endswith("_ledger_record")], kept


def _untie_postgresql(connection: sa.Connection) -> None:
    guards = sa.text("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    for name, table in connection.execute(guards).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name} ON {table}")
    for audited in audited_classes():
        table = audited.__tablename__
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT fk_{table}_ledger_record")


def _untie_sqlite(connection: sa.Connection) -> None:
    """SQLite cannot drop a constraint: the text of the table, which it reads anew at each start, is put right instead."""
    schema = connection.execute(sa.text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    for kind, name, _ in schema:
        if kind == "trigger":
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for kind, name, told in schema:
        if kind == "table":
            mend = sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name")
            connection.execute(mend, {"sql": _TIE.sub("", told), "name": name})
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
