"""What an engine learns, kept for the next one: each test has a database of its own, and compiles no statement anew.

SQLAlchemy keeps compiled statements by engine and dialect. Here every engine of a process that speaks to the same kind of
database shares both, the first one that connected lending its own.
"""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

_FIRST: dict[str, sa.Engine] = {}


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Any:  # noqa: ANN401  # a fixture that yields nothing
    make = sa.create_engine

    def create(*args: Any, **options: Any) -> sa.Engine:  # noqa: ANN401  # passed on
        engine = make(*args, **options)
        first = _FIRST.get(engine.name)
        if first is None:
            event.listen(engine, "engine_connect", lambda _: _FIRST.setdefault(engine.name, engine), once=True)
        else:
            engine.dialect = engine.pool._dialect = first.dialect
            engine._compiled_cache = first._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sa, "create_engine", create)
        yield
