"""An uploaded matrix while a person decides: what was read, what was decided, and the plan that came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pacc_flow.models.account import Account
from pacc_flow.models.base import Audited, UTCDateTime
from pacc_flow.models.entity import Entity
from pacc_flow.models.plan import Plan
from pacc_flow.models.vocabulary import ProposalState, one_of


class Proposal(Audited):
    """`reading` is the JSON text that the room matrix proposed; `decisions` is what the person answered so far."""

    __tablename__ = "proposal"
    __subject__ = "import"
    __table_args__ = (
        CheckConstraint(one_of("state", ProposalState), name="state"),
        CheckConstraint("(state = 'created') = (plan_id IS NOT NULL)", name="created"),
    )

    entity_id: Mapped[int] = mapped_column(ForeignKey("entity.id", ondelete="RESTRICT"), index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    file_sha256: Mapped[str] = mapped_column(String(64))
    file_size: Mapped[int]
    reading: Mapped[str] = mapped_column(Text)
    decisions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(10), default=ProposalState.OPEN)
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"))

    entity: Mapped[Entity] = relationship()
    plan: Mapped[Plan | None] = relationship()
    uploaded_by: Mapped[Account | None] = relationship()
