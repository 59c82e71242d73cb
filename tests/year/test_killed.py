"""Killed at every step between deciding, claiming, sending and settling: nothing is lost, and what may have left twice is
known by its Message-ID as one and the same.
"""

import asyncio
import os
import shutil
import signal
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.trail import Session
from tests.support.mail import PostOffice, free_port
from tests.year.killer import Killed, Killer, WatchedTransport, deliver_in_a_process
from tests.year.run import Run, post_to, sweep_all
from tests.year.story import at
from tests.year.year_2026 import SEASONS, moments

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope
    from aiosmtpd.smtp import Session as Talk

# The day before the cut at seven: Laura, Andrés, Marta and Jorge are told of the last rung but one.
BEFORE = [tick for tick in moments(*SEASONS[0], clocks=((20, 30),)) if tick.date() < date(2026, 4, 29)]
SEVEN = at(date(2026, 4, 29), 7)
AGAIN = timedelta(minutes=6)  # what was claimed waits five
LETTERS, SECONDS = 4, 60


def killed(killer: Killer, sessions: sessionmaker[Session], post: jobs.Post, now: datetime) -> None:
    watched = replace(post, transport=WatchedTransport(post.transport, killer))
    sweep_all(killer.watched(sessions), watched, now)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_at_each_step_of_one_sweep(run: Run, tmp_path: Path):
    run.goes_through(BEFORE)
    run.comes_to(SEVEN)
    run.house.engine.dispose()
    file, kept = Path(str(run.house.engine.url.database)), tmp_path / "kept.sqlite3"
    shutil.copyfile(file, kept)
    steps = 0
    while _survives(run, steps):
        steps += 1
        run.house.engine.dispose()
        shutil.copyfile(kept, file)
    # Around the one commit of the decision and the one of the claims, and for each letter its way out and its mark.
    assert steps == 2 + 2 + 4 * LETTERS


def _survives(run: Run, steps: int) -> bool:
    """Whether the sweep was killed at this step; every time all is told afterwards."""
    run.server.messages.clear()
    after = replace(run, oracle=deepcopy(run.oracle), expected=[])
    post, was_killed = post_to(run.server), False
    try:
        killed(Killer(steps), run.house.sessions, post, SEVEN)
    except Killed:
        was_killed = True
    sweep_all(run.house.sessions, post, SEVEN + AGAIN)
    after.expects(SEVEN + AGAIN)
    said_twice = after.forgets_second_copies()
    assert after.complaints() == [], f"killed at step {steps}"
    assert len(after.expected) == LETTERS
    assert said_twice <= 1
    return was_killed


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_at_some_step_of_each_sweep(run: Run):
    """A little later each time, over a cut and its first days late; the next sweep comes minutes afterwards."""
    steps = iter(range(10_000))

    def twice(sessions: sessionmaker[Session], post: jobs.Post, now: datetime) -> None:
        with suppress(Killed):
            killed(Killer(next(steps) % 17), sessions, post, now)
        sweep_all(run.house.sessions, post, now + AGAIN)

    run.goes_through([*BEFORE, *moments(date(2026, 4, 29), date(2026, 5, 14), clocks=((9, 0), (18, 0)))], twice)
    assert run.forgets_second_copies() > 0, "nobody was killed between the mail and its mark: this proves nothing"
    assert run.complaints() == []


@dataclass
class Fatal(PostOffice):
    """Kills whoever writes to it with its `fatal`-th message, before it takes it or before it says that it did."""

    fatal: int = 1
    takes_it: bool = True
    victim: int = 0

    async def handle_DATA(self, server: "SMTP", session: "Talk", envelope: "Envelope") -> str:  # noqa: N802  # aiosmtpd's name
        self.fatal -= 1
        if self.fatal == 0 and not self.takes_it:
            os.kill(self.victim, signal.SIGKILL)
            await asyncio.sleep(SECONDS)
        answer = await super().handle_DATA(server, session, envelope)
        if self.fatal == 0:
            os.kill(self.victim, signal.SIGKILL)
        return answer


@pytest.mark.parametrize(("fatal", "takes_it"), [(1, True), (2, False), (3, True)])
def test_a_process_that_is_killed_while_it_delivers(run: Run, fatal: int, takes_it: bool):  # noqa: FBT001  # a parameter of the test
    run.goes_through(BEFORE)
    run.comes_to(SEVEN)
    run.house.engine.dispose()
    run.expected.clear()
    run.server = Fatal("127.0.0.1", free_port(), fatal=fatal, takes_it=takes_it)
    run.server.open()
    jobs.enqueue_due_reminders(run.house.sessions, SEVEN)
    assert _deliver_and_die(run) == -signal.SIGKILL
    assert len(run.server.messages) == fatal - (not takes_it)
    sweep_all(run.house.sessions, post_to(run.server), SEVEN + AGAIN)
    run.expects(SEVEN + AGAIN)
    run.server.close()
    assert run.forgets_second_copies() == int(takes_it)
    assert run.complaints() == []


def _deliver_and_die(run: Run) -> int | None:
    processes = get_context("forkserver")
    processes.set_forkserver_preload(["tests.year.killer"])
    ear, mouth = processes.Pipe(duplex=False)
    url = run.house.engine.url.render_as_string(hide_password=False)
    process = processes.Process(target=deliver_in_a_process, args=(url, post_to(run.server), SEVEN.isoformat(), ear))
    process.start()
    run.server.victim = process.pid
    mouth.send("begin")
    process.join(SECONDS)
    return process.exitcode
