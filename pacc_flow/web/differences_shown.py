"""What changes from one revision to the next, ready for a page: under what it is about, and what becomes of the summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from pacc_flow.reports import Snapshot, summarise
from pacc_flow.reports.differences import Difference, differences
from pacc_flow.web.formatting import percent


@dataclass(frozen=True)
class Group:
    """The differences of one activity, of one component, or of the follow-up as a whole."""

    heading: str
    differences: Sequence[Difference]


def groups_of(before: Snapshot, after: Snapshot) -> list[Group]:
    names = {("a", row.n): row.activity for snapshot in (before, after) for row in snapshot.rows}
    names |= {("c", one.number): one.name for snapshot in (before, after) for one in snapshot.components}

    def heading(of: tuple[int | None, int | None]) -> str:
        activity, component = of
        if activity is not None:
            return f"Actividad {activity}. {names['a', activity]}"
        return "Todo el seguimiento" if component is None else f"Componente {component}. {names['c', component]}"

    found = groupby(differences(before, after), key=lambda one: (one.activity, one.component))
    return [Group(heading(of), list(group)) for of, group in found]


def measures_of(before: Snapshot, after: Snapshot) -> list[tuple[str, str, str]]:
    """(name, before, after) of the two measures of the plan, in words."""
    was, now = summarise(before).total, summarise(after).total
    return [
        ("Cumplimiento", percent(was.fulfilment.percent), percent(now.fulfilment.percent)),
        ("Avance promedio", percent(was.average.percent), percent(now.average.percent)),
    ]


def digest_of(found: Sequence[Difference]) -> str:
    """Names exactly these differences, in hexadecimal: what a person signs is what they were shown."""
    return sha256(repr(tuple(found)).encode("utf-8", "surrogatepass")).hexdigest()
