"""The documents that were written of what is published: which there are, which are missing, and whose bytes these are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.models import LedgerCheckpoint, LedgerRecord, PublishedFile, Report


@dataclass(frozen=True, slots=True)
class Kept:
    """By the fingerprint of its bytes; `size` is in bytes."""

    sha256: str
    size: int


def file_of(session: Session, report_id: int, part: str, name: str) -> Kept | None:
    """One document of a report: `name` is its format, `part` empty for the whole."""
    found = session.get(PublishedFile, (report_id, part, name))
    return Kept(found.sha256, found.size) if found else None


def whole_files_of(session: Session, report_id: int) -> Mapping[str, Kept]:
    """Those that show the whole, by their format; none before the documents were written."""
    columns = (PublishedFile.format, PublishedFile.sha256, PublishedFile.size)
    rows = session.execute(select(*columns).where(PublishedFile.report_id == report_id, PublishedFile.part == ""))
    return {row.format: Kept(row.sha256, row.size) for row in rows}


def unwritten(session: Session, *, at_most: int) -> Sequence[int]:
    """The reports that a checkpoint covers and whose documents nobody wrote yet, the newest first."""
    record = (
        (LedgerRecord.subject_type == Report.subject_type)
        & (LedgerRecord.subject_id == Report.id)
        & (LedgerRecord.subject_rev == Report.rev)
    )
    is_covered = select(LedgerCheckpoint.size).where(LedgerCheckpoint.size > LedgerRecord.seq).exists()
    is_written = select(PublishedFile.part).where(PublishedFile.report_id == Report.id).exists()
    return session.scalars(
        select(Report.id).join(LedgerRecord, record).where(is_covered, ~is_written).order_by(Report.id.desc()).limit(at_most)
    ).all()
