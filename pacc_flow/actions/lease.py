"""Who leads: one row, taken by a conditional UPDATE, elects one scheduler among any number of processes."""

from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pacc_flow.models import Lease

SCHEDULER = "scheduler"
TERM = timedelta(seconds=60)


def take(session: Session, holder: str, *, at: datetime, name: str = SCHEDULER, term: timedelta = TERM) -> bool:
    """Takes or renews the lease for a term and commits; False while somebody else holds it."""
    mine = or_(Lease.holder == holder, Lease.expires_at <= at)
    taken = session.execute(update(Lease).where(Lease.name == name, mine).values(holder=holder, expires_at=at + term))
    if taken.rowcount == 0 and session.get(Lease, name) is None:  # type: ignore[attr-defined]  # a cursor result
        session.add(Lease(name=name, holder=holder, expires_at=at + term))
        try:
            session.commit()
        except IntegrityError:
            session.rollback()
            return False
        return True
    session.commit()
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # see above


def release(session: Session, holder: str, *, name: str = SCHEDULER, at: datetime) -> None:
    """A clean stop hands over at once instead of after the term."""
    session.execute(update(Lease).where(Lease.name == name, Lease.holder == holder).values(expires_at=at))
    session.commit()
