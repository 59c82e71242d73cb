"""Who leads: one row, taken by a conditional UPDATE, elects one scheduler among any number of processes.

Each leader leads under a number of its own. What it writes, it writes through sessions that are `fenced`: one that slept
while another took over finds its number gone, and its transaction does not happen.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, event, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import SessionTransaction, sessionmaker

from pacc_flow.actions.trail import Session
from pacc_flow.models import SCHEDULER, Lease
from pacc_flow.models.database_clock import database_time

TERM = timedelta(seconds=12)


@dataclass(frozen=True)
class Lead:
    """The right to write as the leader: the holder, and the number that it leads under."""

    holder: str
    token: int


class FencedError(RuntimeError):
    """Somebody else leads by now: nothing of this transaction may happen."""


def take(session: AnySession, holder: str, *, at: datetime, name: str = SCHEDULER, term: timedelta = TERM) -> Lead | None:
    """Takes or renews the lease for a term and commits; None while somebody else holds it.

    `at` may lag behind the clock (it was asked a moment ago), never lead it: a lease is then renewed for a little less.
    """
    mine = or_(Lease.holder == holder, Lease.expires_at <= at)
    token = session.scalar(
        update(Lease)
        .where(Lease.name == name, mine)
        .values(
            holder=holder,
            expires_at=at + term,
            token=case((Lease.holder == holder, Lease.token), else_=Lease.token + 1),
        )
        .returning(Lease.token)
        .execution_options(synchronize_session=False)
    )
    if token is None and session.get(Lease, name) is None:
        session.add(Lease(name=name, holder=holder, expires_at=at + term, token=(token := 1)))
        try:
            session.commit()
        except IntegrityError:
            session.rollback()
            return None
    session.commit()
    return Lead(holder, token) if token else None


def release(session: AnySession, holder: str, *, name: str = SCHEDULER, at: datetime) -> None:
    """A clean stop hands over at once instead of after the term."""
    session.execute(update(Lease).where(Lease.name == name, Lease.holder == holder).values(expires_at=at))
    session.commit()


# In the `info` of a session that only tells what was done already: whoever did it says so, leader or not.
TELLS = "tells"


def fenced(sessions: sessionmaker[Session], lead: Lead, *, name: str = SCHEDULER) -> sessionmaker[Session]:
    """A factory whose every transaction begins by making sure that `lead` still leads, else raises FencedError.

    The row stays locked until the transaction ends, so that nobody takes over in between. A session that TELLS is let by.
    """
    guarded: sessionmaker[Session] = sessionmaker(**sessions.kw, class_=sessions.class_)

    @event.listens_for(guarded, "after_begin")
    def _hold(session: AnySession, _: SessionTransaction, connection: Connection) -> None:
        if session.info.get(TELLS):
            return
        held = connection.execute(
            select(Lease.holder, Lease.token, Lease.expires_at).where(Lease.name == name).with_for_update(read=True)
        ).one_or_none()
        if held is None or Lead(held.holder, held.token) != lead or held.expires_at <= database_time(connection):
            raise FencedError("another scheduler leads")

    return guarded
