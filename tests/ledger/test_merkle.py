"""The Merkle tree, against the published trees, against the definition of the RFC and against another implementation.

Leaves, roots and proofs of the eight-leaf tree: the reference tests of Certificate Transparency. The seven: RFC 6962, 2.1.3.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from pacc_flow.ledger.merkle import (
    EMPTY_ROOT,
    Range,
    consistency_proof,
    extends,
    includes,
    inclusion_proof,
    node_hash,
    root_of,
)

LARGEST = 70
SIZES = range(LARGEST + 1)
quickly = settings(deadline=None, derandomize=True, database=None)

ENTRIES = [
    bytes.fromhex(entry)
    for entry in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
LEAF_6 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
FROM_2_TO_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
FROM_4_TO_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
FROM_6_TO_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
FROM_4_TO_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"

# fmt: off
PUBLISHED_INCLUSIONS = [  # index, size, proof
    (0, 1, []),
    (0, 2, [LEAF_1]),
    (0, 8, [LEAF_1, FROM_2_TO_3, FROM_4_TO_7]),
    (5, 8, [LEAF_4, FROM_6_TO_7, ROOTS[4]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], FROM_2_TO_3, LEAF_4]),
]
PUBLISHED_CONSISTENCIES = [  # old, new, proof
    (1, 1, []),
    (1, 8, [LEAF_1, FROM_2_TO_3, FROM_4_TO_7]),
    (2, 5, [FROM_2_TO_3, LEAF_4]),
    (2, 8, [FROM_2_TO_3, FROM_4_TO_7]),
    (6, 7, [FROM_4_TO_5, LEAF_6, ROOTS[4]]),
    (6, 8, [FROM_4_TO_5, FROM_6_TO_7, ROOTS[4]]),
]
# fmt: on


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


LEAVES = [leaf_hash(str(number).encode()) for number in SIZES]


@cache
def defined_root(start: int, end: int) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word."""
    if end - start == 0:
        return sha256(b"").digest()
    if end - start == 1:
        return LEAVES[start]
    k = largest_power_below(end - start)
    return sha256(b"\x01" + defined_root(start, start + k) + defined_root(start + k, end)).digest()


def defined_path(m: int, start: int, end: int) -> list[tuple[str, int, int]]:
    """PATH of RFC 9162, 2.1.3.1: on which side each sibling stands, and its leaves."""
    if end - start == 1:
        return []
    k = largest_power_below(end - start)
    if m < k:
        return [*defined_path(m, start, start + k), ("right", start + k, end)]
    return [*defined_path(m - k, start + k, end), ("left", start, start + k)]


def defined_proof(m: int, start: int, end: int, *, whole: bool) -> list[tuple[str, int, int]]:
    """SUBPROOF of RFC 9162, 2.1.4.1, told as `defined_path` does."""
    if m == end - start:
        return [] if whole else [("itself", start, end)]
    k = largest_power_below(end - start)
    if m <= k:
        return [*defined_proof(m, start, start + k, whole=whole), ("right", start + k, end)]
    return [*defined_proof(m - k, start + k, end, whole=False), ("left", start, start + k)]


def largest_power_below(n: int) -> int:
    return max(2**bits for bits in range(n.bit_length()) if 2**bits < n)


@cache
def turns_to(index: int, size: int) -> tuple[str, ...]:
    return tuple(side for side, _, _ in defined_path(index, 0, size))


@cache
def turns_of_growth(old: int, new: int) -> tuple[str, ...]:
    return tuple(side for side, _, _ in defined_proof(old, 0, new, whole=True))


def hashes(told: list[tuple[str, int, int]]) -> list[bytes]:
    return [defined_root(start, end) for _, start, end in told]


def node(level: int, index: int) -> bytes:
    return defined_root(index << level, (index + 1) << level)


def nodes_of(leaves: Sequence[bytes]) -> Callable[[int, int], bytes]:
    return lambda level, index: root_of(leaves[index << level : (index + 1) << level])


def spoiled(proof: list[bytes]) -> Iterator[list[bytes]]:
    """A hash changed, dropped, swapped with the next, or added."""
    for at, value in enumerate(proof):
        yield [*proof[:at], flipped(value, at * 37 % 256), *proof[at + 1 :]]
        yield proof[:at] + proof[at + 1 :]
    for at, (value, following) in enumerate(pairwise(proof)):
        yield [*proof[:at], following, value, *proof[at + 2 :]]
    for at in range(len(proof) + 1):
        yield [*proof[:at], EMPTY_ROOT, *proof[at:]]


def flipped(value: bytes, bit: int) -> bytes:
    return (int.from_bytes(value) ^ 1 << bit).to_bytes(len(value))


@pytest.mark.parametrize("size", range(9))
def test_the_root_is_the_published_one(size: int):
    assert root_of(map(leaf_hash, ENTRIES[:size])).hex() == ROOTS[size]


def test_the_root_of_an_empty_log_is_the_hash_of_nothing():
    assert Range().root() == EMPTY_ROOT == sha256(b"").digest()


def test_a_node_is_prefixed_as_rfc_6962_says():
    assert node_hash(b"a" * 32, b"b" * 32) == sha256(b"\x01" + b"a" * 32 + b"b" * 32).digest()


@pytest.mark.parametrize(("index", "size", "proof"), PUBLISHED_INCLUSIONS)
def test_an_inclusion_proof_is_the_published_one(index: int, size: int, proof: list[str]):
    leaves = [leaf_hash(entry) for entry in ENTRIES]
    made = inclusion_proof(index, size, nodes_of(leaves))
    assert [value.hex() for value in made] == proof
    assert includes(leaves[index], index, size, made, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new", "proof"), PUBLISHED_CONSISTENCIES)
def test_a_consistency_proof_is_the_published_one(old: int, new: int, proof: list[str]):
    made = consistency_proof(old, new, nodes_of([leaf_hash(entry) for entry in ENTRIES]))
    assert [value.hex() for value in made] == proof
    assert extends(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), made)


def test_the_tree_of_seven_leaves_gives_the_proofs_that_rfc_6962_draws():
    a, b, c, d, e, f, j = leaves = LEAVES[:7]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l = node_hash(g, h), node_hash(i, j)  # noqa: E741 - the letters of the RFC
    nodes = nodes_of(leaves)
    assert root_of(leaves) == node_hash(k, l)
    assert [inclusion_proof(at, 7, nodes) for at in (0, 3, 4, 6)] == [[b, h, l], [c, g, l], [f, j, k], [i, k]]
    assert [consistency_proof(old, 7, nodes) for old in (3, 4, 6)] == [[c, d, g, l], [l], [i, j, k]]


@pytest.mark.parametrize("size", SIZES)
def test_the_root_of_any_size_is_the_one_that_the_rfc_defines(size: int):
    growing = Range()
    for leaf in LEAVES[:size]:
        growing.append(leaf)
    assert growing.size == size
    assert growing.root() == root_of(iter(LEAVES[:size])) == defined_root(0, size)


def test_a_range_holds_one_hash_for_each_bit_of_its_size():
    growing = Range()
    for size in range(1, 300):
        growing.append(EMPTY_ROOT)
        assert len(growing._peaks) == size.bit_count()


@pytest.mark.parametrize("size", SIZES)
def test_the_proofs_of_any_size_are_those_that_the_rfc_defines(size: int):
    for index in range(size):
        assert inclusion_proof(index, size, node) == hashes(defined_path(index, 0, size))
    for old in range(1, size + 1):
        assert consistency_proof(old, size, node) == hashes(defined_proof(old, 0, size, whole=True))


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof_verifies_and_no_spoiled_one_does(size: int):
    root = defined_root(0, size)
    for index in range(size):
        leaf, proof = LEAVES[index], inclusion_proof(index, size, node)
        assert includes(leaf, index, size, proof, root)
        assert not any(includes(leaf, index, size, other, root) for other in spoiled(proof))
        assert not includes(flipped(leaf, size), index, size, proof, root)
        assert not includes(leaf, index, size, proof, flipped(root, index))


@pytest.mark.parametrize("size", SIZES)
def test_an_inclusion_proof_serves_no_other_index_and_no_size_of_another_shape(size: int):
    """Trees of two sizes may put a leaf at the end of the same turns: only the signed size tells them apart."""
    root = defined_root(0, size)
    for index in range(size):
        leaf, proof, turns = LEAVES[index], inclusion_proof(index, size, node), turns_to(index, size)
        assert [at for at in range(-2, LARGEST) if includes(leaf, at, size, proof, root)] == [index]
        for other in range(-1, LARGEST):
            same = index < other and turns_to(index, other) == turns
            assert includes(leaf, index, other, proof, root) == same


@pytest.mark.parametrize("new", SIZES)
def test_every_consistency_proof_verifies_and_no_spoiled_one_does(new: int):
    new_root = defined_root(0, new)
    for old in range(new + 1):
        old_root, proof = defined_root(0, old), consistency_proof(old, new, node)
        assert extends(old, new, old_root, new_root, proof)
        assert not any(extends(old, new, old_root, new_root, other) for other in spoiled(proof))
        assert not extends(old, new, flipped(old_root, new), new_root, proof)
        if old:
            assert not extends(old, new, old_root, flipped(new_root, old), proof)


@pytest.mark.parametrize("new", SIZES)
def test_a_consistency_proof_serves_no_other_old_size_and_no_new_one_of_another_shape(new: int):
    new_root = defined_root(0, new)
    for old in range(1, new):
        old_root, proof, turns = defined_root(0, old), consistency_proof(old, new, node), turns_of_growth(old, new)
        for other in range(-1, LARGEST):
            assert extends(other, new, old_root, new_root, proof) == (other == old)
            same = old < other and turns_of_growth(old, other) == turns
            assert extends(old, other, old_root, new_root, proof) == same


def test_a_proof_longer_than_its_tree_is_refused_even_when_it_leads_to_the_root():
    left, right = LEAVES[:2]
    assert not includes(right, 0, 1, [left], node_hash(left, right))


def test_every_log_continues_the_empty_one_without_a_proof_and_nothing_else_does():
    root = defined_root(0, 5)
    assert extends(0, 5, EMPTY_ROOT, root, [])
    assert not extends(0, 5, EMPTY_ROOT, root, [EMPTY_ROOT])
    assert not extends(0, 5, root, root, [])
    assert not extends(0, 0, root, root, [])
    assert extends(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])


def test_a_log_of_the_same_size_must_have_the_same_root():
    assert extends(5, 5, defined_root(0, 5), defined_root(0, 5), [])
    assert not extends(5, 5, defined_root(0, 5), defined_root(1, 6), [])
    assert not extends(5, 5, defined_root(0, 5), defined_root(0, 5), [defined_root(0, 5)])


def test_a_shrunk_log_is_no_continuation():
    assert not extends(5, 4, defined_root(0, 5), defined_root(0, 4), [])
    assert not extends(-1, 4, defined_root(0, 4), defined_root(0, 4), [])


def test_bytes_moved_from_one_hash_to_its_neighbour_are_refused():
    left, right = LEAVES[:2]
    root = node_hash(left, right)
    assert includes(left, 0, 2, [right], root)
    assert not includes(left + right[:1], 0, 2, [right[1:]], root)
    assert not includes(left[:-1], 0, 2, [left[-1:] + right], root)
    assert not includes(root[:31], 0, 1, [], root[:31])
    proof = consistency_proof(1, 2, node)
    assert extends(1, 2, left, root, proof)
    assert not extends(1, 2, left + right[:1], root, [right[1:]])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (6, 5), (-1, 5)])
def test_there_is_no_proof_of_a_record_that_the_log_does_not_have(index: int, size: int):
    with pytest.raises(ValueError, match=f"^No hay un registro {index} entre los primeros {size}\\.$"):
        inclusion_proof(index, size, node)


@pytest.mark.parametrize(("old", "new"), [(6, 5), (1, 0), (-1, 5)])
def test_there_is_no_proof_that_a_log_grew_to_fewer_records(old: int, new: int):
    with pytest.raises(ValueError, match=f"^Con {new} registros no se puede continuar lo que ya tenía {old}\\.$"):
        consistency_proof(old, new, node)


@quickly
@given(st.integers(2, LARGEST), st.data())
def test_no_single_bit_of_a_proof_may_change(size: int, data: st.DataObject):
    index = data.draw(st.integers(0, size - 1))
    values = [LEAVES[index], defined_root(0, size), *inclusion_proof(index, size, node)]
    at, bit = data.draw(st.integers(0, len(values) - 1)), data.draw(st.integers(0, 255))
    values[at] = flipped(values[at], bit)
    leaf, root, *proof = values
    assert not includes(leaf, index, size, proof, root)


@quickly
@given(st.integers(2, LARGEST), st.data())
def test_no_single_bit_of_a_proof_of_growth_may_change(new: int, data: st.DataObject):
    old = data.draw(st.integers(1, new - 1))
    values = [defined_root(0, old), defined_root(0, new), *consistency_proof(old, new, node)]
    at, bit = data.draw(st.integers(0, len(values) - 1)), data.draw(st.integers(0, 255))
    values[at] = flipped(values[at], bit)
    old_root, new_root, *proof = values
    assert not extends(old, new, old_root, new_root, proof)


ALIKE = [LEAVES[0]]  # the perfect trees over equal leaves: one of any size can be had without building it
for _ in range(61):
    ALIKE.append(node_hash(ALIKE[-1], ALIKE[-1]))


def root_of_alike(size: int) -> bytes:
    greatest = size.bit_length() - 1
    rest = size - (1 << greatest)
    return node_hash(ALIKE[greatest], root_of_alike(rest)) if rest else ALIKE[greatest]


@quickly
@given(st.integers(1, 2**60), st.data())
def test_proofs_of_a_log_of_any_length_verify_and_stay_short(size: int, data: st.DataObject):
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    root, nodes = root_of_alike(size), lambda level, _: ALIKE[level]
    inclusion, consistency = inclusion_proof(index, size, nodes), consistency_proof(old, size, nodes)
    assert includes(LEAVES[0], index, size, inclusion, root)
    assert extends(old, size, root_of_alike(old), root, consistency)
    assert max(len(inclusion), len(consistency)) <= 61


@pytest.fixture(scope="module")
def oracle() -> InmemoryTree:
    """Another implementation of RFC 9162: it hashes raw entries with SHA-256, and counts leaves from 1."""
    return InmemoryTree.init_from_entries([str(number).encode() for number in SIZES], algorithm="sha256")


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_another_implementation_agrees_on_roots_and_inclusion_proofs(oracle: InmemoryTree, size: int):
    assert root_of(LEAVES[:size]) == oracle.get_root(size)
    for index in range(size):
        theirs = oracle.prove_inclusion(index + 1, size)
        verify_inclusion(LEAVES[index], oracle.get_root(size), theirs, index=index + 1, size=size, algorithm="sha256")
        assert [LEAVES[index], *inclusion_proof(index, size, node)] == theirs.path


@pytest.mark.parametrize("new", range(1, LARGEST + 1))
def test_another_implementation_agrees_that_the_log_grew(oracle: InmemoryTree, new: int):
    """Its consistency proofs are laid out otherwise, so each checks its own against the same two roots."""
    for old in range(1, new + 1):
        before, after = oracle.get_root(old), oracle.get_root(new)
        verify_consistency(before, after, oracle.prove_consistency(old, new), prior_size=old, later_size=new)
        assert extends(old, new, before, after, consistency_proof(old, new, node))
