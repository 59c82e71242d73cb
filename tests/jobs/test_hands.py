"""A message goes to whoever answers for what it asks as it leaves, and says in whose name."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.mail_preferences import prefer
from pacc_flow.actions.memberships import place_account
from pacc_flow.actions.nudges import Late, nudge
from pacc_flow.actions.source import NOWHERE
from pacc_flow.actions.substitutions import end_substitution, name_substitute
from pacc_flow.actions.trail import Session
from pacc_flow.models import Notice, NoticeState, Substitution
from pacc_flow.notifications.preferences import Preferences
from pacc_flow.workflow import Action, Standing, State
from tests.support.cast import NOW, SETUP, World
from tests.support.mail import PostOffice

Sessions = sessionmaker[Session]
EIGHT = datetime(2026, 5, 5, 13, tzinfo=UTC)  # in the morning in Bogotá
HOUR = timedelta(hours=1)


def asked(smtp_server: PostOffice, name: str) -> list[str]:
    """The texts of what a person was sent that asks something of them."""
    texts = [message.get_body(("plain",)).get_content() for message in smtp_server.messages if f"{name}@" in str(message["To"])]
    return [text for text in texts if "/app/entradas/" in text or "/app/revision/" in text]


def leaves(world: World, name: str) -> None:
    place_account(world.session, world.person(name), [], standing=Standing.MEMBER, actor=SETUP, at=EIGHT)
    world.session.commit()


def replaced(world: World, name: str, by: str, *, days: int = 3) -> Substitution:
    dates = {"starts_on": date(2026, 5, 5), "ends_on": date(2026, 5, 5) + timedelta(days=days)}
    people = world.person(name), world.person(by)
    made = name_substitute(world.session, *people, **dates, actor=SETUP, at=NOW).substitution
    world.session.commit()
    return made


def test_what_waits_is_not_told_to_whoever_left_the_office_meanwhile(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    jobs.enqueue_due_reminders(sessions, EIGHT)
    leaves(world, "Laura")
    jobs.deliver_mail(sessions, post, EIGHT)
    assert asked(smtp_server, "laura") == []
    assert len(asked(smtp_server, "mateo")) == 1
    state = select(Notice.state).where(Notice.recipient_id == world.person("Laura").id, Notice.kind == "submit")
    assert world.session.scalars(state).one() == NoticeState.DROPPED


def test_a_return_is_not_told_in_the_digest_of_whoever_left_the_office(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    prefer(world.session, world.person("Laura"), Preferences(events_at_once=False), source=NOWHERE, at=NOW)
    world.submit(1, by="Mateo")
    world.act("Andrés", Action.RETURN_TO_OFFICE, 1, comment="Falta el acta.")
    leaves(world, "Laura")
    jobs.deliver_mail(sessions, post, EIGHT)
    assert asked(smtp_server, "laura") == []


def test_whoever_replaces_somebody_is_told_in_whose_name_and_of_their_own_nothing_of_the_kind(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    replaced(world, "Laura", by="Paola")
    jobs.enqueue_due_reminders(sessions, EIGHT)
    jobs.deliver_mail(sessions, post, EIGHT)
    assert asked(smtp_server, "laura") == []
    (text,) = asked(smtp_server, "paola")
    assert "Sin empezar · vence en 3 días hábiles, viernes 8 de mayo · En nombre de Laura Cifuentes" in text
    (own,) = asked(smtp_server, "mateo")
    assert "En nombre de" not in own


def test_when_a_replacement_ends_before_the_mail_left_it_goes_to_whoever_is_back(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    made = replaced(world, "Laura", by="Andrés")
    jobs.enqueue_due_reminders(sessions, EIGHT)
    end_substitution(world.session, made, actor=SETUP, at=EIGHT)
    world.session.commit()
    jobs.deliver_mail(sessions, post, EIGHT)
    assert not [text for text in asked(smtp_server, "andres") if "Laura" in text]
    jobs.enqueue_due_reminders(sessions, EIGHT + HOUR)
    jobs.deliver_mail(sessions, post, EIGHT + HOUR)
    tomorrow = EIGHT + timedelta(days=1)
    jobs.enqueue_due_reminders(sessions, tomorrow)
    jobs.deliver_mail(sessions, post, tomorrow)
    assert len(asked(smtp_server, "laura")) == 1


def test_what_waited_over_the_last_day_of_a_replacement_is_told_in_nobodys_name(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    """The mail server was down; nobody recorded that the replacement is over."""
    replaced(world, "Laura", by="Paola", days=0)
    jobs.enqueue_due_reminders(sessions, EIGHT)
    smtp_server.close()
    jobs.deliver_mail(sessions, post, EIGHT)
    smtp_server.open()
    jobs.deliver_mail(sessions, post, EIGHT + timedelta(hours=16, minutes=1))
    assert asked(smtp_server, "paola") == []
    tomorrow = EIGHT + timedelta(days=1)
    jobs.enqueue_due_reminders(sessions, tomorrow)
    jobs.deliver_mail(sessions, post, tomorrow)
    (text,) = asked(smtp_server, "paola")
    assert "Falta su sección en 1 actividad" in text  # in which their own office helps
    assert "Laura" not in text


def test_whoever_helps_hears_of_a_return_as_news_for_it_is_not_theirs_to_send(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    world.submit(2)
    world.act("Andrés", Action.RETURN_TO_OFFICE, 2, comment="Falta el acta.")
    jobs.deliver_mail(sessions, post, NOW)
    (lead,), (helper,) = asked(smtp_server, "mateo"), asked(smtp_server, "paola")
    assert "CORRIJA Y VUELVA A ENVIAR" in lead
    assert "CORRIJA" not in helper
    assert "DEVOLVIERON LA ACTIVIDAD 2" in helper
    assert "La corrige y la vuelve a enviar la Oficina Comercial." in helper
    assert "«Falta el acta.» Andrés Rojas" in helper


def test_whoever_is_asked_to_move_it_today_hears_at_once_whatever_they_chose(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    prefer(world.session, world.person("Laura"), Preferences(events_at_once=False), source=NOWHERE, at=NOW)
    world.session.commit()
    entry, late = world.entry(1), NOW + timedelta(days=8)
    seen = [Late(entry.id, entry.cut_id, State(entry.state), entry.round)]
    nudge(world.session, {world.person("Laura").id: seen}, actor=world.person("Andrés"), at=late)
    world.session.commit()
    jobs.deliver_mail(sessions, post, late)
    assert len(asked(smtp_server, "laura")) == 1


def test_whoever_helps_and_is_asked_to_move_it_is_asked_for_their_section(
    world: World, sessions: Sessions, post: jobs.Post, smtp_server: PostOffice
):
    entry, late = world.entry(2), NOW + timedelta(days=8)
    seen = [Late(entry.id, entry.cut_id, State(entry.state), entry.round)]
    nudge(world.session, {world.person("Paola").id: seen}, actor=world.person("Andrés"), at=late)
    world.session.commit()
    jobs.deliver_mail(sessions, post, late)
    (text,) = asked(smtp_server, "paola")
    assert "Falta su sección en 1 actividad" in text
    assert "Andrés Rojas le pide avanzar hoy" in text
