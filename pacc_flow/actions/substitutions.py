"""A person names who acts in their name while they are away. It changes no role: it lends theirs for some days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.handing_over import announce_end, announce_substitute
from pacc_flow.actions.refusals import Forbidden, Invalid
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar.words import long_date
from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Substitution
from pacc_flow.workflow import Standing

LONGEST = timedelta(days=366)  # of a substitution, and until it begins


@dataclass(frozen=True)
class Named:
    substitution: Substitution
    receipt: Receipt


def name_substitute(
    session: Session, account: Account, substitute: Account, *, starts_on: date, ends_on: date, actor: Actor, at: datetime
) -> Named:
    """From one Bogotá date to another, both included.

    Raises Forbidden for an account that moves no entry, or Invalid naming `substitute`, `starts_on` or `ends_on`.
    """
    if account.standing != Standing.MEMBER:
        raise Forbidden("Su cuenta no mueve entradas: nadie la reemplaza.")
    # One at a time for each of the two, so that two at once do not both find the days free.
    both = Account.id.in_((account.id, substitute.id))
    session.execute(select(Account.id).where(both).order_by(Account.id).with_for_update())
    errors = _errors_of_dates(starts_on, ends_on, bogota_date(at))
    if why := _not_this_one(account, substitute):
        errors["substitute"] = why
    errors = errors or _errors_of_others(session, account, substitute, (starts_on, ends_on))
    if errors:
        raise Invalid(errors)
    made = Substitution(account=account, substitute=substitute, starts_on=starts_on, ends_on=ends_on)
    session.add(made)
    session.flush()
    announce_substitute(session, made, at=at)
    data = {
        "account": account.id,
        "substitute": substitute.id,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
    }
    kind = Kind.SUBSTITUTION_CREATE
    return Named(made, record(session, kind=kind, actor=actor, at=at, subject=made, entity_id=account.entity_id, data=data))


def end_all_of(session: Session, account: Account, *, actor: Actor, at: datetime) -> None:
    """Of somebody who moves no entry any more: nobody acts in their name, nor they in another's. The others hear of it."""
    theirs = or_(Substitution.account_id == account.id, Substitution.substitute_id == account.id)
    ahead = (Substitution.ended_at.is_(None), Substitution.ends_on >= bogota_date(at))
    people = [joinedload(one, innerjoin=True) for one in (Substitution.account, Substitution.substitute)]
    for one in session.scalars(select(Substitution).where(theirs, *ahead).options(*people).order_by(Substitution.id)):
        _end(session, one, by_id=account.id, actor=actor, at=at)


def end_substitution(session: Session, substitution: Substitution, *, actor: Actor, at: datetime) -> Receipt | None:
    """At once, by either of the two; what was done in the person's name stays so. None when it was over. `substitution`
    with its people.
    """
    if substitution.ended_at is not None or substitution.ends_on < bogota_date(at):
        return None
    return _end(session, substitution, by_id=actor.account_id, actor=actor, at=at)


def _end(session: Session, substitution: Substitution, *, by_id: int | None, actor: Actor, at: datetime) -> Receipt:
    substitution.ended_at = at
    announce_end(session, substitution, by_id=by_id, at=at)
    entity_id, kind = substitution.account.entity_id, Kind.SUBSTITUTION_END
    data = {"account": substitution.account_id, "substitute": substitution.substitute_id}
    return record(session, kind=kind, actor=actor, at=at, subject=substitution, entity_id=entity_id, data=data)


def _errors_of_dates(starts_on: date, ends_on: date, today: date) -> dict[str, str]:
    if starts_on < today:
        return {"starts_on": f"El reemplazo empieza hoy, {long_date(today)}, o después: lo pasado no cambia de manos."}
    if starts_on - today > LONGEST:
        return {"starts_on": "Un reemplazo se nombra con un año de anticipación a lo sumo."}
    if ends_on < starts_on:
        return {"ends_on": "El último día no puede quedar antes del primero."}
    if ends_on - starts_on > LONGEST:
        return {"ends_on": "Un reemplazo dura un año a lo sumo."}
    return {}


def _not_this_one(account: Account, substitute: Account) -> str | None:
    if substitute.id == account.id:
        return "Elija a otra persona: usted no puede reemplazarse."
    if substitute.entity_id != account.entity_id or not substitute.is_active:
        return "Elija a una persona de la entidad con la cuenta activa."
    if substitute.standing != Standing.MEMBER:
        return f"{substitute.name} no mueve entradas: administra o audita. Elija a otra persona."
    return None


def _errors_of_others(session: Session, account: Account, substitute: Account, days: tuple[date, date]) -> dict[str, str]:
    """Nobody is replaced by two, and what is received is not passed on (Ley 489 de 1998, art. 11)."""
    if other := _in_force(session, Substitution.account_id == account.id, days):
        return {"starts_on": f"En esos días ya lo reemplaza {other.substitute.name}: termine antes ese reemplazo."}
    if other := _in_force(session, Substitution.substitute_id == account.id, days):
        name = other.account.name
        return {
            "starts_on": f"En esos días usted reemplaza a {name}, y lo recibido no se pasa a otro: deje antes ese reemplazo."
        }
    if other := _in_force(session, Substitution.account_id == substitute.id, days):
        by, until = other.substitute.name, long_date(other.ends_on)
        return {"substitute": f"{by} reemplaza a {substitute.name} hasta el {until}: elija a otra persona."}
    return {}


def _in_force(session: Session, whose: ColumnElement[bool], days: tuple[date, date]) -> Substitution | None:
    """The first that is in force on any of the days, both included."""
    starts_on, ends_on = days
    return session.scalars(
        select(Substitution)
        .where(whose, Substitution.ended_at.is_(None), Substitution.starts_on <= ends_on, Substitution.ends_on >= starts_on)
        .order_by(Substitution.starts_on)
        .limit(1)
    ).first()
