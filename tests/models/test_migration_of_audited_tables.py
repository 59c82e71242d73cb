"""A migration that rebuilds an audited table keeps its rows, their children, their guards and their tie to the ledger."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.trail import make_session_factory, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entity, Office, guards, schema
from pacc_flow.models.engine import create_engine
from pacc_flow.queries.ledger_integrity import verify_ledger

REBUILD = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("entity") as batch:
        batch.alter_column("name", type_=sa.String(300), existing_nullable=False)
        batch.add_column(sa.Column("motto", sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table("entity") as batch:
        batch.drop_column("motto")
        batch.alter_column("name", type_=sa.String(200), existing_nullable=False)
"""


@pytest.fixture
def with_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One version more than the head; on SQLite Alembic can only do it by rebuilding the table of entities."""
    versions = shutil.copytree(schema.MIGRATIONS, tmp_path / "migrations") / "versions"
    head = max(path.name[:4] for path in versions.glob("[0-9]*.py"))
    (versions / "9999_rebuild.py").write_text(REBUILD.format(head=head))
    monkeypatch.setattr(schema, "MIGRATIONS", tmp_path / "migrations")


def test_a_rebuilt_table_keeps_rows_children_guards_and_hashes(database_url: str, with_rebuild: None):
    engine = create_engine(database_url)
    with make_session_factory(engine)() as session:
        entity = Entity(slug="icetex", name="Icetex")
        entity.offices = [Office(name=f"Oficina {n}", name_key=f"oficina {n}") for n in range(3)]
        session.add(entity)
        for kind, row in [(Kind.ENTITY_CREATE, entity), *((Kind.OFFICE_CREATE, office) for office in entity.offices)]:
            at = datetime(2026, 5, 4, tzinfo=UTC)
            record(session, kind=kind, actor=system_actor("cli"), at=at, subject=row, entity_id=None)
        session.commit()
    engine.dispose()
    for migrate in (lambda: schema.upgrade(database_url), lambda: schema.downgrade(database_url, "-1")):
        migrate()
        with engine.connect() as connection:
            assert guards.check(connection) == []
            assert connection.scalar(select(func.count()).select_from(Office)) == 3
        integrity = verify_ledger(engine)
        assert (integrity.records, integrity.rows, integrity.findings) == (4, 4, [])
        engine.dispose()
