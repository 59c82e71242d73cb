"""Lines that say the same activity at different follow-ups, and so are one row: first those that say it to the letter."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from pacc_flow.matrix.drafting import Draft
from pacc_flow.matrix.follow_ups import Retold
from pacc_flow.matrix.layout.cut_labels import CutLabel
from pacc_flow.matrix.likeness import alike, is_rewording
from pacc_flow.matrix.places.place import Placement
from pacc_flow.matrix.proposal import OF_FOLLOW_UP
from pacc_flow.matrix.words import words_of

_UNNAMED: frozenset[CutLabel | None] = frozenset({None})
_COMPARED = ("activity", "goal", "due", "office")


@dataclass(frozen=True, slots=True)
class _Told:
    """A line in the forms in which it is compared. `labels`: the follow-ups that it speaks of, None for one that it does not
    name; it is loose where it reports something at such a one, and so is a row of its own.
    """

    component: tuple[str, ...]
    title: tuple[str, ...]
    activity: tuple[str, ...]
    goal: tuple[str, ...]
    labels: frozenset[CutLabel | None]
    says_anything: bool

    @property
    def is_loose(self) -> bool:
        return self.says_anything and None in self.labels


_KEYS: Sequence[Callable[[_Told], Hashable]] = (
    lambda one: (one.component, one.activity, one.goal),
    lambda one: (one.title, one.activity, one.goal),  # whatever was made of the labels of its place
    lambda one: (one.component, one.activity),
)


def join_follow_ups(drafts: Sequence[Draft], placements: Sequence[Placement]) -> tuple[Sequence[Draft], Sequence[Placement]]:
    """The drafts with those that repeat an activity at another follow-up in the first that says it, and their places."""
    told = [_told(draft, placement) for draft, placement in zip(drafts, placements, strict=True)]
    if not _may_repeat(told):
        return drafts, placements
    lines = _Lines(told)
    for key in _KEYS:
        lines.join_same(key)
    lines.join_alike([draft.value["activity"] for draft in drafts])
    kept = [at for at in range(len(drafts)) if lines.root[at] == at]
    return [_whole(drafts, lines.of[at]) for at in kept], [_place(placements, lines.of[at]) for at in kept]


def _may_repeat(told: Sequence[_Told]) -> bool:
    """The same follow-ups repeat nothing, and one alone only the plan beside it."""
    labels = {one.labels for one in told} - {_UNNAMED}
    is_beside_plan = any(one.labels == _UNNAMED and not one.is_loose for one in told)
    return len(labels) > 1 or (is_beside_plan and any(one.labels != _UNNAMED and one.says_anything for one in told))


def _place(placements: Sequence[Placement], lines: Sequence[int]) -> Placement:
    """That of the first of them whose table says the component."""
    return next((placements[at] for at in lines if placements[at].component), placements[lines[0]])


class _Lines:
    """`root`: for each line the one that it is joined to, itself at first; `of`: the lines of each root, in their order."""

    def __init__(self, told: Sequence[_Told]) -> None:
        self.told = told
        self.root = list(range(len(told)))
        self.of = {at: [at] for at in self.root}
        self._labels = {at: set(one.labels) for at, one in enumerate(told)}

    def join_same(self, key: Callable[[_Told], Hashable]) -> None:
        """The n-th time of a key at a follow-up is its n-th at the others."""
        seen: Counter[Hashable] = Counter()
        first: dict[Hashable, int] = {}
        for at in list(self.of):
            one = self.told[at]
            if not one.activity or one.is_loose:
                continue
            seen[one.labels, key(one)] += 1
            self._join(first.setdefault((key(one), seen[one.labels, key(one)]), at), at)

    def join_alike(self, activities: Sequence[str]) -> None:
        """The most alike first."""
        waiting = [at for at in self.of if not self.told[at].is_loose]
        words = [frozenset(self.told[at].activity) for at in waiting]
        for one, other in alike(words, lambda one, other: self._may_be_one(waiting[one], waiting[other])):
            first, second = self.root[waiting[one]], self.root[waiting[other]]
            if self._are_open(first, second) and is_rewording(activities[waiting[one]], activities[waiting[other]]):
                self._join(min(first, second), max(first, second))

    def _may_be_one(self, first: int, second: int) -> bool:
        """A table of a follow-up alone may not repeat the component."""
        one, other = self.told[first].component, self.told[second].component
        return (one == other or not (one and other)) and self._are_open(first, second)

    def _are_open(self, first: int, second: int) -> bool:
        """Whether two roots speak of different follow-ups, and so may be one."""
        return self._labels[first].isdisjoint(self._labels[second])

    def _join(self, first: int, second: int) -> None:
        if not self._are_open(first, second):
            return
        for at in self.of[second]:
            self.root[at] = first
        self.of[first] = sorted(self.of[first] + self.of.pop(second))
        self._labels[first] |= self._labels.pop(second)


def _told(draft: Draft, placement: Placement) -> _Told:
    texts = (placement.component, draft.source.title.component, draft.value["activity"], draft.value["goal"])
    component, title, activity, goal = map(words_of, texts)  # a point more or less is the same activity
    labels = frozenset(one.label for one in draft.said)
    return _Told(component, title, activity, goal, labels, any(not one.is_blank for one in draft.said))


def _whole(drafts: Sequence[Draft], lines: Sequence[int]) -> Draft:
    """The first of the lines, with what the others say: a plan without columns for its progress says nothing of it."""
    first, *others = (drafts[at] for at in lines)
    said = [one for at in lines for one in drafts[at].said if one.label is not None or not one.is_blank]
    names = (*_COMPARED, *(() if len(said) > 1 else OF_FOLLOW_UP))
    lacking = {name: text for name in names if not first.value.get(name) and (text := _of_others(others, name))}
    retold = [
        Retold(name, text, other.said[0].label)
        for other in others
        for name in _COMPARED
        if (text := other.value.get(name, "")) and words_of(text) != words_of(_known(first, other, lacking).get(name, ""))
    ]
    return replace(first, value={**first.value, **lacking}, said=said or first.said, retold=retold)


def _of_others(others: Sequence[Draft], name: str) -> str:
    return next((text for other in others if (text := other.value.get(name, ""))), "")


def _known(first: Draft, other: Draft, lacking: Mapping[str, str]) -> Mapping[str, str]:
    """What the row says without another line: what only a later follow-up says of an activity is told, unlike its plan."""
    return {**first.value, **lacking} if other.said[0].label is None else first.value
