"""The two databases, durable, with the cast at work in them; each copies what it holds, so that no measure disturbs another."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import URL, make_url, select, text

from bench.load import Client
from bench.statements import Script, postgresql_client, sqlite_client
from config import ROOT
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Cut
from pacc_flow.models.engine import create_engine
from pacc_flow.models.schema import upgrade
from pacc_flow.workflow import State
from tests.support.cast import populate
from tests.support.databases import new_database
from tests.support.growth import grow_cut
from tests.support.postgresql import running_server

ENTRIES = 1200


@dataclass(frozen=True)
class Store:
    """`new` makes a database from the address of another one, or an empty one; `client` runs scripts on it bare."""

    name: str
    new: Callable[[str | None], str]
    client: Callable[[str, Iterable[Script]], Client]

    def with_cast(self) -> str:
        """The address of a migrated database with the cast at work."""
        url = self.new(None)
        upgrade(url)
        engine = create_engine(url)
        with make_session_factory(engine)() as session:
            populate(session)
        engine.dispose()
        return url

    def grown(self, cast: str, *states: State, entries: int = ENTRIES) -> str:
        """The address of a copy of `cast` with so many entries in these states, by turns."""
        url = self.new(cast)
        engine = create_engine(url)
        with make_session_factory(engine)() as session:
            grow_cut(session, session.scalars(select(Cut).where(Cut.number == 1)).one(), entries, states=states)
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
        engine.dispose()
        return url


@contextmanager
def stores() -> Iterator[tuple[Store, Store]]:
    with ExitStack() as kept:
        server = kept.enter_context(running_server(durable=True))
        (ROOT / "var").mkdir(exist_ok=True)
        folder = Path(kept.enter_context(TemporaryDirectory(prefix="bench-", dir=ROOT / "var")))

        def new_in_postgresql(template: str | None) -> str:
            named = str(make_url(template).database) if template else "template0"
            made: URL = kept.enter_context(new_database(server, named))
            return made.render_as_string(hide_password=False)

        def new_in_sqlite(template: str | None) -> str:
            path = folder / f"{uuid4().hex}.sqlite3"
            if template:
                copyfile(str(make_url(template).database), path)
            return f"sqlite:///{path}"

        yield (
            Store("PostgreSQL", new_in_postgresql, postgresql_client),
            Store("SQLite", new_in_sqlite, sqlite_client),
        )
