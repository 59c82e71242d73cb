"""Who is to be told what at an instant: the facts of a cut in, the reminders that are due and were not sent out.

Nothing here knows of mail. The reminders that one call gives for a person are the sections of one digest; the caller
records each under its unique `key` in the transaction that decides, and hands what is recorded back as `sent`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from pacc_flow.calendar.business_days import BusinessCalendar
from pacc_flow.calendar.ladder import Ladder, Step
from pacc_flow.calendar.milestones import Milestones
from pacc_flow.calendar.reminder_facts import CutFacts, EntryFacts, Key, Kind, PersonFacts, Reminder, Sent, State
from pacc_flow.clock import BOGOTA, bogota_date


@dataclass(frozen=True)
class _Recipient:
    """A person with the offices they answer for, and those they are only told about as their head."""

    person_id: int
    acts_for: frozenset[int]
    heads: frozenset[int]
    roles: frozenset[str]
    only_overdue: bool


_PLANNING: AbstractSet[Key] = frozenset({"planning"})
_CONTROL: AbstractSet[Key] = frozenset({"control"})


def _lead(entry: EntryFacts) -> AbstractSet[Key]:
    return entry.lead_office_ids


def _missing(entry: EntryFacts) -> AbstractSet[Key]:
    return entry.missing_office_ids


def _owing(entry: EntryFacts) -> AbstractSet[Key]:
    return _PLANNING | entry.lead_office_ids | entry.missing_office_ids


def _planning(_: EntryFacts) -> AbstractSet[Key]:
    return _PLANNING


def _control(_: EntryFacts) -> AbstractSet[Key]:
    return _CONTROL


def _acts_for(person: _Recipient) -> AbstractSet[Key]:
    return person.acts_for


def _oversees(person: _Recipient) -> AbstractSet[Key]:
    return person.roles | person.heads


@dataclass(frozen=True)
class _Rule:
    """Entries wait under keys, and are told to whoever holds one of them and is not barred: from a draft nobody is."""

    kind: Kind
    state: State
    keys: Callable[[EntryFacts], AbstractSet[Key]]
    holds: Callable[[_Recipient], AbstractSet[Key]]
    due_on: Callable[[Milestones], date]


# fmt: off
# Read downwards: an entry is told to a person once, under the first line that concerns them.
_RULES: tuple[_Rule, ...] = (
    #     what is asked  of entries in  under      of whom     by when
    _Rule("submit",      "draft",       _lead,     _acts_for,  lambda the: the.offices_due_on),
    _Rule("write",       "draft",       _missing,  _acts_for,  lambda the: the.offices_due_on),
    _Rule("copy",        "draft",       _owing,    _oversees,  lambda the: the.offices_due_on),
    _Rule("review",      "submitted",   _planning, _oversees,  lambda the: the.planning_due_on),
    _Rule("verify",      "reviewed",    _control,  _oversees,  lambda the: the.control_due_on),
)
# fmt: on

_RULE_OF = {rule.kind: rule for rule in _RULES}
_MOVES_NOTHING = frozenset({"admin", "auditor"})


def due(
    *,
    cut: CutFacts,
    entries: Collection[EntryFacts],
    people: Collection[PersonFacts],
    now: datetime,
    sent: Collection[Sent],
    ladder: Ladder,
    calendar: BusinessCalendar,
    looked_at: datetime | None = None,
) -> list[Reminder]:
    """What is due and not sent, in order of recipient, then of section.

    `sent` is all that was recorded before this sweep, of every cut of the entity, and `looked_at` when the last sweep was:
    a day (in Bogotá) is decided for a person once, when their hour has come, and what comes to them after it is told
    tomorrow. With several cuts open, call once for each with the same `sent`, and put what a person gets from all of them
    in one digest.
    """
    if cut.state != "open":
        return []
    today, awaited = bogota_date(now), _awaited(people, sent, now, looked_at)
    awaiting = [one for one in _recipients(people) if one.person_id in awaited]
    if not awaiting:
        return []
    steps = {rule: step for rule in _RULES if (step := _step(rule, cut.milestones, today, ladder, calendar))}
    calls = [_Call(rule, step, _waiting(rule, entries)) for rule, step in steps.items()]
    told: dict[int, list[Sent]] = defaultdict(list)
    for one in sent:
        if one.reminder.cut_id == cut.cut_id:
            told[one.reminder.recipient_id].append(one)
    found = (_reminders(cut, person, calls, told[person.person_id]) for person in awaiting)
    return [reminder for of_person in found for reminder in of_person]


def _awaited(
    people: Collection[PersonFacts], sent: Collection[Sent], now: datetime, looked_at: datetime | None
) -> AbstractSet[int]:
    """The ids of those whose hour has come since the last look of today, and of those whom that told nothing after all."""
    here, before = now.astimezone(BOGOTA), looked_at and looked_at.astimezone(BOGOTA)
    done_until = before.hour if before and before.date() == here.date() else -1
    of_today = [one for one in sent if bogota_date(one.decided_at) == here.date()]
    told = {one.reminder.recipient_id for one in of_today if one.is_told}
    untold = {one.reminder.recipient_id for one in of_today}
    reached = {one.person_id: one.digest_hour for one in people if one.digest_hour <= here.hour}
    return {person_id for person_id, hour in reached.items() if hour > done_until or person_id in untold} - told


def deadline_of(kind: Kind, the: Milestones) -> date:
    """The milestone that a reminder of this kind speaks of."""
    return _RULE_OF[kind].due_on(the)


def keys_asked(kind: Kind, entry: EntryFacts, person_id: int, keys: AbstractSet[Key]) -> AbstractSet[Key]:
    """Those of a person's `keys` under which an entry asks this of them as it stands: the ids of the offices that they
    answer for, and the names of their roles. None when it is done, no longer theirs, or not theirs to decide.
    """
    rule = _RULE_OF[kind]
    if entry.state != rule.state or not _may_be_asked(entry, person_id):
        return frozenset()
    return rule.keys(entry) & keys


def _recipients(people: Collection[PersonFacts]) -> list[_Recipient]:
    """A head is told of late entries only, unless the office has nobody else to do the work."""
    active = sorted((one for one in people if not one.roles & _MOVES_NOTHING), key=lambda one: one.person_id)
    staffed = frozenset[int]().union(*(one.office_ids - one.head_of for one in active))
    return [
        _Recipient(
            person_id=one.person_id,
            acts_for=one.office_ids - (one.head_of & staffed),
            heads=one.head_of & staffed,
            roles=one.roles,
            only_overdue=one.only_overdue,
        )
        for one in active
    ]


def _step(rule: _Rule, the: Milestones, today: date, ladder: Ladder, calendar: BusinessCalendar) -> Step | None:
    if rule.kind == "copy":
        return ladder.copy_step(rule.due_on(the), today, calendar)
    if rule.state == "draft":
        return ladder.office_step(the.cut_on, rule.due_on(the), today, calendar)
    return ladder.desk_step(rule.due_on(the), today, calendar)


@dataclass(frozen=True)
class _Call:
    """A rule on its rung of today, and the entries that wait under each key, in the order of their numbers: what concerns
    a person is found without looking at every entry of the cut.
    """

    rule: _Rule
    step: Step
    waiting: Mapping[Key, Sequence[EntryFacts]]

    def of(self, person: _Recipient) -> Iterable[EntryFacts]:
        lists = [self.waiting[key] for key in self.rule.holds(person) if key in self.waiting]
        found = (
            lists[0] if len(lists) == 1 else sorted({one.entry_id: one for of in lists for one in of}.values(), key=_by_number)
        )
        return (one for one in found if _may_be_asked(one, person.person_id))


def _waiting(rule: _Rule, entries: Iterable[EntryFacts]) -> Mapping[Key, Sequence[EntryFacts]]:
    found: dict[Key, list[EntryFacts]] = defaultdict(list)
    for entry in sorted((one for one in entries if one.state == rule.state), key=_by_number):
        for key in rule.keys(entry):
            found[key].append(entry)
    return found


def _reminders(cut: CutFacts, person: _Recipient, calls: Iterable[_Call], told: Iterable[Sent]) -> list[Reminder]:
    claimed: set[int] = set()
    due_now: list[Reminder] = []
    for call in calls:
        kind, step = call.rule.kind, str(call.step)
        if person.only_overdue and not call.step.is_late:
            continue
        asked = [entry for entry in call.of(person) if entry.entry_id not in claimed]
        claimed.update(entry.entry_id for entry in asked)
        before = [one for one in told if one.reminder.kind == kind and one.reminder.step == step]
        if _is_news(asked, [one.reminder for one in before if one.is_told]):
            due_now.append(
                Reminder(
                    recipient_id=person.person_id,
                    cut_id=cut.cut_id,
                    kind=kind,
                    step=step,
                    round=1 + max((one.reminder.round for one in before), default=0),
                    due_on=call.rule.due_on(cut.milestones),
                    entries=tuple((one.entry_id, one.round) for one in asked),
                )
            )
    return due_now


def _may_be_asked(entry: EntryFacts, person_id: int) -> bool:
    return entry.state == "draft" or person_id not in entry.barred_ids


def _by_number(entry: EntryFacts) -> tuple[int, int]:
    return entry.number, entry.entry_id


def _is_news(asked: Collection[EntryFacts], before: Collection[Reminder]) -> bool:
    """Something waits, and this rung was not told yet; or it was, and since then an entry came back, or a draft came into
    the person's hands from another's. What was sent on for the first time waits for the next rung.
    """
    if not before:
        return bool(asked)
    covered = {pair for one in before for pair in one.entries}
    came = (one for one in asked if one.state == "draft" or one.round > 1)
    return any((one.entry_id, one.round) not in covered for one in came)
