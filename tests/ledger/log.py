"""A small log to attack: records as the application writes them, in memory."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pacc_flow.ledger.body import FileRef, SubjectRef, compose, read
from pacc_flow.ledger.canonical import canonical_json, parse_canonical
from pacc_flow.ledger.chain import Record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.ledger.seal import GENESIS, entry_hash

START = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


def body(seq: int, subject: SubjectRef | None, /, **changes: object) -> str:
    fields = compose(
        kind=Kind.ENTRY_SAVE,
        at=START + timedelta(minutes=seq),
        actor={"id": 12, "office": 3, "role": "office"},
        request={"ip": "10.0.0.7", "session": "c0ffee"},
        entity_id=1,
        subject=subject,
        data={"percent": [None, 8824]},
        files=[FileRef("acta.pdf", "ab" * 32, 18_233)],
        nonce=f"{seq:032x}",
    )
    return canonical_json(fields | changes)


def log(size: int, rows: int = 3) -> list[Record]:
    """`size` sealed records that take turns over `rows` entries; record 0 has no subject."""
    records: list[Record] = []
    for seq in range(size):
        subject = SubjectRef("entry", seq % rows, (seq - 1) // rows + 1, "cd" * 32) if seq else None
        records.append(sealed(seq, records[-1].entry_hash if records else GENESIS, body(seq, subject)))
    return records


def sealed(seq: int, prev_hash: bytes, text: str) -> Record:
    return Record(seq, prev_hash, entry_hash(seq, prev_hash, text), text, columns(text))


def columns(text: str) -> Mapping[str, object] | None:
    try:
        return read(parse_canonical(text)).columns
    except ValueError:
        return None


def resealed(records: list[Record]) -> list[Record]:
    """The same bodies, numbered and chained anew: what a patient forger does."""
    chain: list[Record] = []
    for seq, record in enumerate(records):
        prev_hash = chain[-1].entry_hash if chain else GENESIS
        chain.append(replace(record, seq=seq, prev_hash=prev_hash, entry_hash=entry_hash(seq, prev_hash, record.body)))
    return chain
