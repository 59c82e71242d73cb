"""Runs the migrations on the connection that `pacc_flow.models.schema` opened, in one transaction."""

import sqlalchemy as sa
from alembic import context
from alembic.runtime.migration import MigrationContext

from pacc_flow.models import Base
from pacc_flow.models.guards import LEDGER, install_and_compare


def is_ours_to_alter(thing: sa.schema.SchemaItem, _name: str | None, kind: str, *_: object) -> bool:
    """The ledger is never rebuilt nor compared column by column: its own migration wrote it, the guards watch it."""
    table = thing if kind == "table" else getattr(thing, "table", None)
    return not isinstance(table, sa.Table) or table.name != LEDGER


def guard_again(ctx: MigrationContext, **_: object) -> None:
    """Batch mode on SQLite drops triggers in silence, so each version ends by putting the guards back."""
    if ctx.connection is not None:
        install_and_compare(ctx.connection)


def run() -> None:
    connection: sa.Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        include_object=is_ours_to_alter,
        on_version_apply=guard_again,
        user_module_prefix="models.",
    )
    with context.begin_transaction():
        context.run_migrations()


run()
