"""The link with which a person chooses their password: signed, for seven days, and good for one use.

It names the account's session epoch, which every new invitation and every new password raises: so the link dies with its
use, and the one before it dies with the next.
"""

from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pacc_flow.actions.refusals import Refusal
from pacc_flow.models import Account

VALID_FOR = timedelta(days=7)
_SALT = "invitation"


class SpentInvitation(Refusal):
    """The link was used, replaced, too old, or never ours: the person reads the same in each case."""

    status = 404

    def __init__(self) -> None:
        super().__init__("El enlace ya se usó o venció. Pida otro al administrador de su entidad.")


def invitation_token(account: Account, *, secret: str, at: datetime) -> str:
    """To be given out after the account was committed, for it names its epoch."""
    until = int((at + VALID_FOR).timestamp())
    return str(URLSafeSerializer(secret, salt=_SALT).dumps([account.id, account.session_epoch, until]))


def invited_account(session: Session, token: str, *, secret: str, at: datetime) -> Account:
    """Raises SpentInvitation."""
    try:
        account_id, epoch, until = URLSafeSerializer(secret, salt=_SALT).loads(token)
    except BadSignature as error:
        raise SpentInvitation from error
    account = session.scalar(
        select(Account)
        .where(Account.id == account_id, Account.session_epoch == epoch, Account.is_active)
        .options(joinedload(Account.entity, innerjoin=True))
    )
    if account is None or at.timestamp() >= until:
        raise SpentInvitation
    return account
