"""From the act that asks to the mail that tells, over a real mail server: at once, of what still stands as it stood."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.nudges import Late, nudge
from pacc_flow.actions.trail import Session
from pacc_flow.notifications.mail import SmtpTransport
from pacc_flow.workflow import State
from tests.support.cast import NOW, World
from tests.support.mail import PostOffice

LATE = NOW + timedelta(days=8)


@pytest.fixture
def post(smtp_server: PostOffice) -> jobs.Post:
    transport = SmtpTransport(smtp_server.host, smtp_server.port, timeout=5)
    return jobs.Post(transport, "pacc@entidad.gov.co", "https://pacc.entidad.gov.co", secret="s" * 40)


def ask(world: World) -> None:
    entries = [world.entry(number) for number in (1, 2)]
    late = [Late(entry.id, entry.cut_id, State(entry.state), entry.round) for entry in entries]
    asked = {world.person("Laura").id: late}
    nudge(world.session, asked, actor=world.person("Andrés"), at=LATE, message="Mañana hay comité.")
    world.session.commit()


def to_laura(smtp_server: PostOffice) -> list[str]:
    return [
        message.get_body(("plain",)).get_content()
        for message in smtp_server.messages
        if "laura@" in str(message["To"]) and "Recibo" not in str(message["Subject"])
    ]


def test_whoever_is_asked_gets_a_mail_at_once_with_the_words_of_who_asks(
    world: World, sessions: sessionmaker[Session], post: jobs.Post, smtp_server: PostOffice
):
    ask(world)
    jobs.deliver_mail(sessions, post, LATE)
    (text,) = to_laura(smtp_server)
    for words in ("Actualizar el mapa de riesgos", "Publicar el mapa de riesgos", "«Mañana hay comité.» Andrés Rojas"):
        assert words in text
    jobs.deliver_mail(sessions, post, LATE + timedelta(hours=1))
    assert len(to_laura(smtp_server)) == 1


def test_what_was_sent_before_the_mail_left_is_not_asked_for(
    world: World, sessions: sessionmaker[Session], post: jobs.Post, smtp_server: PostOffice
):
    ask(world)
    world.submit(1)
    world.session.rollback()
    jobs.deliver_mail(sessions, post, LATE)
    (text,) = to_laura(smtp_server)
    assert "Publicar el mapa de riesgos" in text
    assert "Actualizar el mapa de riesgos" not in text
