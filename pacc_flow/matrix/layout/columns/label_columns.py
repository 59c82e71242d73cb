"""Which columns hold the labels of a row where their headings only hint at it: what stands in them tells."""

from collections.abc import Mapping, Sequence

from pacc_flow.matrix.layout.columns.assigning import Assigned
from pacc_flow.matrix.layout.columns.kinds import share
from pacc_flow.matrix.layout.header import Heading
from pacc_flow.matrix.places.catalogue import PAAC, PTEP

_MOST = 0.5
_GUESS = 3  # of a name: «Acción estratégica», «Temática»


def take_components(
    assigned: Assigned, headings: Sequence[Heading], columns: Sequence[Sequence[str]], chosen: Mapping[str, str]
) -> None:
    """«Acción estratégica» over the components of a catalogue is their column, and that of the subcomponents another."""
    place = assigned.places.get("subcomponent")
    if place is None or "component" in assigned.places or not _is_guess(headings[place], chosen):
        return
    if share([value for value in columns[place] if value], _names_component) <= _MOST:
        return
    assigned.places["component"] = assigned.places.pop("subcomponent")
    assigned.doubtful.append("component")
    taken = set(assigned.places.values())
    others = (heading.place for heading in headings if heading.place not in taken and _is_guess(heading, chosen))
    if (other := next(others, None)) is not None:
        assigned.places["subcomponent"] = other


def _is_guess(heading: Heading, chosen: Mapping[str, str]) -> bool:
    is_named = any(found.field == "subcomponent" and found.sure >= _GUESS for found in heading.fields)
    return is_named and heading.key not in chosen


def _names_component(text: str) -> bool:
    return any(catalogue.component(text) and not catalogue.subcomponent(text) for catalogue in (PAAC, PTEP))
