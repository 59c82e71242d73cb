"""The bundle that an auditor takes away, `pacc-ledger-bundle/v1`: a ZIP written while the log is read.

    manifest.json              {"format","origin","size","created_at","entity": null for the whole installation, or its id}
    entries.tsv                seq TAB hex(prev_hash) TAB hex(entry_hash) TAB body, "-" for a body that stays in the house
    checkpoints/<size>.txt     signed notes, by size
    keys.txt                   one verifier key line per epoch, from the first to the newest
    rows.jsonl                 {"id","rev","row","type"} of each audited row as it stands, by type and id
    evidence/<2 hex>/<sha256>  the files that the visible records name, by digest

Each order is strict and each text canonical, so equal content gives equal bytes, and nothing can hide between them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar

from pacc_flow.ledger.canonical import CanonicalError, canonical_json, instant
from pacc_flow.ledger.stored_zip import StoredZip

FORMAT = "pacc-ledger-bundle/v1"
HIDDEN = "-"
PIECE_BYTES = 64 * 1024

T = TypeVar("T")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BundleError(RuntimeError):
    """A mistake of the program: what it gave to bundle would make a bundle that does not verify."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`origin` is the newest epoch's, `size` the number of records, `entity_id` None for the whole installation."""

    origin: str
    size: int
    created_at: datetime
    entity_id: int | None


class Entry(NamedTuple):
    """A record as it was stored; `body` None when it is another entity's, or nobody's, in the bundle of an entity."""

    seq: int
    prev_hash: bytes
    entry_hash: bytes
    body: str | None


class Row(NamedTuple):
    """The image of an audited row as it stands, secrets by their fingerprint, as its last record hashed it."""

    type: str
    id: int
    rev: int
    image: Mapping[str, object]


def write_bundle(
    manifest: Manifest,
    *,
    entries: Iterable[Entry],
    checkpoints: Iterable[tuple[int, str]],
    keys: Iterable[str],
    rows: Iterable[Row],
    evidence: Iterable[tuple[str, Iterable[bytes]]],
) -> Iterator[bytes]:
    """The bytes of the bundle, in pieces of any size, none kept: of a member only its line in the directory stays.

    `checkpoints` are (size, signed note) by size; `keys` lines without their end, by epoch; `rows` by type and id, the
    types in the order of their code points; `evidence` (SHA-256 in hexadecimal, chunks of the file as it is found now) by
    digest: a lost file is left out and a changed one goes as it is, for the verifier to tell. Each is read once, in
    the order of these arguments. Raises BundleError while the pieces are taken.
    """
    archive = StoredZip()
    yield from archive.member("manifest.json", [_manifest(manifest)])
    yield from archive.member("entries.tsv", _pieces(_entries(entries, manifest)))
    for size, note in _ascending(checkpoints, lambda checkpoint: ("", checkpoint[0])):
        yield from archive.member(f"checkpoints/{size}.txt", [note.encode()])
    yield from archive.member("keys.txt", _pieces(f"{line}\n" for line in keys))
    yield from archive.member("rows.jsonl", _pieces(_row(row) for row in _ascending(rows, lambda row: (row.type, row.id))))
    for sha256, chunks in _ascending(evidence, lambda file: (file[0], 0)):
        if not _SHA256.fullmatch(sha256):
            raise BundleError(f"{sha256!r} is not a SHA-256")
        yield from archive.member(f"evidence/{sha256[:2]}/{sha256}", chunks)
    yield from archive.end()


def _manifest(manifest: Manifest) -> bytes:
    fields = {
        "format": FORMAT,
        "origin": manifest.origin,
        "size": manifest.size,
        "created_at": instant(manifest.created_at),
        "entity": manifest.entity_id,
    }
    return f"{canonical_json(fields)}\n".encode()


def _entries(entries: Iterable[Entry], manifest: Manifest) -> Iterator[str]:
    count = 0
    for seq, prev_hash, entry_hash, body in entries:
        if body is None and manifest.entity_id is None:
            raise BundleError(f"record {seq} is hidden in a bundle of the whole installation")
        shown = HIDDEN if body is None else body
        yield f"{seq}\t{prev_hash.hex()}\t{entry_hash.hex()}\t{shown}\n"
        count += 1
    if count != manifest.size:
        raise BundleError(f"the manifest says {manifest.size} records and there were {count}")


def _row(row: Row) -> str:
    return f'{{"id":{row.id},"rev":{row.rev},"row":{_image(row)},"type":"{row.type}"}}\n'


def _image(row: Row) -> str:
    """A row that somebody changed into what has no canonical form must not stop the bundle: it goes as what is wrong."""
    try:
        return canonical_json(row.image, limit=None)
    except CanonicalError as error:
        return canonical_json(str(error))


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines, in pieces that are worth a call to whoever writes them."""
    piece = bytearray()
    for line in lines:
        piece += line.encode()
        if len(piece) >= PIECE_BYTES:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def _ascending(items: Iterable[T], place_of: Callable[[T], tuple[str, int]]) -> Iterator[T]:
    last: tuple[str, int] | None = None
    for item in items:
        place = place_of(item)
        if last is not None and place <= last:
            raise BundleError(f"{place} comes after {last}")
        last = place
        yield item
