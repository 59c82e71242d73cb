"""A follow-up entry: what one activity reports at one cut, and how far it has come."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pacc_flow.models.account import Account
from pacc_flow.models.base import Audited, UTCDateTime
from pacc_flow.models.cut import Cut
from pacc_flow.models.entity import Office
from pacc_flow.models.plan import Activity
from pacc_flow.models.vocabulary import EvidenceKind, one_of
from pacc_flow.workflow import State


class Entry(Audited):
    """Percentages in hundredths. `sections` maps the id of a responsible office to its part of the narrative; `authors`
    are the accounts that wrote content in this round. The content is the percentage, the sections and the evidence in
    force; `content_sha256` is its digest, and an approval keeps a copy of the digest that it approves. A step taken by a
    substitute keeps beside who took it the person `for` whom it was taken.
    """

    __tablename__ = "entry"
    __subject__ = "entry"
    # fmt: off
    __table_args__ = (
        UniqueConstraint("cut_id", "activity_id"),
        Index("ix_entry_cut_state", "cut_id", "state"),
        CheckConstraint(one_of("state", State),                                                          name="state"),
        CheckConstraint("percent BETWEEN 0 AND 10000",                                                 name="percent"),
        CheckConstraint("verified_percent BETWEEN 0 AND 10000",                               name="verified_percent"),
        CheckConstraint("round >= 1",                                                                    name="round"),
        CheckConstraint("state = 'draft' OR (percent IS NOT NULL AND submitted_by_id IS NOT NULL"
                        " AND submitted_at IS NOT NULL AND first_submitted_at IS NOT NULL)",         name="submitted"),
        CheckConstraint("state NOT IN ('reviewed', 'verified') OR (reviewed_by_id IS NOT NULL"
                        " AND reviewed_at IS NOT NULL AND reviewed_sha256 = content_sha256)",         name="reviewed"),
        CheckConstraint("state <> 'verified' OR (verified_by_id IS NOT NULL AND verified_at IS NOT NULL"
                        " AND verified_percent IS NOT NULL AND verified_sha256 = content_sha256)",    name="verified"),
        CheckConstraint("reviewed_by_id <> submitted_by_id",                                  name="another_reviews"),
        CheckConstraint("verified_by_id <> submitted_by_id AND verified_by_id <> reviewed_by_id",
                                                                                             name="another_verifies"),
        CheckConstraint("reviewed_by_id <> submitted_for_id AND reviewed_for_id <> submitted_by_id"
                        " AND reviewed_for_id <> submitted_for_id",                       name="another_reviews_for"),
        CheckConstraint("verified_by_id <> submitted_for_id AND verified_for_id <> submitted_by_id"
                        " AND verified_for_id <> submitted_for_id AND verified_by_id <> reviewed_for_id"
                        " AND verified_for_id <> reviewed_by_id AND verified_for_id <> reviewed_for_id",
                                                                                         name="another_verifies_for"),
    )
    # fmt: on

    cut_id: Mapped[int] = mapped_column(ForeignKey("cut.id", ondelete="RESTRICT"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="RESTRICT"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=State.DRAFT)
    round: Mapped[int] = mapped_column(default=1)
    baseline_percent: Mapped[int | None]

    percent: Mapped[int | None]
    sections: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    authors: Mapped[list[int]] = mapped_column(JSON, default=list)
    content_sha256: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    submitted_for_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    first_submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    submit_comment: Mapped[str] = mapped_column(Text, default="")

    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    reviewed_for_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reviewed_sha256: Mapped[str | None] = mapped_column(String(64))
    review_comment: Mapped[str] = mapped_column(Text, default="")

    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    verified_for_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verified_sha256: Mapped[str | None] = mapped_column(String(64))
    verified_percent: Mapped[int | None]
    observation: Mapped[str] = mapped_column(Text, default="")

    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    returned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    return_comment: Mapped[str] = mapped_column(Text, default="")
    unreported_reason: Mapped[str] = mapped_column(Text, default="")

    cut: Mapped[Cut] = relationship()
    activity: Mapped[Activity] = relationship()
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="entry", order_by="Evidence.id")
    submitted_by: Mapped[Account | None] = relationship(foreign_keys=[submitted_by_id])
    reviewed_by: Mapped[Account | None] = relationship(foreign_keys=[reviewed_by_id])
    verified_by: Mapped[Account | None] = relationship(foreign_keys=[verified_by_id])
    returned_by: Mapped[Account | None] = relationship(foreign_keys=[returned_by_id])
    submitted_for: Mapped[Account | None] = relationship(foreign_keys=[submitted_for_id])
    reviewed_for: Mapped[Account | None] = relationship(foreign_keys=[reviewed_for_id])
    verified_for: Mapped[Account | None] = relationship(foreign_keys=[verified_for_id])


class Evidence(Audited):
    """A file, by the SHA-256 of its bytes, or a link. Taking it away is a date, never a deletion."""

    __tablename__ = "evidence"
    __subject__ = "evidence"
    __table_args__ = (
        CheckConstraint(one_of("kind", EvidenceKind), name="kind"),
        CheckConstraint("(kind = 'file') = (sha256 IS NOT NULL AND size IS NOT NULL)", name="file"),
        CheckConstraint("(kind = 'link') = (url IS NOT NULL)", name="link"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="RESTRICT"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="RESTRICT"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(255))
    url: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    size: Mapped[int | None]
    media_type: Mapped[str | None] = mapped_column(String(100))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    entry: Mapped[Entry] = relationship(back_populates="evidence")
    office: Mapped[Office] = relationship()
