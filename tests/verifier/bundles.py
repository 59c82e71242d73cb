"""Small bundles, proofs and documents to attack, made with the program's own pieces and a key that everybody knows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pacc_flow.ledger.body import FileRef, SubjectRef, compose
from pacc_flow.ledger.bundle import Entry, Manifest, Row, write_bundle
from pacc_flow.ledger.canonical import canonical_json
from pacc_flow.ledger.checkpoint import Checkpoint, signed
from pacc_flow.ledger.kinds import Kind
from pacc_flow.ledger.merkle import consistency_proof, inclusion_proof, root_of
from pacc_flow.ledger.note import SigningKey
from pacc_flow.ledger.proof_file import ConsistencyProof, InclusionProof
from pacc_flow.ledger.seal import GENESIS, entry_hash

START = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
HOST = "pacc.example/registro"
ORIGIN = f"{HOST}/1"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEY = SigningKey(ORIGIN, PRIVATE)
FILE = b"acta de la reunion\n"
FILE_REF = FileRef("acta.pdf", sha256(FILE).hexdigest(), len(FILE))


def key_of(epoch: int, private: Ed25519PrivateKey = PRIVATE) -> SigningKey:
    return SigningKey(f"{HOST}/{epoch}", private)


def digest_of(image: Mapping[str, object]) -> str:
    return sha256(canonical_json(image, limit=None).encode()).hexdigest()


def entry_row(row_id: int, rev: int, percent: int) -> Row:
    return Row("entry", row_id, rev, {"id": row_id, "percent": percent, "rev": rev})


def subject_of(row: Row) -> SubjectRef:
    return SubjectRef(row.type, row.id, row.rev, digest_of(row.image))


def body(seq: int, subject: SubjectRef | None = None, files: Sequence[FileRef] = (), /, **changes: object) -> str:
    fields = compose(
        kind=Kind.ENTRY_SAVE,
        at=START + timedelta(minutes=seq),
        actor={"id": 12, "office": 3, "role": "office"},
        request={"ip": "10.0.0.7", "session": "c0ffee"},
        entity_id=1,
        subject=subject,
        data={"percent": [None, 8824], "texto": "avance «á»"},
        files=files,
        nonce=f"{seq:032x}",
    )
    return canonical_json(fields | changes)


def sealed(bodies: Iterable[str]) -> list[Entry]:
    entries: list[Entry] = []
    for seq, text in enumerate(bodies):
        prev_hash = entries[-1].entry_hash if entries else GENESIS
        entries.append(Entry(seq, prev_hash, entry_hash(seq, prev_hash, text), text))
    return entries


def checkpoint(entries: Sequence[Entry], size: int, key: SigningKey = KEY) -> str:
    return signed(Checkpoint(key.name, size, root_of(entry.entry_hash for entry in entries[:size])), key)


@dataclass(frozen=True)
class Bundle:
    """What a bundle is made of, to change with `but`; `checkpoints` are signed again by `signed_again`."""

    entries: Sequence[Entry]
    checkpoints: Sequence[tuple[int, str]]
    rows: Sequence[Row]
    evidence: Sequence[tuple[str, bytes]]
    keys: Sequence[str] = (str(KEY.verifier),)
    manifest: Manifest = field(
        default=Manifest(origin=ORIGIN, size=0, created_at=START + timedelta(hours=2), entity_id=None), kw_only=True
    )

    def but(self, **changes: object) -> "Bundle":
        return replace(self, **changes)  # type: ignore[arg-type] # the names are this class's

    def with_bodies(self, bodies: Iterable[str], sizes: Sequence[int] | None = None) -> "Bundle":
        """Another log, sealed and signed as an honest one would be, at the same sizes if no others are given."""
        entries = sealed(bodies)
        at = [size for size, _ in self.checkpoints] if sizes is None else sizes
        manifest = replace(self.manifest, size=len(entries))
        return self.but(entries=entries, checkpoints=[(n, checkpoint(entries, n)) for n in at], manifest=manifest)

    @property
    def bodies(self) -> list[str]:
        return [str(entry.body) for entry in self.entries]

    def hiding(self, *seqs: int) -> "Bundle":
        """The bundle of entity 1, to whom those records do not belong."""
        entries = [entry._replace(body=None) if entry.seq in seqs else entry for entry in self.entries]
        return self.but(entries=entries, manifest=replace(self.manifest, entity_id=1))

    def packed(self) -> bytes:
        return b"".join(
            write_bundle(
                self.manifest,
                entries=self.entries,
                checkpoints=self.checkpoints,
                keys=self.keys,
                rows=self.rows,
                evidence=[(digest, [content]) for digest, content in self.evidence],
            )
        )


ROWS = (entry_row(1, 2, 9000), entry_row(2, 1, 5000))


def small() -> Bundle:
    """Five records of two rows, with a file and two checkpoints."""
    nothing = Bundle([], [], ROWS, [(FILE_REF.sha256, FILE)])
    bodies = [
        body(0),
        body(1, subject_of(entry_row(1, 1, 8824))),
        body(2, subject_of(ROWS[1]), [FILE_REF]),
        body(3, None, (), actor={"id": None, "office": None, "role": "system", "system": "cli"}, request=None),
        body(4, subject_of(ROWS[0])),
    ]
    return nothing.with_bodies(bodies, [3, 5])


def nodes_of(entries: Sequence[Entry]):
    leaves = [entry.entry_hash for entry in entries]

    def node(level: int, index: int) -> bytes:
        return root_of(leaves[index << level : (index + 1) << level])

    return node


def inclusion(entries: Sequence[Entry], index: int, size: int, key: SigningKey = KEY) -> str:
    path = tuple(inclusion_proof(index, size, nodes_of(entries)))
    return InclusionProof(index, path, checkpoint(entries, size, key)).text()


def consistency(entries: Sequence[Entry], old: int, new: int, key: SigningKey = KEY) -> str:
    path = tuple(consistency_proof(old, new, nodes_of(entries)))
    return ConsistencyProof(old, path, checkpoint(entries, new, key)).text()


SNAPSHOT = {"cut": "Primer corte", "entries": [{"number": "1.1", "percent": 8824}]}


def publication(seq: int, /, **changes: object) -> str:
    report = Row("report", 1, 1, {"id": 1, "rev": 1})
    stated = {"cut": 1, "revision": 1, "snapshot_sha256": digest_of(SNAPSHOT)}
    return body(seq, subject_of(report), **{"kind": "report:publish", "request": None, "data": stated} | changes)


def document(entries: Sequence[Entry], index: int, size: int, /, **changes: object) -> dict[str, object]:
    """A published follow-up whose publication is the record `index`."""
    record = entries[index]
    return {
        "format": "pacc-follow-up-document/v1",
        "registration": {
            "record": {
                "seq": record.seq,
                "prev_hash": record.prev_hash.hex(),
                "entry_hash": record.entry_hash.hex(),
                "body": record.body,
            },
            "proof": inclusion(entries, index, size),
            "key": str(KEY.verifier),
        },
        "sha256": digest_of(SNAPSHOT),
        "snapshot": SNAPSHOT,
        "summary": {"total": 1},
    } | changes


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
