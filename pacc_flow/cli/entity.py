"""`pacc entity`: the entities of an installation."""

import click

from pacc_flow import clock
from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.entities import create_entity
from pacc_flow.actions.entity_settings import PLAN_KINDS
from pacc_flow.cli import runtime


@click.group()
def command() -> None:
    """Agrega entidades."""


@command.command()
@click.argument("slug")
@click.option("--name", required=True, help="Nombre completo de la entidad.")
@click.option("--plan-kind", type=click.Choice(PLAN_KINDS), default="PTEP", show_default=True, help="Clase de plan.")
def add(slug: str, name: str, plan_kind: str) -> None:
    """Crea la entidad, con SLUG en su dirección pública. Después: pacc user add, para su administrador."""
    with runtime.sessions() as sessions, sessions() as session:
        entity = create_entity(session, slug=slug, name=name, plan_kind=plan_kind, actor=system_actor("cli"), at=clock.now())
        session.commit()
        click.echo(f"{entity.name} queda en {runtime.settings().base_url}/{entity.slug}/", err=True)
