"""`pacc scheduler`: the process that works by the clock. Any number may run; one leads, by a lease in the database."""

import os
import signal
import socket
from collections.abc import Callable
from datetime import datetime
from types import FrameType

import click
import structlog
from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from pacc_flow import clock, jobs
from pacc_flow.actions import lease
from pacc_flow.actions.trail import Session
from pacc_flow.cli import runtime

LOG = structlog.get_logger("pacc.scheduler")

Sweep = Callable[[sessionmaker[Session], datetime], object]


@click.command()
def command() -> None:
    """Abre cortes, recuerda y envía correo, hasta que se lo detenga."""
    settings = runtime.settings()
    holder = f"{socket.gethostname()}:{os.getpid()}"
    with runtime.sessions() as sessions:
        post = runtime.post(settings)
        # fmt: off
        sweeps: tuple[tuple[str, int, Sweep], ...] = (
            # name              seconds  what it does
            ("open_due_cuts",        60, jobs.open_due_cuts),
            ("enqueue_reminders",    60, jobs.enqueue_due_reminders),
            ("deliver_mail",         20, lambda factory, now: jobs.deliver_mail(factory, post, now)),
        )
        # fmt: on
        scheduler = BlockingScheduler(timezone=clock.BOGOTA)
        for name, seconds, sweep in sweeps:
            scheduler.add_job(
                _led,
                "interval",
                (sessions, holder, name, sweep),
                seconds=seconds,
                id=name,
                next_run_time=clock.now(),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=3600,
            )
        _stop_on_signals(scheduler)
        LOG.info("started", holder=holder)
        scheduler.start()
        with sessions() as session:
            lease.release(session, holder, at=clock.now())
        LOG.info("stopped", holder=holder)


def _led(sessions: sessionmaker[Session], holder: str, name: str, sweep: Sweep) -> None:
    """Runs the sweep if this process leads. A database out of reach is said and met again at the next run."""
    now = clock.now()
    try:
        with sessions() as session:
            leads = lease.take(session, holder, at=now)
        if leads:
            LOG.debug("swept", job=name, result=sweep(sessions, now))
    except SQLAlchemyError:
        LOG.exception("failed", job=name)


def _stop_on_signals(scheduler: BlockingScheduler) -> None:
    """A sweep that is under way is let finish: what it began it settles."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        scheduler.shutdown(wait=False)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
