"""What the workflow needs to know of an entry and of a person: plain facts, gathered elsewhere, judged here."""

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    VERIFIED = "verified"


class Role(StrEnum):
    """Roles are per office: what a person is towards one entry, not what the account is."""

    OFFICE = "office"
    PLANNING = "planning"
    CONTROL = "control"


class Standing(StrEnum):
    """What an account is before any office is looked at."""

    MEMBER = "member"
    ADMIN = "admin"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class EntryFacts:
    """`percent` in hundredths; `office_ids` lead first; `authors` wrote content in this round.

    `last_step` says in words who moved it last and when: "la envió Laura Cifuentes hoy a las 9:31 a. m."
    """

    state: State
    office_ids: tuple[int, ...]
    lead_office: str
    percent: int | None = None
    has_narrative: bool = False
    has_evidence: bool = False
    asks_evidence: bool = False
    submitted_by: int | None = None
    reviewed_by: int | None = None
    authors: frozenset[int] = field(default_factory=frozenset)
    is_published: bool = False
    last_step: str = ""


@dataclass(frozen=True)
class PersonFacts:
    """`offices` are the ids of those the person belongs to today; the flags say whether one is Planning or Control."""

    id: int
    standing: Standing = Standing.MEMBER
    offices: frozenset[int] = field(default_factory=frozenset)
    in_planning: bool = False
    in_control: bool = False

    def acts_as(self, role: Role, entry: EntryFacts) -> bool:
        if role is Role.OFFICE:
            return not self.offices.isdisjoint(entry.office_ids)
        return self.in_planning if role is Role.PLANNING else self.in_control
