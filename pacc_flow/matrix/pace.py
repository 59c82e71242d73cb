"""How far a long piece of work got, told now and then: a person who waits sees it move, and telling costs next to nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

_EACH = 500  # steps: some hundredths of a second
_Item = TypeVar("_Item")


class Part(StrEnum):
    """What a long file is counted in while it is read: what its reader goes through, and then the rows to propose."""

    PAGE = "page"
    LINE = "line"
    ROW = "row"


class Progress(Protocol):
    """Called with how many parts of a long file were read, of how many, and what they are."""

    def __call__(self, done: int, of: int, part: Part = Part.LINE, /) -> None: ...


def no_progress(_done: int, _of: int, _part: Part = Part.LINE) -> None:
    """For whoever does not wait."""


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
