"""The bundle is a ZIP that anyone opens, written while the log is read, and one text for one content."""

import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice

import pytest

from pacc_flow.ledger.bundle import PIECE_BYTES, BundleError, Entry, Manifest, Row, write_bundle
from pacc_flow.ledger.seal import GENESIS, entry_hash
from tests.ledger.log import body

AT = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
MANIFEST = Manifest(origin="pacc.example/registro/1", size=2, created_at=AT, entity_id=None)
ENTRIES = [Entry(0, GENESIS, b"\1" * 32, '{"a":"á"}'), Entry(1, b"\1" * 32, b"\2" * 32, "{}")]
ROWS = [Row("cut", 1, 1, {"id": 1, "name": "Primer corte"}), Row("entry", 1, 2, {"id": 1, "rev": 2})]
FILES = [
    (digest, [content[:3], content[3:]])
    for digest, content in sorted((sha256(each).hexdigest(), each) for each in (b"acta", b"foto"))
]


def pieces(manifest: Manifest = MANIFEST, **changes: Iterable[object]) -> Iterator[bytes]:
    given: dict[str, Iterable[object]] = {
        "entries": ENTRIES,
        "checkpoints": [(1, "uno\n"), (2, "dos\n")],
        "keys": ["llave de la primera época", "llave de la segunda"],
        "rows": ROWS,
        "evidence": FILES,
    }
    return write_bundle(manifest, **(given | changes))  # type: ignore[arg-type] # each has its own kind


def members(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_its_members_are_those_of_the_specification_in_their_order():
    found = members(b"".join(pieces()))
    evidence = {f"evidence/{digest[:2]}/{digest}": b"".join(chunks) for digest, chunks in FILES}
    assert list(found.items()) == [
        (
            "manifest.json",
            (
                b'{"created_at":"2026-05-04T15:00:00.000000Z","entity":null,"format":"pacc-ledger-bundle/v1",'
                b'"origin":"pacc.example/registro/1","size":2}\n'
            ),
        ),
        ("entries.tsv", f'0\t{"00" * 32}\t{"01" * 32}\t{{"a":"á"}}\n1\t{"01" * 32}\t{"02" * 32}\t{{}}\n'.encode()),
        ("checkpoints/1.txt", b"uno\n"),
        ("checkpoints/2.txt", b"dos\n"),
        ("keys.txt", "llave de la primera época\nllave de la segunda\n".encode()),
        (
            "rows.jsonl",
            (
                b'{"id":1,"rev":1,"row":{"id":1,"name":"Primer corte"},"type":"cut"}\n'
                b'{"id":1,"rev":2,"row":{"id":1,"rev":2},"type":"entry"}\n'
            ),
        ),
        *evidence.items(),
    ]


def test_an_entity_gets_the_records_of_others_by_their_hash_alone():
    hidden = [ENTRIES[0]._replace(body=None), ENTRIES[1]]
    found = members(b"".join(pieces(replace(MANIFEST, entity_id=7), entries=hidden)))
    assert json.loads(found["manifest.json"])["entity"] == 7
    assert found["entries.tsv"].splitlines()[0] == f"0\t{'00' * 32}\t{'01' * 32}\t-".encode()


def test_an_installation_without_anything_yet_has_its_bundle():
    empty = {name: [] for name in ("entries", "checkpoints", "keys", "rows", "evidence")}
    found = members(b"".join(pieces(replace(MANIFEST, size=0), **empty)))
    assert {name: content for name, content in found.items() if content} == {"manifest.json": found["manifest.json"]}


def test_the_same_content_gives_the_same_bytes_however_it_is_cut():
    whole = [(digest, [b"".join(chunks)]) for digest, chunks in FILES]
    assert b"".join(pieces()) == b"".join(pieces(evidence=whole))


def test_a_row_that_lost_its_canonical_form_goes_as_what_is_wrong_with_it():
    lines = members(b"".join(pieces(rows=[Row("entry", 1, 2, {"percent": 0.5})])))["rows.jsonl"]
    assert json.loads(lines) == {"id": 1, "rev": 2, "row": "$.percent: el tipo float no tiene forma canónica.", "type": "entry"}


MISTAKES = {
    "a body hidden from nobody": {"entries": [ENTRIES[0], ENTRIES[1]._replace(body=None)]},
    "fewer records than announced": {"entries": ENTRIES[:1]},
    "more records than announced": {"entries": [*ENTRIES, ENTRIES[1]]},
    "checkpoints out of order": {"checkpoints": [(2, "dos\n"), (1, "uno\n")]},
    "a repeated checkpoint": {"checkpoints": [(1, "uno\n"), (1, "uno\n")]},
    "rows out of order": {"rows": ROWS[::-1]},
    "a repeated row": {"rows": [ROWS[0], ROWS[0]]},
    "files out of order": {"evidence": FILES[::-1]},
    "a repeated file": {"evidence": [FILES[0], FILES[0]]},
    "a file with an odd name": {"evidence": [("../" + "a" * 61, [b""])]},
    "a file with a longer name": {"evidence": [("a" * 65, [b""])]},
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_would_not_verify_is_refused(mistake: str):
    with pytest.raises(BundleError):
        list(pieces(**MISTAKES[mistake]))


def test_nothing_is_read_before_it_is_asked_for():
    asked = []

    def entries() -> Iterator[Entry]:
        for entry in ENTRIES:
            asked.append(entry.seq)
            yield entry

    stream = pieces(entries=entries())
    list(islice(stream, 4))  # the manifest's header, text and descriptor, and the header of the records
    assert asked == []
    list(stream)
    assert asked == [0, 1]


def test_a_line_longer_than_a_piece_and_many_short_ones_arrive_whole():
    entries = [Entry(seq, GENESIS, GENESIS, "x" * size) for seq, size in enumerate([PIECE_BYTES * 2, 1, 1, PIECE_BYTES])]
    written = list(pieces(replace(MANIFEST, size=4), entries=entries))
    assert max(map(len, written)) < 3 * PIECE_BYTES
    assert [len(line) for line in members(b"".join(written))["entries.tsv"].split(b"\n")] == [
        132 + PIECE_BYTES * 2, 133, 133, 132 + PIECE_BYTES, 0,
    ]  # fmt: skip


def test_memory_does_not_grow_with_the_log():
    def peak(records: int) -> int:
        def entries() -> Iterator[Entry]:
            previous = GENESIS
            for seq in range(records):
                sealed = entry_hash(seq, previous, text)
                yield Entry(seq, previous, sealed, text)
                previous = sealed

        rows = (Row("entry", number, 1, {"id": number}) for number in range(records))
        tracemalloc.start()
        for _ in pieces(replace(MANIFEST, size=records), entries=entries(), rows=rows):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    text = body(0, None)
    peak(10)
    assert peak(20_000) < peak(2_000) + 20_000


def test_every_size_is_written_in_64_bits_and_no_header_says_when_or_by_whom():
    packed = b"".join(pieces())
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        listed = archive.infolist()
    assert {each.date_time for each in listed} == {(1980, 1, 1, 0, 0, 0)}
    assert {(each.compress_type, each.flag_bits) for each in listed} == {(zipfile.ZIP_STORED, 8)}
    assert {(each.create_system, each.external_attr, each.internal_attr, each.comment) for each in listed} == {(0, 0, 0, b"")}
    for each in listed:
        assert struct.unpack_from("<II", packed, each.header_offset + 18) == (0xFFFFFFFF, 0xFFFFFFFF)
    assert packed[-22:] == bytes.fromhex("504b0506 00000000 ffff ffff ffffffff ffffffff 0000")
