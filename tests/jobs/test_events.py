"""What happens is told to whom it concerns, at once or in the digest as they choose, over a real mail server."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.deliveries import claim, retry
from pacc_flow.actions.entities import create_office
from pacc_flow.actions.mail_preferences import prefer
from pacc_flow.actions.memberships import Place, join_office, place_account
from pacc_flow.actions.milestones import move_milestones
from pacc_flow.actions.plans import PlannedActivity, create_plan
from pacc_flow.actions.reminders import mark_swept
from pacc_flow.actions.source import NOWHERE
from pacc_flow.actions.substitutions import end_substitution, name_substitute
from pacc_flow.actions.trail import Session
from pacc_flow.models import LedgerRecord, Notice, NoticeState, OfficeKind, Substitution
from pacc_flow.notifications.mail import SmtpTransport
from pacc_flow.notifications.preferences import Preferences
from pacc_flow.queries.sweeping import hour_of
from pacc_flow.workflow import Action, Standing
from tests.support.cast import NOW, SETUP, World
from tests.support.mail import PostOffice

Sessions = sessionmaker[Session]
EIGHT = datetime(2026, 5, 5, 13, 0, tzinfo=UTC)  # in the morning in Bogotá, the day after NOW
SECRET = "s" * 40


@pytest.fixture
def post(smtp_server: PostOffice) -> jobs.Post:
    transport = SmtpTransport(smtp_server.host, smtp_server.port, timeout=5)
    return jobs.Post(transport, "pacc@entidad.gov.co", "https://pacc.entidad.gov.co", secret=SECRET)


def wants(world: World, name: str, wanted: Preferences) -> None:
    prefer(world.session, world.person(name), wanted, source=NOWHERE, at=NOW)
    world.session.commit()


def to(smtp_server: PostOffice, name: str) -> list[str]:
    return [
        str(message["Subject"])
        for message in smtp_server.messages
        if message["To"].addresses[0].addr_spec == f"{name}@entidad.gov.co"
    ]


def nothing_is_due(world: World, sessions: Sessions, now: datetime) -> None:
    """The day was decided for whoever's hour has come, and asks nothing of anybody."""
    entity_id = world.entity.id
    world.session.rollback()
    with sessions() as session:
        mark_swept(session, entity_id, hour=hour_of(now))
        session.commit()


def returned(world: World, comment: str = "Falta el acta firmada.") -> None:
    world.submit(1)
    world.act("Andrés", Action.RETURN_TO_OFFICE, 1, comment=comment)
    world.session.rollback()


def test_what_is_told_at_once_of_one_entry_stays_together(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    for minutes in (0, 1):
        returned(world)
        jobs.deliver_mail(sessions, post, NOW + timedelta(minutes=minutes))
    first, second = [message for message in smtp_server.messages if "mateo@" in str(message["To"])]
    about = "Actividad 1, corte del 30 de abril de 2026: Actualizar el mapa de riesgos"
    assert [str(message["Subject"]).strip() for message in (first, second)] == [about, about]
    assert first["References"] == second["References"] == f"<entrada-{world.entry(1).id}@entidad.gov.co>"
    assert first["Message-ID"] != second["Message-ID"]
    assert "Le devolvieron la actividad 1" in first.get_body(("plain",)).get_content()


def test_whoever_sent_it_hears_in_the_digest_that_it_was_approved_and_verified(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    world.submit(1)
    world.review(1)
    world.verify(1, percent=8000)
    world.session.rollback()
    jobs.deliver_mail(sessions, post, NOW + timedelta(hours=1))
    assert [subject for subject in to(smtp_server, "laura") if "Recibo" not in subject] == []

    jobs.enqueue_due_reminders(sessions, EIGHT)
    jobs.deliver_mail(sessions, post, EIGHT)
    digest = next(message for message in reversed(smtp_server.messages) if "laura@" in str(message["To"]))
    text = digest.get_body(("plain",)).get_content()
    assert "Control Interno verificó el reporte con 80\u00a0%." in text
    assert "Planeación aprobó el reporte." in text  # nothing of what follows, for it is verified
    assert "Por reportar".upper() in text


def test_news_that_are_no_longer_true_are_not_told(world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice):
    world.submit(1)
    world.review(1)
    world.act("Marta", Action.RETURN_TO_OFFICE, 1, comment="No coincide.")
    world.session.rollback()
    nothing_is_due(world, sessions, EIGHT)
    jobs.deliver_mail(sessions, post, EIGHT + timedelta(hours=1))
    texts = [message.get_body(("plain",)).get_content() for message in smtp_server.messages]
    assert not any("aprobó" in text for text in texts if "Laura" in text.splitlines()[0] and "RECIBOS" not in text)


def test_what_was_approved_twice_is_told_once(world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice):
    world.submit(1)
    world.review(1)
    world.act("Marta", Action.RETURN_TO_PLANNING, 1, comment="Falta una firma.")
    world.review(1)
    world.session.rollback()
    nothing_is_due(world, sessions, EIGHT)
    jobs.deliver_mail(sessions, post, EIGHT + timedelta(hours=1))
    (text,) = [
        message.get_body(("plain",)).get_content()
        for message in smtp_server.messages
        if "laura@" in str(message["To"]) and "Recibo" not in str(message["Subject"])
    ]
    assert text.count("Planeación aprobó el reporte") == 1


def test_a_return_that_the_office_answered_meanwhile_is_not_told(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """Nor is it told as something to review: that was never the office's to do."""
    returned(world)
    world.submit(1)
    world.session.rollback()
    jobs.deliver_mail(sessions, post, NOW + timedelta(hours=1))
    assert to(smtp_server, "mateo") == []


def test_news_without_a_digest_leave_a_little_after_its_hour(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    wants(world, "Mateo", Preferences(events_at_once=False, digest_hour=18))
    returned(world)
    six = NOW.replace(hour=23)  # in the evening in Bogotá
    nothing_is_due(world, sessions, six)
    assert to(smtp_server, "mateo") == []
    jobs.deliver_mail(sessions, post, six + timedelta(minutes=9))
    assert to(smtp_server, "mateo") == []
    jobs.deliver_mail(sessions, post, six + timedelta(minutes=11))
    assert len(to(smtp_server, "mateo")) == 1


def test_a_person_hears_nothing_before_their_hour_and_the_same_day_after_it(world: World, sessions: Sessions):
    wants(world, "Laura", Preferences(digest_hour=15))
    laura = world.person("Laura").id
    world.session.rollback()
    for hour, is_told in ((12, False), (19, False), (20, True)):  # of UTC: 7, 14 and 15 in Bogotá
        told = jobs.enqueue_due_reminders(sessions, NOW.replace(hour=hour, day=5))
        assert (laura in {reminder.recipient_id for reminder in told}) is is_told


def test_whoever_wants_only_what_is_overdue_gets_that_and_nothing_before(world: World, sessions: Sessions):
    wants(world, "Laura", Preferences(only_overdue=True))
    laura = world.person("Laura").id
    returned(world)
    world.session.rollback()
    assert world.session.scalars(select(Notice).where(Notice.recipient_id == laura, Notice.kind == "returned")).all() == []
    world.session.rollback()
    told = {
        day: laura in {one.recipient_id for one in jobs.enqueue_due_reminders(sessions, NOW.replace(day=day))}
        for day in (5, 11)  # the term of the offices ends on Friday 8
    }
    assert told == {5: False, 11: True}


def test_each_message_can_be_answered_with_one_click(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    returned(world)
    jobs.deliver_mail(sessions, post, NOW)
    (message,) = [message for message in smtp_server.messages if "mateo@" in str(message["To"])]
    assert message["List-Unsubscribe"].strip().startswith("<https://pacc.entidad.gov.co/avisos/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_no_more_leave_at_one_time_than_the_server_may_bear(
    world: World, sessions: Sessions, smtp_server: PostOffice, post: jobs.Post
):
    few = jobs.Post(post.transport, post.sender, post.base_url, at_most=3)
    jobs.enqueue_due_reminders(sessions, EIGHT)
    assert [jobs.deliver_mail(sessions, few, EIGHT).sent for _ in range(4)] == [3, 3, 1, 0]


def test_messages_of_one_person_are_counted_like_any_others(
    world: World, sessions: Sessions, smtp_server: PostOffice, post: jobs.Post
):
    """Laura has a receipt and news of its own; what does not leave now leaves with the next delivery."""
    few = jobs.Post(post.transport, post.sender, post.base_url, at_most=1)
    returned(world)
    soon = NOW + timedelta(minutes=15)
    sent = [jobs.deliver_mail(sessions, few, soon).sent for _ in range(10)]
    assert sent == sorted(sent, reverse=True)
    assert max(sent) == 1
    assert sum(sent) == len(smtp_server.messages) >= 4


def test_a_server_that_is_down_is_asked_once_and_all_leaves_once_it_is_back(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    jobs.enqueue_due_reminders(sessions, EIGHT)
    smtp_server.close()
    assert len(jobs.deliver_mail(sessions, post, EIGHT).reasons) == 1
    smtp_server.open()
    assert jobs.deliver_mail(sessions, post, EIGHT + timedelta(hours=2)).sent == 7
    assert len({message["Message-ID"] for message in smtp_server.messages}) == 7


def test_what_may_have_left_goes_again_as_the_same_message(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """The process died after the mail left and before it was told: the second message is recognisably the first."""
    jobs.enqueue_due_reminders(sessions, EIGHT)
    laura = world.person("Laura").id
    world.session.rollback()
    with sessions() as session:
        (before,) = claim(session, [laura], at=EIGHT)
        session.commit()
    returned(world)
    with sessions() as session:
        again = claim(session, [laura], at=EIGHT + timedelta(hours=1))
        assert before.reference in {parcel.reference for parcel in again}
        assert len(again) > 1, "what came meanwhile is another message"


def test_what_may_have_left_keeps_its_name_while_the_server_is_down(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """What comes meanwhile is another message: else it would come again beside the first, under another name."""
    jobs.enqueue_due_reminders(sessions, EIGHT)
    laura = world.person("Laura").id
    world.session.rollback()
    with sessions() as session:
        (before,) = claim(session, [laura], at=EIGHT)
        session.commit()
    smtp_server.close()
    for _ in range(7):  # each sweep asks a server that is down once
        jobs.deliver_mail(sessions, post, EIGHT + timedelta(hours=1))
    world.submit(1)
    world.review(1)  # what would go along with her next digest
    world.session.rollback()
    with sessions() as session:
        again = claim(session, [laura], at=EIGHT + timedelta(hours=3))
    assert before.reference in {parcel.reference for parcel in again}


def test_what_could_not_be_delivered_is_tried_again_when_somebody_asks(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    laura = world.person("Laura")
    world.session.rollback()
    smtp_server.answers["laura@entidad.gov.co"] = "550 no such user"
    jobs.enqueue_due_reminders(sessions, EIGHT)
    jobs.deliver_mail(sessions, post, EIGHT)
    smtp_server.answers.clear()
    late = EIGHT + timedelta(days=10)
    assert retry(world.session, laura, actor=SETUP, at=late) is not None
    world.session.commit()
    jobs.deliver_mail(sessions, post, late)
    assert len(to(smtp_server, "laura")) == 1
    states = world.session.scalars(select(Notice.state).where(Notice.recipient_id == laura.id)).all()
    assert set(states) == {NoticeState.SENT}
    assert world.session.scalars(select(LedgerRecord).where(LedgerRecord.kind == "mail:retry")).one()
    world.session.rollback()
    assert retry(world.session, laura, actor=SETUP, at=late) is None


def test_a_mail_that_is_tried_again_is_not_given_up_at_its_first_trouble(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    smtp_server.answers["laura@entidad.gov.co"] = "550 no such user"
    jobs.enqueue_due_reminders(sessions, EIGHT)
    jobs.deliver_mail(sessions, post, EIGHT)
    late = EIGHT + timedelta(days=10)
    retry(world.session, world.person("Laura"), actor=SETUP, at=late)
    world.session.commit()
    smtp_server.answers["laura@entidad.gov.co"] = "451 later"
    jobs.deliver_mail(sessions, post, late)
    states = world.session.scalars(select(Notice.state).where(Notice.recipient_id == world.person("Laura").id)).all()
    assert set(states) == {NoticeState.PENDING}


def test_the_people_of_an_office_hear_which_activities_of_a_new_plan_are_theirs(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):

    office = world.office("Oficina Comercial")
    planned = [
        PlannedActivity(
            number, "Gestión del riesgo", "", f"Hacer {number}", "Un mapa", "30/12/2027", (date(2027, 12, 30),), (office,)
        )
        for number in (1, 2)
    ]
    create_plan(world.session, world.entity, year=2027, activities=planned, actor=SETUP, at=NOW)
    world.session.commit()
    jobs.deliver_mail(sessions, post, NOW)
    assert to(smtp_server, "laura") == to(smtp_server, "mateo") == ["Su oficina responde por las actividades 1 y 2"]
    assert to(smtp_server, "paola") == []


def test_news_that_come_once_the_hour_began_are_of_the_next_day(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """The digest of this day may have left; whoever chooses another hour meanwhile hears at that one, and once."""
    wants(world, "Mateo", Preferences(events_at_once=False))
    world.submit(1)
    world.act("Andrés", Action.RETURN_TO_OFFICE, 1, comment="Falta.", at=EIGHT - timedelta(minutes=56))
    nothing_is_due(world, sessions, EIGHT)
    jobs.deliver_mail(sessions, post, EIGHT)
    assert to(smtp_server, "mateo") == []
    prefer(world.session, world.person("Mateo"), Preferences(15, events_at_once=False), source=NOWHERE, at=EIGHT)
    world.session.commit()
    nothing_is_due(world, sessions, EIGHT + timedelta(hours=7))
    jobs.deliver_mail(sessions, post, EIGHT + timedelta(hours=7))
    assert to(smtp_server, "mateo") == []
    jobs.deliver_mail(sessions, post, EIGHT + timedelta(hours=7, minutes=10))
    assert len(to(smtp_server, "mateo")) == 1


def heard(smtp_server: PostOffice, name: str, about: str) -> list[str]:
    """The texts of the messages to a person whose subject begins so."""
    return [
        message.get_body(("plain",)).get_content()
        for message in smtp_server.messages
        if f"{name}@" in str(message["To"]) and str(message["Subject"]).startswith(about)
    ]


def replaced(world: World, *, at: datetime = NOW) -> Substitution:
    days = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 8)}
    people = world.person("Laura"), world.person("Mateo")
    made = name_substitute(world.session, *people, **days, actor=SETUP, at=at).substitution
    world.session.commit()
    return made


def test_whoever_is_named_to_replace_somebody_hears_of_it(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    made = replaced(world)
    for minutes in (1, 2):
        jobs.deliver_mail(sessions, post, NOW + timedelta(minutes=minutes))
    (text,) = heard(smtp_server, "mateo", "Usted reemplaza a Laura Cifuentes del 4 al 8 de mayo de 2026")
    assert "https://pacc.entidad.gov.co/app/cuenta/reemplazos" in text

    end_substitution(world.session, made, actor=SETUP, at=NOW + timedelta(hours=1))
    world.session.commit()
    jobs.deliver_mail(sessions, post, NOW + timedelta(hours=2))
    (text,) = heard(smtp_server, "mateo", "Ya no reemplaza a Laura Cifuentes")
    assert "antes de tiempo" in text


def test_whoever_was_replaced_hears_that_it_was_given_back(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    made, mateo = replaced(world), world.person("Mateo")
    end_substitution(world.session, made, actor=NOWHERE.actor(mateo, role=mateo.standing), at=NOW)
    world.session.commit()
    jobs.deliver_mail(sessions, post, NOW + timedelta(minutes=1))
    (text,) = heard(smtp_server, "laura", "Mateo Ríos ya no actúa en su nombre")
    assert "nombre a otra persona" in text
    assert to(smtp_server, "mateo") == []


def test_a_term_that_moves_is_told_to_whoever_replaces_one_of_those_concerned(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    days = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 8)}
    name_substitute(world.session, world.person("Andrés"), world.person("Paola"), **days, actor=SETUP, at=NOW)
    for number in (1, 2, 4):
        world.submit(number, by="Marta" if number == 4 else "Laura")
        world.review(number, by="Diana")
        world.verify(number, by="Jorge" if number == 4 else "Marta")
    move = {"control_due_on": date(2026, 5, 22)}
    move_milestones(world.session, world.cut(), move, reason="Falló el correo.", actor=SETUP, at=NOW)
    world.session.commit()
    jobs.deliver_mail(sessions, post, NOW)
    about = "Se movieron los plazos del corte del 30 de abril de 2026"
    told = [name for name in ("laura", "andres", "diana", "paola") if about in to(smtp_server, name)]
    assert told == ["andres", "diana", "paola"]


def test_a_substitution_that_was_ended_before_anybody_was_told_is_not_told(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    end_substitution(world.session, replaced(world), actor=SETUP, at=NOW)
    world.session.commit()
    jobs.deliver_mail(sessions, post, NOW + timedelta(hours=1))
    assert to(smtp_server, "mateo") == []


def test_a_substitution_that_was_ended_while_its_message_could_not_leave_is_told_as_ended_alone(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    made = replaced(world)
    smtp_server.answers["mateo@entidad.gov.co"] = "451 Later"
    jobs.deliver_mail(sessions, post, NOW + timedelta(minutes=1))
    end_substitution(world.session, made, actor=SETUP, at=NOW + timedelta(minutes=2))
    world.session.commit()
    smtp_server.answers.clear()
    jobs.deliver_mail(sessions, post, NOW + timedelta(hours=1))
    assert to(smtp_server, "mateo") == ["Ya no reemplaza a Laura Cifuentes"]


def test_whoever_joins_an_office_hears_what_it_answers_for(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    office = world.entry(1).activity.responsibilities[0].office
    membership = join_office(world.session, world.person("Paola"), office, actor=SETUP, at=NOW)
    world.session.commit()
    jobs.deliver_mail(sessions, post, NOW + timedelta(minutes=1))
    (text,) = heard(smtp_server, "paola", "Su oficina responde por")
    assert f"Usted entró a la {office.name}" in text
    assert membership.is_head is False


def test_whoever_left_the_office_again_does_not_hear_of_it(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    office, person = world.entry(1).activity.responsibilities[0].office, world.person("Paola")
    mine = [Place(one.office, one.is_head) for one in person.memberships]
    join_office(world.session, person, office, actor=SETUP, at=NOW)
    world.session.commit()
    world.session.expire(person)
    place_account(world.session, person, mine, standing=Standing.MEMBER, actor=SETUP, at=NOW)
    world.session.commit()
    jobs.deliver_mail(sessions, post, NOW + timedelta(minutes=1))
    assert heard(smtp_server, "paola", "Su oficina responde por") == []


def test_whoever_joins_an_office_that_answers_for_nothing_hears_nothing(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    person = world.person("Paola")
    idle = create_office(world.session, person.entity, name="Archivo", kind=OfficeKind.OFFICE, actor=SETUP, at=NOW)
    join_office(world.session, person, idle, actor=SETUP, at=NOW)
    world.session.commit()
    jobs.deliver_mail(sessions, post, NOW + timedelta(minutes=1))
    assert to(smtp_server, "paola") == []
