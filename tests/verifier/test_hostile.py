"""Whatever it is given, the verifier ends soon, in little memory, with findings: never in OK, never in a traceback."""

import io
import os
import random
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacc_flow.verifier import pacc_verify
from tests.verifier.bundles import Bundle, as_json, body, checkpoint, consistency, document, inclusion, publication, sealed
from tests.verifier.changes import GOOD, MEMBERS, PACKED, PINNED
from tests.verifier.forgery import forged

LOG = sealed([*GOOD.bodies, publication(5)])
RECEIPT = LOG[2].entry_hash.hex()
PAPERS = [
    (["--receipt", RECEIPT], inclusion(LOG, 2, 6).encode()),
    ([], checkpoint(LOG, 6).encode()),
    ([], as_json(document(LOG, 5, 6)).encode()),
    ([], consistency(LOG, 6, 6).encode()),
]


@st.composite
def spoiled(draw: st.DrawFn, good: bytes) -> bytes:
    """Pieces of the good thing cut, doubled, moved or overwritten, as often as it takes."""
    content = good
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted((draw(st.integers(0, len(content))), draw(st.integers(0, len(content)))))
        piece = draw(
            st.sampled_from([b"", content[start:end] * 2, b"\0" * (end - start), content[:end]]) | st.binary(max_size=40)
        )
        content = content[:start] + piece + content[end:]
    return content


def status(content: bytes, path: Path, *order: str) -> int:
    path.write_bytes(content)
    return pacc_verify.main([str(path), "--json", *order])


SLOW_FOLDERS = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SLOW_FOLDERS
@given(content=spoiled(PACKED))
def test_a_spoiled_bundle_is_never_ok(content: bytes, tmp_path: Path):
    assert (status(content, tmp_path / "b.zip") == 0) == (content == PACKED)


@SLOW_FOLDERS
@given(number=st.integers(0, len(MEMBERS) - 1), data=st.data())
def test_a_bundle_with_a_spoiled_member_is_never_ok(number: int, data: st.DataObject, tmp_path: Path):
    name, good = MEMBERS[number]
    content = data.draw(spoiled(good))
    packed = forged([*MEMBERS[:number], (name, content), *MEMBERS[number + 1 :]])
    assert (status(packed, tmp_path / "b.zip") == 0) == (content == good)


@SLOW_FOLDERS
@given(chosen=st.sampled_from(PAPERS), data=st.data())
def test_a_spoiled_proof_or_checkpoint_is_never_ok(chosen: tuple[list[str], bytes], data: st.DataObject, tmp_path: Path):
    """A document may be written in several ways that say the same; the rest of the papers, in one."""
    order, good = chosen
    content = data.draw(spoiled(good))
    ended = status(content, tmp_path / "p", "--key", PINNED[0], *order)
    assert ended in {1, 2} or content == good or b'"snapshot"' in good


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_any_bytes_at_all_are_refused(content: bytes, tmp_path: Path):
    for start in (b"", b"PK\x03\x04", b"{", b"old ", b"c2sp.org/tlog-proof@v1\n", b"x/registro/1\n"):
        assert status(start + content, tmp_path / "x", "--key", PINNED[0], "--receipt", RECEIPT) == 1


def zipped(compression: int, *, times: int = 1) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", compression) as archive:
        for name, content in MEMBERS:
            archive.writestr(name, content * times)
    return sink.getvalue()


def lines(name: str, line: bytes, count: int) -> bytes:
    return forged((each, line * count if each == name else content) for each, content in MEMBERS)


MEGABYTE = 1 << 20
HOSTILE: dict[str, Callable[[], bytes]] = {
    "another program's ZIP": lambda: zipped(zipfile.ZIP_STORED),
    "a bomb": lambda: zipped(zipfile.ZIP_DEFLATED, times=10_000),
    "two bundles": lambda: PACKED + PACKED,
    "a bundle inside another's evidence": lambda: forged([*MEMBERS[:-1], (MEMBERS[-1][0], PACKED)]),
    "one endless line of records": lambda: lines("entries.tsv", b"0", 20 * MEGABYTE),
    "one endless line of rows": lambda: lines("rows.jsonl", b"[", 20 * MEGABYTE),
    "one endless list of keys": lambda: lines("keys.txt", PINNED[0].encode() + b"\n", MEGABYTE // 10),
    "one endless manifest": lambda: lines("manifest.json", b"[", 20 * MEGABYTE),
    "one endless checkpoint": lambda: lines("checkpoints/3.txt", b"[", 20 * MEGABYTE),
    "a deep row": lambda: lines("rows.jsonl", b"[" * MEGABYTE + b"]" * MEGABYTE + b"\n", 1),
    "a wide row": lambda: lines("rows.jsonl", b"[" + b"{}," * 200_000 + b"{}]\n", 1),
    "a giant number": lambda: lines("rows.jsonl", b"9" * MEGABYTE + b"\n", 1),
    "many wrong records": lambda: lines("entries.tsv", b"7\t" + b"0" * 64 + b"\t" + b"0" * 64 + b"\t{}\n", 3_000),
    "NUL everywhere": lambda: lines("entries.tsv", b"\0", MEGABYTE),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bundle_ends_soon_in_little_memory(name: str, tmp_path: Path):
    path = tmp_path / "b.zip"
    path.write_bytes(HOSTILE[name]())
    tracemalloc.start()
    began = time.monotonic()
    ended = pacc_verify.main([str(path), "--json"])
    took, (_, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert ended == 1
    assert took < 20
    assert peak < (60 if name == "a wide row" else 20) * MEGABYTE


def test_memory_grows_with_the_rows_and_not_with_the_records(tmp_path: Path):
    text = body(0)

    def peak(records: int) -> int:
        packed = Bundle([], [], [], []).with_bodies([text] * records, [records]).packed()
        (tmp_path / "b.zip").write_bytes(packed)
        tracemalloc.start()
        report = pacc_verify.verify([str(tmp_path / "b.zip")], pacc_verify.Given([], [], None))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (report.findings, report.facts["records"]) == ([], records)
        return most

    peak(10)
    assert peak(3_000) < peak(300) + 50_000


@pytest.mark.parametrize("kind", ["folder", "fifo"])
def test_what_is_not_a_file_is_not_opened(kind: str, tmp_path: Path):
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    assert pacc_verify.main([str(path)]) == 2


def test_the_order_of_the_pieces_of_a_bundle_is_not_free(tmp_path: Path):
    chance = random.Random(7)  # noqa: S311 - not a secret
    for _ in range(30):
        shuffled = chance.sample(MEMBERS, len(MEMBERS))
        assert (status(forged(shuffled), tmp_path / "b.zip") == 0) == (shuffled == MEMBERS)
