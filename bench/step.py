"""One full step: an office submits an entry, with its ledger record, durable before it is acknowledged."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import repeat
from typing import TypeVar

from sqlalchemy import func, select

from bench.drafts import Draft, drafts_of, posts_of
from bench.http_client import http_client
from bench.inside import Recorded, inside
from bench.load import CLIENTS, Window, drive, in_turns
from bench.ratio import Ratio
from bench.serving import served
from bench.sides import compared, environ_of
from bench.stores import Store
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Entry
from pacc_flow.models.engine import create_engine
from pacc_flow.queries.ledger_integrity import verify_ledger
from pacc_flow.workflow import State
from tests.support.growth import TEAMS

TURNS, STEPS, SECONDS = 5, 12, 1.0  # steps of each client in a turn; each turn of the bare route takes so many seconds
LONGEST_SECONDS = 30.0
AIM = 0.5


Share = tuple[str, list[Draft]]
Of = TypeVar("Of")


def measure(store: Store, cast: str) -> Iterator[Ratio]:
    url = store.grown(cast, State.DRAFT)
    shares = _shares(drafts_of(url))
    told = _recorded(store.new(url), shares)
    replayed_on, served_on = store.new(url), store.new(url)
    with ExitStack() as kept:
        site = kept.enter_context(served("wsgi:app", environ_of(kept, served_on)))
        bare = kept.enter_context(served("bench.bare_site:app"))
        posts = [posts_of(site.port, name, drafts) for name, drafts in shares]
        size, sample = told[0][0].size, posts[0][0]
        bare_post = sample.replace(shares[0][1][0].path.encode(), f"/{size}".encode(), 1)

        def ours(turn: int) -> Window:
            return drive([http_client(site.port, _turn(share, turn), 302) for share in posts], LONGEST_SECONDS)

        def statements(turn: int) -> Window:
            scripts = [[one.script for one in _turn(share, turn)] for share in told]
            return drive([store.client(replayed_on, share) for share in scripts], LONGEST_SECONDS)

        def route(_turn: int) -> Window:
            return drive([http_client(bare.port, repeat(bare_post), 200)] * CLIENTS, SECONDS)

        windows = in_turns([ours, statements, route], TURNS)
    _check(served_on)
    about = f"submit with its record, {store.name}"
    count = f"{len(told[0][-1].script)} statements"
    yield compared(f"{about} / bare statements", windows[0], windows[1], aim=AIM, detail=count)
    yield compared(f"{about} / bare route", windows[0], windows[2])


def _shares(drafts: Mapping[str, list[Draft]]) -> list[Share]:
    """Who sends what: each client is one person of the office that leads its entries."""
    parts = range(CLIENTS // len(TEAMS))
    needed = STEPS * (TURNS + 1)
    return [(writer, drafts[office][part * needed :][:needed]) for office, writer, *_ in TEAMS for part in parts]


def _turn(share: Sequence[Of], turn: int) -> Sequence[Of]:
    return share[turn * STEPS : (turn + 1) * STEPS]


def _recorded(url: str, shares: Sequence[Share]) -> list[list[Recorded]]:
    with inside(url) as own:
        return [own.statements_of(name, [("POST", draft.path, draft.form) for draft in drafts], 302) for name, drafts in shares]


def _check(url: str) -> None:
    """Every step that was acknowledged is there, with a sound ledger."""
    engine = create_engine(url)
    integrity = verify_ledger(engine)
    with make_session_factory(engine)() as session:
        sent = session.scalar(select(func.count(Entry.id)).where(Entry.state == State.SUBMITTED))
    engine.dispose()
    assert integrity.is_sound, integrity.findings[0]
    assert sent == CLIENTS * STEPS * (TURNS + 1), sent
