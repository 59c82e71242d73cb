"""One scheduler leads at a time, and another takes over when it stops or is heard of no more."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from pacc_flow.actions import lease
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Lease
from tests.support.cast import NOW, World

LATER = NOW + timedelta(seconds=30)


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
