"""Filling labels down, corrected by the catalogue: a known subcomponent belongs to one component."""

from collections.abc import Sequence

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.places.label_index import LabelIndex
from pacc_flow.matrix.places.place import (
    NO_COMPONENT,
    NO_SUBCOMPONENT,
    ComponentLabel,
    Labels,
    Place,
    SubcomponentLabel,
)
from pacc_flow.matrix.words import content_words, says_not_applicable, similarity

_SAME_TEXT = 0.6  # of the word stems: an activity repeated as a noun phrase stays above, a real label far below
_INFINITIVES = ("AR", "ER", "IR")


def fill_down(rows: Sequence[Labels], labelled: LabelIndex) -> list[Place]:
    places: list[Place] = []
    component, subcomponent = NO_COMPONENT, NO_SUBCOMPONENT
    for at, row in enumerate(rows):
        place = Place(component, subcomponent)
        if row.component:
            _enter_component(place, labelled.component(at))
        if says_not_applicable(row.subcomponent):
            place.subcomponent = NO_SUBCOMPONENT
        elif row.subcomponent:
            if _is_activity(row, labelled.subcomponent(at)):
                place.is_misplaced = True
            else:
                _enter_subcomponent(place, labelled.subcomponent(at), labelled, at, has_label=bool(row.component))
        place.is_anchor = bool(row.component) or (bool(row.subcomponent) and not place.is_misplaced)
        component, subcomponent = place.component, place.subcomponent
        places.append(place)
    return places


def _enter_component(place: Place, component: ComponentLabel) -> None:
    """A label of the component that the row is already in changes nothing but where it is written."""
    if not place.component.is_same(component):
        place.subcomponent = NO_SUBCOMPONENT
    place.component = component


def _enter_subcomponent(
    place: Place, subcomponent: SubcomponentLabel, labelled: LabelIndex, at: int, *, has_label: bool
) -> None:
    """The row's own label of its component, or the one merged over it, leaves no doubt: an entity may call by any name a
    subcomponent of its own.
    """
    place.subcomponent = subcomponent
    current, known = place.component, subcomponent.known
    if has_label or known is None or known.component == current.number:
        return
    other = labelled.nearest(known.component, at)
    is_backwards = current.number is not None and known.component < current.number
    if is_backwards or (current.label and current.known is None and other.row < 0):
        place.findings.append(_contradiction(current, subcomponent, other))
    else:
        place.component = other


def _contradiction(current: ComponentLabel, subcomponent: SubcomponentLabel, other: ComponentLabel) -> Finding:
    return Finding(
        Code.AMBIGUOUS_COMPONENT,
        "component",
        f"Puede ser de dos componentes. Está bajo el rótulo «{current.label}», pero «{subcomponent.label}» es un "
        f"subcomponente de «{other.label}».",
        Confidence.MEDIUM,
        other.label,
    )


def _is_activity(row: Labels, subcomponent: SubcomponentLabel) -> bool:
    """Whether the subcomponent cell holds the activity itself, perhaps with its verb turned into a noun."""
    if subcomponent.known is not None:
        return False
    first, *_ = content_words(subcomponent.label) or ("",)
    likeness = similarity(subcomponent.label, row.activity)
    return likeness >= _SAME_TEXT or (first.endswith(_INFINITIVES) and likeness >= _SAME_TEXT / 2)
