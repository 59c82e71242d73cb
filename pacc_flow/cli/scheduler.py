"""`pacc scheduler`: the process that works by the clock. Any number may run; one leads, by a lease in the database."""

import os
import signal
import socket
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Thread

import click
import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.orm import sessionmaker

from config import Settings
from pacc_flow import clock, jobs
from pacc_flow.actions.installation import evidence_store, signer_folder
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.storage import EvidenceStore
from pacc_flow.actions.trail import Session
from pacc_flow.cli import runtime
from pacc_flow.cli.leadership import BEAT, Leadership, Sweep
from pacc_flow.cli.pace import Pace
from pacc_flow.cli.start_up import require_runtime_role
from pacc_flow.filing import file_documents

LOG = structlog.get_logger("pacc.scheduler")

_STOPS = (signal.SIGTERM, signal.SIGINT)
_BEAT = "beat"
_DELIVERY = 20  # seconds between two deliveries


@click.command()
def command() -> None:
    """Abre cortes, recuerda y envía correo, hasta que se lo detenga."""
    for stop in _STOPS:
        signal.signal(stop, _interrupt)
    settings = runtime.settings()
    require_runtime_role(settings)
    with runtime.sessions() as sessions:
        leadership = Leadership(sessions, f"{socket.gethostname()}:{os.getpid()}")
        _run_until_stopped(_scheduler(leadership, _sweeps(settings)), leadership)
        leadership.hand_over()
        LOG.info("stopped", holder=leadership.holder)


def _interrupt(*_: object) -> None:
    """SIGTERM, like Ctrl-C, interrupts the first thread and nothing else, and once: then it is ending already."""
    for stop in _STOPS:
        signal.signal(stop, signal.SIG_IGN)
    raise KeyboardInterrupt


def _sweeps(settings: Settings) -> tuple[tuple[str, int, Sweep], ...]:
    post, pace = runtime.post(settings), Pace(settings.mail_per_minute, every=timedelta(seconds=_DELIVERY))
    folder, store = signer_folder(settings), evidence_store(settings)
    # fmt: off
    return (
        # name              seconds  what it does
        ("open_due_cuts",        60, jobs.open_due_cuts),
        ("enqueue_reminders",    60, lambda sessions, now: len(jobs.enqueue_due_reminders(sessions, now))),
        ("deliver_mail",  _DELIVERY, lambda sessions, now: _deliver(sessions, post, pace, now)),
        ("write_documents",      20, lambda sessions, now: file_documents(sessions, runtime.desk(settings), now)),
        ("sign_checkpoint",     300, lambda sessions, now: _sign(sessions, folder, now)),
        ("sweep_evidence",      600, lambda sessions, now: _sweep(sessions, store, now)),
    )
    # fmt: on


def _scheduler(leadership: Leadership, sweeps: tuple[tuple[str, int, Sweep], ...]) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(
        timezone=clock.BOGOTA, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600}
    )
    scheduler.add_job(leadership.beat, "interval", seconds=BEAT, id=_BEAT, next_run_time=clock.now())
    every = {name: timedelta(seconds=seconds) for name, seconds, _ in sweeps}
    for name, seconds, sweep in sweeps:
        arguments = (name, sweep, every[name])
        scheduler.add_job(leadership.run, "interval", arguments, seconds=seconds, id=name, next_run_time=clock.now())

    def keep(event: JobExecutionEvent) -> None:
        if event.job_id in every:
            leadership.failed(event.job_id, event.exception, every[event.job_id])

    scheduler.add_listener(keep, EVENT_JOB_ERROR)
    return scheduler


def _deliver(sessions: sessionmaker[Session], post: jobs.Post, pace: Pace, now: datetime) -> int:
    """Says, for whoever reads the log, why some mail did not leave."""
    mail = jobs.deliver_mail(sessions, replace(post, at_most=pace.allowed(now)), now)
    pace.left(mail.sent, at=clock.now())
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


def _run_until_stopped(scheduler: BackgroundScheduler, leadership: Leadership) -> None:
    """The sweeps have threads of their own, and one that is under way ends by itself, leading until it does.

    That is why the scheduler works in the background: a handler that stopped it could meet one of its locks half-way.
    """
    with suppress(KeyboardInterrupt):
        scheduler.start()
        LOG.info("started", holder=leadership.holder)
        while True:
            time.sleep(1)  # a signal that comes just before a sleep does not cut it short
    ending = Thread(target=scheduler.shutdown)
    ending.start()
    while ending.is_alive():
        ending.join(BEAT)
        leadership.beat()
