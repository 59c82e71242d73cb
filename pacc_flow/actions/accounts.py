"""People: their accounts, and the offices they join and leave."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.passwords import check_password, hash_password, password_matches
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.source import Source
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Entity, Membership, Office
from pacc_flow.workflow import Standing

EMAIL_CHARS, NAME_CHARS = 254, 120


def create_account(
    session: Session,
    entity: Entity,
    *,
    email: str,
    name: str,
    actor: Actor,
    at: datetime,
    standing: Standing = Standing.MEMBER,
    password: str | None = None,
) -> Account:
    """Without a password the account waits for its invitation. Raises Invalid naming `email`, `name` or `password`."""
    email, name = email.strip().lower(), " ".join(name.split())
    errors = {}
    if not _is_address(email):
        errors["email"] = "Escriba un correo completo, como nombre@entidad.gov.co."
    elif session.scalar(select(Account.id).where(Account.email == email)):
        errors["email"] = f"Ya hay una cuenta con el correo {email}."
    if not 0 < len(name) <= NAME_CHARS:
        errors["name"] = f"Escriba el nombre de la persona, en no más de {NAME_CHARS} caracteres."
    if password is not None and (why := check_password(password, email)):
        errors["password"] = why
    if errors:
        raise Invalid(errors)
    account = Account(
        entity_id=entity.id,
        email=email,
        name=name,
        standing=standing,
        password_hash=hash_password(password) if password is not None else None,
    )
    session.add(account)
    session.flush()
    data = {"email": email, "name": name, "standing": standing}
    record(session, kind=Kind.ACCOUNT_CREATE, actor=actor, at=at, subject=account, entity_id=entity.id, data=data)
    return account


def join_office(
    session: Session, account: Account, office: Office, *, actor: Actor, at: datetime, is_head: bool = False
) -> Membership:
    """Raises Invalid when the office is of another entity, closed, or already theirs."""
    current = select(Membership.id).where(
        Membership.account_id == account.id, Membership.office_id == office.id, Membership.ended_at.is_(None)
    )
    if office.entity_id != account.entity_id or not office.is_active:
        raise Invalid({"office": "Esa oficina no existe en la entidad de la persona."})
    if session.scalar(current):
        raise Invalid({"office": f"{account.name} ya es de la {office.name}."})
    membership = Membership(account_id=account.id, office_id=office.id, is_head=is_head, started_at=at)
    session.add(membership)
    session.flush()
    data = {"account": account.id, "is_head": is_head, "office": office.id}
    record(session, kind=Kind.MEMBERSHIP_START, actor=actor, at=at, subject=membership, entity_id=account.entity_id, data=data)
    return membership


def _is_address(email: str) -> bool:
    """A plausible address; whether it exists, only its mail server knows."""
    local, at, domain = email.rpartition("@")
    plain = email.isprintable() and not any(char.isspace() or char in '<>,;:"' for char in email)
    return bool(local and at and domain.strip(".")) and plain and len(email) <= EMAIL_CHARS


def change_password(
    session: Session, account: Account, *, current: str, new: str, source: Source, at: datetime
) -> Receipt:
    """Ends every session of the person. Raises Invalid naming `current` or `password`."""
    if not password_matches(account.password_hash, current):
        raise Invalid({"current": "La contraseña actual no es esa."})
    return choose_password(session, account, new=new, source=source, at=at)


def choose_password(session: Session, account: Account, *, new: str, source: Source, at: datetime) -> Receipt:
    """By the person, whom the current password or an invitation vouches for. Ends every session, and the invitation."""
    if why := check_password(new, account.email):
        raise Invalid({"password": why})
    account.password_hash = hash_password(new)
    account.session_epoch += 1
    actor = source.actor(account, role=account.standing)
    return record(
        session, kind=Kind.ACCOUNT_SET_PASSWORD, actor=actor, at=at, subject=account, entity_id=account.entity_id
    )
