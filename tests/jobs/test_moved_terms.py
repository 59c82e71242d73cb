"""A term moves while its reminders are on their way: those of the old day do not leave, those of the new one do."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.milestones import move_milestones
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.calendar.milestones import Milestone
from pacc_flow.models import Account, Notice, NoticeState
from tests.support.cast import NOW, SETUP, World

Sessions = sessionmaker[Session]


def day(number: int, month: int = 5) -> datetime:
    """Eight in the morning in Bogotá."""
    return datetime(2026, month, number, 13, tzinfo=UTC)


@pytest.fixture
def sessions(world: World) -> Sessions:
    return make_session_factory(world.engine)


def steps(sessions: Sessions, at: datetime, name: str = "Laura") -> list[str]:
    """What the sweep of this instant decides for a person: `submit 2026-05-11 late-1`."""
    found = jobs.enqueue_due_reminders(sessions, at)
    with sessions() as session:
        person_id = session.scalars(select(Account.id).where(Account.name.startswith(name))).one()
    return [f"{one.kind} {one.step}" for one in found if one.recipient_id == person_id]


def move(world: World, to: date, milestone: Milestone = "offices_due_on") -> None:
    later: dict[Milestone, date] = {"planning_due_on": date(2026, 5, 20), "control_due_on": date(2026, 5, 22)}
    moves: dict[Milestone, date] = {**later, milestone: to}
    move_milestones(world.session, world.cut(), moves, reason="Falló el correo.", actor=SETUP, at=NOW)
    world.session.commit()


def states(world: World, step: str) -> set[str]:
    found = set(world.session.scalars(select(Notice.state).where(Notice.step == step)))
    world.session.rollback()
    return found


def test_the_late_reminders_follow_the_new_day(world: World, sessions: Sessions):
    assert steps(sessions, day(4)) == ["submit 2026-04-30 cut-0"]
    move(world, date(2026, 5, 15))
    for quiet in (11, 12, 13, 14, 15):
        assert steps(sessions, day(quiet)) == []
    assert steps(sessions, day(19)) == ["submit 2026-05-19 late-1"]  # Monday 18 is a holiday


def test_what_waits_to_leave_for_the_old_day_is_taken_back_and_the_new_day_is_told(world: World, sessions: Sessions):
    assert steps(sessions, day(11)) == ["submit 2026-05-11 late-1"]
    move(world, date(2026, 5, 14))
    assert states(world, "2026-05-11 late-1") == {NoticeState.DROPPED}
    assert steps(sessions, day(15)) == ["submit 2026-05-15 late-1"]
    assert states(world, "2026-05-15 late-1") == {NoticeState.PENDING}


def test_a_reminder_that_counts_from_the_cut_still_leaves(world: World, sessions: Sessions):
    assert steps(sessions, day(4)) == ["submit 2026-04-30 cut-0"]
    move(world, date(2026, 5, 15))
    assert states(world, "2026-04-30 cut-0") == {NoticeState.PENDING}


def test_an_earlier_day_makes_late_what_was_not(world: World, sessions: Sessions):
    assert steps(sessions, day(6)) == ["submit 2026-04-30 cut-0"]
    move(world, date(2026, 5, 5))
    assert steps(sessions, day(7)) == ["submit 2026-05-07 late-2"]


def test_the_desk_of_planning_is_told_of_its_new_day_alone(world: World, sessions: Sessions):
    world.submit(1)
    assert "review 2026-05-07 due-3" in steps(sessions, day(7), "Andrés")
    move(world, date(2026, 5, 20), "planning_due_on")
    assert states(world, "2026-05-07 due-3") == {NoticeState.DROPPED}
    assert not [step for step in steps(sessions, day(12), "Andrés") if step.startswith("review")]
    assert "review 2026-05-14 due-3" in steps(sessions, day(14), "Andrés")
