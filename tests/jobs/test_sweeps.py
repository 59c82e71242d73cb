"""The sweeps of the scheduler: what is due and was not done, over a moving clock and a real mail server."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.accounts import create_account
from pacc_flow.actions.deliveries import claim, retry
from pacc_flow.actions.mail_preferences import prefer
from pacc_flow.actions.memberships import join_office
from pacc_flow.actions.milestones import move_milestones
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.source import NOWHERE
from pacc_flow.actions.trail import Session
from pacc_flow.clock import BOGOTA
from pacc_flow.models import Cut, CutState, Entry, LedgerRecord, Notice, NoticeState
from pacc_flow.notifications.preferences import Preferences
from pacc_flow.queries import sweeping
from pacc_flow.workflow import Action
from tests.support.cast import SETUP, World
from tests.support.mail import PostOffice

Sessions = sessionmaker[Session]


def day(month: int, number: int, hour: int = 13) -> datetime:
    """At an hour of UTC; by default it is eight in the morning in Bogotá."""
    return datetime(2026, month, number, hour, tzinfo=UTC)


@pytest.fixture
def second(world: World) -> Cut:
    """The cut of 31 August, planned. The reading ends here: it must not hold back the sweeps."""
    cut = world.session.scalars(select(Cut).where(Cut.number == 2)).one()
    world.session.commit()
    return cut


def subjects(smtp_server: PostOffice) -> list[tuple[str, str]]:
    return [(message["To"].addresses[0].addr_spec, str(message["Subject"])) for message in smtp_server.messages]


def test_a_cut_opens_on_its_day_in_bogota_and_not_an_hour_before(world: World, sessions: Sessions, second: Cut):
    midnight = datetime.combine(second.opens_on, datetime.min.time(), BOGOTA)

    assert jobs.open_due_cuts(sessions, midnight - timedelta(hours=1)) == 0
    assert jobs.open_due_cuts(sessions, midnight) == 1
    assert jobs.open_due_cuts(sessions, midnight + timedelta(minutes=1)) == 0

    assert world.session.get(Cut, second.id, populate_existing=True).state == CutState.OPEN
    opened = world.session.scalar(select(func.count()).select_from(Entry).where(Entry.cut_id == second.id))
    assert opened == 4


def test_a_scheduler_that_stood_still_opens_the_cut_late_rather_than_never(sessions: Sessions, second: Cut):
    assert jobs.open_due_cuts(sessions, datetime.combine(second.opens_on, datetime.min.time(), UTC) + timedelta(days=9)) == 1


def test_each_person_gets_one_digest_of_what_they_owe(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    assert jobs.deliver_mail(sessions, post, day(5, 4)).sent == len(smtp_server.messages)

    counts = Counter(to for to, _ in subjects(smtp_server))
    assert counts == Counter(
        {f"{who}@entidad.gov.co": 1 for who in ("laura", "mateo", "paola", "andres", "diana", "marta", "jorge")}
    )


def test_the_same_sweep_again_reminds_nobody_twice(world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice):
    for minutes in (0, 1, 60):
        jobs.enqueue_due_reminders(sessions, day(5, 4) + timedelta(minutes=minutes))
        jobs.deliver_mail(sessions, post, day(5, 4) + timedelta(minutes=minutes))
    assert max(Counter(to for to, _ in subjects(smtp_server)).values()) == 1


def test_an_entry_sent_between_the_decision_and_the_mail_is_not_reminded(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    world.submit(1)
    world.submit(2)
    jobs.deliver_mail(sessions, post, day(5, 4))

    told = dict(subjects(smtp_server))
    assert "laura@entidad.gov.co" not in told
    assert "andres@entidad.gov.co" in told
    to_laura = (Notice.recipient_id == world.person("Laura").id, Notice.kind != "receipt")
    dropped = world.session.scalars(select(Notice.state).where(*to_laura)).all()
    assert dropped == [NoticeState.DROPPED]


def test_a_return_reaches_the_office_with_its_comment(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    world.submit(1)
    world.act("Andrés", Action.RETURN_TO_OFFICE, 1, comment="Falta el acta firmada.")
    jobs.deliver_mail(sessions, post, day(5, 4, hour=15))

    about = "Actividad 1, corte del 30 de abril de 2026: Actualizar el mapa de riesgos"
    to_laura = next(message for message in smtp_server.messages if str(message["Subject"]).strip() == about)
    assert to_laura["To"].addresses[0].addr_spec == "laura@entidad.gov.co"
    text = to_laura.get_body(("plain",)).get_content()
    assert "Falta el acta firmada." in text
    assert f"https://pacc.entidad.gov.co/app/entradas/{world.entry(1).id}" in text


def test_a_mail_server_that_is_down_for_a_day_loses_nothing(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    smtp_server.close()
    for hours in range(0, 24, 6):
        assert jobs.deliver_mail(sessions, post, day(5, 4) + timedelta(hours=hours)).sent == 0

    smtp_server.open()
    assert jobs.deliver_mail(sessions, post, day(5, 4), at=day(5, 5, hour=16)).sent == 7
    left = world.session.scalars(select(Notice.state).where(Notice.state != NoticeState.SENT)).all()
    assert left == []


def test_an_address_that_is_refused_for_good_is_given_up_and_the_others_get_theirs(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    smtp_server.answers["laura@entidad.gov.co"] = "550 no such user"
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    assert jobs.deliver_mail(sessions, post, day(5, 4)).sent == 6

    notices = world.session.scalars(select(Notice).where(Notice.recipient_id == world.person("Laura").id)).all()
    assert {notice.state for notice in notices} == {NoticeState.FAILED}
    assert all("550" in notice.last_error for notice in notices)


def test_what_was_decided_and_what_left_are_in_the_trail(world: World, sessions: Sessions, post: jobs.Post):
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    jobs.deliver_mail(sessions, post, day(5, 4))
    kinds = Counter(world.session.scalars(select(LedgerRecord.kind)))
    assert kinds["reminder:enqueue"] == 1
    assert kinds["mail:deliver"] == 7


def test_a_dry_run_changes_nothing(world: World, sessions: Sessions):
    before = world.session.scalar(select(func.count()).select_from(LedgerRecord))
    world.session.commit()
    assert jobs.enqueue_due_reminders(sessions, day(5, 4), dry_run=True)
    assert world.session.scalar(select(func.count()).select_from(Notice)) == 0
    assert world.session.scalar(select(func.count()).select_from(LedgerRecord)) == before


def test_from_the_second_late_day_the_head_and_planning_are_copied(world: World, sessions: Sessions):
    """The offices' term ends on Friday 8 May: Monday 11 is the first late business day, Tuesday 12 the second."""
    kinds_on = {}
    for on in (11, 12):
        reminders = jobs.enqueue_due_reminders(sessions, day(5, on))
        kinds_on[on] = {(reminder.recipient_id, reminder.kind) for reminder in reminders}
    andres = world.person("Andrés").id
    assert (andres, "copy") not in kinds_on[11]
    assert (andres, "copy") in kinds_on[12]


def test_what_no_server_took_for_a_week_is_given_up_with_its_reason(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    smtp_server.close()
    for on in (4, 12):
        tries = [jobs.deliver_mail(sessions, post, day(5, 4), at=day(5, on)).reasons for _ in range(8)]
        assert [len(reasons) for reasons in tries] == [1] * 7 + [0], "each sweep asks a server that is down once"
    notices = world.session.scalars(select(Notice)).all()
    assert {notice.state for notice in notices} == {NoticeState.FAILED}
    assert all("no está disponible" in notice.last_error for notice in notices)


def hears_at(world: World, name: str, hour: int) -> None:
    prefer(world.session, world.person(name), Preferences(digest_hour=hour), source=NOWHERE, at=day(5, 3))
    world.session.commit()


def looked_at(sessions: Sessions, now: datetime) -> int:
    with sessions() as session:
        return len(sweeping.entities_to_sweep(session, now))


def test_an_entity_of_which_nothing_changed_is_not_looked_at_again_until_tomorrow(
    world: World, sessions: Sessions, post: jobs.Post
):
    """Everybody's digest begins at seven."""
    assert looked_at(sessions, day(5, 4)) == 1
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    jobs.deliver_mail(sessions, post, day(5, 4))
    assert looked_at(sessions, day(5, 4) + timedelta(minutes=59)) == 0
    assert looked_at(sessions, day(5, 4) + timedelta(hours=15, minutes=59)) == 0
    assert looked_at(sessions, day(5, 5, hour=11)) == 0
    assert looked_at(sessions, day(5, 5, hour=12)) == 1


def test_it_is_looked_at_again_in_the_hour_in_which_somebody_wants_to_hear(world: World, sessions: Sessions):
    hears_at(world, "Laura", 17)
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    laura = world.person("Laura").id
    world.session.rollback()
    assert looked_at(sessions, day(5, 4, hour=21)) == 0
    assert looked_at(sessions, day(5, 4, hour=22)) == 1
    assert {one.recipient_id for one in jobs.enqueue_due_reminders(sessions, day(5, 4, hour=22))} == {laura}
    assert looked_at(sessions, day(5, 4, hour=23)) == 0


def test_it_is_looked_at_again_when_somebody_was_told_nothing_after_all(world: World, sessions: Sessions, post: jobs.Post):
    """Her mail still waited when she sent what it asked for; whatever she owes by then is hers to hear of today."""
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    for number in (1, 2):
        world.submit(number)
    world.session.rollback()
    jobs.enqueue_due_reminders(sessions, day(5, 4) + timedelta(minutes=1))
    assert looked_at(sessions, day(5, 4) + timedelta(minutes=2)) == 0
    jobs.deliver_mail(sessions, post, day(5, 4) + timedelta(minutes=2))
    assert looked_at(sessions, day(5, 4) + timedelta(minutes=3)) == 1


def test_a_scheduler_that_stood_still_through_an_hour_makes_up_for_it(world: World, sessions: Sessions):
    for name, hour in (("Laura", 9), ("Mateo", 0)):
        hears_at(world, name, hour)
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    assert looked_at(sessions, day(5, 4, hour=20)) == 1
    jobs.enqueue_due_reminders(sessions, day(5, 4, hour=20))
    assert looked_at(sessions, day(5, 5, hour=4)) == 0
    assert looked_at(sessions, day(5, 5, hour=5)) == 1


def test_what_comes_after_the_hour_of_somebody_is_told_tomorrow(world: World, sessions: Sessions):
    """The office sends at noon what Planning reviews: its rung is here, and nothing waited for it in the morning."""
    planning = world.person("Andrés").id
    world.submit(3, by="Andrés")  # who reviews it is Diana
    hears_at(world, "Laura", 12)
    morning = jobs.enqueue_due_reminders(sessions, day(5, 11))
    assert planning not in {one.recipient_id for one in morning}
    world.submit(1)
    world.session.rollback()
    noon = jobs.enqueue_due_reminders(sessions, day(5, 11, hour=17))
    assert {one.recipient_id for one in noon} == {world.person("Laura").id}
    world.session.rollback()
    tomorrow = jobs.enqueue_due_reminders(sessions, day(5, 12))
    assert ("review", planning) in {(one.kind, one.recipient_id) for one in tomorrow}


def test_a_digest_of_news_alone_is_the_only_one_of_its_day(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """Andrés owes nothing in the morning, and hears at ten past seven what was approved; at noon something comes."""
    world.submit(3, by="Andrés")
    world.review(3, by="Diana")
    hears_at(world, "Laura", 13)
    for hour in (12, 13, 18, 19):
        if hour == 18:
            world.submit(1)
            world.session.rollback()
        jobs.enqueue_due_reminders(sessions, day(5, 11, hour))
        jobs.deliver_mail(sessions, post, day(5, 11, hour))
    told = [subject for to, subject in subjects(smtp_server) if to == "andres@entidad.gov.co" and "Recibo" not in subject]
    assert len(told) == 1


def to_laura(smtp_server: PostOffice) -> list[str]:
    return [subject for to, subject in subjects(smtp_server) if to == "laura@entidad.gov.co" and "Recibo" not in subject]


def test_a_cut_that_was_published_meanwhile_is_asked_for_no_more(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    reasons = dict.fromkeys(world.session.scalars(select(Entry.id).where(Entry.cut_id == world.cut().id)), "No alcanzó.")
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=day(5, 4))
    world.session.commit()
    jobs.deliver_mail(sessions, post, day(5, 4, hour=14))
    assert {subject for _, subject in subjects(smtp_server)} == {
        "Se publicó el seguimiento con corte al 30 de abril de 2026",
    }


def test_what_was_not_told_after_all_is_told_once_it_is_owed_again(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """Sent before the mail left, and taken back afterwards: nobody had told Laura of the rung."""
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    for number in (1, 2):
        world.submit(number)
    jobs.deliver_mail(sessions, post, day(5, 4))
    world.act("Laura", Action.WITHDRAW, 1)
    world.session.rollback()
    assert to_laura(smtp_server) == []
    for hour in (15, 16):
        jobs.enqueue_due_reminders(sessions, day(5, 4, hour=hour))
        jobs.deliver_mail(sessions, post, day(5, 4, hour=hour))
    assert to_laura(smtp_server) == ["Le falta 1 actividad; vence el viernes 8 de mayo"]


def test_what_may_have_left_yesterday_does_not_come_again_beside_the_newer_step(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """The process died between taking the mail up and sending it, and came back a day later."""
    laura = world.person("Laura").id
    world.session.rollback()
    jobs.enqueue_due_reminders(sessions, day(5, 11))
    with sessions() as session:
        claim(session, [laura], at=day(5, 11))
        session.commit()
    jobs.enqueue_due_reminders(sessions, day(5, 12))
    jobs.deliver_mail(sessions, post, day(5, 12))
    assert len(to_laura(smtp_server)) == 1


def test_what_was_overtaken_by_what_left_already_is_dropped_for_good(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    laura, morning = world.person("Laura").id, day(5, 12)
    world.session.rollback()
    jobs.enqueue_due_reminders(sessions, day(5, 11))
    with sessions() as session:
        claim(session, [laura], at=morning - timedelta(minutes=1))
        session.commit()
    jobs.enqueue_due_reminders(sessions, morning)
    for minutes in (1, 9):
        jobs.deliver_mail(sessions, post, morning + timedelta(minutes=minutes))
    assert len(to_laura(smtp_server)) == 1
    states = world.session.scalars(select(Notice.state).where(Notice.recipient_id == laura).order_by(Notice.id)).all()
    assert states == [NoticeState.DROPPED, NoticeState.SENT]


def test_a_dead_letter_that_is_tried_again_does_not_come_beside_the_newer_step(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    smtp_server.answers["laura@entidad.gov.co"] = "550 no such user"
    jobs.enqueue_due_reminders(sessions, day(5, 11))
    jobs.deliver_mail(sessions, post, day(5, 11))
    smtp_server.answers.clear()
    jobs.enqueue_due_reminders(sessions, day(5, 12))
    jobs.deliver_mail(sessions, post, day(5, 12))
    retry(world.session, world.person("Laura"), actor=SETUP, at=day(5, 12, hour=14))
    world.session.commit()
    jobs.deliver_mail(sessions, post, day(5, 12, hour=15))
    assert len(to_laura(smtp_server)) == 1


def test_an_address_to_which_nothing_can_be_written_holds_nobody_up(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    joined = create_account(world.session, world.entity, email="íñigo@entidad.gov.co", name="Íñigo", actor=SETUP, at=day(5, 1))
    join_office(world.session, joined, world.office("Oficina Comercial"), actor=SETUP, at=day(5, 1))
    world.session.commit()
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    mail = jobs.deliver_mail(sessions, post, day(5, 4))
    assert mail.sent == 7
    assert any("íñigo@entidad.gov.co" in reason for reason in mail.reasons)
    states = world.session.scalars(select(Notice.state).where(Notice.recipient_id == joined.id)).all()
    assert set(states) == {NoticeState.FAILED}  # the reminder, and what their office answers for


def test_what_waits_to_leave_is_not_told_to_whoever_muted_it_meanwhile(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    prefer(world.session, world.person("Laura"), Preferences(only_overdue=True), source=NOWHERE, at=day(5, 4))
    world.session.commit()
    jobs.deliver_mail(sessions, post, day(5, 4, hour=14))
    assert to_laura(smtp_server) == []
    jobs.enqueue_due_reminders(sessions, day(5, 11))
    jobs.deliver_mail(sessions, post, day(5, 11))
    assert to_laura(smtp_server) == ["Le faltan 2 actividades; el plazo venció el viernes 8 de mayo"]


def test_a_reminder_of_which_a_message_says_nothing_is_not_told_by_it(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """The digest left for what else it had to tell."""
    prefer(world.session, world.person("Mateo"), Preferences(events_at_once=False), source=NOWHERE, at=day(5, 4))
    world.session.commit()
    mateo = world.person("Mateo").id
    world.session.rollback()
    jobs.enqueue_due_reminders(sessions, day(5, 4))
    for number in (1, 2):
        world.submit(number)
    world.review(1)
    move = {"control_due_on": date(2026, 5, 22)}
    move_milestones(world.session, world.cut(), move, reason="Falló el correo.", actor=SETUP, at=day(5, 4))
    world.session.commit()
    jobs.deliver_mail(sessions, post, day(5, 4))
    states = dict(world.session.execute(select(Notice.kind, Notice.state).where(Notice.recipient_id == mateo)).all())
    assert states == {"submit": NoticeState.DROPPED, "moved": NoticeState.SENT}
