"""The documents of a published follow-up: written once from what was signed, under the checkpoint that covers it, and kept.

What anyone downloads from then on is that file, byte by byte, whatever becomes of the program or of its libraries; and
whoever brings one can be told what it is. Before that they are written as they are asked for, and are the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import structlog
from sqlalchemy.orm import Session, sessionmaker

from pacc_flow import reports
from pacc_flow.actions.content import StoredFile
from pacc_flow.actions.published_files import keep_documents
from pacc_flow.actions.storage import EvidenceDamaged, EvidenceStore
from pacc_flow.ledger.note import VerifierKey
from pacc_flow.queries import published, published_files
from pacc_flow.queries.published import PublishedReport
from pacc_flow.reports import FORMATS, WHOLE, Edition, Look, Part, Snapshot, SnapshotError
from pacc_flow.reports.pdf import PaperError

LOG = structlog.get_logger("pacc.filing")


class AlteredReportError(Exception):
    """What is stored is not what was signed."""


@dataclass(frozen=True)
class Desk:
    """Where documents are kept, the keys that checkpoints are signed with, and the address that the public reaches."""

    store: EvidenceStore
    keys: Sequence[VerifierKey]
    base_url: str


def snapshot_of(report: PublishedReport) -> Snapshot:
    """Raises AlteredReportError when the text has not the fingerprint that was signed."""
    try:
        return _read(report.snapshot, report.sha256)
    except SnapshotError as error:
        raise AlteredReportError from error


@lru_cache(maxsize=16)
def _read(text: str, sha256: str) -> Snapshot:
    """What was worked out for one visitor serves the next one."""
    return Snapshot.from_signed(text, sha256)


def edition_of(session: Session, desk: Desk, report: PublishedReport, signed: Snapshot, part: Part = WHOLE) -> Edition:
    """Raises EvidenceDamaged when the logo of the entity is lost."""
    look = Look.from_json(report.look)
    return Edition.of(
        signed,
        f"{desk.base_url}/{signed.entity.slug}/{signed.plan.year}/corte-{signed.cut.number}/",
        part=part,
        look=look,
        logo=desk.store.read(look.logo.sha256) if look.logo else b"",
        registration=published.registration(session, report.receipt[0], desk.keys) if report.cover and desk.keys else None,
    )


def content_of(session: Session, desk: Desk, report: PublishedReport, part: Part, name: str) -> bytes:
    """The document as it was kept; until it is, or should it be lost, as it would be. `name` is that of its format."""
    kept = published_files.file_of(session, report.report_id, part.name, name)
    if kept:
        try:
            return desk.store.read(kept.sha256)
        except EvidenceDamaged as damage:
            LOG.error("document written again", sha256=kept.sha256, reason=str(damage))  # noqa: TRY400 - no bug here
    return _rendered(edition_of(session, desk, report, snapshot_of(report), part), name)


@lru_cache(maxsize=32)
def _rendered(edition: Edition, name: str) -> bytes:
    return reports.render(edition, name)


def file_documents(sessions: sessionmaker[Session], desk: Desk, now: datetime, *, at_most: int = 5) -> int:
    """Writes and keeps the documents of the reports that lack them, and says how many it wrote.

    They are written between two transactions, for they take their time, and those of a report are kept together.
    """
    if not desk.keys:  # without the public key nobody could check what they say
        return 0
    with sessions() as session:
        waiting = published_files.unwritten(session, at_most=at_most)
    kept = 0
    for report_id in waiting:
        try:
            kept += _file(sessions, desk, report_id, now)
        except (AlteredReportError, EvidenceDamaged):
            # One that was altered, or whose logo is lost, keeps no other from being written.
            LOG.exception("documents not written", report=report_id)
    return kept


def _file(sessions: sessionmaker[Session], desk: Desk, report_id: int, now: datetime) -> int:
    with sessions() as session:
        report = published.report_by_id(session, report_id)
        signed = snapshot_of(report)
        whole = edition_of(session, desk, report, signed)
    parts = reports.parts_of(signed)
    written = {(part.name, name): file for part in parts for name, file in _written(desk, whole, signed, part)}
    with sessions() as session:
        kept = keep_documents(session, report_id, written, at=now)
        session.commit()
    return kept


def _written(desk: Desk, whole: Edition, signed: Snapshot, part: Part) -> list[tuple[str, StoredFile]]:
    """What pages cannot be set of is said to whoever keeps the log, and does not keep the rest from being published."""
    found = []
    edition = whole.showing(part, signed)
    for name in reports.formats_of(signed, part):
        try:
            content = reports.render(edition, name)
        except PaperError:
            LOG.exception("document not written", part=part.name, format=name, sha256=whole.sha256)
            continue
        file = desk.store.keep_source(content, reports.file_name(signed, name, part), FORMATS[name].media_type)
        found.append((name, file))
    return found
