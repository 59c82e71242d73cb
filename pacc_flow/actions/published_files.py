"""The documents of a published follow-up, kept as they were written."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.content import StoredFile
from pacc_flow.models import PublishedFile, Report

Written = Mapping[tuple[str, str], StoredFile]


def keep_documents(session: Session, report_id: int, written: Written, *, at: datetime) -> int:
    """All the documents of a report, by part and format, at once; none when another was quicker. Returns how many it kept."""
    session.scalar(select(Report.id).where(Report.id == report_id).with_for_update())
    if session.scalar(select(PublishedFile.part).where(PublishedFile.report_id == report_id).limit(1)) is not None:
        return 0
    for (part, name), file in written.items():
        session.add(PublishedFile(report_id=report_id, part=part, format=name, sha256=file.sha256, size=file.size, made_at=at))
    return len(written)
