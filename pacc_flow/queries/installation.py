"""How the installation is doing: who leads the scheduler, what each job did last, and what mail does not leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from pacc_flow.models import SCHEDULER, Account, JobRun, Lease, Notice, NoticeState
from pacc_flow.models.database_clock import database_time


@dataclass(frozen=True)
class SchedulerStanding:
    """`leader` is None where no scheduler is alive; `last_alive_at` is when its lease ran out, None if there never was one."""

    leader: str | None
    last_alive_at: datetime | None
    now: datetime

    @property
    def is_alive(self) -> bool:
        return self.leader is not None


@dataclass(frozen=True)
class Undelivered:
    """Mail of one person that was given up, with the last reason that a server gave."""

    recipient: Account
    notices: int
    since: datetime
    reason: str


@dataclass(frozen=True)
class Waiting:
    """What waits to leave, and why the last try did not."""

    notices: int
    people: int
    next_try_at: datetime | None
    reason: str


def scheduler_standing(session: Session) -> SchedulerStanding:
    """Two statements."""
    now = database_time(session.connection())
    lease = session.get(Lease, SCHEDULER)
    if lease is None:
        return SchedulerStanding(None, None, now)
    return SchedulerStanding(lease.holder if lease.expires_at > now else None, lease.expires_at, now)


def job_runs(session: Session) -> Sequence[JobRun]:
    return session.scalars(select(JobRun).order_by(JobRun.name)).all()


def undelivered(session: Session, entity_id: int) -> Sequence[Undelivered]:
    """By person, the one who has waited longest first; one statement and one for the people."""
    since, said = func.min(Notice.created_at).label("since"), aliased(Notice)
    reason = _newest(said).where(said.recipient_id == Account.id, said.state == NoticeState.FAILED).correlate(Account)
    found = session.execute(
        select(Account, func.count().label("notices"), since, reason.scalar_subquery().label("reason"))
        .join(Notice, Notice.recipient_id == Account.id)
        .where(Account.entity_id == entity_id, Notice.state == NoticeState.FAILED)
        .group_by(*Account.table().columns)
        .order_by(since, Account.id)
    )
    return [Undelivered(row.Account, row.notices, row.since, row.reason or "") for row in found]


def waiting_mail(session: Session, entity_id: int, *, now: datetime) -> Waiting:
    """Of what should have left: it was tried, or its time has come. What waits for a digest to come is not in it."""
    said = aliased(Notice)
    theirs = (Account.entity_id == entity_id, said.state == NoticeState.PENDING)
    reason = _newest(said).join(said.recipient).where(*theirs).scalar_subquery()
    found = session.execute(
        select(func.count(), func.count(Notice.recipient_id.distinct()), func.min(Notice.next_try_at), reason)
        .join(Notice.recipient)
        .where(
            Account.entity_id == entity_id,
            Notice.state == NoticeState.PENDING,
            or_(Notice.attempts > 0, Notice.next_try_at <= now),
        )
    ).one()
    return Waiting(found[0], found[1], found[2], found[3] or "")


def _newest(said: type[Notice]) -> Select[str]:
    """The last reason that a server gave."""
    return select(said.last_error).where(said.last_error != "").order_by(said.id.desc()).limit(1)  # SQL
