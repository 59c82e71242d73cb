"""Where each row belongs. A label centred in a merged cell can be written rows, or a page, after its first row.

Filling down is where a reading begins, and three facts correct it: a known subcomponent belongs to one component; a
label at the top of a page can own the last rows of the page before; and what an activity talks about. Content alone
moves no row: it must agree with the label that comes next, and within one page a label starts where it is written.
"""

from collections.abc import Iterator, Sequence

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.places.catalogue import Catalogue
from pacc_flow.matrix.places.fill_down import fill_down
from pacc_flow.matrix.places.label_index import LabelIndex
from pacc_flow.matrix.places.look_ahead import look_ahead
from pacc_flow.matrix.places.place import Labels, Place, Placement, SubcomponentLabel
from pacc_flow.matrix.words import says_not_applicable


def place_rows(rows: Sequence[Labels], catalogue: Catalogue) -> list[Placement]:
    """The component and subcomponent of every row, in the document's words, with what there is to say of each."""
    places = fill_down(rows, LabelIndex(rows, catalogue))
    look_ahead(rows, places)
    following = _labels_below(rows, places)
    return [_placement(at, rows, place, following[at]) for at, place in enumerate(places)]


def _labels_below(rows: Sequence[Labels], places: Sequence[Place]) -> list[SubcomponentLabel | None]:
    """For each row the next subcomponent label written below it in the same component."""
    below: list[SubcomponentLabel | None] = [None] * len(rows)
    for at in range(len(rows) - 2, -1, -1):
        after = places[at + 1]
        if not places[at].component.is_same(after.component):
            continue
        is_written = after.subcomponent.row == at + 1
        below[at] = after.subcomponent if is_written else below[at + 1]
    return below


def _placement(at: int, rows: Sequence[Labels], place: Place, below: SubcomponentLabel | None) -> Placement:
    findings = list(place.findings)
    findings += _about_component(at, rows, place)
    if place.is_misplaced:
        findings.append(_misplaced(place, below))
    elif not rows[at].subcomponent and not _has(findings, Code.AMBIGUOUS_SUBCOMPONENT):
        findings += _about_subcomponent(at, rows, place)
    has_none = says_not_applicable(rows[at].subcomponent)
    return Placement(place.component.label, place.subcomponent.label, tuple(findings), has_none)


def _has(findings: Sequence[Finding], code: Code) -> bool:
    return bool(findings) and any(finding.code is code for finding in findings)


def _about_component(at: int, rows: Sequence[Labels], place: Place) -> Iterator[Finding]:
    component = place.component
    if not component.label:
        yield Finding(
            Code.COMPONENT_MISSING, "component", "Ningún rótulo dice a qué componente pertenece la fila.", Confidence.LOW
        )
    elif component.row < 0:
        message = f"El documento no trae el rótulo del componente; por su subcomponente es «{component.label}»."
        yield Finding(Code.COMPONENT_FROM_CATALOGUE, "component", message, Confidence.MEDIUM)
    elif component.row > at and not _has(place.findings, Code.AMBIGUOUS_COMPONENT):
        where = "en la página siguiente" if rows[component.row].page != rows[at].page else "más abajo"
        message = f"El rótulo «{component.label}» está {where}; esta fila es de ese componente."
        yield Finding(Code.COMPONENT_FROM_LATER_LABEL, "component", message)


def _misplaced(place: Place, below: SubcomponentLabel | None) -> Finding:
    carried = place.subcomponent.label
    taken = f"conservamos el de arriba, «{carried}»" if carried else "la fila queda sin subcomponente"
    also = f"; también puede ser «{below.label}»" if below else ""
    return Finding(
        Code.ACTIVITY_AS_SUBCOMPONENT,
        "subcomponent",
        f"La celda del subcomponente trae la actividad: {taken}{also}.",
        Confidence.MEDIUM,
        below.label if below else "",
    )


def _about_subcomponent(at: int, rows: Sequence[Labels], place: Place) -> Iterator[Finding]:
    component, subcomponent = place.component, place.subcomponent
    if subcomponent.label:
        if rows[subcomponent.row].page != rows[at].page and subcomponent.row < at:
            message = f"El rótulo «{subcomponent.label}» está en la página anterior; la fila lo continúa."
            yield Finding(Code.SUBCOMPONENT_FROM_EARLIER_PAGE, "subcomponent", message)
    elif component.known is not None and component.known.has_subcomponents:
        message = f"La fila no trae subcomponente de «{component.label}»."
        yield Finding(Code.SUBCOMPONENT_EMPTY, "subcomponent", message, Confidence.MEDIUM)
    elif component.label:
        message = f"«{component.label}» no trae subcomponentes; no se arrastró el de arriba."
        yield Finding(Code.SUBCOMPONENT_EMPTY, "subcomponent", message)
