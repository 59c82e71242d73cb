"""What the ledger adds to a step: one person who submits entry after entry, on the site and on the same site without its trail.

One at a time, so that nobody waits for anybody: what is left is the time of the step itself.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from sqlalchemy import func, select

from bench.drafts import drafts_of, posts_of
from bench.http_client import http_client
from bench.load import Window, drive, in_turns
from bench.ratio import Ratio
from bench.serving import served
from bench.sides import compared_p50, environ_of
from bench.stores import Store
from bench.untied import untie
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import LedgerRecord
from pacc_flow.models.engine import create_engine
from pacc_flow.workflow import State
from tests.support.growth import TEAMS

TURNS, STEPS = 5, 40
LONGEST_SECONDS = 30.0
AIM = 1.3


def measure(store: Store, cast: str) -> Iterator[Ratio]:
    url = store.grown(cast, State.DRAFT)
    office, writer, *_ = TEAMS[0]
    drafts = drafts_of(url)[office][: STEPS * (TURNS + 1)]
    untied_url = store.new(url)
    untie(untied_url)
    before = _submissions(url)
    with ExitStack() as kept:
        site = kept.enter_context(served("wsgi:app", environ_of(kept, url)))
        untied = kept.enter_context(served("bench.site_without_trail:app", environ_of(kept, untied_url)))
        posts, untied_posts = (posts_of(one.port, writer, drafts) for one in (site, untied))
        windows = in_turns(
            [lambda turn: _sent(site.port, posts, turn), lambda turn: _sent(untied.port, untied_posts, turn)], TURNS
        )
    recorded, recorded_untied = (_submissions(one) - before for one in (url, untied_url))
    assert (recorded, recorded_untied) == (len(drafts), 0), (recorded, recorded_untied)
    yield compared_p50(f"submit with its record, {store.name} / without the ledger", windows[0], windows[1], aim=AIM)


def _sent(port: int, posts: Sequence[bytes], turn: int) -> Window:
    return drive([http_client(port, posts[turn * STEPS : (turn + 1) * STEPS], 302)], LONGEST_SECONDS)


def _submissions(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(select(func.count()).where(LedgerRecord.kind == Kind.ENTRY_SUBMIT.value)) or 0
    engine.dispose()
    return found
