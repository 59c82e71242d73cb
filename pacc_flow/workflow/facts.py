"""What the workflow needs to know of an entry and of a person: plain facts, gathered elsewhere, judged here."""

from dataclasses import dataclass, field, replace
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

    `submitted_for` and `reviewed_for` are the people in whose name a substitute took the step; `authors` holds both.
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
    submitted_for: int | None = None
    reviewed_by: int | None = None
    reviewed_for: int | None = None
    authors: frozenset[int] = field(default_factory=frozenset)
    is_published: bool = False
    last_step: str = ""


@dataclass(frozen=True)
class PersonFacts:
    """`offices` are the ids of those the person belongs to today; the flags say whether one is Planning or Control.

    `replaces` are the people whom this one replaces today, each with the offices of their own: what they would borrow
    from others is not lent on. `acting_for` is set while a step is judged in the name of one of them.
    """

    id: int
    standing: Standing = Standing.MEMBER
    offices: frozenset[int] = field(default_factory=frozenset)
    in_planning: bool = False
    in_control: bool = False
    name: str = ""
    replaces: tuple["PersonFacts", ...] = ()
    acting_for: "PersonFacts | None" = None

    def acts_as(self, role: Role, entry: EntryFacts) -> bool:
        """In this very name: whoever they replace does not count."""
        if role is Role.OFFICE:
            return not self.offices.isdisjoint(entry.office_ids)
        return self.in_planning if role is Role.PLANNING else self.in_control

    def faces(self, office_ids: tuple[int, ...] = ()) -> tuple["PersonFacts", ...]:
        """The person in their own name, then in that of each one they replace: whoever is of the first of these offices
        comes first, so that of several names the one of the lead office is taken.
        """
        if not self.replaces:
            return (self,)

        def place(lent: PersonFacts) -> int:
            return next((place for place, office in enumerate(office_ids) if office in lent.offices), len(office_ids))

        return (self, *(self.in_the_name_of(lent) for lent in sorted(self.replaces, key=place)))

    def name_over(self, office_ids: tuple[int, ...]) -> "PersonFacts | None":
        """Whom they replace when they act for these offices; None in their own name."""
        acting = (face for face in self.faces(office_ids) if not face.offices.isdisjoint(office_ids))
        return next((face.acting_for for face in acting), None)

    def at_desk(self, role: Role) -> "PersonFacts":
        """In the name in which they sit at the desk of Planning or of Internal Control: their own, when it is theirs."""
        flag = {Role.PLANNING: "in_planning", Role.CONTROL: "in_control"}[role]
        return next((face for face in self.faces() if getattr(face, flag)), self)

    def in_the_name_of(self, lent: "PersonFacts") -> "PersonFacts":
        """The same person, with what the memberships of somebody they replace let them do, and nothing else."""
        return replace(self, offices=lent.offices, in_planning=lent.in_planning, in_control=lent.in_control, acting_for=lent)

    @property
    def reach(self) -> "PersonFacts":
        """What the person may open and finds waiting: their own offices and those of whoever they replace."""
        if not self.replaces:
            return self
        return replace(
            self,
            offices=self.offices.union(*(lent.offices for lent in self.replaces)),
            in_planning=self.in_planning or any(lent.in_planning for lent in self.replaces),
            in_control=self.in_control or any(lent.in_control for lent in self.replaces),
        )
