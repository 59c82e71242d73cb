"""One scheduler leads at a time, and another takes over when it stops or is heard of no more."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, create_engine, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from pacc_flow.actions import lease
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Lease, RateCount
from pacc_flow.models.database_clock import database_time
from tests.support.cast import NOW, World

LATER = NOW + lease.TERM / 2


def test_the_first_to_ask_leads_and_keeps_leading(world: World):
    assert lease.take(world.session, "one", at=NOW)
    assert not lease.take(world.session, "two", at=LATER)
    assert lease.take(world.session, "one", at=LATER)
    assert not lease.take(world.session, "two", at=NOW + lease.TERM)


def test_whoever_is_silent_for_a_term_is_replaced(world: World):
    lease.take(world.session, "one", at=NOW)
    assert lease.take(world.session, "two", at=NOW + lease.TERM)
    assert not lease.take(world.session, "one", at=NOW + lease.TERM)


def test_a_clean_stop_hands_over_at_once_and_only_ones_own_lease(world: World):
    lease.take(world.session, "one", at=NOW)
    lease.release(world.session, "two", at=LATER)
    assert not lease.take(world.session, "two", at=LATER)
    lease.release(world.session, "one", at=LATER)
    assert lease.take(world.session, "two", at=LATER)


def test_of_two_that_ask_for_the_first_time_at_once_one_leads(world: World, monkeypatch: pytest.MonkeyPatch):
    """The other one looked before the row was there, and meets it when it writes."""
    with make_session_factory(world.engine)() as other:
        lease.take(other, "one", at=NOW)

    def nothing_yet(*_: object) -> Lease | None:
        return None

    monkeypatch.setattr(Session, "get", nothing_yet)
    assert not lease.take(world.session, "two", at=NOW)


def test_each_leader_leads_under_a_number_of_its_own(world: World):
    first = lease.take(world.session, "one", at=NOW)
    assert lease.take(world.session, "one", at=LATER) == first
    second = lease.take(world.session, "two", at=LATER + lease.TERM)
    assert second is not None
    assert first is not None
    assert second.token > first.token


def fenced(world: World, lead: lease.Lead) -> Session:
    return lease.fenced(make_session_factory(world.engine), lead)()


def taken(world: World, holder: str) -> lease.Lead:
    """By the clock of the database, which is the one that a fence looks at."""
    lead = lease.take(world.session, holder, at=database_time(world.session.connection()))
    assert lead is not None
    return lead


def test_whoever_leads_writes(world: World):
    with fenced(world, taken(world, "one")) as session:
        session.add(RateCount(key="one", expires_at=NOW))
        session.commit()
    assert world.session.get(RateCount, "one")


def test_whoever_slept_while_another_took_over_writes_nothing(world: World):
    asleep = taken(world, "one")
    lease.release(world.session, "one", at=database_time(world.session.connection()))
    taken(world, "two")
    with fenced(world, asleep) as session:
        session.add(RateCount(key="one", expires_at=NOW))
        with pytest.raises(lease.FencedError):
            session.commit()
    assert world.session.get(RateCount, "one") is None


def test_the_same_process_that_leads_again_is_another_leader(world: World):
    """What it began under its old number belongs to a time in which it did not lead."""
    before = taken(world, "one")
    lease.release(world.session, "one", at=database_time(world.session.connection()))
    taken(world, "two")
    lease.release(world.session, "two", at=database_time(world.session.connection()))
    taken(world, "one")
    with fenced(world, before) as session, pytest.raises(lease.FencedError):
        session.get(RateCount, "one")


def test_a_lease_that_ran_out_writes_nothing_even_when_nobody_took_it(world: World):
    lead = taken(world, "one")
    lease.release(world.session, "one", at=database_time(world.session.connection()))
    with fenced(world, lead) as session, pytest.raises(lease.FencedError):
        session.get(RateCount, "one")


def test_nobody_takes_over_in_the_middle_of_a_transaction(world: World):
    """On SQLite the whole file is locked, on PostgreSQL the row: whoever comes waits, here for a moment."""
    lead = taken(world, "one")
    with fenced(world, lead) as session, hurried(world) as other:
        session.get(RateCount, "one")
        with pytest.raises(OperationalError):
            other.execute(update(Lease).values(holder="two"))


@contextmanager
def hurried(world: World) -> Iterator[Connection]:
    """A connection that waits fifty milliseconds for a lock, and no longer."""
    is_file = world.engine.dialect.name == "sqlite"
    engine = create_engine(world.url, connect_args={"timeout": 0.05} if is_file else {"options": "-c lock_timeout=50ms"})
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_what_was_done_is_told_by_whoever_did_it_leader_or_not(world: World):
    """A mail that left has left: its row says so even when another took over meanwhile."""
    asleep = taken(world, "one")
    lease.release(world.session, "one", at=database_time(world.session.connection()))
    with lease.fenced(make_session_factory(world.engine), asleep)(info={lease.TELLS: True}) as session:
        session.add(RateCount(key="one", expires_at=NOW))
        session.commit()
    assert world.session.get(RateCount, "one")
