"""Of the processes that could work by the clock one does: the one that leads."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

import structlog
from sqlalchemy.orm import sessionmaker

from pacc_flow import clock
from pacc_flow.actions import job_runs, lease
from pacc_flow.actions.trail import Session
from pacc_flow.models.database_clock import database_time

LOG = structlog.get_logger("pacc.scheduler")

BEAT = 3  # seconds
Sweep = Callable[[sessionmaker[Session], datetime], int]


class Leadership:
    """Whether this process leads. A beat of its own renews the lease, so that no long job lets it expire."""

    def __init__(self, sessions: sessionmaker[Session], holder: str) -> None:
        self._sessions, self.holder = sessions, holder
        self._lead: lease.Lead | None = None
        self._beating = Lock()  # the first jobs of a process all ask, and one of them says so

    def beat(self) -> lease.Lead | None:
        """It leads as before while it asks, and no longer when it gets no answer. What it raises is for the log."""
        with self._beating:
            was, lead = self._lead, None
            try:
                with self._sessions() as session:
                    lead = lease.take(session, self.holder, at=database_time(session.connection()))
            finally:
                self._lead = lead
            if lead != was:
                LOG.info("leads" if lead else "stands by", holder=self.holder)
            return lead

    def run(self, name: str, sweep: Sweep, every: timedelta) -> None:
        """Runs a sweep if this process leads, and keeps how it went. Whatever it raises is for `failed`."""
        lead = self._lead or self.beat()
        if lead is None:
            return
        sessions, began = lease.fenced(self._sessions, lead), clock.now()
        try:
            with sessions() as session:
                job_runs.begin(session, name, at=began)
            done = sweep(sessions, began)
            with sessions() as session:
                job_runs.end(session, name, at=clock.now(), next_at=began + every, done=done)
        except lease.FencedError:
            LOG.warning("no longer leads", holder=self.holder, job=name)
            self._lead = None

    def failed(self, name: str, error: BaseException, every: timedelta) -> None:
        """Keeps that the run under way ended badly: it is tried again at its next time."""
        LOG.error("failed", job=name, error=repr(error))
        if self._lead is not None:
            with lease.fenced(self._sessions, self._lead)() as session:
                at, said = clock.now(), f"No terminó: {type(error).__name__}. El detalle está en la salida del programador."
                job_runs.end(session, name, at=at, next_at=at + every, error=said)

    def hand_over(self) -> None:
        with self._sessions() as session:
            lease.release(session, self.holder, at=database_time(session.connection()))
