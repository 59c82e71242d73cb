"""The sweeps in whatever order: a scheduler starts them all at once, and each waits for what it needs of another."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.mail_preferences import prefer
from pacc_flow.actions.source import NOWHERE
from pacc_flow.actions.trail import Session
from pacc_flow.clock import BOGOTA
from pacc_flow.notifications.preferences import Preferences
from pacc_flow.workflow import Action
from tests.support.cast import NOW, World
from tests.support.mail import PostOffice

Sessions = sessionmaker[Session]
NINE = datetime(2026, 5, 5, 9, tzinfo=BOGOTA)  # the day after NOW


def mails(smtp_server: PostOffice) -> Counter[str]:
    """Messages of each person, without their receipts."""
    return Counter(
        message["To"].addresses[0].addr_spec.partition("@")[0]
        for message in smtp_server.messages
        if "Recibo" not in str(message["Subject"])
    )


def returned_into_the_digest(world: World) -> None:
    """Laura, who leads the activity and has more to report, hears of it ten minutes after her hour."""
    prefer(world.session, world.person("Laura"), Preferences(events_at_once=False), source=NOWHERE, at=NOW)
    world.session.commit()
    world.submit(1)
    world.act("Andrés", Action.RETURN_TO_OFFICE, 1, comment="Falta el acta firmada.")
    world.session.rollback()


def test_news_wait_for_the_digest_of_a_day_that_is_not_decided(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """The scheduler stood still since yesterday, and the mail is the first to go."""
    jobs.enqueue_due_reminders(sessions, NOW)
    jobs.deliver_mail(sessions, post, NOW)
    returned_into_the_digest(world)
    smtp_server.messages.clear()
    jobs.deliver_mail(sessions, post, NINE)
    assert "laura" not in mails(smtp_server)
    jobs.enqueue_due_reminders(sessions, NINE)
    jobs.deliver_mail(sessions, post, NINE)
    assert mails(smtp_server)["laura"] == 1
    assert any("Falta el acta firmada." in one.get_body(("plain",)).get_content() for one in smtp_server.messages)


def test_a_digest_that_did_not_leave_waits_for_that_of_today(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """By now what it asks for is late, and a new day of the ladder has come."""
    late = NINE + timedelta(days=6)
    jobs.enqueue_due_reminders(sessions, NOW)
    smtp_server.close()
    jobs.deliver_mail(sessions, post, NOW)
    smtp_server.open()
    jobs.deliver_mail(sessions, post, late)
    assert jobs.enqueue_due_reminders(sessions, late)
    jobs.deliver_mail(sessions, post, late)
    assert set(mails(smtp_server).values()) == {1}


def test_what_goes_by_itself_waits_for_nothing(world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice):
    world.submit(1)
    world.act("Andrés", Action.RETURN_TO_OFFICE, 1, comment="Falta el acta firmada.")
    world.session.rollback()
    jobs.deliver_mail(sessions, post, NINE)
    assert mails(smtp_server).keys() >= {"laura", "mateo"}
    assert any("Recibo" in str(message["Subject"]) for message in smtp_server.messages)


def test_a_cut_that_opens_today_is_heard_of_today(world: World, sessions: Sessions):
    """The first one is still open, and the decision is the first to come after some days without a scheduler."""
    second = world.cut(2)
    cut_id, late = second.id, datetime.combine(second.opens_on + timedelta(days=2), NINE.timetz())
    world.session.rollback()
    assert jobs.enqueue_due_reminders(sessions, late) == []
    assert jobs.open_due_cuts(sessions, late) == 1
    told = jobs.enqueue_due_reminders(sessions, late)
    assert cut_id in {reminder.cut_id for reminder in told}
