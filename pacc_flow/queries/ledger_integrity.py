"""Whether the ledger of a live database, and every audited row, are still what they were when they were recorded."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

import sqlalchemy as sa

from pacc_flow.ledger.body import SubjectRef
from pacc_flow.ledger.canonical import CanonicalError, canonical_json, instant
from pacc_flow.ledger.chain import Chain, Code, Finding, Record
from pacc_flow.models.base import Audited, audited_classes, image_columns, image_of
from pacc_flow.models.ledger_record import LedgerRecord
from pacc_flow.models.session import READ_ONLY

_AT_ONCE = 1_000
_COLUMNS = ("kind", "actor_id", "entity_id", "subject_type", "subject_id", "subject_rev")


@dataclass(slots=True)
class Integrity:
    """How much was read and what was found; `head` is the hash of the last record, in hexadecimal."""

    records: int = 0
    rows: int = 0
    head: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.findings


def verify_ledger(engine: sa.Engine) -> Integrity:
    """Reads everything once, in one transaction that sees a single moment, and holds back nobody who writes."""
    snapshot = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    chain, integrity = Chain(), Integrity()
    with engine.connect().execution_options(**READ_ONLY, **snapshot, yield_per=_AT_ONCE) as connection:
        for record in _records(connection):
            integrity.findings.extend(chain.feed(record))
            integrity.records += 1
        for finding in _rows(connection, chain.subjects, integrity):
            integrity.findings.append(finding)
    integrity.head = chain.head.hex()
    return integrity


def _records(connection: sa.Connection) -> Iterator[Record]:
    for row in connection.execute(sa.select(LedgerRecord.__table__).order_by(LedgerRecord.seq)).mappings():
        columns = {name: row[name] for name in _COLUMNS} | {"at": instant(row["at"])}
        yield Record(row["seq"], row["prev_hash"], row["entry_hash"], row["body"], columns)


def _rows(connection: sa.Connection, subjects: dict[tuple[str, int], SubjectRef], integrity: Integrity) -> Iterator[Finding]:
    """What is left of `subjects` once every row has been met is what somebody deleted."""
    missing = dict(subjects)
    for audited in audited_classes():
        for row in connection.execute(sa.select(*image_columns(audited.table()))).mappings():
            integrity.rows += 1
            recorded = missing.pop((audited.__subject__, row["id"]), None)
            yield from _row(audited, row, recorded)
    for kind, row_id in missing:
        yield Finding(Code.ROW_MISSING, None, f"El registro conoce «{kind}» {row_id}, que ya no está en la base de datos.")


def _row(audited: type[Audited], row: sa.RowMapping, recorded: SubjectRef | None) -> Iterator[Finding]:
    name = f"«{audited.__subject__}» {row['id']}"
    if recorded is None:
        yield Finding(Code.ROW_UNRECORDED, None, f"{name} está en la base de datos y ningún registro la conoce.")
    elif row["rev"] != recorded.rev or _digest(row) != recorded.after_sha256:
        yield Finding(Code.ROW_CHANGED, None, f"{name} no está como la dejó su último registro: fue modificada por fuera.")


def _digest(row: sa.RowMapping) -> str | None:
    try:
        return sha256(canonical_json(image_of(row), limit=None).encode()).hexdigest()
    except CanonicalError:  # nothing that the program recorded has a form without a hash
        return None
