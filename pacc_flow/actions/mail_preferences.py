"""How a person wants their mail, as they say it themselves or with one click in a message."""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pacc_flow.actions.changes import change
from pacc_flow.actions.refusals import NotFound
from pacc_flow.actions.source import Source
from pacc_flow.actions.taking_back import drop_muted, put_off
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account
from pacc_flow.notifications.preferences import Preferences

_SALT = "mail preferences"


def prefer(session: Session, account: Account, wanted: Preferences, *, source: Source, at: datetime) -> Receipt | None:
    """By the person; None when they wanted it so already. What waits for them and may be muted is heard of no more."""
    changed = change(
        account,
        {
            "digest_hour": wanted.digest_hour,
            "events_at_once": wanted.events_at_once,
            "only_overdue": wanted.only_overdue,
        },
    )
    if not changed:
        return None
    if wanted.only_overdue and "only_overdue" in changed:
        drop_muted(session, account)
    if "digest_hour" in changed:
        put_off(session, account, at=at)
    actor = source.actor(account, role=account.standing)
    kind, entity_id = Kind.ACCOUNT_UPDATE, account.entity_id
    return record(session, kind=kind, actor=actor, at=at, subject=account, entity_id=entity_id, data=changed)


def mute_token(account_id: int, secret: str) -> str:
    """What a message carries so that one click mutes what may be muted (RFC 8058). It opens nothing else, and never ends:
    a message may be read years later.
    """
    return str(URLSafeSerializer(secret, salt=_SALT).dumps(account_id))


def account_to_mute(session: Session, token: str, *, secret: str) -> Account:
    """Raises NotFound."""
    try:
        account_id = URLSafeSerializer(secret, salt=_SALT).loads(token)
    except BadSignature as error:
        raise NotFound from error
    found = session.scalar(
        select(Account).where(Account.id == account_id, Account.is_active).options(joinedload(Account.entity, innerjoin=True))
    )
    if found is None:
        raise NotFound
    return found
