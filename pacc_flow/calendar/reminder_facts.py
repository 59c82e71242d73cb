"""What the decision to remind is made of: the facts of a cut, of its entries and of people, and the reminders themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias, get_args

from pacc_flow.calendar.milestones import Milestones

Key: TypeAlias = int | str  # of an office its id, of a role its name
Kind: TypeAlias = Literal["submit", "write", "review", "verify", "copy"]
KINDS: frozenset[Kind] = frozenset(get_args(Kind))
State: TypeAlias = Literal["draft", "submitted", "reviewed", "verified"]


@dataclass(frozen=True)
class CutFacts:
    cut_id: int
    state: Literal["planned", "open", "published"]
    milestones: Milestones


@dataclass(frozen=True)
class EntryFacts:
    """`office_ids` are the responsible offices, the lead first; `written_office_ids` those whose section has text;
    `barred_ids` the people who may not take the next step, because they sent, wrote or reviewed the entry.
    """

    entry_id: int
    number: int
    title: str
    state: State
    round: int
    office_ids: tuple[int, ...]
    written_office_ids: frozenset[int] = frozenset()
    barred_ids: frozenset[int] = frozenset()

    @property
    def lead_office_ids(self) -> frozenset[int]:
        """The one that sends; none where the plan names no office, which Planning then sees in its copy."""
        return frozenset(self.office_ids[:1])

    @property
    def missing_office_ids(self) -> frozenset[int]:
        """Offices that help and have not written their section. After a return the lead alone is asked to correct."""
        return frozenset(self.office_ids[1:]) - self.written_office_ids


@dataclass(frozen=True)
class PersonFacts:
    """Someone active who is of `office_ids`, of those in `head_of` as their head alone. Roles of an administrator or an
    auditor leave a person out: they move no entry. Nothing is told before their `digest_hour` in Bogotá, and nothing but
    what is late to whoever wants `only_overdue`.
    """

    person_id: int
    office_ids: frozenset[int]
    roles: frozenset[str]
    head_of: frozenset[int] = frozenset()
    digest_hour: int = 0
    only_overdue: bool = False


@dataclass(frozen=True)
class Reminder:
    """One section of a digest: `kind` says what is asked, `entries` of which, each with the round it was in.

    `step` is the rung and its day, `round` counts how often that rung was told to this person: again only for an
    entry that came into their hands meanwhile. `due_on` is the deadline to write in words.
    """

    recipient_id: int
    cut_id: int
    kind: Kind
    step: str
    round: int
    due_on: date
    entries: tuple[tuple[int, int], ...]

    @property
    def key(self) -> tuple[int, int, Kind, str, int]:
        """What is sent at most once, and what the table of the outbox holds unique."""
        return self.recipient_id, self.cut_id, self.kind, self.step, self.round

    @property
    def entry_ids(self) -> tuple[int, ...]:
        return tuple(entry_id for entry_id, _ in self.entries)

    @property
    def copied(self) -> bool:
        """Told to the head of an office or to Planning, who are not the ones asked to act."""
        return self.kind == "copy"


@dataclass(frozen=True)
class Sent:
    """A reminder on record. `is_told` unless its mail had nothing left to tell, or told of a day that moved: its key is
    taken, and what it spoke of is still to be told.
    """

    reminder: Reminder
    decided_at: datetime
    is_told: bool = True
