"""What the tests of the ledger share: an engine and sessions on the database of each test, an actor and a moment."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.models.engine import create_engine


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return make_session_factory(engine)


@pytest.fixture
def actor() -> Actor:
    return Actor(account_id=12, role="planning", office_id=3, name="Ana", ip="10.0.0.7", session="c0ffee")


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
