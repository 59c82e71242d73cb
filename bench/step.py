"""One full step: an office submits an entry, with its ledger record, durable before it is acknowledged."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import repeat
from typing import TypeVar
from urllib.parse import urlencode

from sqlalchemy import func, select

from bench.http_client import http_client, request
from bench.inside import Recorded, inside
from bench.load import CLIENTS, Window, drive, in_turns
from bench.ratio import Ratio
from bench.serving import served
from bench.sides import compared, environ_of
from bench.stores import Store
from bench.visitor import FORM, Visitor, token_in
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Entry, Office, Responsibility
from pacc_flow.models.engine import create_engine
from pacc_flow.queries.ledger_integrity import verify_ledger
from pacc_flow.workflow import State
from tests.support.growth import TEAMS

TURNS, STEPS, SECONDS = 5, 12, 1.0  # steps of each client in a turn; each turn of the bare route takes so many seconds
LONGEST_SECONDS = 30.0
AIM = 0.5


@dataclass(frozen=True)
class Draft:
    entry_id: int
    office_id: int

    @property
    def path(self) -> str:
        return f"/app/entradas/{self.entry_id}/enviar"

    @property
    def form(self) -> dict[str, str]:
        narrative = f"Se terminó la entrada {self.entry_id}: se publicó el informe y se contó a la ciudadanía por tres canales."
        return {"rev": "1", "office": str(self.office_id), "percent": "88,24", "narrative": narrative, "link": ""}


Share = tuple[str, list[Draft]]
Of = TypeVar("Of")


def measure(store: Store, cast: str) -> Iterator[Ratio]:
    url = store.grown(cast, State.DRAFT)
    shares = _shares(_drafts(url))
    told = _recorded(store.new(url), shares)
    replayed_on, served_on = store.new(url), store.new(url)
    with ExitStack() as kept:
        site = kept.enter_context(served("wsgi:app", environ_of(kept, served_on)))
        bare = kept.enter_context(served("bench.bare_site:app"))
        posts = [_posts(site.port, name, drafts) for name, drafts in shares]
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


def _drafts(url: str) -> Mapping[str, list[Draft]]:
    """By the name of the office that leads; those without evidence cannot be sent."""
    engine = create_engine(url)
    found: dict[str, list[Draft]] = {}
    with make_session_factory(engine)() as session:
        leads = (Responsibility.activity_id == Entry.activity_id) & (Responsibility.position == 0)
        rows = select(Entry.id, Office.id, Office.name).join(Responsibility, leads).join(Responsibility.office)
        for entry_id, office_id, office in session.execute(rows.where(Entry.percent.is_not(None)).order_by(Entry.id)):
            found.setdefault(office, []).append(Draft(entry_id, office_id))
    engine.dispose()
    return found


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


def _posts(port: int, name: str, drafts: Sequence[Draft]) -> list[bytes]:
    visitor = Visitor.signed_in(port, name)
    token = token_in(visitor.get("/app/cuenta"))
    headers = {"Cookie": visitor.cookie, "Content-Type": FORM}
    return [
        request("POST", draft.path, body=urlencode(draft.form | {"csrf_token": token}).encode(), headers=headers)
        for draft in drafts
    ]


def _check(url: str) -> None:
    """Every step that was acknowledged is there, with a sound ledger."""
    engine = create_engine(url)
    integrity = verify_ledger(engine)
    with make_session_factory(engine)() as session:
        sent = session.scalar(select(func.count(Entry.id)).where(Entry.state == State.SUBMITTED))
    engine.dispose()
    assert integrity.is_sound, integrity.findings[0]
    assert sent == CLIENTS * STEPS * (TURNS + 1), sent
