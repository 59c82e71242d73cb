"""How far a long piece of work got, told now and then: a person who waits sees it move, and telling costs next to nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from pacc_flow.matrix.readers.grid import Part, Progress

_EACH = 500  # steps: some hundredths of a second
_Item = TypeVar("_Item")


@dataclass(slots=True)
class Pace:
    """`of` steps make the whole, in as many loops as they take."""

    tell: Progress
    of: int
    part: Part
    done: int = 0

    def step(self) -> None:
        self.done += 1
        if self.done % _EACH == 0:
            self.tell(self.done, self.of, self.part)

    def over(self, items: Iterable[_Item]) -> Iterator[_Item]:
        for item in items:
            yield item
            self.step()
