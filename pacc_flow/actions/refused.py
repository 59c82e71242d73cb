"""Refused acts are part of the trail: they are recorded in a transaction of their own, for the act itself left nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from pacc_flow.actions.attempts import count_attempt, is_told
from pacc_flow.actions.refusals import Conflict, Forbidden, Refusal
from pacc_flow.actions.source import Source
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account


def record_refusal(
    session: Session,
    *,
    actor: Account,
    source: Source,
    refusal: Refusal,
    at: datetime,
    about: str = "",
) -> Receipt | None:
    """`about` says what was tried: the action and the entry, or the address. A flood is told by its figure: `attempts`
    within fifteen minutes. None when this one is only counted.
    """
    attempts = count_attempt(session, f"refusal:{actor.id}", at=at)
    if not is_told(attempts):
        return None
    data = {"about": refusal.about or about, "attempts": attempts, "sentence": refusal.sentence, "status": refusal.status}
    if isinstance(refusal, Conflict):
        data |= {"entry": refusal.entry_id, "seen_rev": refusal.seen_rev}
    return record(
        session,
        kind=Kind.REFUSAL_ACCESS if isinstance(refusal, Forbidden) else Kind.REFUSAL_STEP,
        actor=source.actor(actor, role=actor.standing),
        at=at,
        entity_id=actor.entity_id,
        data=data,
    )
