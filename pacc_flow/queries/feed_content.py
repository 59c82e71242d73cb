"""What stands in a private calendar: the milestones of the cuts to come and what waits for whoever reads.

A calendar is read again and again by machines, so it costs the same few statements whatever the number of entries.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from pacc_flow.calendar.feed_days import Duty, FeedCut, OwedEntry
from pacc_flow.calendar.milestones import Milestone
from pacc_flow.clock import bogota_date
from pacc_flow.models import (
    Activity,
    Cut,
    CutState,
    Entry,
    Feed,
    LedgerRecord,
    Office,
    OfficeKind,
    Plan,
    Responsibility,
    facts_of_account,
)
from pacc_flow.queries.feeds import Reader, offices_of, reader_of
from pacc_flow.queries.waiting import waiting_by_cut
from pacc_flow.workflow import Action, State

# fmt: off
_DESKS: tuple[tuple[OfficeKind, Milestone, Action, State], ...] = (
    (OfficeKind.PLANNING, "planning_due_on", Action.REVIEW, State.SUBMITTED),
    (OfficeKind.CONTROL,  "control_due_on",  Action.VERIFY, State.REVIEWED),
)
# fmt: on
_RECORD_OF_ENTRY = and_(
    LedgerRecord.subject_type == Entry.__subject__,
    LedgerRecord.subject_id == Entry.id,
    LedgerRecord.subject_rev == Entry.rev,
)
_RECORD_OF_CUT = and_(
    LedgerRecord.subject_type == Cut.__subject__,
    LedgerRecord.subject_id == Cut.id,
    LedgerRecord.subject_rev == Cut.rev,
)


@dataclass(frozen=True)
class FeedContent:
    """`owed` by the id of the cut. Nothing of it changed after `changed_at`."""

    cuts: tuple[FeedCut, ...]
    owed: Mapping[int, Sequence[OwedEntry]]
    changed_at: datetime


@dataclass
class _Moved:
    """The entries of one cut: how many are in each state, the sum of their revisions, and when the last of them moved."""

    states: Counter[str]
    revision: int
    changed_at: datetime


def content_of(session: Session, feed: Feed, *, now: datetime) -> FeedContent:
    """What stands in the calendar of a feed that `feed_at` gave."""
    entity_id = feed.account.entity_id
    reader = reader_of(session, feed, now)
    offices = [feed.office] if feed.office else offices_of(feed.account, bogota_date(now))
    moved = _moved(session, entity_id)
    owed = _owed(session, entity_id, offices)
    waiting = _waiting(session, feed, offices, moved, now)
    rows = session.execute(
        select(Cut, Plan.year, LedgerRecord.at)
        .join(Cut.plan)
        .join(LedgerRecord, _RECORD_OF_CUT)
        .where(Plan.entity_id == entity_id)
        .order_by(Cut.cut_on, Cut.id)
    ).all()
    cuts = tuple(
        _cut(cut, year, at, moved.get(cut.id), _theirs(cut, offices, owed, waiting), reader=reader)
        for cut, year, at in rows
        if cut.state != CutState.PUBLISHED
    )
    instants = [at for _, _, at in rows] + [cut.changed_at for cut in moved.values()]
    return FeedContent(cuts, owed, max([*instants, reader.changed_at]))


def _moved(session: Session, entity_id: int) -> dict[int, _Moved]:
    """By the id of each open cut."""
    rows = session.execute(
        select(Entry.cut_id, Entry.state, func.count(), func.sum(Entry.rev), func.max(LedgerRecord.at))
        .join(Entry.cut)
        .join(Cut.plan)
        .join(LedgerRecord, _RECORD_OF_ENTRY)
        .where(Plan.entity_id == entity_id, Cut.state == CutState.OPEN)
        .group_by(Entry.cut_id, Entry.state)
    )
    found: dict[int, _Moved] = {}
    for cut_id, state, count, revisions, at in rows:
        cut = found.setdefault(cut_id, _Moved(Counter(), 0, at))
        cut.states[state] += count
        cut.revision += int(revisions)
        cut.changed_at = max(cut.changed_at, at)
    return found


def _waiting(
    session: Session, feed: Feed, offices: Iterable[Office], moved: Mapping[int, _Moved], now: datetime
) -> dict[Milestone, Mapping[int, int]]:
    """What waits at the desks that are theirs, by cut: for a person what they may decide, for an office all of it."""
    kinds = {office.kind for office in offices}
    found: dict[Milestone, Mapping[int, int]] = {}
    for kind, milestone, action, state in _DESKS:
        if kind not in kinds:
            continue
        if feed.office_id is None:
            person = facts_of_account(feed.account, on=bogota_date(now))
            found[milestone] = waiting_by_cut(session, person, action, entity_id=feed.account.entity_id)
        else:
            found[milestone] = {cut_id: cut.states[state] for cut_id, cut in moved.items()}
    return found


def _theirs(
    cut: Cut, offices: Iterable[Office], owed: Mapping[int, Sequence[OwedEntry]], waiting: Mapping[Milestone, Mapping[int, int]]
) -> dict[Milestone, int]:
    """A planned cut will ask a report of every office; of Planning and Internal Control, mostly something else."""
    theirs: dict[Milestone, int] = {milestone: by_cut.get(cut.id, 0) for milestone, by_cut in waiting.items()}
    if cut.id in owed or any(office.kind == OfficeKind.OFFICE for office in offices):
        theirs["offices_due_on"] = len(owed.get(cut.id, ()))
    return theirs


def _owed(session: Session, entity_id: int, offices: Iterable[Office]) -> dict[int, list[OwedEntry]]:
    """Drafts of open cuts that one of these offices leads, or in which its own section is still to be written."""
    rows = session.execute(
        select(
            Entry,
            Activity.number,
            Activity.name,
            Activity.goal,
            Office.id,
            Office.name,
            Responsibility.position,
            LedgerRecord.at,
        )
        .join(Entry.cut)
        .join(Cut.plan)
        .join(Entry.activity)
        .join(Responsibility, Responsibility.activity_id == Entry.activity_id)
        .join(Responsibility.office)
        .join(LedgerRecord, _RECORD_OF_ENTRY)
        .where(
            Plan.entity_id == entity_id,
            Cut.state == CutState.OPEN,
            Entry.state == State.DRAFT,
            Office.id.in_([office.id for office in offices]),
        )
        .order_by(Responsibility.position, Activity.number)
    )
    found: dict[int, dict[int, OwedEntry]] = {}
    for entry, number, name, goal, office_id, office, position, at in rows:
        if position == 0 or str(office_id) not in entry.sections:
            one = OwedEntry(entry.id, _duty(entry, position), number, name, goal, office, entry.rev, at)
            found.setdefault(entry.cut_id, {}).setdefault(entry.id, one)
    return {cut_id: list(entries.values()) for cut_id, entries in found.items()}


def _duty(entry: Entry, position: int) -> Duty:
    if position:
        return "write"
    return "correct" if entry.round > 1 else "submit"


def _cut(
    cut: Cut, year: int, at: datetime, moved: _Moved | None, waiting: Mapping[Milestone, int], *, reader: Reader
) -> FeedCut:
    """What is theirs may come and go with whoever reads, so that each day of it is as new as the reader."""
    moved_at = max(at, reader.changed_at)
    return FeedCut(
        id=cut.id,
        name=f"{cut.name.lower()} de {year}",
        is_open=cut.state == CutState.OPEN,
        opens_on=cut.opens_on,
        offices_due_on=cut.offices_due_on,
        planning_due_on=cut.planning_due_on,
        control_due_on=cut.control_due_on,
        revision=cut.rev + reader.revision,
        moved_at=moved_at,
        entries_revision=moved.revision if moved else 0,
        changed_at=max(moved_at, moved.changed_at) if moved else moved_at,
        waiting=waiting,
    )
