"""How a person hears of what happens: at once, in the digest of the day, or not at all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from pacc_flow.clock import BOGOTA

DIGEST_HOUR = 7  # in Bogotá, for whoever never chose
# The digest of the day leaves at its hour; what has no digest to go along with leaves this much later.
_WITHOUT_DIGEST = timedelta(minutes=10)


class Way(Enum):
    AT_ONCE = "at once"
    DIGEST = "in the digest"
    NEVER = "never"


# fmt: off
_EVENTS = {  # kind: (unless the person chose otherwise, whether it comes even to whoever only wants what is overdue)
    "assigned":   (Way.AT_ONCE, False),
    "returned":   (Way.AT_ONCE, False),
    "published":  (Way.AT_ONCE, False),
    "reviewed":   (Way.DIGEST,  False),
    "verified":   (Way.DIGEST,  False),
    "moved":      (Way.AT_ONCE, True),
    "nudge":      (Way.AT_ONCE, True),
    "substitute": (Way.AT_ONCE, True),
}
# fmt: on
_NEVER_WAITS = {"nudge"}  # somebody asks for it today


@dataclass(frozen=True)
class Preferences:
    """`digest_hour` in Bogotá; `events_at_once` None leaves it to each kind of event."""

    digest_hour: int = DIGEST_HOUR
    events_at_once: bool | None = None
    only_overdue: bool = False

    def way_of(self, kind: str) -> Way:
        way, always = _EVENTS[kind]
        if self.only_overdue and not always:
            return Way.NEVER
        if self.events_at_once is None or kind in _NEVER_WAITS:
            return way
        return Way.AT_ONCE if self.events_at_once else Way.DIGEST

    def next_digest(self, at: datetime) -> datetime:
        """When an event of `at` leaves at the latest, if no digest takes it along before: what comes once the hour began is
        of the next day, for the digest of this one may have left.
        """
        hour = at.astimezone(BOGOTA).replace(hour=self.digest_hour, minute=0, second=0, microsecond=0)
        return (hour if at < hour else hour + timedelta(days=1)) + _WITHOUT_DIGEST


def is_muted(kind: str) -> bool:
    """Whether an event of this kind is kept from whoever only wants what is overdue. Reminders and receipts are no events."""
    return kind in _EVENTS and not _EVENTS[kind][1]


class Chosen(Protocol):
    """An account, or a row with these columns of it: null where the person never said."""

    @property
    def digest_hour(self) -> int | None: ...
    @property
    def events_at_once(self) -> bool | None: ...
    @property
    def only_overdue(self) -> bool | None: ...


def preferences_of(account: Chosen) -> Preferences:
    return Preferences(
        digest_hour=DIGEST_HOUR if account.digest_hour is None else account.digest_hour,
        events_at_once=account.events_at_once,
        only_overdue=bool(account.only_overdue),
    )
