"""The history of an entry as the ledger holds it: its records, those of its evidence, and the steps that were refused.

What is read here is also verified: each record against its own hash, the revisions without gaps, and the rows as they
stand against the last record of each.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from pacc_flow.ledger.body import SubjectRef
from pacc_flow.ledger.canonical import CanonicalError, canonical_json, instant
from pacc_flow.ledger.chain import Chain, Code, Record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Audited, Entry, Evidence, LedgerRecord, Office
from pacc_flow.models.base import image_columns, image_of

# One entry's records lie scattered over the ledger, so their places and links are judged where all of it is verified.
_OF_THE_WHOLE = (Code.SEQUENCE, Code.LINK)
_COLUMNS = ("kind", "actor_id", "entity_id", "subject_type", "subject_id", "subject_rev")


@dataclass(frozen=True)
class Told:
    """One record, read. `represented` is in whose name a substitute acted. `entry_rev` is the revision of the entry that
    it left, None when it changed another row or none.
    """

    seq: int
    at: datetime
    kind: str
    who: str
    represented: str
    office: str
    system: bool
    data: Mapping[str, Any]
    files: Sequence[Mapping[str, Any]]
    entry_rev: int | None
    prev_hash: str
    entry_hash: str
    body: str


@dataclass(frozen=True)
class History:
    """Oldest first. `verified` counts the records that were checked; `findings` are sentences, none when all is well."""

    told: list[Told]
    verified: int
    findings: list[str] = field(default_factory=list)


def history_of(session: Session, entry: Entry) -> History:
    """Needs the entry's evidence at hand."""
    records = _records(session, entry)
    bodies = [_parsed(record.body) for record in records]
    people = _names(session, Account, {record.actor_id for record in records} | {_represented(body) for body in bodies})
    offices = _names(session, Office, {_actor(body).get("office") for body in bodies})
    told = [_told(record, body, people, offices) for record, body in zip(records, bodies, strict=True)]
    own = [record for record in records if record.subject_type]
    return History(told, len(own), list(_findings(session, own, entry)))


def _records(session: Session, entry: Entry) -> Sequence[LedgerRecord]:
    evidence = [piece.id for piece in entry.evidence]
    of_entry = (LedgerRecord.subject_type == Entry.__subject__) & (LedgerRecord.subject_id == entry.id)
    of_evidence = (LedgerRecord.subject_type == Evidence.__subject__) & LedgerRecord.subject_id.in_(evidence)
    refused = LedgerRecord.kind.in_([Kind.REFUSAL_ACCESS, Kind.REFUSAL_STEP]) & LedgerRecord.body.like(
        f'%"about":"entry:% {entry.id}"%'
    )
    found = session.scalars(sa.select(LedgerRecord).where(of_entry | of_evidence)).all()
    refusals = session.scalars(
        sa.select(LedgerRecord).where(refused, LedgerRecord.entity_id == entry.activity.plan.entity_id)
    ).all()
    about = [record for record in refusals if _is_about(_parsed(record.body), entry.id)]
    return sorted([*found, *about], key=lambda record: record.seq)


def _is_about(body: Mapping[str, Any], entry_id: int) -> bool:
    """The pattern finds candidates; what the refused act was about is said here."""
    return str(body.get("data", {}).get("about", "")).rpartition(" ")[2] == str(entry_id)


def _parsed(body: str) -> dict[str, Any]:
    """The database lets nothing but JSON in; what a body says is judged by `_findings`."""
    fields: dict[str, Any] = json.loads(body)
    return fields


def _actor(body: Mapping[str, Any]) -> Mapping[str, Any]:
    actor: Mapping[str, Any] = body.get("actor") or {}
    return actor


def _represented(body: Mapping[str, Any]) -> int | None:
    found = (body.get("data") or {}).get("on_behalf_of")
    return found if isinstance(found, int) else None


def _names(session: Session, model: type[Account] | type[Office], ids: Iterable[int | None]) -> dict[int, str]:
    wanted = sorted(row_id for row_id in set(ids) if row_id is not None)
    rows = session.execute(sa.select(model.id, model.name).where(model.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def _told(record: LedgerRecord, body: Mapping[str, Any], people: Mapping[int, str], offices: Mapping[int, str]) -> Told:
    return Told(
        seq=record.seq,
        at=record.at,
        kind=record.kind,
        who=people.get(record.actor_id or 0, ""),
        represented=people.get(_represented(body) or 0, ""),
        office=offices.get(_actor(body).get("office") or 0, ""),
        system=record.actor_id is None,
        data=body.get("data") or {},
        files=body.get("files") or [],
        entry_rev=record.subject_rev if record.subject_type == Entry.__subject__ else None,
        prev_hash=record.prev_hash.hex(),
        entry_hash=record.entry_hash.hex(),
        body=record.body,
    )


def _findings(session: Session, records: Sequence[LedgerRecord], entry: Entry) -> Iterator[str]:
    chain = Chain()
    for record in records:
        columns = {name: getattr(record, name) for name in _COLUMNS} | {"at": instant(record.at)}
        stored = Record(record.seq, record.prev_hash, record.entry_hash, record.body, columns)
        for finding in chain.feed(stored):
            if finding.code not in _OF_THE_WHOLE:
                yield finding.sentence
    yield from _rows(session, Entry, [entry.id], chain.subjects, "La entrada")
    yield from _rows(session, Evidence, [piece.id for piece in entry.evidence], chain.subjects, "Una evidencia")


def _rows(
    session: Session, audited: type[Audited], ids: list[int], recorded: Mapping[tuple[str, int], SubjectRef], name: str
) -> Iterator[str]:
    """Read from the table, not from memory: what is compared is what the database holds now."""
    rows = session.execute(sa.select(*image_columns(audited.table())).where(audited.id.in_(ids))).mappings()
    for row in rows:
        last = recorded.get((audited.__subject__, row["id"]))
        if last is None or (row["rev"], _digest(row)) != (last.rev, last.after_sha256):
            yield f"{name} no está como la dejó su último registro: fue modificada por fuera."


def _digest(row: sa.RowMapping) -> str:
    try:
        return sha256(canonical_json(image_of(row), limit=None).encode()).hexdigest()
    except CanonicalError:  # what the program recorded always has a hash
        return ""
