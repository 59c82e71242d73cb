"""The clock of a story: what people do and what the scheduler does, in the order of their instants, on both sides."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.trail import Session
from pacc_flow.notifications.mail import SmtpTransport
from tests.support.mail import PostOffice
from tests.year.house import House
from tests.year.letters import letter_of
from tests.year.oracle import Letter, Oracle
from tests.year.story import Act

Tick = Callable[[sessionmaker[Session], jobs.Post, datetime], None]


def post_to(server: PostOffice) -> jobs.Post:
    return jobs.Post(SmtpTransport(server.host, server.port, timeout=5), "pacc@entidad.gov.co", "https://pacc.entidad.gov.co")


def sweep_all(sessions: sessionmaker[Session], post: jobs.Post, now: datetime) -> None:
    """What the scheduler does, in its order."""
    jobs.open_due_cuts(sessions, now)
    jobs.enqueue_due_reminders(sessions, now)
    jobs.deliver_mail(sessions, post, now)


@dataclass
class Run:
    """`expected` is what the oracle says; what the server got is read from its messages."""

    house: House
    server: PostOffice
    oracle: Oracle
    expected: list[Letter] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    def begins(self) -> None:
        self.acts = list(self.house.story.acts)
        self.oracle.begins(self.house.story.begins_at)

    def goes_through(self, ticks: Iterable[datetime], tick: Tick = sweep_all, *, is_down: bool = False) -> None:
        """Whatever people do until the instant of a tick comes before it. `is_down`: no mail leaves."""
        post = post_to(self.server)
        for now in ticks:
            self.comes_to(now)
            tick(self.house.sessions, post, now)
            self.expects(now, is_down=is_down)

    def comes_to(self, now: datetime) -> None:
        while self.acts and self.acts[0].at <= now:
            self.does(self.acts.pop(0))

    def does(self, act: Act) -> None:
        self.house.does(act)
        self.oracle.sees(act)

    def expects(self, now: datetime, *, is_down: bool = False) -> None:
        self.oracle.opens(now)
        self.oracle.decides(now)
        self.expected += [] if is_down else self.oracle.delivers(now)

    def got(self) -> list[Letter]:
        entries = self.house.entries()
        return [letter_of(message, entries) for message in self.server.messages]

    def forgets_second_copies(self) -> int:
        """Of messages with one identity, which tell the same, the first stays; how many others there were."""
        first: dict[str, EmailMessage] = {}
        for message in self.server.messages:
            kept = first.setdefault(str(message["Message-ID"]), message)
            assert kept.get_body(("plain",)).get_content() == message.get_body(("plain",)).get_content()
        copies = len(self.server.messages) - len(first)
        self.server.messages[:] = first.values()
        return copies

    def complaints(self) -> list[str]:
        """Letters that are missing, doubled, stale or empty; none when all is well."""
        got = self.got()
        there, due = Counter(got), Counter(self.expected)
        found = [f"missing: {one}" for one in (due - there).elements()]
        found += [f"doubled: {one}" if one in due else f"not due: {one}" for one in (there - due).elements()]
        found += [f"empty: {one}" for one in got if not one.facts]
        ids = Counter(message["Message-ID"] for message in self.server.messages)
        return sorted(found) + [f"said twice: {one}" for one, times in ids.items() if times > 1]
