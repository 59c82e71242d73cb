"""What the percentages of whole columns tell of each of their cells: whether they are shares of one, or count something."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto

from pacc_flow.matrix.cells.cell_readings import Percent, read_percentage
from pacc_flow.matrix.cells.counts import count_in, counted_goal, may_be_count, may_be_of_goal, read_of_goal, read_planned
from pacc_flow.matrix.cells.percents import read_percent
from pacc_flow.matrix.drafting import Draft
from pacc_flow.matrix.findings import Code
from pacc_flow.matrix.follow_ups import Said

_WHOLE = "100"
_FEW = 12  # of something in a year; progress that never goes beyond it is hardly a percentage
_FAR = 2  # times a goal: nobody does so many more than it asks for


class _Counts(Enum):
    """What the progress of a block counts: what was done of each goal, that of some of them, or perhaps something."""

    OF_GOALS = auto()
    SOME = auto()
    PERHAPS = auto()
    NOTHING = auto()


class ProgressColumns:
    """The columns of each block together, for its follow-ups are filled in alike."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        blocks: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafts:
            blocks[draft.source.block].append(draft)
        self._planned = {block for block, own in blocks.items() if _count_planned(own)}
        figures = {read.number for text in self._uncounted(drafts) if (read := read_percent(text)) and not read.is_signed}
        self._are_fractions = all(number <= 1 for number in figures)
        # Nobody reports half a per cent beside another such figure; ones alone may be a per cent, or all.
        self._are_proven = len(figures - {0}) > 1 and self._are_fractions
        self._goals = {} if self._are_fractions else {block: _counts(own) for block, own in blocks.items()}

    def read(self, draft: Draft, said: Said) -> Percent:
        """What a row says at one follow-up."""
        text = said.percent
        if "%" not in text and count_in(text) is not None:
            return self._whole_number(draft, said)
        return read_percentage(text, unsigned_are_fractions=self._are_fractions, are_proven=self._are_proven)

    def _whole_number(self, draft: Draft, said: Said) -> Percent:
        text, goal = said.percent, counted_goal(draft.value["goal"])
        if self._is_planned(draft, said):
            return read_planned(text, said.planned or "")
        counts = self._goals.get(draft.source.block) if said.may_count and said.planned is None else None
        if counts is _Counts.OF_GOALS:
            return read_of_goal(text, goal)
        percent = read_percentage(text, unsigned_are_fractions=self._are_fractions, are_proven=self._are_proven)
        if any(finding.code is Code.PERCENT_GUESSED for finding in percent.findings):
            return percent
        doubt = may_be_of_goal(text, goal) if counts is _Counts.SOME and goal else None
        doubt = may_be_count(text) if counts is _Counts.PERHAPS else doubt
        return replace(percent, findings=(*percent.findings, doubt)) if doubt else percent

    def planned(self, draft: Draft) -> list[int]:
        """What was programmed for each cut, in hundredths of a percent, where it is one."""
        if draft.source.header.total is not None or draft.source.block in self._planned:
            return []
        texts = (one.planned for one in draft.said if one.planned)
        return [read_percentage(text, unsigned_are_fractions=self._are_fractions).value or 0 for text in texts]

    def _is_planned(self, draft: Draft, said: Said) -> bool:
        return said.planned is not None and draft.source.block in self._planned

    def _uncounted(self, drafts: Iterable[Draft]) -> Iterator[str]:
        for draft in drafts:
            yield from {one.percent for one in draft.said if not self._is_planned(draft, one)}


def _count_planned(drafts: Sequence[Draft]) -> bool:
    """Whether «Programado» counts: whole numbers, that neither reach a hundred nor make it up between the follow-ups."""
    rows = [[one.planned for one in draft.said if one.planned and one.may_count] for draft in drafts]
    planned = [text for row in rows for text in row]
    if not planned or _WHOLE in planned or any(count_in(text) is None for text in planned):
        return False
    shared = [sum(count_in(text) or 0 for text in row) for row in rows if len(row) > 1]
    return not shared or any(total != int(_WHOLE) for total in shared)


def _counts(drafts: Sequence[Draft]) -> _Counts:
    """Progress counts what was done of each goal where most rows do no more than it asks for, and none much more."""
    said = [
        (done, counted_goal(draft.value["goal"]))
        for draft in drafts
        for one in draft.said
        if one.may_count and one.planned is None and (done := count_in(one.percent))
    ]
    pairs = [(done, goal) for done, goal in said if goal]
    within = [done for done, goal in pairs if done <= goal]
    if not within:
        return _Counts.PERHAPS if said and max(done for done, _ in said) <= _FEW else _Counts.NOTHING
    is_far = any(done > _FAR * goal or done == int(_WHOLE) for done, goal in pairs)
    return _Counts.OF_GOALS if len(within) * 2 >= len(pairs) and not is_far else _Counts.SOME
