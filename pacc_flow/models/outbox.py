"""What must be told to whom: rows written in the transaction that decides, delivered afterwards, at most once each."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pacc_flow.models.account import Account
from pacc_flow.models.base import Base, UTCDateTime
from pacc_flow.models.cut import Cut
from pacc_flow.models.vocabulary import NoticeState, one_of

NUDGE = "nudge"  # the kind of a notice in which one person asks another to move what is late; its step is the day
RECEIPT = "receipt"  # and that of one that proves to a person the step that they took

_ONCE, _NO_CUT = ("recipient_id", "kind", "step", "round"), text("cut_id IS NULL")


class Notice(Base):
    """One line of a person's next digest or, `at_once`, of a message of its own. The unique key makes a second decision
    of the same notice impossible. `parcel` names the message that it was last claimed for, while nobody knows whether that
    message left; it is given up some time after `trying_since`, the first try or the one that an administrator asked for.
    `cut_id` is null where it is about no cut.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("recipient_id", "cut_id", "kind", "step", "round", name="uq_notice_once"),
        # A key with a null in it is never like another: what is about no cut has a key of its own.
        Index("uq_notice_once_without_cut", *_ONCE, unique=True, sqlite_where=_NO_CUT, postgresql_where=_NO_CUT),
        CheckConstraint(one_of("state", NoticeState), name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent"),
        Index("ix_notice_due", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    cut_id: Mapped[int | None] = mapped_column(ForeignKey("cut.id", ondelete="RESTRICT"))
    kind: Mapped[str] = mapped_column(String(30))
    step: Mapped[str] = mapped_column(String(60))
    round: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(10), default=NoticeState.PENDING)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UTCDateTime)
    at_once: Mapped[bool] = mapped_column(default=False, server_default=false())
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_error: Mapped[str] = mapped_column(Text, default="")
    trying_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    parcel: Mapped[str | None] = mapped_column(String(64))

    recipient: Mapped[Account] = relationship()
    cut: Mapped[Cut | None] = relationship()

    @classmethod
    def is_for_digest(cls) -> ColumnElement[bool]:
        """No message of its own, nor one that may have left already."""
        return and_(~cls.at_once, cls.kind != RECEIPT, cls.parcel.is_(None))


SCHEDULER = "scheduler"  # the lease of whoever leads it


class Lease(Base):
    """Who leads the scheduler until when: the row that elects one leader among any number of processes.

    `token` grows with each leader, so that one who was asleep while another took over is known by its old number.
    """

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(120))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    token: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")


class JobRun(Base):
    """The last time that a job of the scheduler ran, and when it runs next. `ended_at` is null while it runs; `error` is
    Spanish, empty where it went well; `done` counts what it did.
    """

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")

    def lag(self, now: datetime) -> timedelta:
        """How late its next run is; none while it runs, or while that is ahead."""
        late = now - self.next_at if self.next_at and self.ended_at else timedelta(0)
        return max(timedelta(0), late)


class SweepMark(Base):
    """The hour of Bogotá (`2026-05-04T09`) in which the reminders of an entity were last decided. Until somebody's hour
    comes there is nothing more to decide, unless it `is_undone`: somebody was told nothing after all.
    """

    __tablename__ = "sweep_mark"

    entity_id: Mapped[int] = mapped_column(ForeignKey("entity.id", ondelete="RESTRICT"), primary_key=True)
    hour: Mapped[str] = mapped_column(String(13))
    is_undone: Mapped[bool] = mapped_column(default=False, server_default=false())


class RateCount(Base):
    """How often something was tried in a window, for the limits on signing in."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
