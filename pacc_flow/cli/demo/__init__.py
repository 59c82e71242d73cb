"""`pacc demo`: a year of an entity, invented but for the facts of one published matrix.

`cast` is who is in it, `look` how its documents look, `matrix_2021` the plan that was followed up in the past,
`current_year` the one in mid-flight, and `stage` the means by which they act: the same verbs that the web uses, each at its
own instant.
"""

from datetime import date, datetime

import click
from sqlalchemy import select, update

from pacc_flow import clock
from pacc_flow.actions.installation import evidence_store, signer_folder
from pacc_flow.actions.refusals import Refusal
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.storage import EvidenceStore
from pacc_flow.actions.trail import Session
from pacc_flow.cli import runtime
from pacc_flow.cli.demo import current_year, matrix_2021
from pacc_flow.cli.demo.cast import PASSWORD, accounts_to_print
from pacc_flow.cli.demo.look import look_of
from pacc_flow.cli.demo.settling import settle_in
from pacc_flow.models import Entity, Notice, NoticeState

SLUG = "icetex"


@click.command()
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="El día en que transcurre, en vez de hoy: 2026-09-09.")
@click.option("--if-empty", is_flag=True, help="No hace nada si la base de datos ya tiene una entidad.")
def command(today: datetime | None, *, if_empty: bool) -> None:
    """Carga la demostración: una entidad, su gente, el plan de 2021 y uno en curso. Muestra sus cuentas."""
    with runtime.sessions() as sessions, sessions() as session:
        entities = session.scalars(select(Entity.slug)).all()
        session.rollback()
        if not entities or not (if_empty or SLUG in entities):
            settings = runtime.settings()
            day = today.date() if today else clock.bogota_date(clock.now())
            load(session, evidence_store(settings), signer_folder(settings), day)
        elif not if_empty:
            raise Refusal(f"La demostración ya está cargada en la entidad «{SLUG}». No se cambió nada.")
        elif SLUG not in entities:
            return
    click.echo(f"Cuentas de la demostración (contraseña de todas: {PASSWORD}):")
    for email, who in accounts_to_print():
        click.echo(f"  {email:30} {who}")


def load(session: Session, evidence: EvidenceStore, signer: SignerFolder, today: date) -> None:
    """The whole demonstration, in the order of its days, so that the clock of the trail never goes back."""
    proposal = matrix_2021.read()
    stage = settle_in(session, evidence, signer, SLUG, proposal)
    look_of(stage)
    matrix_2021.follow_up(stage, proposal)
    current_year.follow_up(stage, proposal, today)
    _leave_told(session)


def _leave_told(session: Session) -> None:
    """What the story tells of was heard in its time: today's mail is about today."""
    session.execute(update(Notice).where(Notice.state == NoticeState.PENDING).values(state=NoticeState.DROPPED))
    session.commit()
