"""The private addresses under which a calendar may be read without signing in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pacc_flow.models.account import Account
from pacc_flow.models.base import Audited, UTCDateTime
from pacc_flow.models.entity import Office


class Feed(Audited):
    """What `account` has to do or, with an office, what that office has. Of its address only the SHA-256 is kept."""

    __tablename__ = "feed"
    __subject__ = "feed"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id", ondelete="RESTRICT"))
    address_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    account: Mapped[Account] = relationship()
    office: Mapped[Office | None] = relationship()
