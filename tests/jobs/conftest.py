"""What every story of the scheduler runs on: the database of its world, and a mail server on the loopback."""

import pytest
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.notifications.mail import SmtpTransport
from tests.support.cast import World
from tests.support.mail import PostOffice


@pytest.fixture
def sessions(world: World) -> sessionmaker[Session]:
    return make_session_factory(world.engine)


@pytest.fixture
def post(smtp_server: PostOffice) -> jobs.Post:
    transport = SmtpTransport(smtp_server.host, smtp_server.port, timeout=5)
    return jobs.Post(transport, "pacc@entidad.gov.co", "https://pacc.entidad.gov.co")
