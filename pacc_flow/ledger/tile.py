"""Full tiles of the Merkle tree, as a log fills them: 256 hashes of one height, whose root is one hash of the next tile."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pacc_flow.ledger.merkle import root_of

TILE_HASHES = 256


@dataclass(frozen=True, slots=True)
class Tile:
    """`hashes` are those of the nodes at height 8·level, one after another."""

    level: int
    index: int
    hashes: bytes


@dataclass(slots=True)
class Tiles:
    """Feed it every leaf hash in order; it keeps less than one tile of each level."""

    _open: list[list[bytes]] = field(default_factory=list)
    _filled: list[int] = field(default_factory=list)

    def feed(self, entry_hash: bytes, level: int = 0) -> Iterator[Tile]:
        """The tiles that this hash fills, the lowest first; most fill none."""
        if level == len(self._open):
            self._open.append([])
            self._filled.append(0)
        self._open[level].append(entry_hash)
        if len(self._open[level]) == TILE_HASHES:
            hashes, self._open[level] = self._open[level], []
            index, self._filled[level] = self._filled[level], self._filled[level] + 1
            yield Tile(level, index, b"".join(hashes))
            yield from self.feed(root_of(hashes), level + 1)
