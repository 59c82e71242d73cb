"""Whose a number is that somebody read on a document or worked out of its bytes, among what is published and no more."""

from dataclasses import dataclass

from sqlalchemy import null, select, union_all
from sqlalchemy.orm import Session

from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import LedgerRecord, PublishedFile, Report


@dataclass(frozen=True, slots=True)
class Recognised:
    """A report by its content, or one of its documents, which `part` and `format` name as `PublishedFile` does."""

    report_id: int
    part: str | None
    format: str | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record of the ledger by its hash (hexadecimal); `report_id` is that of the report it published, if it did."""

    entry_hash: str
    report_id: int | None


def by_fingerprint(session: Session, sha256: str) -> Recognised | None:
    """Documents that are alike byte by byte are told as the newest revision, and as the whole before a part."""
    document = select(PublishedFile.report_id, PublishedFile.part, PublishedFile.format).where(PublishedFile.sha256 == sha256)
    content = select(Report.id, null(), null()).where(Report.snapshot_sha256 == sha256)
    both = union_all(document, content).subquery()
    row = session.execute(select(both).order_by(both.c.report_id.desc(), both.c.part).limit(1)).first()
    return Recognised(*row) if row else None


def by_receipt(session: Session, seq: int) -> Recorded | None:
    columns = (LedgerRecord.entry_hash, LedgerRecord.kind, LedgerRecord.subject_id)
    row = session.execute(select(*columns).where(LedgerRecord.seq == seq)).first()
    if row is None:
        return None
    return Recorded(row.entry_hash.hex(), row.subject_id if row.kind == Kind.REPORT_PUBLISH else None)
