"""Planning's board, fifty rows of a cut of 1,200 entries, and the memory of the workers that served it."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import repeat

from bench.http_client import http_client, request
from bench.inside import inside
from bench.load import CLIENTS, Window, drive, in_turns
from bench.ratio import Ratio, Unit
from bench.serving import Served, served
from bench.sides import compared, environ_of
from bench.stores import Store
from bench.visitor import Visitor
from pacc_flow.queries.board import ROWS_A_PAGE
from pacc_flow.workflow import State

TURNS, SECONDS = 5, 1.5
AIM = 0.35
BOARD, PERSON = "/app/tablero", "Andrés"


def measure(store: Store, cast: str) -> Iterator[Ratio]:
    url = store.grown(cast, *State)
    with inside(url) as own:
        (told,) = own.statements_of(PERSON, [("GET", BOARD, {})], 200)
    with ExitStack() as kept:
        site = kept.enter_context(served("wsgi:app", environ_of(kept, url)))
        bare = kept.enter_context(served("bench.bare_site:app"))
        visitor = Visitor.signed_in(site.port, PERSON)
        page = visitor.get(BOARD)
        assert page.count('href="/app/revision/') >= ROWS_A_PAGE
        size = len(page.encode())
        asked = request("GET", BOARD, headers={"Cookie": visitor.cookie})
        bare_asked = request("GET", f"/{size}", headers={"Cookie": visitor.cookie})

        def ours(_turn: int) -> Window:
            return drive([http_client(site.port, repeat(asked), 200)] * CLIENTS, SECONDS)

        def route(_turn: int) -> Window:
            return drive([http_client(bare.port, repeat(bare_asked), 200)] * CLIENTS, SECONDS)

        def statements(_turn: int) -> Window:
            return drive([store.client(url, repeat(told.script))] * CLIENTS, SECONDS)

        windows = in_turns([ours, route, statements], TURNS)
        about = f"entry list of {ROWS_A_PAGE} rows, {store.name}"
        size_told = f"{size / 1000:.0f} kB"
        yield compared(f"{about} / bare route", windows[0], windows[1], aim=AIM, detail=size_told)
        yield compared(f"{about} / bare statements", windows[0], windows[2], detail=f"{len(told.script)} statements")
        yield from _memory(store, site, bare)


def _memory(store: Store, site: Served, bare: Served) -> Iterator[Ratio]:
    ours, least = site.memory(), bare.memory()
    for name in ours:
        yield Ratio(f"memory of a worker ({name.upper()}), {store.name}", [ours[name]], [least[name]], Unit.MEBIBYTES)
