"""The vocabulary of a story: who is who, which activities there are, and what people do when. Plain data."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

HERE = ZoneInfo("America/Bogota")


class Person(NamedTuple):
    """`at_once` None leaves the way of each event to the program; `office` is empty for whoever audits or administers."""

    name: str
    office: str
    is_head: bool = False
    hour: int = 7
    muted: bool = False
    at_once: bool | None = None
    is_auditor: bool = False


class Activity(NamedTuple):
    """`offices` lead first."""

    number: int
    name: str
    offices: tuple[str, ...]


class Act(NamedTuple):
    """Somebody does something to an activity of the cut of a day; `more` is what else it takes."""

    at: datetime
    who: str
    what: str
    cut: date
    number: int = 0
    more: dict[str, Any] = {}  # noqa: RUF012  # never changed


@dataclass(frozen=True)
class Story:
    """`kinds` are the offices that are more than an office; `days_off` and `days_worked` are the entity's own."""

    people: tuple[Person, ...]
    kinds: dict[str, str]
    activities: tuple[Activity, ...]
    cuts: tuple[date, ...]
    begins_at: datetime
    days_off: tuple[date, ...] = ()
    days_worked: tuple[date, ...] = ()
    acts: tuple[Act, ...] = field(default=())


def at(on: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(on, time(hour, minute), HERE)


def at_instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(HERE)
