"""Seconds of works that take seconds, one beside the other."""

import time
from collections.abc import Callable, Sequence


def seconds_in_turns(works: Sequence[Callable[[], object]], turns: int) -> list[list[float]]:
    """For each work the seconds of every turn: in turns, so that a busy moment of the machine weighs on all alike.

    A first turn warms up and is not kept.
    """
    kept = [[seconds_of(work) for work in works] for _ in range(turns + 1)]
    return [list(taken) for taken in zip(*kept[1:], strict=True)]


def seconds_of(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
