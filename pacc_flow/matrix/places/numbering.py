"""The place of a row by its number: 2.3 is the third of component 2 or, inside a component, of its second subcomponent."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.places.catalogue import Catalogue
from pacc_flow.matrix.places.place import Labels, Placement
from pacc_flow.matrix.places.sheet_names import NamedSheet

_NUMBER = re.compile(
    r"\s*(?:(?:[Aa]ctividad|ACTIVIDAD|[Aa]ct\.|ACT\.)\s*(?:[Nn][.°ºo]*\s*)?)?([0-9]{1,2}(?:\.[0-9]{1,2}){1,3})"
    r"(?!\s*(?:%|mil\b|millones\b))(?:[.:)\s-]|(?=[^\W\d_a-záéíóúñ])|\Z)"  # a letter glued to it begins the activity
)
_THREE = 3


def number_of(*texts: str) -> tuple[int, ...]:
    """(2, 3) of the first text that begins with «2.3»; nothing when none does."""
    found = next((match for text in texts if (match := _NUMBER.match(text))), None)
    return tuple(map(int, found[1].split("."))) if found else ()


def place_by_name_of_sheet(placements: Sequence[Placement], named: NamedSheet) -> list[Placement]:
    """Where no label says a component and the name of the sheet does."""
    if named.finding is None or any(placement.component for placement in placements):
        return list(placements)
    return [_with(placement, Code.COMPONENT_MISSING, named.finding, component=named.component) for placement in placements]


def place_by_numbers(
    placements: Sequence[Placement], labels: Sequence[Labels], numbers: Sequence[tuple[int, ...]], catalogue: Catalogue
) -> list[Placement]:
    """Fills in what no label says: the component of rows that have none, or the subcomponents of a sheet without any.

    A component that nobody wrote, known by the subcomponent of an earlier row, says less than the number of the row itself.
    """
    are_bare = not any(placement.subcomponent for placement in placements)
    counting = _components_that_count_alone(placements, numbers, catalogue)
    placed = []
    for carried, own, number in zip(placements, labels, numbers, strict=True):
        placement = _without_carried(carried, own, number, catalogue)
        known = catalogue.component(placement.component) if placement.component else None
        if len(number) > 1 and not placement.component:
            placed.append(_component(placement, number, catalogue))
        elif len(number) > 1 and are_bare and known is not None and not (len(number) < _THREE and known.name in counting):
            placed.append(_subcomponent(placement, number, number[1 if len(number) >= _THREE else 0], catalogue))
        else:
            placed.append(placement)
    return placed


def _components_that_count_alone(
    placements: Sequence[Placement], numbers: Sequence[tuple[int, ...]], catalogue: Catalogue
) -> frozenset[str]:
    """Those whose rows all begin with the component's own number: 3.1, 3.2 are its activities, and no subcomponents."""
    firsts: dict[str, set[int]] = defaultdict(set)
    for placement, number in zip(placements, numbers, strict=True):
        known = catalogue.component(placement.component) if placement.component else None
        if known is not None and number:
            firsts[known.name].add(number[0])
    alone = {name: found.pop() for name, found in firsts.items() if len(found) == 1}
    return frozenset(name for name, first in alone.items() if catalogue.numbered(first) is catalogue.component(name))


def _without_carried(placement: Placement, own: Labels, number: tuple[int, ...], catalogue: Catalogue) -> Placement:
    said = catalogue.numbered(number[0]) if len(number) > 1 else None
    is_carried = not own.subcomponent and any(one.code is Code.COMPONENT_FROM_CATALOGUE for one in placement.findings)
    if said is None or not is_carried or said is catalogue.component(placement.component):
        return placement
    kept = tuple(one for one in placement.findings if one.code is not Code.COMPONENT_FROM_CATALOGUE)
    return Placement("", "", kept)


def _component(placement: Placement, number: tuple[int, ...], catalogue: Catalogue) -> Placement:
    known = catalogue.numbered(number[0])
    if known is None:
        return placement
    found = _with(placement, Code.COMPONENT_MISSING, _finding("component", number, known.name), component=known.name)
    return _subcomponent(found, number, number[1], catalogue) if len(number) >= _THREE else found


def _subcomponent(placement: Placement, number: tuple[int, ...], order: int, catalogue: Catalogue) -> Placement:
    known = catalogue.component(placement.component)
    if placement.has_none or known is None or not 1 <= order <= len(known.subcomponents):
        return placement
    name = known.subcomponents[order - 1].name
    return _with(placement, Code.SUBCOMPONENT_EMPTY, _finding("subcomponent", number, name), subcomponent=name)


def _finding(field: str, number: tuple[int, ...], name: str) -> Finding:
    written = ".".join(map(str, number))
    return Finding(Code.PLACE_FROM_NUMBER, field, f"Por su número, {written}, la fila es de «{name}».", Confidence.MEDIUM, "")


def _with(placement: Placement, settled: Code, finding: Finding, *, component: str = "", subcomponent: str = "") -> Placement:
    kept = tuple(one for one in placement.findings if one.code is not settled)
    return replace(
        placement,
        component=component or placement.component,
        subcomponent=subcomponent or placement.subcomponent,
        findings=(*kept, finding),
    )
