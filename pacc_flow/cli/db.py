"""`pacc db`: the schema of the database, brought forth, back and checked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic.util import CommandError
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ProgrammingError

from pacc_flow.actions.refusals import Refusal
from pacc_flow.cli import runtime
from pacc_flow.models import schema
from pacc_flow.models.roles import Roles, RolesError, establish, established, exists

PASSWORD = "PACC_RUNTIME_PASSWORD"  # noqa: S105 - the name of a variable
SHORTEST_PASSWORD = 12


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
    with runtime.engine() as engine, engine.begin() as connection:
        for roles in established(connection):
            establish(connection, roles)


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


@command.command("roles")
@click.option("--owner", default=Roles.owner, help="Rol que será dueño de las tablas; nadie entra con él. [pacc_owner]")
@click.option("--runtime", "program", default=Roles.runtime, help="Rol con que trabajará el programa. [pacc_app]")
def make_roles(owner: str, program: str) -> None:
    """Crea los roles de PostgreSQL con que el programa no puede debilitar su propio registro; puede repetirse.

    Conéctese en DATABASE_URL como administrador. La contraseña del rol del programa se toma de PACC_RUNTIME_PASSWORD; si no
    está, se pregunta cuando el rol es nuevo.
    """
    roles = Roles(owner, program)
    with runtime.engine() as engine, _explained():
        if engine.dialect.name == "sqlite":
            raise Refusal(
                "SQLite no tiene roles: quien puede abrir el archivo puede cambiarlo todo. Para que el programa no pueda"
                " debilitar su propio registro, use PostgreSQL."
            )
        password = _password(engine, program)
        with engine.begin() as connection:
            establish(connection, roles, password=password)
    click.echo(
        f"Las tablas son de «{owner}», y «{program}» tiene los permisos que el programa necesita y ninguno más."
        f" Ponga «{program}» en DATABASE_URL para «pacc serve» y «pacc scheduler».",
        err=True,
    )


def _password(engine: Engine, program: str) -> str | None:
    """None keeps the one that the role has. It never comes by the command line, which other people's `ps` shows."""
    password = os.environ.get(PASSWORD, "")
    with engine.connect() as connection:
        if not password and exists(connection, program):
            return None
    password = password or _asked(program)
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(f"La contraseña de «{program}» debe tener al menos {SHORTEST_PASSWORD} caracteres.")
    return password


def _asked(program: str) -> str:
    try:
        first, again = (
            click.prompt(words, hide_input=True, err=True) for words in (f"Contraseña de {program}", "Otra vez, la misma")
        )
    except click.Abort as aborted:
        raise Refusal(f"Falta la contraseña de «{program}»: escríbala, o póngala en {PASSWORD}.") from aborted
    if first != again:
        raise Refusal("Las dos contraseñas no son la misma.")
    return str(first)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except RolesError as error:
        raise Refusal(str(error)) from error
    except ProgrammingError as error:
        raise Refusal(f"El rol con que se conecta no puede hacerlo ({error.orig}). Conéctese como administrador.") from error


@contextmanager
def _known(revision: str) -> Iterator[None]:
    try:
        yield
    except CommandError as error:
        raise Refusal(
            f"La base de datos no puede ir a la versión «{revision}»: no existe, o queda en la otra dirección."
        ) from error
