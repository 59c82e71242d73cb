"""Who acts for whom while a person is away."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pacc_flow.models.account import Account
from pacc_flow.models.base import Audited, UTCDateTime


class Substitution(Audited):
    """From one Bogotá date to another, both included, unless it was ended before."""

    __tablename__ = "substitution"
    __subject__ = "substitution"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="dates"),
        CheckConstraint("account_id <> substitute_id", name="another"),
        Index("ix_substitution_substitute", "substitute_id", "ends_on"),
        Index("ix_substitution_account", "account_id", "ends_on"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    substitute_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    substitute: Mapped[Account] = relationship(foreign_keys=[substitute_id])

    def is_in_force(self, on: date) -> bool:
        return self.ended_at is None and self.starts_on <= on <= self.ends_on
