"""A term moves while its reminders are on their way: those of the old day do not leave, those of the new one do."""

from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.entity_calendar import (
    Application,
    CalendarSettings,
    fingerprint,
    plans_under_way,
    rules_from,
    set_calendar,
)
from pacc_flow.actions.milestones import move_milestones
from pacc_flow.actions.trail import Session
from pacc_flow.calendar.milestones import Milestone
from pacc_flow.clock import bogota_date
from pacc_flow.models import Account, Notice, NoticeState
from pacc_flow.notifications.mail import SmtpTransport
from tests.support.cast import NOW, SETUP, World
from tests.support.mail import PostOffice

Sessions = sessionmaker[Session]


def day(number: int, month: int = 5) -> datetime:
    """Eight in the morning in Bogotá."""
    return datetime(2026, month, number, 13, tzinfo=UTC)


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


def test_a_dead_letter_of_the_old_day_is_not_there_to_be_tried_again(world: World, sessions: Sessions):
    steps(sessions, day(11))
    for notice in world.session.scalars(select(Notice)):
        notice.state = NoticeState.FAILED
    world.session.commit()
    move(world, date(2026, 5, 14))
    assert states(world, "2026-05-11 late-1") == {NoticeState.DROPPED}


def test_a_reminder_that_counts_from_the_cut_still_leaves(world: World, sessions: Sessions):
    assert steps(sessions, day(4)) == ["submit 2026-04-30 cut-0"]
    move(world, date(2026, 5, 15))
    assert states(world, "2026-04-30 cut-0") == {NoticeState.PENDING}


def test_an_earlier_day_makes_late_what_was_not(world: World, sessions: Sessions):
    assert steps(sessions, day(6)) == ["submit 2026-04-30 cut-0"]
    move(world, date(2026, 5, 5))
    assert steps(sessions, day(7)) == ["submit 2026-05-07 late-2"]


def test_a_cut_that_follows_the_calendar_is_told_with_its_new_date(world: World, sessions: Sessions, smtp_server: PostOffice):
    settings = CalendarSettings(("04-30", "08-31", "12-15"), {}, (), ())
    plans = plans_under_way(world.session, world.entity.id, rules_from(settings), today=bogota_date(NOW))
    apply = Application("Lo pidió el comité.", fingerprint(plans))
    set_calendar(world.session, world.entity, settings, actor=SETUP, at=NOW, apply=apply)
    world.session.commit()
    transport = SmtpTransport(smtp_server.host, smtp_server.port, timeout=5)
    jobs.deliver_mail(sessions, jobs.Post(transport, "pacc@entidad.gov.co", "https://pacc.entidad.gov.co"), NOW)
    to_marta = next(message for message in smtp_server.messages if "marta@" in str(message["To"]))
    text = " ".join(to_marta.get_body(("plain",)).get_content().split())
    assert "la fecha de corte pasa del jueves 31 de diciembre al martes 15 de diciembre" in text.lower()
    assert "Lo pidió el comité." in text


def test_the_desk_of_planning_is_told_of_its_new_day_alone(world: World, sessions: Sessions):
    world.submit(1)
    assert "review 2026-05-07 due-3" in steps(sessions, day(7), "Andrés")
    move(world, date(2026, 5, 20), "planning_due_on")
    assert states(world, "2026-05-07 due-3") == {NoticeState.DROPPED}
    assert not [step for step in steps(sessions, day(12), "Andrés") if step.startswith("review")]
    assert "review 2026-05-14 due-3" in steps(sessions, day(14), "Andrés")
