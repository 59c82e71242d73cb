"""A cut of the year and the follow-up that is published at its end."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pacc_flow.models.account import Account
from pacc_flow.models.base import Audited, UTCDateTime
from pacc_flow.models.entity import Office
from pacc_flow.models.plan import Plan
from pacc_flow.models.vocabulary import CutState, one_of


class Cut(Audited):
    """The four milestones are Bogotá dates; `calendar_version` names the holiday list that gave them."""

    __tablename__ = "cut"
    __subject__ = "cut"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint(one_of("state", CutState), name="state"),
        CheckConstraint(
            "opens_on <= cut_on AND cut_on <= offices_due_on AND offices_due_on <= planning_due_on"
            " AND planning_due_on <= control_due_on",
            name="milestones_in_order",
        ),
        CheckConstraint("(state = 'planned') = (opened_at IS NULL)", name="opened"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    cut_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default=CutState.PLANNED)
    opens_on: Mapped[date]
    offices_due_on: Mapped[date]
    planning_due_on: Mapped[date]
    control_due_on: Mapped[date]
    calendar_version: Mapped[str] = mapped_column(String(60))
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    plan: Mapped[Plan] = relationship()
    reports: Mapped[list["Report"]] = relationship(back_populates="cut", order_by="Report.revision")


class Report(Audited):
    """A published follow-up: the frozen snapshot that every format and the public page are made from, and nothing else.

    A correction is one more, with its `reason`, which is public; the first has none. `look` is how the entity's documents
    looked when it was published.
    """

    __tablename__ = "report"
    __subject__ = "report"
    __table_args__ = (
        UniqueConstraint("cut_id", "revision"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint("revision > 1 OR reason IS NULL", name="reason"),
    )

    cut_id: Mapped[int] = mapped_column(ForeignKey("cut.id", ondelete="RESTRICT"))
    revision: Mapped[int]
    snapshot: Mapped[str] = mapped_column(Text)
    snapshot_sha256: Mapped[str] = mapped_column(String(64), index=True)
    statement: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    look: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    signed_by_office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="RESTRICT"))

    cut: Mapped[Cut] = relationship(back_populates="reports")
    signed_by: Mapped[Account] = relationship()
    signed_by_office: Mapped[Office] = relationship()
