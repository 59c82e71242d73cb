"""What a ladder would send over a cut: a walk through its days under the assumption that nothing moves.

Each day asks `due` itself, so that whatever a person may choose about their own mail is told here as it will happen.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain

from pacc_flow.calendar.business_days import BusinessCalendar
from pacc_flow.calendar.ladder import Ladder
from pacc_flow.calendar.reminder_facts import CutFacts, EntryFacts, Kind, PersonFacts, Sent
from pacc_flow.calendar.reminders import due
from pacc_flow.clock import BOGOTA

# Whatever hour a person prefers, by the end of a day they were told what that day had for them.
_END_OF_DAY = time(23, 59)


@dataclass(frozen=True)
class Foreseen:
    """One section of the mail that a person would get on a day: what is asked, of how many entries, at which rung."""

    on: date
    person_id: int
    kind: Kind
    step: str
    count: int


def forecast(
    *,
    cut: CutFacts,
    entries: Collection[EntryFacts],
    people_on: Callable[[date], Collection[PersonFacts]],
    sent: Collection[Sent],
    days: Sequence[date],
    ladder: Ladder,
    calendar: BusinessCalendar,
    looked_at: datetime | None = None,
) -> list[Foreseen]:
    """In order of day, then of person. `days` run on, from today or the opening to the last one asked about; the cut is
    taken as open through all of them; `people_on` says who is told something on each. What the sweep of `looked_at` decided
    of its day is not decided again.

    Entries that ask the same of the same people are counted once and told by their number: hundreds of entries take as
    long as the few kinds of them that there are.
    """
    alike = _alike(entries, [one for one in sent if one.reminder.cut_id == cut.cut_id])
    # Of what is foreseen only the newest rung of each person counts on the days after it.
    newest: dict[tuple[int, Kind], list[Sent]] = {}
    found: list[Foreseen] = []
    for on in days:
        now = datetime.combine(on, _END_OF_DAY, BOGOTA)
        reminders = due(
            cut=replace(cut, state="open"),
            entries=[group[0] for group in alike.values()],
            people=people_on(on),
            now=now,
            sent=[*sent, *chain.from_iterable(newest.values())],
            ladder=ladder,
            calendar=calendar,
            looked_at=looked_at,
        )
        for one in reminders:
            same = [told for told in newest.get((one.recipient_id, one.kind), ()) if told.reminder.step == one.step]
            newest[one.recipient_id, one.kind] = [*same, Sent(one, now)]
            _, _, name = one.step.partition(" ")
            count = sum(len(alike[entry_id]) for entry_id in one.entry_ids)
            found.append(Foreseen(on, one.recipient_id, one.kind, name, count))
    return found


def days_between(first: date, last: date) -> list[date]:
    """Both included; none when `last` comes before."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _alike(entries: Iterable[EntryFacts], sent: Iterable[Sent]) -> dict[int, list[EntryFacts]]:
    """Entries that differ in name alone and were told of in the same reminders, by the id of the first of them."""
    telling: dict[tuple[int, int], set[object]] = defaultdict(set)
    for one in sent:
        for pair in one.reminder.entries:
            telling[pair].add(one.reminder.key)
    groups: dict[object, list[EntryFacts]] = defaultdict(list)
    for entry in entries:
        kind = replace(entry, entry_id=0, number=0, title="")
        groups[kind, frozenset(telling[entry.entry_id, entry.round])].append(entry)
    return {group[0].entry_id: group for group in groups.values()}
