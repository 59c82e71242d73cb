"""Of the processes that could work by the clock one leads, and knows it all the while."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import sessionmaker
from structlog.testing import capture_logs

from pacc_flow.actions import job_runs, lease
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.cli.leadership import Leadership
from pacc_flow.models import JobRun
from tests.support.cast import NOW, World

EVERY = timedelta(minutes=1)
Take = Callable[..., lease.Lead | None]


@pytest.fixture
def sessions(world: World) -> sessionmaker[Session]:
    world.session.rollback()
    return make_session_factory(world.engine)


def test_a_leader_that_nobody_disturbs_says_once_that_it_leads(sessions: sessionmaker[Session]):
    leader = Leadership(sessions, "one")
    with capture_logs() as said:
        for _ in range(5):
            assert leader.beat()
    assert [line["event"] for line in said] == ["leads"]


def test_what_fails_while_the_lease_is_renewed_is_kept(sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch):
    leader, take = Leadership(sessions, "one"), lease.take
    leader.beat()
    with sessions() as session:
        job_runs.begin(session, "deliver_mail", at=NOW)

    def slowly(session: Session, holder: str, *, at: datetime) -> lease.Lead | None:
        session.rollback()
        leader.failed("deliver_mail", OSError("no"), EVERY)
        return take(session, holder, at=at)

    monkeypatch.setattr(lease, "take", slowly)
    leader.beat()
    with sessions() as session:
        assert "OSError" in session.get_one(JobRun, "deliver_mail").error


def test_a_leader_whose_lease_could_not_be_renewed_does_not_go_on(
    sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
):
    leader = Leadership(sessions, "one")
    leader.beat()

    def in_vain(*_: object, **__: object) -> lease.Lead | None:
        raise OSError("no database")

    monkeypatch.setattr(lease, "take", in_vain)
    with pytest.raises(OSError, match="no database"):
        leader.beat()
    ran: list[datetime] = []
    with pytest.raises(OSError, match="no database"):
        leader.run("deliver_mail", lambda _, now: ran.append(now) or 1, EVERY)
    assert ran == []
