"""The public page of a follow-up as large as the demonstration's, against a bare route that answers as many bytes."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import repeat

from sqlalchemy import select

from bench.http_client import http_client, request
from bench.load import CLIENTS, Window, drive, in_turns
from bench.ratio import Ratio
from bench.serving import served
from bench.sides import compared, environ_of
from bench.stores import Store
from bench.visitor import Visitor
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Account, Cut, CutState, Entry
from pacc_flow.models.engine import create_engine
from pacc_flow.workflow import State
from tests.support.cast import NOW
from tests.support.web import email_of

TURNS, SECONDS, AIM = 5, 1.5, 0.8
PAGE = "/entidad/2026/corte-1/"
ACTIVITIES = 41
PERSON = "Marta"


def measure(store: Store, cast: str) -> Iterator[Ratio]:
    url = store.grown(cast, State.VERIFIED, entries=ACTIVITIES)
    _publish(url)
    with ExitStack() as kept:
        site = kept.enter_context(served("wsgi:app", environ_of(kept, url)))
        bare = kept.enter_context(served("bench.bare_site:app"))
        page = Visitor(site.port).get(PAGE)
        size = len(page.encode())
        asked, bare_asked = request("GET", PAGE), request("GET", f"/{size}")
        sides = [(site.port, asked), (bare.port, bare_asked)]

        def visited(port: int, prepared: bytes) -> Window:
            return drive([http_client(port, repeat(prepared), 200)] * CLIENTS, SECONDS)

        ours, route = in_turns([lambda _, side=side: visited(*side) for side in sides], TURNS)
        told = f"{page.count('<tr id=')} activities, {size / 1000:.0f} kB"
        yield compared(f"public follow-up / bare route, {store.name}", ours, route, aim=AIM, detail=told)


def _publish(url: str) -> None:
    engine = create_engine(url)
    with make_session_factory(engine)() as session:
        cut = session.scalars(select(Cut).where(Cut.state == CutState.OPEN)).one()
        left = session.scalars(select(Entry.id).where(Entry.cut_id == cut.id, Entry.state != State.VERIFIED)).all()
        person = session.scalars(select(Account).where(Account.email == email_of(PERSON))).one()
        publish_cut(session, cut.id, actor=person, reasons=dict.fromkeys(left, "La oficina no reportó."), at=NOW)
        session.commit()
    engine.dispose()
