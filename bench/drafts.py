"""The drafts that offices have ready to send, and the requests that send them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import select

from bench.http_client import request
from bench.visitor import FORM, Visitor, token_in
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Entry, Office, Responsibility
from pacc_flow.models.engine import create_engine


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


def drafts_of(url: str) -> Mapping[str, list[Draft]]:
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


def posts_of(port: int, name: str, drafts: Sequence[Draft]) -> list[bytes]:
    visitor = Visitor.signed_in(port, name)
    token = token_in(visitor.get("/app/cuenta"))
    headers = {"Cookie": visitor.cookie, "Content-Type": FORM}
    return [
        request("POST", draft.path, body=urlencode(draft.form | {"csrf_token": token}).encode(), headers=headers)
        for draft in drafts
    ]
