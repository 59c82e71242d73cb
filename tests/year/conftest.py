"""The entity of the year on each engine, a mail server of its own, and the oracle beside it."""

from collections.abc import Iterator

import pytest

from pacc_flow.models.engine import create_engine
from tests.support.mail import PostOffice
from tests.year.house import build
from tests.year.oracle import Oracle
from tests.year.run import Run
from tests.year.year_2026 import YEAR


@pytest.fixture
def run(database_url: str, smtp_server: PostOffice) -> Iterator[Run]:
    engine = create_engine(database_url)
    made = Run(build(engine, YEAR), smtp_server, Oracle(YEAR))
    made.begins()
    yield made
    engine.dispose()
