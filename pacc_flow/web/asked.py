"""What the address of a board asks for: a search, and the addresses that ask for the same with one part changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from pacc_flow.queries.board import CutRow, Order, Search
from pacc_flow.web.desks import Desk
from pacc_flow.workflow import State

_LARGEST = 10**9
_LONGEST_WORDS = 200
EVERYTHING = "todas"
# fmt: off
STATES = {  # in the address: (the state, its figure)
    "verificadas": (State.VERIFIED,  "Verificadas"),
    "revisadas":   (State.REVIEWED,  "Revisadas"),
    "enviadas":    (State.SUBMITTED, "Por revisar"),
    "sin-enviar":  (State.DRAFT,     "Sin enviar"),
}
ORDERS = {Order.LATE: "atraso", Order.ARRIVAL: "llegada", Order.NUMBER: "número"}
# fmt: on
_SLUGS = {state: slug for slug, (state, _) in STATES.items()}


@dataclass(frozen=True)
class Asked:
    """The search and the address that asks for it, whose parts can be changed one at a time."""

    desk: Desk
    search: Search
    cut_id: int | None
    usual: State | None

    @classmethod
    def of(cls, desk: Desk, cut: CutRow, args: Mapping[str, str]) -> "Asked":
        """Whatever the address holds that nobody could have asked for is left out of the search.

        Unless it says otherwise, what waits at the desk is looked for, and in a cut that is over everything.
        """
        usual = desk.state if cut.is_open else None
        state = args.get("estado", "")
        order = args.get("orden", "")
        search = Search(
            state=None if state == EVERYTHING else STATES.get(state, (usual,))[0],
            office_id=_figure(args.get("oficina")),
            words=args.get("q", "").strip()[:_LONGEST_WORDS],
            order=Order(order) if order in list(Order) else Order.LATE,
            page=_figure(args.get("pagina")) or 1,
        )
        return cls(desk, search, _figure(args.get("corte")), usual)

    states = STATES
    orders = ORDERS

    @property
    def state_slug(self) -> str:
        return EVERYTHING if self.search.state is None else _SLUGS[self.search.state]

    def address(self, **changes: object) -> str:
        """The same search with some of its parts changed; it begins again at the first page unless that is the change."""
        parts = {
            "corte": self.cut_id,
            "estado": self.state_slug if self.search.state is not self.usual else None,
            "oficina": self.search.office_id,
            "q": self.search.words or None,
            "orden": self.search.order.value if self.search.order is not Order.LATE else None,
        }
        return url_for(self.desk.board, **{**parts, **changes})  # type: ignore[arg-type]  # None leaves a part out


def _figure(text: str | None) -> int | None:
    """A positive number of the address, or nothing."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(_LARGEST)):
        return None
    return min(int(text), _LARGEST) or None
