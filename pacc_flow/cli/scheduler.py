"""`pacc scheduler`: the process that works by the clock. Any number may run; one leads, by a lease in the database."""

import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import click
import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from pacc_flow import clock, jobs
from pacc_flow.actions import lease
from pacc_flow.actions.installation import evidence_store, signer_folder
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.storage import EvidenceStore
from pacc_flow.actions.trail import Session
from pacc_flow.cli import runtime
from pacc_flow.cli.start_up import require_runtime_role

LOG = structlog.get_logger("pacc.scheduler")

Sweep = Callable[[sessionmaker[Session], datetime], object]


@click.command()
def command() -> None:
    """Abre cortes, recuerda y envía correo, hasta que se lo detenga."""
    # From here on SIGTERM, like Ctrl-C, interrupts this thread and nothing else.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = runtime.settings()
    require_runtime_role(settings)
    holder = f"{socket.gethostname()}:{os.getpid()}"
    with runtime.sessions() as sessions:
        post, folder, store = runtime.post(settings), signer_folder(settings), evidence_store(settings)
        # fmt: off
        sweeps: tuple[tuple[str, int, Sweep], ...] = (
            # name              seconds  what it does
            ("open_due_cuts",        60, jobs.open_due_cuts),
            ("enqueue_reminders",    60, jobs.enqueue_due_reminders),
            ("deliver_mail",         20, lambda factory, now: _deliver(factory, post, now)),
            ("sign_checkpoint",     300, lambda factory, now: _sign(factory, folder, now)),
            ("sweep_evidence",      600, lambda factory, now: _sweep(factory, store, now)),
        )
        # fmt: on
        scheduler = BackgroundScheduler(timezone=clock.BOGOTA)
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
        _run_until_stopped(scheduler, holder)
        with sessions() as session:
            lease.release(session, holder, at=clock.now())
        LOG.info("stopped", holder=holder)


def _deliver(sessions: sessionmaker[Session], post: jobs.Post, now: datetime) -> int:
    """Says, for whoever reads the log, why some mail did not leave."""
    mail = jobs.deliver_mail(sessions, post, now)
    for reason in sorted(set(mail.reasons)):
        LOG.warning("mail not sent", reason=reason, times=mail.reasons.count(reason))
    return mail.sent


def _sign(sessions: sessionmaker[Session], folder: SignerFolder, now: datetime) -> int:
    checkpoint = jobs.sign_checkpoint(sessions, folder, now)
    return checkpoint.size if checkpoint else 0


def _sweep(sessions: sessionmaker[Session], store: EvidenceStore, now: datetime) -> int:
    swept = jobs.sweep_evidence(sessions, store, now)
    for sentence in swept.damaged:
        LOG.error("evidence damaged", sentence=sentence)
    return swept.files


def _led(sessions: sessionmaker[Session], holder: str, name: str, sweep: Sweep) -> None:
    """Runs the sweep if this process leads. A database out of reach is said and met again at the next run."""
    now = clock.now()
    try:
        with sessions() as session:
            leads = lease.take(session, holder, at=now)
        if leads:
            result = sweep(sessions, now)
            LOG.debug("swept", job=name, result=len(result) if isinstance(result, list) else result)
    except SQLAlchemyError:
        LOG.exception("failed", job=name)


def _run_until_stopped(scheduler: BackgroundScheduler, holder: str) -> None:
    """The sweeps have threads of their own, and one that is under way ends by itself.

    That is why the scheduler works in the background: a handler that stopped it could meet one of its locks half-way.
    """
    with suppress(KeyboardInterrupt):
        scheduler.start()
        LOG.info("started", holder=holder)
        while True:
            time.sleep(3600)
    scheduler.shutdown()
