"""People: their accounts and passwords. The offices they join and leave are in `memberships`."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.changes import change
from pacc_flow.actions.passwords import check_password, hash_password, password_matches
from pacc_flow.actions.refusals import Forbidden, Invalid
from pacc_flow.actions.source import Source
from pacc_flow.actions.substitutions import end_all_of
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Entity
from pacc_flow.workflow import Standing

EMAIL_CHARS, NAME_CHARS = 254, 120
NOT_ONESELF = "Su propia cuenta la cambia otro administrador."


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
    email, name = _plain(email), " ".join(name.split())
    errors = _name_errors(name) | _email_errors(session, email)
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


def update_account(
    session: Session,
    account: Account,
    *,
    name: str,
    standing: Standing,
    actor: Actor,
    at: datetime,
    email: str | None = None,
) -> Receipt | None:
    """None when nothing changed. Raises Invalid naming `name`, `email` or `standing`: nobody changes what they are
    themself.
    """
    email, name = account.email if email is None else _plain(email), " ".join(name.split())
    errors = _name_errors(name)
    if email != account.email:
        errors |= _email_errors(session, email)
    if account.id == actor.account_id and standing != account.standing:
        errors["standing"] = NOT_ONESELF
    if errors:
        raise Invalid(errors)
    changed = change(account, {"name": name, "standing": standing, "email": email})
    if not changed:
        return None
    if standing is not Standing.MEMBER:
        end_all_of(session, account, actor=actor, at=at)
    return _record(session, Kind.ACCOUNT_UPDATE, account, actor=actor, at=at, data=changed)


def invite_account(session: Session, account: Account, *, actor: Actor, at: datetime) -> Receipt:
    """Ends the person's sessions and every invitation before this one. Raises Invalid when the account is closed."""
    if not account.is_active:
        raise Invalid({"account": f"La cuenta de {account.name} está desactivada: actívela primero."})
    account.session_epoch += 1
    return _record(session, Kind.ACCOUNT_INVITE, account, actor=actor, at=at)


def deactivate_account(session: Session, account: Account, *, actor: Actor, at: datetime) -> Receipt | None:
    """Ends the person's sessions at once, and who acts for whom; what they did stays theirs. Raises Forbidden on one's own
    account.
    """
    if account.id == actor.account_id:
        raise Forbidden("No puede desactivar su propia cuenta: pídaselo a otro administrador.")
    if not account.is_active:
        return None
    account.is_active = False
    account.session_epoch += 1
    end_all_of(session, account, actor=actor, at=at)
    return _record(session, Kind.ACCOUNT_DEACTIVATE, account, actor=actor, at=at)


def reactivate_account(session: Session, account: Account, *, actor: Actor, at: datetime) -> Receipt | None:
    if account.is_active:
        return None
    account.is_active = True
    return _record(session, Kind.ACCOUNT_REACTIVATE, account, actor=actor, at=at)


def change_password(session: Session, account: Account, *, current: str, new: str, source: Source, at: datetime) -> Receipt:
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
    return _record(session, Kind.ACCOUNT_SET_PASSWORD, account, actor=actor, at=at)


def _record(
    session: Session, kind: Kind, account: Account, *, actor: Actor, at: datetime, data: dict[str, list[object]] | None = None
) -> Receipt:
    return record(session, kind=kind, actor=actor, at=at, subject=account, entity_id=account.entity_id, data=data)


def _name_errors(name: str) -> dict[str, str]:
    if 0 < len(name) <= NAME_CHARS:
        return {}
    return {"name": f"Escriba el nombre de la persona, en no más de {NAME_CHARS} caracteres."}


def _plain(email: str) -> str:
    return email.strip().lower()


def _email_errors(session: Session, email: str) -> dict[str, str]:
    if not _is_address(email):
        return {"email": "Escriba un correo completo, como nombre@entidad.gov.co."}
    if session.scalar(select(Account.id).where(Account.email == email)):
        return {"email": f"Ya hay una cuenta con el correo {email}."}
    return {}


def _is_address(email: str) -> bool:
    """A plausible address; whether it exists, only its mail server knows."""
    local, at, domain = email.rpartition("@")
    plain = email.isprintable() and not any(char.isspace() or char in '<>,;:"' for char in email)
    return bool(local and at and domain.strip(".")) and plain and len(email) <= EMAIL_CHARS
