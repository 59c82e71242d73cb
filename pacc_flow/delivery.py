"""The way of the outbox: claimed for some people at once, written, handed over letter by letter, and settled.

Each letter is claimed and committed before it leaves, and no letter is handed over before the one before it is settled: a
crash at any instant leaves at most one that may go again, recognisably the same.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, sessionmaker

from pacc_flow.actions import deliveries, lease
from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.deliveries import Parcel
from pacc_flow.actions.mail_preferences import mute_token
from pacc_flow.actions.reminders import unmark_swept
from pacc_flow.actions.trail import Session
from pacc_flow.models import Account
from pacc_flow.models.calendars import calendar_of
from pacc_flow.notifications.letter import Letter
from pacc_flow.notifications.mail import Deferred, Failed, MailLine, MailTransport, Outcome, Sent
from pacc_flow.notifications.message import Digest, compose
from pacc_flow.queries import digests, sweeping

SCHEDULER = system_actor("scheduler")
_AT_ONCE = 20  # people: what is claimed together waits for each other


@dataclass(frozen=True)
class Post:
    """How mail leaves: by which transport, from which address, where its links point, and how many messages at one time."""

    transport: MailTransport
    sender: str
    base_url: str
    at_most: int = 100
    secret: str = field(default="", repr=False)

    def mute_link(self, account_id: int) -> str:
        """With one click in a message; none without the secret that signs it."""
        return f"{self.base_url}/avisos/{mute_token(account_id, self.secret)}" if self.secret else ""


@dataclass(frozen=True)
class Delivered:
    """How many messages left, and why others did not: each reason as the mail server, or the folder, gave it."""

    sent: int
    reasons: tuple[str, ...]


def deliver_mail(sessions: sessionmaker[Session], post: Post, now: datetime, *, at: datetime | None = None) -> Delivered:
    """Sends what waits, to whoever waits longest first, and no more than `post.at_most` messages. `at` is when it is done,
    should `now` be another instant: no digest leaves before the day of `now` is decided for whoever gets it.

    What does not leave is tried again later. When nothing would leave now, nobody else's mail is even tried.
    """
    desk, tried = _Desk(sessions, post, now, at or now), _Tried(post.at_most)
    is_ours = True
    with post.transport.open() as line:
        message = desk.following()
        while message and is_ours and not tried.is_enough(message):
            outcome = tried.hand_over(message, line)
            following = desk.following()
            is_ours = desk.settle(message, outcome, following)
            message = following
    desk.put_back(message)
    return tried.told()


@dataclass(frozen=True)
class _Message:
    """What a person is told, or why it cannot be written. `untold` are the notices of which it says nothing."""

    parcel: Parcel
    recipient: Account
    letter: Letter | Failed
    untold: frozenset[int]


@dataclass
class _Tried:
    """What became of the messages of this time."""

    at_most: int
    outcomes: list[Outcome] = field(default_factory=list)
    last_person: int = 0

    def is_enough(self, message: _Message) -> bool:
        """When a server is down, whoever was written to has all of theirs wait alike."""
        is_next = message.recipient.id != self.last_person
        return len(self.outcomes) >= self.at_most or (is_next and self._is_down())

    def hand_over(self, message: _Message, line: MailLine) -> Outcome:
        """An address to which nothing can be written is that person's trouble alone: everybody else's mail leaves."""
        self.last_person = message.recipient.id
        if self._is_down():
            return self.outcomes[-1]
        letter = message.letter
        self.outcomes.append(letter if isinstance(letter, Failed) else line.send(letter)[message.recipient.email])
        return self.outcomes[-1]

    def told(self) -> Delivered:
        reasons = tuple(outcome.reason for outcome in self.outcomes if isinstance(outcome, Deferred | Failed))
        return Delivered(sum(isinstance(outcome, Sent) for outcome in self.outcomes), reasons)

    def _is_down(self) -> bool:
        return any(isinstance(outcome, Deferred) and outcome.for_all for outcome in self.outcomes[-1:])


class _Desk:
    """All that is read and written for the messages of this time. No lock is held while a mail server takes its time."""

    def __init__(self, sessions: sessionmaker[Session], post: Post, now: datetime, at: datetime) -> None:
        self._sessions, self._post, self._now, self._at = sessions, post, now, at
        self._claimed: deque[tuple[Parcel, Account, Digest | None]] = deque()
        with sessions() as session:
            self._waiting = deque(digests.recipients_waiting(session, now, at=at, at_most=post.at_most))

    def following(self) -> _Message | None:
        """The next message of which something is left to tell."""
        while self._claimed or self._waiting:
            if self._claimed:
                parcel, recipient, digest = self._claimed.popleft()
                if digest:
                    return _Message(parcel, recipient, self._letter(digest, recipient), digest.untold)
                self._drop(parcel, recipient)
            else:
                self._claim([self._waiting.popleft() for _ in range(min(_AT_ONCE, len(self._waiting)))])
        return None

    def settle(self, message: _Message, outcome: Outcome, following: _Message | None) -> bool:
        """Whether the message that follows is still ours to send: this process may have slept, and others sent it."""
        with self._sessions(info={lease.TELLS: True}) as session:
            parcel, recipient, untold = message.parcel, message.recipient, message.untold
            deliveries.settle(session, parcel, outcome, recipient=recipient, actor=SCHEDULER, at=self._at, untold=untold)
            if untold:
                unmark_swept(session, recipient.entity_id)
            is_ours = following is None or deliveries.is_held(session, following.parcel)
            session.commit()
        return is_ours

    def put_back(self, message: _Message | None) -> None:
        """What was claimed and is not tried this time: `message`, and those after it."""
        parcels = [*([message.parcel] if message else []), *(parcel for parcel, _, _ in self._claimed)]
        if parcels:
            with self._sessions() as session:
                deliveries.release(session, parcels)
                session.commit()

    def _claim(self, recipients: list[int]) -> None:
        with self._sessions() as session:
            undecided = sweeping.undecided(session, recipients, self._now)
            parcels = deliveries.claim(session, recipients, at=self._at, undecided=undecided)
            accounts = _accounts(session, {parcel.recipient_id for parcel in parcels})
            pending = digests.pending(session, accounts, parcels, now=self._at, base_url=self._post.base_url)
            session.commit()
        for parcel, digest in zip(parcels, pending, strict=True):
            self._claimed.append((parcel, accounts[parcel.recipient_id], digest))

    def _letter(self, digest: Digest, recipient: Account) -> Letter | Failed:
        mutable = replace(digest, mute_link=self._post.mute_link(recipient.id))
        try:
            return compose(mutable, sender=self._post.sender, now=self._at, calendar=calendar_of(recipient.entity))
        except ValueError as error:
            return Failed(f"No se pudo escribir a {digest.recipient_address}: {error}")

    def _drop(self, parcel: Parcel, recipient: Account) -> None:
        with self._sessions(info={lease.TELLS: True}) as session:
            deliveries.drop(session, parcel)
            unmark_swept(session, recipient.entity_id)
            session.commit()


def _accounts(session: Session, ids: Iterable[int]) -> dict[int, Account]:
    """With the entity of each at hand."""
    query = select(Account).where(Account.id.in_(ids)).options(joinedload(Account.entity, innerjoin=True))
    return {account.id: account for account in session.scalars(query)}
