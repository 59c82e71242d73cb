"""The label that comes next: written at the top of a page, it can own the last rows of the page before."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.places.catalogue import Component, talks_of
from pacc_flow.matrix.places.place import Labels, Place
from pacc_flow.matrix.words import fold, has_phrase


def look_ahead(rows: Sequence[Labels], places: Sequence[Place]) -> None:
    """For each label, ask the rows without one just before it whether they are its own."""
    for at, place in enumerate(places):
        if place.is_anchor and at and not places[at - 1].is_anchor:
            run = _run_before(at, rows, places)
            first = next((row for row in run if _evidence(rows[row], places[row], place)), None)
            if first is not None:
                crosses = rows[at].page != rows[at - 1].page
                for row in range(first, at):
                    _doubt(rows[row], places[row], place, crosses=crosses)


def _run_before(at: int, rows: Sequence[Labels], places: Sequence[Place]) -> range:
    """The rows without labels that end just before `at`, on the page of the last of them."""
    first = at
    while first and _inherits(places[first - 1]) and rows[first - 1].page == rows[at - 1].page:
        first -= 1
    return range(first, at)


def _inherits(place: Place) -> bool:
    return not place.is_anchor and not place.is_misplaced


def _evidence(row: Labels, place: Place, following: Place) -> str:
    """Says "names" of a row that names the component of the next label outright, "cues" of one that talks of it."""
    changes = not place.component.is_same(following.component)
    component, subcomponent = following.component.known, following.subcomponent.known
    if not changes and (subcomponent is None or subcomponent is place.subcomponent.known):
        return ""
    folded = fold(f"{row.activity} {row.goal}")
    if changes and _names(folded, place.component.known):
        return ""
    if changes and _names(folded, component):
        return "names"
    return "cues" if subcomponent is not None and talks_of(folded, subcomponent.cues) else ""


def _names(folded: str, component: Component | None) -> bool:
    return component is not None and any(has_phrase(folded, label) for label in component.labels)


def _doubt(row: Labels, place: Place, following: Place, *, crosses: bool) -> None:
    """Across a page break the next label takes the row; within a page it is only offered."""
    before, evidence = replace(place, findings=[]), _evidence(row, place, following)
    if crosses:
        place.component, place.subcomponent = following.component, following.subcomponent
        if evidence != "names":
            confidence = Confidence.MEDIUM if evidence else Confidence.LOW
            place.findings += _ambiguity(adopted=place, other=before, confidence=confidence, adopted_is_next=True)
    else:
        place.findings += _ambiguity(adopted=place, other=following, confidence=Confidence.LOW, adopted_is_next=False)


def _ambiguity(*, adopted: Place, other: Place, confidence: Confidence, adopted_is_next: bool) -> Iterator[Finding]:
    above, below = (other, adopted) if adopted_is_next else (adopted, other)
    if not adopted.component.is_same(other.component):
        message = (
            f"Puede ser de dos componentes. Por su lugar es de «{above.component.label}»; "
            f"por su contenido, de «{below.component.label}», cuyo rótulo está más abajo."
        )
        yield Finding(Code.AMBIGUOUS_COMPONENT, "component", message, confidence, other.component.label)
    message = f"Puede ser de dos subcomponentes. Por su lugar es de {_quoted(above)}; por su contenido, de {_quoted(below)}."
    yield Finding(Code.AMBIGUOUS_SUBCOMPONENT, "subcomponent", message, confidence, other.subcomponent.label)


def _quoted(place: Place) -> str:
    return f"«{place.subcomponent.label}»" if place.subcomponent.label else "ninguno"
