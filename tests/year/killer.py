"""Death at a chosen step of a sweep: before or after a commit, before or after a message leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from sqlalchemy import event
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.models.engine import create_engine
from pacc_flow.notifications.letter import Letter
from pacc_flow.notifications.mail import MailLine, MailTransport, Outcome
from tests.year.story import at_instant


class Killed(Exception):  # noqa: N818  # what happened, not what was wrong
    """The process ends here."""


@dataclass
class Killer:
    """Lets so many steps pass and kills at the next one."""

    steps: int

    def step(self, *_: object) -> None:
        if not self.steps:
            raise Killed
        self.steps -= 1

    def watched(self, sessions: sessionmaker[Session]) -> sessionmaker[Session]:
        event.listen(sessions, "before_commit", self.step)
        event.listen(sessions, "after_commit", self.step)
        return sessions


@dataclass(frozen=True)
class WatchedTransport:
    """A way out on which each message is two steps: before it leaves, and after it left."""

    transport: MailTransport
    killer: Killer

    @contextmanager
    def open(self) -> Iterator[MailLine]:
        with self.transport.open() as line:
            yield _WatchedLine(line, self.killer)

    def send(self, letter: Letter) -> dict[str, Outcome]:
        with self.open() as line:
            return line.send(letter)


@dataclass(frozen=True)
class _WatchedLine:
    line: MailLine
    killer: Killer

    def send(self, letter: Letter) -> dict[str, Outcome]:
        self.killer.step()
        outcome = self.line.send(letter)
        self.killer.step()
        return outcome


def deliver_in_a_process(url: str, post: jobs.Post, now: str, may_begin: Connection) -> None:
    """What a process of its own runs until it is done or killed."""
    may_begin.recv()
    engine = create_engine(url)
    jobs.deliver_mail(make_session_factory(engine), post, at_instant(now))
    engine.dispose()
