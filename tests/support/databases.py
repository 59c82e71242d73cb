"""Databases for the tests: each test gets one of its own, copied from a template that was migrated once."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL

from tests.support.postgresql import running_server

ENGINES = ("sqlite", "postgresql")
# From this version on PostgreSQL copies a template through its log unless told otherwise, several times as slowly.
COPIES_BY_CHOICE = 150_000


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The maintenance database of a real PostgreSQL server, started when the first test asks for it."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pacc_flow.models.schema import upgrade

    path = tmp_path_factory.mktemp("template") / "pacc.sqlite3"
    upgrade(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL) -> Iterator[str]:
    from pacc_flow.models.schema import upgrade

    with new_database(postgresql_server) as template:
        upgrade(template.render_as_string(hide_password=False))
        yield str(template.database)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, migrated database of this test alone; the test runs once on each engine."""
    if request.param == "sqlite":
        yield copied_file(request.getfixturevalue("sqlite_template"), request.getfixturevalue("tmp_path"))
        return
    template = request.getfixturevalue("postgresql_template")
    with new_database(request.getfixturevalue("postgresql_server"), template) as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database without a single table, for the tests of the migrations themselves."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('tmp_path') / 'empty.sqlite3'}"
        return
    with new_database(request.getfixturevalue("postgresql_server")) as url:
        yield url.render_as_string(hide_password=False)


def copied_file(template: Path, folder: Path) -> str:
    path = folder / "pacc.sqlite3"
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


@contextmanager
def new_database(server: URL, template: str = "template0") -> Iterator[URL]:
    """A PostgreSQL database copied from `template`, dropped afterwards with whatever still holds it open."""
    name = f"pacc_test_{uuid4().hex}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    _administer(server, create, copying=True)
    try:
        yield server.set(database=name)
    finally:
        _administer(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _administer(server: URL, statement: sql.Composed, *, copying: bool = False) -> None:
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        if copying and connection.info.server_version >= COPIES_BY_CHOICE:
            statement += sql.SQL(" STRATEGY FILE_COPY")
        connection.execute(statement)
