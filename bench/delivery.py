"""Delivery of digests to a mail server on the loopback, against a bare loop that sends the same bytes to the same server."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from bench.http_client import HOST
from bench.installation import installation
from bench.ratio import Ratio, Unit
from bench.stopwatch import seconds_of
from bench.stores import Store
from bench.sweep import MORNINGS
from config import ROOT
from pacc_flow import jobs
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Notice, NoticeState
from pacc_flow.models.engine import create_engine
from pacc_flow.notifications.letter import Letter
from pacc_flow.notifications.mail import MailLine, Outcome, SmtpTransport
from pacc_flow.queries.ledger_integrity import verify_ledger
from tests.support.mail import free_port

ENTITIES, TURNS = 60, 3
AIM = 0.8
STOP_SECONDS = 10
_SENDER, _ADDRESS = "pacc@entidad.gov.co", "https://pacc.entidad.gov.co"


@dataclass(frozen=True)
class _Keeping:
    """The line of another transport, which keeps a copy of what it sends."""

    line: MailLine
    kept: list[Letter]

    def send(self, letter: Letter) -> dict[str, Outcome]:
        self.kept.append(letter)
        return self.line.send(letter)


@dataclass(frozen=True)
class _Transport:
    of: SmtpTransport
    kept: list[Letter] = field(default_factory=list)

    @contextmanager
    def open(self) -> Iterator[MailLine]:
        with self.of.open() as line:
            yield _Keeping(line, self.kept)

    def send(self, letter: Letter) -> dict[str, Outcome]:
        return self.of.send(letter)


def measure(store: Store, cast: str) -> Iterator[Ratio]:
    engine = create_engine(installation(store, cast, ENTITIES))
    with _mail_server() as port:
        turns = [_turn(engine, port, day) for day in range(TURNS + 1)][1:]
    integrity = verify_ledger(engine)
    engine.dispose()
    assert integrity.is_sound, integrity.findings[0]
    yield Ratio(
        f"digests delivered, {store.name} / bare smtplib",
        [mails / ours for mails, ours, _ in turns],
        [mails / bare for mails, _, bare in turns],
        Unit.MESSAGES_A_SECOND,
        AIM,
        f"{turns[0][0]} mails",
    )


def _turn(engine: sa.Engine, port: int, day: int) -> tuple[int, float, float]:
    """How many mails left, in how many seconds by us and in how many by the bare loop."""
    now, sessions = MORNINGS[day], make_session_factory(engine)
    jobs.enqueue_due_reminders(sessions, now)
    transport = _Transport(SmtpTransport(HOST, port))
    post = jobs.Post(transport, _SENDER, _ADDRESS, at_most=10_000, secret="s" * 40)
    ours = seconds_of(lambda: jobs.deliver_mail(sessions, post, now + timedelta(minutes=1)))
    with sessions() as session:
        left = session.scalar(sa.select(sa.func.count()).where(Notice.state == NoticeState.PENDING))
    assert not left, left
    return len(transport.kept), ours, seconds_of(lambda: _send(port, transport.kept))


def _send(port: int, letters: Sequence[Letter]) -> None:
    with smtplib.SMTP(HOST, port) as server:
        for letter in letters:
            server.sendmail(letter.sender, letter.recipients, letter.content)


@contextmanager
def _mail_server() -> Iterator[int]:
    """Its port on the loopback."""
    port = free_port()
    command = [sys.executable, "-m", "bench.mail_server", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n", "the mail server did not start"
        yield port
    finally:
        server.terminate()
        server.wait(STOP_SECONDS)
