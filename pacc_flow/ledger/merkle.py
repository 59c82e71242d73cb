"""The Merkle tree over the hashes of the records: its root, and the proofs that an outsider checks (RFC 6962; RFC 9162, 2.1).

The leaf hash of a record is its `entry_hash`. Every hash is 32 bytes of SHA-256; indexes count from 0.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
HASH_BYTES = 32

Nodes = Callable[[int, int], bytes]
"""(level, index) → the hash of the perfect subtree over the leaves [index·2^level, (index + 1)·2^level)."""


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962, 2.1: the prefix 0x01 keeps an inner node from ever passing for a leaf."""
    return sha256(b"\x01" + left + right).digest()


class Range:
    """The leaves [0, size) as the roots of their perfect subtrees, one for each bit of `size`: memory is O(log n)."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf_hash: bytes) -> None:
        """Each low bit that the new size leaves at zero is a pair of equal subtrees that became one."""
        self.size += 1
        top, carry = leaf_hash, self.size
        while not carry & 1:
            top = node_hash(self._peaks.pop(), top)
            carry >>= 1
        self._peaks.append(top)

    def root(self) -> bytes:
        return _joined(self._peaks)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of the tree over these leaf hashes, in order, without holding them."""
    tree = Range()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """RFC 9162, 2.1.3.1: the siblings of a leaf from the bottom up; ValueError if the tree of that size lacks it."""
    if not 0 <= index < size:
        raise ValueError(f"No hay un registro {index} entre los primeros {size}.")
    start, end, beside = 0, size, []
    while end - start > 1:
        middle = start + _left_width(end - start)
        if index < middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    return [root_between(*leaves, nodes) for leaves in reversed(beside)]


def consistency_proof(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """RFC 9162, 2.1.4.1: that the first `old` leaves begin the tree of `new`; ValueError if there are more of them.

    Empty when nothing needs proving: the old tree is empty or is the new one.
    """
    if not 0 <= old <= new:
        raise ValueError(f"Con {new} registros no se puede continuar lo que ya tenía {old}.")
    if old in {0, new}:
        return []
    start, end, beside = 0, new, []
    while end != old:
        middle = start + _left_width(end - start)
        if old <= middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    if start:  # otherwise the old tree is itself a subtree, and who verifies has its root
        beside.append((start, end))
    return [root_between(*leaves, nodes) for leaves in reversed(beside)]


def includes(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2. It trusts `size`, which several trees' proofs may fit: take it, like `root`, from one checkpoint."""
    if not 0 <= index < size or not _are_hashes(leaf_hash, root, *proof):
        return False
    at, last, found = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            at, last = _past_lone_levels(at, last)
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def extends(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162, 2.1.4.2, and what it leaves out: every tree extends the empty one, and itself, by an empty proof."""
    if not 0 <= old <= new or not _are_hashes(old_root, new_root, *proof):
        return False
    if old == 0 and old_root != EMPTY_ROOT:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0 or not proof:
        return old == 0 and not proof
    return _grows(old, new, proof if old & (old - 1) else [old_root, *proof]) == (old_root, new_root)


def _grows(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency path leads to; None if it is longer or shorter than these sizes ask for."""
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old_found = new_found = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old_found, new_found = node_hash(sibling, old_found), node_hash(sibling, new_found)
            at, last = _past_lone_levels(at, last)
        else:
            new_found = node_hash(new_found, sibling)
        at, last = at >> 1, last >> 1
    return (old_found, new_found) if last == 0 else None


def _past_lone_levels(at: int, last: int) -> tuple[int, int]:
    """The last node of a level may have no sibling: it passes up unhashed, and the proof says nothing of those levels."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _left_width(width: int) -> int:
    """The greatest power of two smaller than `width`, which is at least 2: the leaves of the left subtree."""
    return 1 << (width - 1).bit_length() - 1


def root_between(start: int, end: int, nodes: Nodes) -> bytes:
    """The root over the leaves [start, end), where `start` is a multiple of a power of two no smaller than the width, as
    that of every left or right part of a tree is.
    """
    return _joined(list(_perfect(start, end, nodes)))


def _perfect(start: int, end: int, nodes: Nodes) -> Iterator[bytes]:
    while start < end:
        level = (end - start).bit_length() - 1
        yield nodes(level, start >> level)
        start += 1 << level


def _joined(peaks: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees that stand from left, the largest, to right."""
    if not peaks:
        return EMPTY_ROOT
    *left, root = peaks
    for peak in reversed(left):
        root = node_hash(peak, root)
    return root


def _are_hashes(*values: bytes) -> bool:
    """Of another length, two values could share their bytes otherwise and still hash to the same node."""
    return all(len(value) == HASH_BYTES for value in values)
