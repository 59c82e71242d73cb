"""What older checkpoints say of a log: that it still begins as it did when they were signed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pacc_flow.ledger.chain import Code, Finding
from pacc_flow.ledger.checkpoint import Checkpoint
from pacc_flow.ledger.merkle import Range


@dataclass(frozen=True, slots=True)
class Held:
    """A checkpoint whose signature was checked, and where it comes from, in words: «que trajo el auditor»."""

    checkpoint: Checkpoint
    source: str


@dataclass(slots=True)
class Witness:
    """Feed it every leaf hash in order, then ask what was promised beyond the end. It keeps the edge of the tree alone."""

    held: Iterable[Held]
    tree: Range = field(default_factory=Range)
    _by_size: dict[int, list[Held]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_size = defaultdict(list)
        for one in self.held:
            self._by_size[one.checkpoint.size].append(one)

    def feed(self, entry_hash: bytes) -> Iterator[Finding]:
        self.tree.append(entry_hash)
        for one in self._by_size.pop(self.tree.size, ()):
            if one.checkpoint.root != self.tree.root():
                yield Finding(
                    Code.CHECKPOINT,
                    None,
                    f"Los primeros {self.tree.size} registros no son los del punto de control {one.source}: "
                    "fueron reescritos después de firmarlo.",
                )

    def beyond(self) -> Iterator[Finding]:
        """After the last record."""
        for size, held in sorted(self._by_size.items()):
            for one in held:
                yield Finding(
                    Code.CHECKPOINT,
                    None,
                    f"El punto de control {one.source} cubre {size} registros y el registro tiene {self.tree.size}: "
                    "faltan registros.",
                )
