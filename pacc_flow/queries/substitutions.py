"""Who replaces a person and whom that person replaces: what was, what is and what is to come."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from pacc_flow.models import Account, Membership, Substitution, searchable
from pacc_flow.workflow import Standing


def substitutions_of(session: Session, account_id: int) -> Sequence[Substitution]:
    """Those that the person named, with who replaces them; the latest first."""
    return session.scalars(
        select(Substitution)
        .where(Substitution.account_id == account_id)
        .options(joinedload(Substitution.substitute, innerjoin=True))
        .order_by(Substitution.starts_on.desc(), Substitution.id.desc())
    ).all()


def substitution_of(session: Session, substitution_id: int, *, account_id: int) -> Substitution | None:
    """None when it is of other people: the two whom it concerns may end it."""
    is_theirs = or_(Substitution.account_id == account_id, Substitution.substitute_id == account_id)
    return session.scalar(
        select(Substitution)
        .where(Substitution.id == substitution_id, is_theirs)
        .options(
            joinedload(Substitution.account, innerjoin=True),
            joinedload(Substitution.substitute, innerjoin=True),
        )
    )


def may_replace(session: Session, account: Account) -> list[Account]:
    """Whom the person may choose from, by name, with their memberships and offices."""
    found = session.scalars(
        select(Account)
        .where(
            Account.entity_id == account.entity_id,
            Account.id != account.id,
            Account.is_active,
            Account.standing == Standing.MEMBER,
        )
        .options(joinedload(Account.memberships).joinedload(Membership.office))
    ).unique()
    return sorted(found, key=lambda person: (searchable(person.name), person.id))


def is_over(one: Substitution, today: date) -> bool:
    return one.ended_at is not None or one.ends_on < today
