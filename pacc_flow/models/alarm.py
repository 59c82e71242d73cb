"""What is wrong with the trail and has to be seen: raised once, standing until it is cleared."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from pacc_flow.models.base import Base, UTCDateTime
from pacc_flow.models.vocabulary import one_of

_STANDING = text("cleared_at IS NULL")


class AlarmKind(StrEnum):
    """Signer: it refused to sign the ledger as it is. Evidence: a file is not the one that was kept."""

    SIGNER = "signer"
    EVIDENCE = "evidence"


class Alarm(Base):
    """`key` names what is wrong (the SHA-256 of a file, the origin of a ledger) and stands once; once cleared, the same
    may be raised again as another row. `entity_id` is null when it concerns everybody. `sentence` is Spanish.
    """

    __tablename__ = "alarm"
    __table_args__ = (
        CheckConstraint(one_of("kind", AlarmKind), name="kind"),
        Index("uq_alarm_standing", "kind", "key", unique=True, sqlite_where=_STANDING, postgresql_where=_STANDING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(300))
    entity_id: Mapped[int | None] = mapped_column(ForeignKey("entity.id", ondelete="RESTRICT"))
    sentence: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
