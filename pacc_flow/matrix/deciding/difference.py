"""What a document says of a plan that exists already: what it adds, changes and no longer has. Nothing here decides."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pacc_flow.matrix.likeness import alike

_FIELDS = ("component", "subcomponent", "activity", "goal", "due", "offices")


@dataclass(frozen=True)
class Statement:
    """One activity as the plan or the document states it. `n` is its number there; `offices` are names."""

    n: int
    component: str
    subcomponent: str
    activity: str
    goal: str
    due: str
    offices: frozenset[str]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_plain(self.activity).split())


@dataclass(frozen=True)
class Change:
    """One field, before and now, as it is read."""

    field: str
    before: str
    now: str


@dataclass(frozen=True)
class Changed:
    before: Statement
    now: Statement
    changes: Sequence[Change]


@dataclass(frozen=True)
class Difference:
    new: Sequence[Statement]
    changed: Sequence[Changed]
    gone: Sequence[Statement]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.gone)


Pair = tuple[Statement, Statement]


def differ(plan: Sequence[Statement], document: Sequence[Statement]) -> Difference:
    """Each activity of the plan beside the one of the document that is the same, however little of it says so: first
    those that say all the same, then by activity, goal and component, and last those whose wording is alike.
    """
    before, now, pairs = list(plan), list(document), list[Pair]()
    for key in _KEYS:
        pairs += _take(before, now, _same(before, now, key))
    pairs += _take(before, now, _alike(before, now))
    changed = [Changed(old, new, changes) for old, new in pairs if (changes := tuple(_changes(old, new)))]
    changed.sort(key=lambda change: change.now.n)
    return Difference(tuple(now), tuple(changed), tuple(before), len(pairs) - len(changed))


def _changes(old: Statement, new: Statement) -> Iterator[Change]:
    for name in _FIELDS:
        said, says = _shown(getattr(old, name)), _shown(getattr(new, name))
        if said != says:
            yield Change(name, said, says)


def _shown(value: str | Iterable[str]) -> str:
    """Blanks and the order of the offices are no difference."""
    return " ".join(value.split()) if isinstance(value, str) else "; ".join(sorted(value))


def _take(before: list[Statement], now: list[Statement], pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs, whose statements no longer wait for another."""
    found = list(pairs)
    taken = {id(one) for pair in found for one in pair}
    before[:] = [one for one in before if id(one) not in taken]
    now[:] = [one for one in now if id(one) not in taken]
    return found


def _same(before: Sequence[Statement], now: Sequence[Statement], key: Callable[[Statement], Hashable]) -> Iterator[Pair]:
    """In the order in which they stand, when several have the same key."""
    waiting = defaultdict[Hashable, list[Statement]](list)
    for old in reversed(before):
        waiting[key(old)].append(old)
    for new in now:
        if waiting[key(new)]:
            yield waiting[key(new)].pop(), new


def _alike(before: Sequence[Statement], now: Sequence[Statement]) -> Iterator[Pair]:
    """The most alike first."""
    both, first_now = [*before, *now], len(before)
    used = set[int]()
    for place, at in alike([one.words for one in both], lambda place, at: place < first_now <= at):
        if place not in used and at not in used:
            used |= {place, at}
            yield both[place], both[at]


def _plain(text: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", bare))


_KEYS: Sequence[Callable[[Statement], Hashable]] = (
    lambda one: tuple(_shown(getattr(one, name)) for name in _FIELDS),
    lambda one: (_plain(one.activity), _plain(one.goal), _plain(one.component)),
    lambda one: (_plain(one.activity), _plain(one.goal)),
    lambda one: _plain(one.activity),
)
