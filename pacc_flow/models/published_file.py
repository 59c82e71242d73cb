"""The documents of a published follow-up as they were written and kept."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pacc_flow.models.base import Base, UTCDateTime


class PublishedFile(Base):
    """One document, by the SHA-256 of its bytes (hexadecimal, as the store names it). `part` is a name of `reports.parts`,
    empty for the whole; `size` is in bytes. It could be written again from the report: nothing is lost with it.
    """

    __tablename__ = "published_file"
    __table_args__ = (CheckConstraint("size > 0", name="size"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="RESTRICT"), primary_key=True)
    part: Mapped[str] = mapped_column(String(60), primary_key=True)
    format: Mapped[str] = mapped_column(String(8), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
