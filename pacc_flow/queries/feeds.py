"""Private calendars: whose an address is, which addresses a person has open, and whose work a calendar tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from pacc_flow.clock import BOGOTA, bogota_date
from pacc_flow.models import Account, Feed, LedgerRecord, Membership, Office, Substitution
from pacc_flow.models.facts import replacing
from pacc_flow.workflow import Standing


def feed_at(session: Session, address_sha256: str, *, now: datetime) -> Feed | None:
    """The open address of an active account that may still read what it shows; with its memberships at hand, and those of
    whoever it replaces.
    """
    replaced = selectinload(Feed.account, Account.replaces).joinedload(Substitution.account, innerjoin=True)
    feed = session.scalars(
        select(Feed)
        .join(Feed.account)
        .where(Feed.address_sha256 == address_sha256, Feed.revoked_at.is_(None), Account.is_active)
        .options(
            joinedload(Feed.office),
            joinedload(Feed.account, innerjoin=True).joinedload(Account.memberships).joinedload(Membership.office),
            replaced.selectinload(Account.memberships).joinedload(Membership.office, innerjoin=True),
        )
    ).unique().one_or_none()  # fmt: skip
    return feed if feed and shows_something(feed, bogota_date(now)) else None


def shows_something(feed: Feed, on: date) -> bool:
    """An office's calendar is shown to whoever belongs to it on a Bogotá date, one's own to whoever may see the entity's
    cuts: their own, or in the name of whoever they replace.
    """
    if feed.office_id is not None:
        return feed.office_id in {office.id for office in own_offices_of(feed.account)}
    return bool(offices_of(feed.account, on)) or feed.account.standing == Standing.AUDITOR


def open_feeds(session: Session, account_id: int) -> Sequence[Feed]:
    """The addresses of a person that are not closed, oldest first."""
    return session.scalars(
        select(Feed)
        .where(Feed.account_id == account_id, Feed.revoked_at.is_(None))
        .options(joinedload(Feed.office), joinedload(Feed.account, innerjoin=True))
        .order_by(Feed.id)
    ).all()


def feed_of(session: Session, feed_id: int, *, account_id: int) -> Feed | None:
    """None when it is somebody else's."""
    return session.scalar(
        select(Feed).where(Feed.id == feed_id, Feed.account_id == account_id).options(joinedload(Feed.account, innerjoin=True))
    )


def own_offices_of(account: Account) -> list[Office]:
    """Those of today, closed ones too, for their people still have their work; none of an account that moves no entry."""
    if account.standing != Standing.MEMBER:
        return []
    return [membership.office for membership in account.memberships if membership.ended_at is None]


def offices_of(account: Account, on: date) -> list[Office]:
    """Their own, and those of whoever they replace on a Bogotá date."""
    people = [account, *(one.account for one in replacing(account, on))]
    return list({office.id: office for person in people for office in own_offices_of(person)}.values())


@dataclass(frozen=True)
class Reader:
    """How often whoever reads changed, and when they last did."""

    revision: int
    changed_at: datetime


def reader_of(session: Session, feed: Feed, now: datetime) -> Reader:
    """Changes of the account, its offices, its belonging to them and whom it replaces: a replacement also begins and ends
    by itself.
    """
    about = tuple_(LedgerRecord.subject_type, LedgerRecord.subject_id).in_(list(_about(feed)))
    recorded, last = session.execute(select(func.count(), func.max(LedgerRecord.at)).where(about)).one()
    turns = [_midnight(on) for one in feed.account.replaces for on in (one.starts_on, one.ends_on + timedelta(days=1))]
    taken = [turn for turn in turns if turn <= now]
    return Reader(recorded + len(taken), max([last, *taken]))


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, BOGOTA)


def _about(feed: Feed) -> Iterator[tuple[str, int]]:
    yield Feed.__subject__, feed.id
    yield Account.__subject__, feed.account_id
    for one in feed.account.replaces:
        yield Substitution.__subject__, one.id
        yield Account.__subject__, one.account_id
    for person in (feed.account, *(one.account for one in feed.account.replaces)):
        for membership in person.memberships:
            yield Membership.__subject__, membership.id
            yield Office.__subject__, membership.office_id
