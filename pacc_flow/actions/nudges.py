"""To ask people, now, to move what is late: recorded, and at most once a day for each person, whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.content import clean_text
from pacc_flow.actions.notices import tell
from pacc_flow.actions.refusals import Forbidden, Invalid, Refusal
from pacc_flow.actions.seats import seat_of
from pacc_flow.actions.source import NOWHERE, Source
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar.words import moment
from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Cut, CutState, Entry, Notice, OfficeKind, facts_of_account
from pacc_flow.models.outbox import NUDGE
from pacc_flow.workflow import PersonFacts, Standing, State

MESSAGE_CHARS = 300
_TOLD = 1000  # entries whose ids one record tells, so that its body stays well below the limit of the ledger


@dataclass(frozen=True)
class Late:
    """An entry as it was when it was seen to be late."""

    entry_id: int
    cut_id: int
    state: State
    round: int


@dataclass
class Nudged:
    """`asked` are names, each with its receipt; `not_asked` are sentences, one for each person who was not, and why."""

    asked: list[tuple[str, Receipt]] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)


def nudge(
    session: Session,
    late: Mapping[int, Sequence[Late]],
    *,
    actor: Account,
    at: datetime,
    message: str = "",
    source: Source = NOWHERE,
) -> Nudged:
    """`late` holds what each person (by account id) is asked for, the oldest first; whatever moved since is not asked for.

    Raises Forbidden, Invalid naming `message` or `who`, or Refusal when there is nobody to ask: then nothing changed.
    """
    person, message = facts_of_account(actor, on=bogota_date(at)), clean_text(message)
    if refusal := _why_not(person):
        raise Forbidden(refusal)
    if len(message) > MESSAGE_CHARS:
        raise Invalid({"message": f"El mensaje tiene {len(message)} caracteres y el máximo es {MESSAGE_CHARS}."})
    if not late:
        raise Invalid({"who": "Elija a quién pedírselo."})
    still = _still_late(session, late)
    told, nudged = _told_today(session, late, at), Nudged()
    kind = OfficeKind.PLANNING if person.reach.in_planning else OfficeKind.CONTROL
    signed = seat_of(actor, kind, on=bogota_date(at)).actor(actor, source)
    for recipient in _accounts(session, actor.entity_id, late):
        entries = [one for one in late[recipient.id] if one in still]
        if why := _not_this_one(recipient, actor, entries, told.get(recipient.id), at):
            nudged.not_asked.append(why)
        else:
            nudged.asked.append((recipient.name, _ask(session, recipient, entries, message, actor=signed, at=at)))
    if not nudged.asked:
        raise Refusal(" ".join(nudged.not_asked) or "No hay a quién pedírselo.")
    return nudged


def _why_not(person: PersonFacts) -> str | None:
    if person.standing is Standing.MEMBER and (person.reach.in_planning or person.reach.in_control):
        return None
    return "Solo Planeación y Control Interno piden avanzar."


def _still_late(session: Session, late: Mapping[int, Sequence[Late]]) -> set[Late]:
    """As the entries are now, their cuts locked: no step, and no other nudge, comes between this and the outbox rows."""
    seen = {one for entries in late.values() for one in entries}
    cuts = session.scalars(
        select(Cut.id)
        .where(Cut.id.in_({one.cut_id for one in seen}), Cut.state == CutState.OPEN)
        .order_by(Cut.id)
        .with_for_update()
    ).all()
    rows = session.execute(
        select(Entry.id, Entry.cut_id, Entry.state, Entry.round).where(Entry.cut_id.in_(cuts), Entry.state != State.VERIFIED)
    )
    return seen & {Late(row.id, row.cut_id, State(row.state), row.round) for row in rows}


def _told_today(session: Session, late: Mapping[int, Sequence[Late]], at: datetime) -> dict[int, Notice]:
    notices = session.scalars(
        select(Notice).where(
            Notice.recipient_id.in_(list(late)), Notice.kind == NUDGE, Notice.step == bogota_date(at).isoformat()
        )
    )
    return {notice.recipient_id: notice for notice in notices}


def _accounts(session: Session, entity_id: int, late: Mapping[int, Sequence[Late]]) -> Sequence[Account]:
    return session.scalars(
        select(Account)
        .where(Account.id.in_(list(late)), Account.entity_id == entity_id)
        .order_by(Account.name, Account.id)
        .execution_options(populate_existing=True)
    ).all()


def _not_this_one(recipient: Account, actor: Account, entries: Sequence[Late], told: Notice | None, at: datetime) -> str | None:
    if recipient.id == actor.id:
        return "A usted mismo no se lo puede pedir."
    if not recipient.is_active:
        return f"La cuenta de {recipient.name} está desactivada."
    if told:
        return f"A {recipient.name} ya se lo pidió {told.content['by']} ({moment(told.created_at, at)}): una vez al día."
    if not entries:
        return f"Lo que se le iba a pedir a {recipient.name} avanzó mientras usted leía."
    return None


def _ask(session: Session, recipient: Account, entries: Sequence[Late], message: str, *, actor: Actor, at: datetime) -> Receipt:
    """One row for all that the person is asked for, with the state of each entry: the mail tells what still stands so."""
    cut_id = entries[0].cut_id
    content = {
        "entries": [[one.entry_id, one.round] for one in entries],
        "states": {str(one.entry_id): one.state for one in entries},
        "by": actor.name,
        "message": message,
    }
    tell(session, [recipient], NUDGE, cut_id=cut_id, step=bogota_date(at).isoformat(), content=content, at=at)
    data = {
        "account": recipient.id,
        "comment": message,
        "cut": cut_id,
        "entries": [one.entry_id for one in entries[:_TOLD]],
        "of": len(entries),
    }
    return record(session, kind=Kind.REMINDER_NUDGE, actor=actor, at=at, entity_id=recipient.entity_id, data=data)
