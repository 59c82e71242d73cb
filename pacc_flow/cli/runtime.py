"""What a command needs of the installation: its settings, its database, its outgoing mail. Made when first asked for."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, select
from sqlalchemy.orm import sessionmaker

from config import MailMode, Settings
from pacc_flow.actions.installation import evidence_store, signer_folder
from pacc_flow.actions.refusals import Refusal
from pacc_flow.actions.signer_folder import SignerFolder, SignerLost
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.filing import Desk
from pacc_flow.jobs import Post
from pacc_flow.ledger.note import VerifierKey
from pacc_flow.models import Cut, Entity, Plan
from pacc_flow.models.engine import create_engine
from pacc_flow.notifications.mail import FolderTransport, SmtpTransport


def settings() -> Settings:
    return Settings.from_environ(os.environ)


@contextmanager
def engine() -> Iterator[Engine]:
    made = create_engine(settings().database_url)
    try:
        yield made
    finally:
        made.dispose()


@contextmanager
def sessions() -> Iterator[sessionmaker[Session]]:
    with engine() as made:
        yield make_session_factory(made)


def public_keys(folder: SignerFolder) -> list[VerifierKey]:
    """One for each epoch, none before the first signature."""
    try:
        return folder.verifiers()
    except SignerLost as lost:
        raise Refusal(lost.sentence) from lost


def desk(of: Settings) -> Desk:
    """Where documents are kept, and what they say of this installation."""
    return Desk(evidence_store(of), public_keys(signer_folder(of)), of.base_url)


def post(of: Settings) -> Post:
    """Mail into `var/mail/`, unless the settings name a server."""
    if of.mail_mode is MailMode.FOLDER:
        transport: FolderTransport | SmtpTransport = FolderTransport(of.mail_dir)
    else:
        transport = SmtpTransport(of.smtp_host, of.smtp_port, of.smtp_user, of.smtp_password, of.smtp_starttls)
    return Post(transport, of.mail_from, of.base_url, of.mail_per_minute, of.secret_key)


def entity_named(session: Session, slug: str) -> Entity:
    entity = session.scalar(select(Entity).where(Entity.slug == slug))
    if entity is None:
        raise Refusal(f"No hay una entidad con la dirección «{slug}».")
    return entity


def cut_named(session: Session, slug: str, year: int, number: int) -> Cut:
    entity = entity_named(session, slug)
    cut = session.scalar(select(Cut).join(Cut.plan).where(Plan.entity_id == entity.id, Plan.year == year, Cut.number == number))
    if cut is None:
        raise Refusal(f"{entity.name} no tiene un corte {number} en un plan de {year}.")
    return cut
