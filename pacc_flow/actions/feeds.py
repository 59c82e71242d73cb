"""Opening and closing the private addresses of calendars."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.refusals import Refusal
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Feed, Office

MOST = 20  # of one person that are open at once
_TOKEN_BYTES = 24


def fingerprint(token: str) -> str:
    """What is kept of an address: whoever reads the database cannot read the calendar."""
    return sha256(token.encode()).hexdigest()


def open_feed(session: Session, account: Account, office: Office | None, *, actor: Actor, at: datetime) -> str:
    """The token of the new address, told once and kept nowhere. Raises Refusal when the person has too many already."""
    is_open = (Feed.account_id == account.id, Feed.revoked_at.is_(None))
    if session.scalars(select(func.count()).select_from(Feed).where(*is_open)).one() >= MOST:
        raise Refusal(f"Ya tiene {MOST} direcciones de calendario abiertas. Cierre las que no use.")
    token = token_urlsafe(_TOKEN_BYTES)
    feed = Feed(
        account_id=account.id, office_id=office.id if office else None, address_sha256=fingerprint(token), created_at=at
    )
    session.add(feed)
    session.flush()
    data = {"account": account.id, "office": feed.office_id}
    record(session, kind=Kind.FEED_CREATE, actor=actor, at=at, subject=feed, entity_id=account.entity_id, data=data)
    return token


def revoke_feed(session: Session, feed: Feed, *, actor: Actor, at: datetime) -> Receipt | None:
    """From now on its address answers like one that never was; None when it already did. `feed` with its account."""
    if feed.revoked_at is not None:
        return None
    feed.revoked_at = at
    return record(session, kind=Kind.FEED_REVOKE, actor=actor, at=at, subject=feed, entity_id=feed.account.entity_id)
