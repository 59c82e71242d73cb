"""Signing in and out. A failed attempt is recorded like a successful one, and too many of them are refused for a while."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.attempts import count_attempt, forget_attempts, is_told
from pacc_flow.actions.passwords import password_matches
from pacc_flow.actions.source import Source
from pacc_flow.actions.trail import record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account

# In fifteen minutes. Many people may share the address of one building, so it takes more than an account does.
ATTEMPTS_OF_ACCOUNT, ATTEMPTS_OF_ADDRESS = 10, 100


@dataclass(frozen=True)
class Attempt:
    """Somebody typed an address: whose account it is, if anybody's, and how often it was tried from there or there."""

    account: Account | None
    key: str
    of_account: int
    of_address: int

    @property
    def is_one_too_many(self) -> bool:
        return self.of_account > ATTEMPTS_OF_ACCOUNT or self.of_address > ATTEMPTS_OF_ADDRESS

    def accepts(self, password: str) -> bool:
        """Takes as long for an address that nobody has. Slow on purpose: call it outside of any transaction."""
        return password_matches(self.account.password_hash if self.account else None, password)


def begin_sign_in(session: Session, *, email: str, source: Source, at: datetime) -> Attempt:
    """Counts the attempt before the password is looked at, so that attempts at once are all counted. To be committed."""
    email = email.strip().lower()
    key = f"account:{sha256(email.encode()).hexdigest()}"
    of_account = count_attempt(session, key, at=at)
    of_address = count_attempt(session, f"address:{source.ip}", at=at)
    account = session.scalar(select(Account).where(Account.email == email, Account.is_active))
    return Attempt(account, key, of_account, of_address)


def record_sign_in(session: Session, attempt: Attempt, *, source: Source, at: datetime) -> Account:
    """What the person got wrong before is forgiven."""
    if attempt.account is None:
        raise ValueError("nobody signs in without an account")
    forget_attempts(session, attempt.key, at=at)
    forget_attempts(session, f"address:{source.ip}", at=at)
    _record(session, Kind.ACCOUNT_SIGN_IN, attempt.account, source=source, at=at)
    return attempt.account


def record_failed_sign_in(session: Session, attempt: Attempt, *, source: Source, at: datetime) -> None:
    """What was typed is not kept: people type their password in the wrong field."""
    count = max(attempt.of_account, attempt.of_address)
    if not is_told(count):
        return
    account = attempt.account
    record(
        session,
        kind=Kind.ACCOUNT_SIGN_IN_FAILED,
        actor=system_actor("visitor", ip=source.ip, session=source.session),
        at=at,
        entity_id=account.entity_id if account else None,
        data={
            "account": account.id if account else None,
            "attempts": count,
            "refused": "limit" if attempt.is_one_too_many else "password",
        },
    )


def record_sign_out(session: Session, *, actor: Account, source: Source, at: datetime) -> None:
    _record(session, Kind.ACCOUNT_SIGN_OUT, actor, source=source, at=at)


def _record(session: Session, kind: Kind, account: Account, *, source: Source, at: datetime) -> None:
    current = [membership for membership in account.memberships if membership.ended_at is None]
    office = current[0].office_id if current else None
    actor = source.actor(account, role=account.standing, office_id=office)
    record(session, kind=kind, actor=actor, at=at, entity_id=account.entity_id, data={"account": account.id})
