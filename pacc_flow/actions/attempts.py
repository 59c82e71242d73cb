"""How often something was tried within a window: one row for each key, counted alike by any number of processes."""

from datetime import datetime, timedelta

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from pacc_flow.models import RateCount

WINDOW = timedelta(minutes=15)


def count_attempt(session: Session, key: str, *, at: datetime, window: timedelta = WINDOW) -> int:
    """The number of attempts of this window, this one included. The window starts with its first attempt."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = dialect.insert(RateCount).values(key=key, count=1, expires_at=at + window)
    is_over = RateCount.expires_at <= at
    counted = row.on_conflict_do_update(
        index_elements=[RateCount.key],
        set_={
            "count": case((is_over, 1), else_=RateCount.count + 1),
            "expires_at": case((is_over, at + window), else_=RateCount.expires_at),
        },
    ).returning(RateCount.count)
    count: int = session.execute(counted).scalar_one()
    return count


def forget_attempts(session: Session, key: str, *, at: datetime) -> None:
    """Those of this key, and those whose window is over: the table holds no more than what is still counted."""
    session.execute(delete(RateCount).where((RateCount.key == key) | (RateCount.expires_at <= at)))


def is_told(count: int) -> bool:
    """A flood is told by its figure: 1 to 9, then 10, 20, 30… 100, 200… so that it cannot fill the ledger."""
    return not str(count)[1:].strip("0")
