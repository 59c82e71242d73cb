"""One cut of the year under every disturbance: swept twice, out of order, by two, stopped, at the edges of the day."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.trail import Session
from pacc_flow.cli.leadership import Leadership
from tests.year.run import Run, sweep_all
from tests.year.story import at
from tests.year.year_2026 import SEASONS, moments

Sessions = sessionmaker[Session]
FIRST_CUT = moments(*SEASONS[0], clocks=((9, 30), (14, 0), (20, 30)))
# From the last days before the cut to the day after the copies begin.
BUSY = [tick for tick in FIRST_CUT if date(2026, 4, 29) <= tick.date() <= date(2026, 5, 14)]


def from_the_start(ticks: list[datetime]) -> list[datetime]:
    """The days before them in one look each, so that everything is where it would be."""
    return [tick for tick in FIRST_CUT if tick < ticks[0] and tick.hour == 20] + ticks


def test_swept_twice(run: Run):
    def twice(sessions: Sessions, post: jobs.Post, now: datetime) -> None:
        for _ in range(2):
            sweep_all(sessions, post, now)

    run.goes_through(from_the_start(BUSY), twice)
    assert run.complaints() == []


def test_swept_out_of_order_at_first(run: Run):
    """A scheduler starts its jobs all at once: the mail may go first, and the decision before the cut is open."""

    def from_the_end(sessions: Sessions, post: jobs.Post, now: datetime) -> None:
        jobs.deliver_mail(sessions, post, now)
        jobs.enqueue_due_reminders(sessions, now)
        sweep_all(sessions, post, now)

    run.goes_through(FIRST_CUT[::2], from_the_end)
    assert run.complaints() == []


@pytest.mark.parametrize("way", ["under a lease", "without any"])
def test_by_two_schedulers_at_once(run: Run, way: str):
    """Of two with a lease one works; without one, the rows that they write and claim keep them apart."""
    leaders = [Leadership(run.house.sessions, name) for name in ("one", "two")]

    def by_lease(leader: Leadership, post: jobs.Post, now: datetime) -> None:
        every = timedelta(minutes=1)
        leader.beat()
        leader.run("open_due_cuts", lambda sessions, _: jobs.open_due_cuts(sessions, now), every)
        leader.run("enqueue_reminders", lambda sessions, _: len(jobs.enqueue_due_reminders(sessions, now)), every)
        leader.run("deliver_mail", lambda sessions, _: jobs.deliver_mail(sessions, post, now).sent, every)

    with ThreadPoolExecutor(2) as pool:

        def both(sessions: Sessions, post: jobs.Post, now: datetime) -> None:
            if way == "under a lease":
                started = [pool.submit(by_lease, leader, post, now) for leader in leaders]
            else:
                started = [pool.submit(sweep_all, sessions, post, now) for _ in leaders]
            for one in started:
                one.result()

        run.goes_through(from_the_start(BUSY), both)
    assert run.complaints() == []


# fmt: off
STOPS = {  # from the first day on which it does not run to the last
    "the day of a rung":              (date(2026, 4, 23), date(2026, 4, 23)),
    "the day on which the cut opens": (date(2026, 4, 15), date(2026, 4, 16)),
    "a week with two rungs":          (date(2026, 4, 23), date(2026, 4, 29)),
    "over the cut":                   (date(2026, 4, 29), date(2026, 5, 4)),
    "over the offices' term":         (date(2026, 5, 8),  date(2026, 5, 13)),
    "over all other terms":           (date(2026, 5, 13), date(2026, 5, 19)),
}
# fmt: on


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("is_down", [False, True], ids=["the scheduler", "the mail server"])
@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_stopped_for_some_days(run: Run, stop: tuple[date, date], is_down: bool):  # noqa: FBT001  # a parameter of the test
    """The oracle stands still as well: when both come back, the newest step is told, and once.

    What was decided while only the mail server was down leaves in one letter for each person, as things then stand.
    """
    first, last = stop
    run.goes_through([tick for tick in FIRST_CUT if tick.date() < first])
    if is_down:
        run.server.close()
        run.goes_through([tick for tick in FIRST_CUT if first <= tick.date() <= last], is_down=True)
        run.server.open()
    run.goes_through([tick for tick in FIRST_CUT if last < tick.date() < last + timedelta(days=4)])
    assert run.complaints() == []


EDGES: dict[str, Callable[[date], list[datetime]]] = {
    "of Bogotá": lambda on: [at(on, 0, 1), at(on, 23, 59)],
    "of Greenwich": lambda on: [at(on, 18, 59), at(on, 19, 1)],
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("edges", EDGES.values(), ids=EDGES)
def test_at_both_edges_of_the_day(run: Run, edges: Callable[[date], list[datetime]]):
    days = sorted({tick.date() for tick in FIRST_CUT})
    run.goes_through([tick for on in days for tick in edges(on)])
    assert run.complaints() == []
