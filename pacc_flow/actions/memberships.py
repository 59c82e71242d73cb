"""Who belongs to which office, from when to when. A membership ends; it is never taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.changes import change
from pacc_flow.actions.handing_over import announce_joining
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.trail import record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Membership, Office
from pacc_flow.workflow import Standing
from pacc_flow.workflow.office_names import the

NO_OFFICE = "Quien administra o audita no es de ninguna oficina: quítele las oficinas o deje que sea miembro."


@dataclass(frozen=True)
class Place:
    """An office that a person belongs to, and whether they are its head."""

    office: Office
    is_head: bool = False


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
        raise Invalid({"office": f"{account.name} ya está en {the(office.name)}."})
    membership = Membership(account_id=account.id, office_id=office.id, is_head=is_head, started_at=at)
    session.add(membership)
    session.flush()
    announce_joining(session, membership, account, office, at=at)
    data = {"account": account.id, "is_head": is_head, "office": office.id}
    record(session, kind=Kind.MEMBERSHIP_START, actor=actor, at=at, subject=membership, entity_id=account.entity_id, data=data)
    return membership


def place_account(
    session: Session, account: Account, places: Sequence[Place], *, standing: Standing, actor: Actor, at: datetime
) -> int:
    """Joins, leaves and becomes head until the offices of the person are these; returns how many memberships changed.

    `standing` is what the account will be once the transaction is committed. Raises Invalid naming `offices`.
    """
    if places and standing is not Standing.MEMBER:
        raise Invalid({"offices": NO_OFFICE})
    wanted = {place.office.id: place for place in places}
    current = {membership.office_id: membership for membership in account.memberships if membership.ended_at is None}
    for office_id in wanted.keys() - current.keys():
        place = wanted[office_id]
        join_office(session, account, place.office, actor=actor, at=at, is_head=place.is_head)
    altered = [
        _keep_or_end(session, membership, wanted.get(office_id), actor=actor, at=at)
        for office_id, membership in current.items()
    ]
    return len(wanted.keys() - current.keys()) + sum(altered)


def _keep_or_end(session: Session, membership: Membership, place: Place | None, *, actor: Actor, at: datetime) -> bool:
    values = {"ended_at": at} if place is None else {"is_head": place.is_head}
    changed = change(membership, values)
    if not changed:
        return False
    data: dict[str, object] = {"account": membership.account_id, "office": membership.office_id}
    if place is not None:
        data |= changed
    kind = Kind.MEMBERSHIP_END if place is None else Kind.MEMBERSHIP_UPDATE
    entity_id = membership.account.entity_id
    record(session, kind=kind, actor=actor, at=at, subject=membership, entity_id=entity_id, data=data)
    return True
