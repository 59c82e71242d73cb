"""`pacc user`: people, from the command line of the server. The link to choose a password goes to standard output."""

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow import clock
from pacc_flow.actions import accounts
from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.invitations import invitation_token
from pacc_flow.actions.memberships import Place, place_account
from pacc_flow.actions.refusals import Refusal
from pacc_flow.cli import runtime
from pacc_flow.models import Account, Entity, Office, searchable
from pacc_flow.workflow import Standing

CLI = system_actor("cli")


@click.group()
def command() -> None:
    """Agrega, invita y desactiva personas."""


@command.command()
@click.argument("email")
@click.option("--entity", "slug", required=True, help="Dirección de la entidad, como «icetex».")
@click.option("--name", required=True, help="Nombre de la persona.")
@click.option(
    "--standing",
    type=click.Choice([each.value for each in Standing]),
    default=Standing.MEMBER.value,
    show_default=True,
    help="Qué es.",
)
@click.option("--office", "offices", multiple=True, help="Oficina a la que pertenece; se puede repetir.")
@click.option("--head", "heads", multiple=True, help="Oficina que dirige; se puede repetir.")
def add(email: str, *, slug: str, name: str, standing: str, offices: tuple[str, ...], heads: tuple[str, ...]) -> None:
    """Crea la cuenta y escribe el enlace con el que la persona elige su contraseña."""
    now, role = clock.now(), Standing(standing)
    with runtime.sessions() as sessions, sessions() as session:
        entity = runtime.entity_named(session, slug)
        places = [Place(_office(session, entity, each), is_head=each in heads) for each in dict.fromkeys(offices + heads)]
        account = accounts.create_account(session, entity, email=email, name=name, standing=role, actor=CLI, at=now)
        place_account(session, account, places, standing=role, actor=CLI, at=now)
        session.commit()
        _print_link(account)


@command.command()
@click.argument("email")
def invite(email: str) -> None:
    """Escribe un enlace nuevo para elegir la contraseña; los anteriores dejan de servir y las sesiones se cierran."""
    with runtime.sessions() as sessions, sessions() as session:
        account = _account(session, email)
        accounts.invite_account(session, account, actor=CLI, at=clock.now())
        session.commit()
        _print_link(account)


@command.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Cierra la cuenta y sus sesiones. Lo que la persona hizo queda en el registro."""
    with runtime.sessions() as sessions, sessions() as session:
        account = _account(session, email)
        if accounts.deactivate_account(session, account, actor=CLI, at=clock.now()) is None:
            raise Refusal(f"La cuenta de {account.name} ya estaba desactivada.")
        session.commit()
        click.echo(f"La cuenta de {account.name} quedó desactivada.", err=True)


def _print_link(account: Account) -> None:
    settings = runtime.settings()
    click.echo("Entregue este enlace a la persona: sirve una vez y vence a los 7 días.", err=True)
    click.echo(f"{settings.base_url}/clave/{invitation_token(account, secret=settings.secret_key, at=clock.now())}")


def _account(session: Session, email: str) -> Account:
    account = session.scalar(select(Account).where(Account.email == email.strip().lower()))
    if account is None:
        raise Refusal(f"No hay una cuenta con el correo {email}.")
    return account


def _office(session: Session, entity: Entity, name: str) -> Office:
    office = session.scalar(select(Office).where(Office.entity_id == entity.id, Office.name_key == searchable(name)))
    if office is None:
        raise Refusal(f"{entity.name} no tiene una oficina llamada «{name}».")
    return office
