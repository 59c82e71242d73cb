"""The people and the offices of an entity, for its administrator."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from pacc_flow.models import Account, Entity, Membership, Office, OfficeKind, searchable
from pacc_flow.workflow import Standing


@dataclass(frozen=True)
class Person:
    """`offices` are those of today, the ones they head marked in `heads`."""

    id: int
    name: str
    email: str
    standing: Standing
    is_active: bool
    is_invited: bool
    offices: tuple[str, ...]
    heads: frozenset[str]

    def matches(self, words: str) -> bool:
        return searchable(words) in searchable(" ".join((self.name, self.email, *self.offices)))


@dataclass(frozen=True)
class OfficeLine:
    """`people` counts the active accounts that belong to it today."""

    id: int
    name: str
    kind: OfficeKind
    spellings: tuple[str, ...]
    is_active: bool
    people: int


def people_of(session: Session, entity_id: int, *, words: str = "") -> list[Person]:
    """By name, the active ones first; those that the words occur in, whatever their accents."""
    accounts = session.scalars(
        select(Account)
        .where(Account.entity_id == entity_id)
        .options(selectinload(Account.memberships).joinedload(Membership.office, innerjoin=True))
    )
    people = [person for account in accounts if (person := _person(account)).matches(words)]
    return sorted(people, key=lambda person: (not person.is_active, searchable(person.name)))


def account_of(session: Session, account_id: int, *, entity_id: int) -> Account | None:
    """With memberships and offices at hand; none when the account is of another entity."""
    return session.scalar(
        select(Account)
        .where(Account.id == account_id, Account.entity_id == entity_id)
        .options(selectinload(Account.memberships).joinedload(Membership.office, innerjoin=True))
    )


def offices_of(session: Session, entity_id: int) -> list[OfficeLine]:
    """By name, the open ones first."""
    belong = (
        select(Membership.office_id, func.count().label("people"))
        .join(Membership.account)
        .where(Membership.ended_at.is_(None), Account.is_active)
        .group_by(Membership.office_id)
        .subquery()
    )
    rows = session.execute(
        select(Office, func.coalesce(belong.c.people, 0))
        .outerjoin(belong, belong.c.office_id == Office.id)
        .where(Office.entity_id == entity_id)
        .order_by(Office.is_active.desc(), Office.name_key)
    )
    return [
        OfficeLine(office.id, office.name, OfficeKind(office.kind), tuple(office.spellings), office.is_active, people)
        for office, people in rows
    ]


def office_of(session: Session, office_id: int, *, entity_id: int) -> Office | None:
    return session.scalar(select(Office).where(Office.id == office_id, Office.entity_id == entity_id))


def open_offices(session: Session, entity_id: int) -> list[Office]:
    """The offices that a person may join, by name."""
    found = select(Office).where(Office.entity_id == entity_id, Office.is_active).order_by(Office.name_key)
    return list(session.scalars(found))


def entities(session: Session) -> Sequence[Entity]:
    return session.scalars(select(Entity).order_by(Entity.name)).all()


def _person(account: Account) -> Person:
    current = [membership for membership in account.memberships if membership.ended_at is None]
    return Person(
        id=account.id,
        name=account.name,
        email=account.email,
        standing=Standing(account.standing),
        is_active=account.is_active,
        is_invited=account.password_hash is None,
        offices=tuple(sorted(membership.office.name for membership in current)),
        heads=frozenset(membership.office.name for membership in current if membership.is_head),
    )
