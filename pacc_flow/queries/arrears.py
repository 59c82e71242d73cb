"""What is owed in the open cuts, by whoever owes the next step: entries, the people who could take it, and who was asked.

Five statements whatever the number of entries, over columns alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from pacc_flow.clock import bogota_date
from pacc_flow.models import (
    Account,
    Activity,
    Cut,
    CutState,
    Entry,
    Membership,
    Notice,
    Office,
    OfficeKind,
    Plan,
    Responsibility,
    facts_of_hands,
)
from pacc_flow.models.outbox import NUDGE
from pacc_flow.models.stand_ins import moves_entries, replaced_by
from pacc_flow.queries.board import CutRow, cuts_of
from pacc_flow.workflow import Action, EntryFacts, PersonFacts, State, why_not

# fmt: off
_NEXT: dict[State, tuple[OfficeKind, str]] = {  # whose step is next, and by which milestone
    State.DRAFT:     (OfficeKind.OFFICE,   "offices_due_on"),
    State.SUBMITTED: (OfficeKind.PLANNING, "planning_due_on"),
    State.REVIEWED:  (OfficeKind.CONTROL,  "control_due_on"),
}
_DECIDES = {State.SUBMITTED: Action.REVIEW, State.REVIEWED: Action.VERIFY}
# fmt: on


@dataclass(frozen=True)
class Owed:
    """An entry that `office_id` holds since `held_from` and owed or owes by `due_on`, in Bogotá dates. A helping office
    owes only its section; `facts` are as much as the guards ask about.
    """

    id: int
    number: int
    name: str
    round: int
    state: State
    cut: CutRow
    office_id: int
    is_section: bool
    held_from: date
    facts: EntryFacts

    @property
    def due_on(self) -> date:
        on: date = getattr(self.cut, _NEXT[self.state][1])
        return on

    def may_move(self, person: PersonFacts) -> bool:
        """Whether the person, who belongs to the office, may take the step: separation of duties is per person."""
        action = _DECIDES.get(self.state)
        return action is None or why_not(action, self.facts, person) is None


@dataclass(frozen=True)
class Member:
    """Someone active who moves entries, in the offices of today: nobody who is away, and whoever replaces one in the
    offices of both. `replaces` are the names of those for whom they answer in an office, by its id.
    """

    id: int
    name: str
    offices: frozenset[int]
    facts: PersonFacts
    replaces: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True)
class Asking:
    """A nudge of today: who asked, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Arrears:
    """`offices` are names by id, `asked` by the id of the person."""

    owed: tuple[Owed, ...]
    offices: Mapping[int, str]
    members: tuple[Member, ...]
    asked: Mapping[int, Asking]

    def members_of(self, office_id: int) -> list[Member]:
        return [member for member in self.members if office_id in member.offices]

    def late_of(self, member: Member, today: date) -> list[Owed]:
        """All that is late and the person may move, in whichever of their offices, each entry once, the oldest first."""
        mine = [one for one in self.owed if one.office_id in member.offices and one.due_on < today]
        movable = {one.id: one for one in mine if one.may_move(member.facts)}
        return sorted(movable.values(), key=lambda one: (one.due_on, one.cut.cut_on, one.number))


def arrears_of(session: Session, entity_id: int, *, today: date) -> Arrears:
    cuts = {cut.id: cut for cut in cuts_of(session, entity_id) if cut.is_open}
    offices, members = _people(session, entity_id, replaced_by(session, entity_id, on=today))
    opened = {kind: office_id for office_id, (_, kind) in offices.items() if kind != OfficeKind.OFFICE}
    return Arrears(
        owed=tuple(_owed(session, entity_id, cuts, opened)),
        offices={office_id: name for office_id, (name, _) in offices.items()},
        members=tuple(members),
        asked=_asked(session, entity_id, today),
    )


def _owed(session: Session, entity_id: int, cuts: Mapping[int, CutRow], desks: Mapping[str, int]) -> Iterable[Owed]:
    is_asked = or_(Entry.state == State.DRAFT, Responsibility.position == 0)
    rows = session.execute(
        select(
            Entry.id, Entry.cut_id, Entry.state, Entry.round, Entry.sections, Entry.authors,
            Entry.submitted_by_id, Entry.submitted_for_id, Entry.submitted_at,
            Entry.reviewed_by_id, Entry.reviewed_for_id, Entry.reviewed_at, Entry.returned_at,
            Cut.opened_at, Activity.number, Activity.name,
            Responsibility.office_id, Responsibility.position,
        )
        .join(Entry.cut)
        .join(Cut.plan)
        .join(Entry.activity)
        .join(Responsibility, and_(Responsibility.activity_id == Entry.activity_id, is_asked))
        .where(Plan.entity_id == entity_id, Cut.state == CutState.OPEN, Entry.state != State.VERIFIED)
        .order_by(Cut.cut_on, Activity.number, Responsibility.position)
    )  # fmt: skip
    for row in rows:
        state = State(row.state)
        kind, _ = _NEXT[state]
        office_id = row.office_id if kind is OfficeKind.OFFICE else desks.get(kind)
        wrote = row.position > 0 and str(row.office_id) in row.sections
        if office_id is not None and not wrote:
            yield Owed(
                id=row.id,
                number=row.number,
                name=row.name,
                round=row.round,
                state=state,
                cut=cuts[row.cut_id],
                office_id=office_id,
                is_section=row.position > 0,
                held_from=_held_from(state, row),
                facts=facts_of_hands(state, row),
            )


def _held_from(state: State, row: Any) -> date:  # noqa: ANN401 - a row of the statement above
    """The day of the last step that brought it here, forth or back."""
    came = {State.DRAFT: row.opened_at, State.SUBMITTED: row.submitted_at, State.REVIEWED: row.reviewed_at}[state]
    return bogota_date(max(at for at in (came, row.returned_at) if at is not None))


def _people(session: Session, entity_id: int, away: Mapping[int, int]) -> tuple[dict[int, tuple[str, str]], list[Member]]:
    """Every office as (name, kind) by id, and the members by name."""
    works = and_(Account.id == Membership.account_id, *moves_entries())
    rows = session.execute(
        select(Office.id, Office.name, Office.kind, Account.id, Account.name)
        .outerjoin(Membership, and_(Membership.office_id == Office.id, Membership.ended_at.is_(None)))
        .outerjoin(Account, works)
        .where(Office.entity_id == entity_id)
        .order_by(Office.name_key, Account.name, Account.id)
    )
    offices: dict[int, tuple[str, str]] = {}
    own: dict[int, PersonFacts] = {}
    for office_id, name, kind, account_id, person in rows:
        offices[office_id] = (name, kind)
        if account_id is not None:
            own[account_id] = _joined(own.get(account_id) or PersonFacts(id=account_id, name=person), office_id, kind)
    return offices, sorted(_members(session, own, away), key=lambda member: (member.name, member.id))


def _members(session: Session, own: Mapping[int, PersonFacts], away: Mapping[int, int]) -> Iterable[Member]:
    lent: dict[int, list[PersonFacts]] = {}
    for account_id in own.keys() & away.keys():
        lent.setdefault(away[account_id], []).append(own[account_id])
    strangers = lent.keys() - own.keys()  # of no office of their own
    names = session.execute(select(Account.id, Account.name).where(Account.id.in_(strangers))) if strangers else ()
    present = {account_id: own[account_id] for account_id in own.keys() - away.keys()}
    alone = {account_id: PersonFacts(id=account_id, name=name) for account_id, name in names}
    return [_member(facts, lent.get(facts.id, ())) for facts in (present | alone).values()]


def _joined(person: PersonFacts, office_id: int, kind: str) -> PersonFacts:
    return replace(
        person,
        offices=person.offices | {office_id},
        in_planning=person.in_planning or kind == OfficeKind.PLANNING,
        in_control=person.in_control or kind == OfficeKind.CONTROL,
    )


def _member(own: PersonFacts, replaced: Sequence[PersonFacts]) -> Member:
    facts = replace(own, replaces=tuple(replaced))
    lent = facts.reach.offices - own.offices
    names = {office: tuple(sorted(one.name for one in replaced if office in one.offices)) for office in lent}
    return Member(own.id, own.name, facts.reach.offices, facts, names)


def _asked(session: Session, entity_id: int, today: date) -> dict[int, Asking]:
    rows = session.execute(
        select(Notice.recipient_id, Notice.content, Notice.created_at)
        .join(Notice.recipient)
        .where(Account.entity_id == entity_id, Notice.kind == NUDGE, Notice.step == today.isoformat())
    )
    return {recipient_id: Asking(content["by"], at) for recipient_id, content, at in rows}
