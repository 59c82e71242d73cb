"""What each job of the scheduler did last, for whoever looks after the installation."""

from datetime import datetime

from sqlalchemy.orm import Session

from pacc_flow.models import JobRun

_LONGEST = 500  # characters of an error


def begin(session: Session, name: str, *, at: datetime) -> None:
    """Says that a run is under way, and commits."""
    run = session.get(JobRun, name)
    if run is None:
        run = JobRun(name=name)
        session.add(run)
    run.started_at, run.ended_at = at, None
    session.commit()


def end(session: Session, name: str, *, at: datetime, next_at: datetime | None, done: int = 0, error: str = "") -> None:
    """Says how the run that began went, and commits. `error` is Spanish; `next_at` is None when it is not known."""
    run = session.get_one(JobRun, name)
    run.ended_at, run.next_at, run.done, run.error = at, next_at, done, error[:_LONGEST]
    session.commit()
