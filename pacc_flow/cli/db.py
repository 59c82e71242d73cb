"""`pacc db`: the schema of the database, brought forth, back and checked."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic.util import CommandError
from sqlalchemy import make_url

from pacc_flow.actions.refusals import Refusal
from pacc_flow.cli import runtime
from pacc_flow.models import schema


@click.group()
def command() -> None:
    """Crea, actualiza y revisa la base de datos."""


@command.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Lleva la base de datos a la versión que el programa espera, creándola si no existe."""
    settings = runtime.settings()
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        settings.var_dir.mkdir(parents=True, exist_ok=True)
    with _known(revision):
        schema.upgrade(settings.database_url, revision)


@command.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Devuelve la base de datos a una versión anterior; «base» la vacía."""
    with _known(revision):
        schema.downgrade(runtime.settings().database_url, revision)


@command.command()
def check() -> None:
    """Dice en qué difiere la base de datos de lo que el programa espera. Termina con 1 si difiere en algo."""
    if findings := schema.check(runtime.settings().database_url):
        raise Refusal("\n".join(findings))
    click.echo("La base de datos está como el programa la espera.", err=True)


@contextmanager
def _known(revision: str) -> Iterator[None]:
    try:
        yield
    except CommandError as error:
        raise Refusal(
            f"La base de datos no puede ir a la versión «{revision}»: no existe, o queda en la otra dirección."
        ) from error
