"""What a sweep of reminders needs to know: the open cuts, who may be told, and what they were told already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from pacc_flow.calendar import CutFacts, EntryFacts, PersonFacts, Reminder, Sent, reminder_facts
from pacc_flow.clock import bogota_date
from pacc_flow.models import (
    Account,
    Cut,
    CutState,
    Entry,
    Membership,
    Notice,
    NoticeState,
    Office,
    OfficeKind,
    Plan,
)
from pacc_flow.models.calendars import milestones_of
from pacc_flow.models.stand_ins import moves_entries, replaced_by
from pacc_flow.notifications.preferences import Preferences, preferences_of
from pacc_flow.queries.entry_facts import entry_facts
from pacc_flow.workflow import State

# A person is told once a day; a day in Bogotá began at most this long ago.
_A_DAY = timedelta(hours=36)


@dataclass(frozen=True)
class Facts:
    """Of one entity, for one sweep. `entries` by the id of their cut."""

    cuts: tuple[CutFacts, ...]
    entries: dict[int, list[EntryFacts]]
    people: tuple[PersonFacts, ...]
    sent: tuple[Sent, ...]


class Belonging(NamedTuple):
    account_id: int
    office_id: int
    is_head: bool
    kind: str


@dataclass(frozen=True)
class Staff:
    """Whoever may be told something, by account id with how they want it, and where each of them belongs."""

    wants: Mapping[int, Preferences]
    memberships: Sequence[Belonging]

    def told(self, away: Mapping[int, int]) -> tuple[PersonFacts, ...]:
        """One for each person who is told something. What somebody who is away would be told, copies included, is told to
        whoever replaces them, with what is their own, and to the one who is away nothing: it would be told to two, or to
        nobody who is there. All in the way in which whoever is told wants it.
        """
        told: dict[int, list[Belonging]] = defaultdict(list)
        for one in self.memberships:
            told[away.get(one.account_id, one.account_id)].append(one)
        return tuple(self._person(person_id, current) for person_id, current in sorted(told.items()))

    def _person(self, person_id: int, current: Sequence[Belonging]) -> PersonFacts:
        offices = {is_head: {one.office_id for one in current if one.is_head is is_head} for is_head in (True, False)}
        wants = self.wants[person_id]
        return PersonFacts(
            person_id=person_id,
            office_ids=frozenset(offices[True] | offices[False]),
            roles=frozenset({*(one.kind for one in current), OfficeKind.OFFICE.value}),
            head_of=frozenset(offices[True] - offices[False]),
            digest_hour=wants.digest_hour,
            only_overdue=wants.only_overdue,
        )


def open_cuts(session: Session, entity_id: int) -> Sequence[Cut]:
    """In the order of their dates; locked, in that of their ids as whoever else locks them, against a step that would come
    between the decision and its outbox rows.
    """
    cuts = session.scalars(
        select(Cut)
        .join(Cut.plan)
        .where(Plan.entity_id == entity_id, Cut.state == CutState.OPEN)
        .order_by(Cut.id)
        .with_for_update(of=Cut)
    )
    return sorted(cuts, key=lambda cut: cut.cut_on)


def facts(session: Session, entity_id: int, cuts: Sequence[Cut], *, now: datetime) -> Facts:
    """In as many statements whatever the number of entries and of people. Entries that are verified are left out: nobody
    is told of them.
    """
    ids = [cut.id for cut in cuts]
    away = replaced_by(session, entity_id, on=bogota_date(now))
    return Facts(
        cuts=tuple(CutFacts(cut.id, "open", milestones_of(cut)) for cut in cuts),
        entries=_entries(session, ids, away),
        people=staff_of(session, entity_id).told(away),
        sent=tuple(_sent(session, entity_id, ids, now)),
    )


def _entries(session: Session, cut_ids: Sequence[int], away: Mapping[int, int]) -> dict[int, list[EntryFacts]]:
    found: dict[int, list[EntryFacts]] = {cut_id: [] for cut_id in cut_ids}
    if found:
        for cut_id, entry in entry_facts(session, away, Entry.cut_id.in_(cut_ids), Entry.state != State.VERIFIED):
            found[cut_id].append(entry)
    return found


def staff_of(session: Session, entity_id: int) -> Staff:
    """In two statements."""
    theirs = (Account.entity_id == entity_id, *moves_entries())
    wants = select(Account.id, Account.digest_hour, Account.events_at_once, Account.only_overdue).where(*theirs)
    memberships = (
        select(Membership.account_id, Membership.office_id, Membership.is_head, Office.kind)
        .join(Membership.account)
        .join(Membership.office)
        .where(*theirs, Membership.ended_at.is_(None))
    )
    return Staff(
        {row.id: preferences_of(row) for row in session.execute(wants)},
        tuple(Belonging(*row) for row in session.execute(memberships)),
    )


def _sent(session: Session, entity_id: int, cut_ids: Sequence[int], now: datetime) -> Iterable[Sent]:
    notices = session.execute(
        select(
            Notice.recipient_id,
            Notice.cut_id,
            Notice.kind,
            Notice.step,
            Notice.round,
            Notice.content,
            Notice.created_at,
            Notice.state,
        )
        .join(Notice.recipient)
        .where(
            Account.entity_id == entity_id,
            Notice.kind.in_(reminder_facts.KINDS),
            or_(Notice.cut_id.in_(cut_ids), Notice.created_at > now - _A_DAY),
        )
    )
    return [Sent(_reminder_of(notice), notice.created_at, notice.state != NoticeState.DROPPED) for notice in notices]


def _reminder_of(notice: Row[*tuple[Any, ...]]) -> Reminder:
    return Reminder(
        recipient_id=notice.recipient_id,
        cut_id=notice.cut_id,
        kind=notice.kind,
        step=notice.step,
        round=notice.round,
        due_on=date.fromisoformat(notice.content["due_on"]),
        entries=tuple((entry_id, round_) for entry_id, round_ in notice.content["entries"]),
    )
