"""The way of the outbox: what is claimed together, and what becomes of it when not all of it leaves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.trail import Session
from pacc_flow.models import LedgerRecord, Notice
from pacc_flow.notifications.letter import Letter
from pacc_flow.notifications.mail import MailLine, MailTransport, Outcome
from tests.support.mail import PostOffice

Sessions = sessionmaker[Session]
EIGHT = datetime(2026, 5, 5, 13, 0, tzinfo=UTC)  # in the morning in Bogotá
PEOPLE = 7


@dataclass(frozen=True)
class Interrupted:
    """A way out on which something happens just before each letter leaves."""

    transport: MailTransport
    happens: Callable[[], object]

    @contextmanager
    def open(self) -> Iterator[MailLine]:
        with self.transport.open() as line:
            yield replace(self, transport=line)

    def send(self, letter: Letter) -> dict[str, Outcome]:
        self.happens()
        return self.transport.send(letter)


def outbox(sessions: Sessions) -> dict[int, list[tuple[object, ...]]]:
    """What is known of each notice, by the person."""
    columns = (Notice.id, Notice.state, Notice.next_try_at, Notice.attempts, Notice.trying_since, Notice.parcel)
    told: dict[int, list[tuple[object, ...]]] = {}
    with sessions() as session:
        for person, *known in session.execute(select(Notice.recipient_id, *columns).order_by(Notice.id)):
            told.setdefault(person, []).append(tuple(known))
    return told


def test_whoever_was_not_written_to_waits_as_if_nobody_had_looked(sessions: Sessions, post: jobs.Post, smtp_server: PostOffice):
    jobs.enqueue_due_reminders(sessions, EIGHT)
    before = outbox(sessions)
    smtp_server.close()
    jobs.deliver_mail(sessions, post, EIGHT + timedelta(minutes=1))
    after = outbox(sessions)
    assert len(before) == PEOPLE
    assert len([person for person in before if after[person] != before[person]]) == 1


def test_what_may_have_left_is_put_back_under_its_name(sessions: Sessions, post: jobs.Post, smtp_server: PostOffice):
    """The first process died on its first letter; the second met a server that is down."""
    jobs.enqueue_due_reminders(sessions, EIGHT)

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.deliver_mail(sessions, replace(post, transport=Interrupted(post.transport, die)), EIGHT)
    before = outbox(sessions)
    assert all(parcel for known in before.values() for *_, parcel in known)
    smtp_server.close()
    jobs.deliver_mail(sessions, post, EIGHT + timedelta(hours=1))
    after = outbox(sessions)
    assert len([person for person in before if after[person] != before[person]]) == 1
    assert {known[-1] for told in after.values() for known in told} == {known[-1] for told in before.values() for known in told}


def test_a_process_that_slept_sends_nothing_that_another_took_up_meanwhile(
    sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """But for the letter that it was about to hand over: nobody can know that that one left already."""
    jobs.enqueue_due_reminders(sessions, EIGHT)
    another: list[int] = []

    def sleep() -> None:
        another.append(jobs.deliver_mail(sessions, post, EIGHT + timedelta(minutes=10)).sent)

    slept = jobs.deliver_mail(sessions, replace(post, transport=Interrupted(post.transport, sleep)), EIGHT)
    assert (another, slept.sent) == ([PEOPLE], 1)
    assert len(smtp_server.messages) == PEOPLE + 1
    assert len({message["Message-ID"] for message in smtp_server.messages}) == PEOPLE


def test_each_letter_is_settled_before_the_next_one_is_handed_over(sessions: Sessions, post: jobs.Post):
    jobs.enqueue_due_reminders(sessions, EIGHT)
    settled: list[int] = []

    def look() -> None:
        with sessions() as session:
            settled.append(len(session.scalars(select(LedgerRecord.seq).where(LedgerRecord.kind == "mail:deliver")).all()))

    jobs.deliver_mail(sessions, replace(post, transport=Interrupted(post.transport, look)), EIGHT)
    assert settled == list(range(PEOPLE))
