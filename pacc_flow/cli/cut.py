"""`pacc cut`: the cuts of a plan, from the command line of the server."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from pacc_flow import clock
from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.checkpoints import sign_or_alarm
from pacc_flow.actions.cuts import load_cut, open_cut
from pacc_flow.actions.installation import signer_folder
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.refusals import Forbidden, Refusal
from pacc_flow.actions.refused import record_refusal
from pacc_flow.actions.sign_ins import begin_sign_in, record_failed_sign_in
from pacc_flow.actions.source import Source
from pacc_flow.calendar.words import long_date
from pacc_flow.cli import runtime
from pacc_flow.models import Account, CutState, Entity, Entry, Membership
from pacc_flow.workflow import State

CLI = system_actor("cli")
TERMINAL = Source(ip="terminal")
TOO_MANY = "Demasiados intentos. Espere quince minutos y vuelva a intentarlo."
STATE_WORDS = {
    State.DRAFT: "en borrador",
    State.SUBMITTED: "enviadas",
    State.REVIEWED: "revisadas",
    State.VERIFIED: "verificadas",
}
CUT_WORDS = {CutState.PLANNED: "por abrir", CutState.OPEN: "abierto", CutState.PUBLISHED: "publicado"}

Command = TypeVar("Command", bound=Callable[..., Any])


def of_a_cut(function: Command) -> Command:
    """The three options that name a cut."""
    for option in (
        click.option("--cut", "number", type=click.IntRange(1, 99), required=True, help="Número del corte en el año."),
        click.option("--year", type=click.IntRange(2000, 2200), required=True, help="Vigencia del plan."),
        click.option("--entity", "slug", required=True, help="Dirección de la entidad, como «icetex»."),
    ):
        function = option(function)
    return function


@click.group()
def command() -> None:
    """Muestra, abre y publica los cortes de un plan."""


@command.command()
@of_a_cut
def show(slug: str, year: int, number: int) -> None:
    """Dice en qué va el corte y cuántas entradas hay en cada estado."""
    with runtime.sessions() as sessions, sessions() as session:
        cut = runtime.cut_named(session, slug, year, number)
        counts = session.execute(select(Entry.state, func.count()).where(Entry.cut_id == cut.id).group_by(Entry.state)).all()
        click.echo(f"{cut.name} de {year}, {long_date(cut.cut_on)}: {CUT_WORDS[CutState(cut.state)]}.")
        for state, count in sorted(counts, key=lambda pair: list(State).index(State(pair[0]))):
            click.echo(f"{count:5} {STATE_WORDS[State(state)]}")


@command.command("open")
@of_a_cut
def open_(slug: str, year: int, number: int) -> None:
    """Abre el corte ahora, sin esperar su día."""
    with runtime.sessions() as sessions, sessions() as session:
        found = runtime.cut_named(session, slug, year, number)
        cut = load_cut(session, found.id, entity_id=found.plan.entity_id)
        if cut.state != CutState.PLANNED:
            raise Refusal("Este corte ya se abrió.")
        receipt = open_cut(session, cut, actor=CLI, at=clock.now())
        session.commit()
        click.echo(f"{cut.name} abierto. Recibo {receipt.seq}.", err=True)


@command.command()
@of_a_cut
@click.option("--signed-by", "email", required=True, help="Correo de quien firma por Control Interno.")
@click.option("--reason", default="", help="Por qué no se reportaron las entradas que falten por verificar.")
def publish(slug: str, year: int, number: int, email: str, reason: str) -> None:
    """Firma y publica el seguimiento. Pide la contraseña de quien firma: nadie firma por otra persona."""
    password = click.prompt("Contraseña", hide_input=True, err=True)
    at = clock.now()
    with runtime.sessions() as sessions, sessions() as session:
        cut = runtime.cut_named(session, slug, year, number)
        signer = _signer(session, runtime.entity_named(session, slug), email, password, at)
        left = session.scalars(select(Entry.id).where(Entry.cut_id == cut.id, Entry.state != State.VERIFIED))
        reasons = dict.fromkeys(left, reason)
        try:
            published = publish_cut(session, cut.id, actor=signer, reasons=reasons, at=at)
        except Refusal as refusal:
            session.rollback()
            record_refusal(session, actor=signer, source=TERMINAL, refusal=refusal, at=at, about=f"cut:publish {cut.id}")
            session.commit()
            raise
        session.commit()
        click.echo(
            f"{cut.name} de {year} publicado. Huella {published.report.snapshot_sha256}. Recibo {published.receipt.seq}.",
            err=True,
        )
        if sign_or_alarm(sessions, signer_folder(runtime.settings()), at=at) is None:
            click.echo("El registro no se pudo firmar: revíselo con pacc ledger verify.", err=True)


def _signer(session: Session, entity: Entity, email: str, password: str, at: datetime) -> Account:
    """As on the page that signs in: attempts are counted, a failed one is recorded, and too many are refused."""
    attempt = begin_sign_in(session, email=email, source=TERMINAL, at=at)
    session.commit()
    accepted = attempt.accepts(password) and not attempt.is_one_too_many
    if not accepted or attempt.account is None or attempt.account.entity_id != entity.id:
        record_failed_sign_in(session, attempt, source=TERMINAL, at=at)
        session.commit()
        raise Forbidden(TOO_MANY if attempt.is_one_too_many else "El correo o la contraseña no coinciden.")
    return session.scalars(
        select(Account)
        .where(Account.id == attempt.account.id)
        .options(joinedload(Account.entity), selectinload(Account.memberships).joinedload(Membership.office))
        .execution_options(populate_existing=True)
    ).one()
