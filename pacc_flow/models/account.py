"""People: their accounts and the offices they belong to."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pacc_flow.models.base import Audited, UTCDateTime
from pacc_flow.models.entity import Entity, Office
from pacc_flow.models.vocabulary import one_of
from pacc_flow.workflow import Standing

if TYPE_CHECKING:
    from pacc_flow.models.substitution import Substitution


class Account(Audited):
    """`session_epoch` is part of every session cookie: raising it ends all sessions of the person at once.

    How the person wants their mail, null where they never said: the hour of the digest in Bogotá, whether events come at
    once or in the digest, and whether to hear only of what is overdue.
    """

    __tablename__ = "account"
    __subject__ = "account"
    __table_args__ = (
        CheckConstraint(one_of("standing", Standing), name="standing"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
    )

    entity_id: Mapped[int] = mapped_column(ForeignKey("entity.id", ondelete="RESTRICT"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    standing: Mapped[str] = mapped_column(String(10), default=Standing.MEMBER)
    password_hash: Mapped[str | None] = mapped_column(String(200), info={"secret": True})
    is_active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=0)
    digest_hour: Mapped[int | None]
    events_at_once: Mapped[bool | None]
    only_overdue: Mapped[bool | None]

    entity: Mapped[Entity] = relationship()
    memberships: Mapped[list["Membership"]] = relationship(back_populates="account")
    replaces: Mapped[list["Substitution"]] = relationship(
        viewonly=True, foreign_keys="Substitution.substitute_id", order_by="Substitution.starts_on, Substitution.id"
    )


class Membership(Audited):
    """A person in an office from one instant to another; the head of the office gets the copies of late reminders."""

    __tablename__ = "membership"
    __subject__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_current",
            "account_id",
            "office_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_membership_office", "office_id"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="RESTRICT"))
    is_head: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    account: Mapped[Account] = relationship(back_populates="memberships")
    office: Mapped[Office] = relationship()
