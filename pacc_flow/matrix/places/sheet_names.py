"""The component that a sheet is called by: in full, by its number, shortened as tabs are, or by a name of the entity's own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.cut_labels import label_of
from pacc_flow.matrix.places.catalogue import Catalogue, Component
from pacc_flow.matrix.places.written_numbers import component_number
from pacc_flow.matrix.words import content_words, fold

# What the names of sheets, which are short, say of the PAAC's components.
_WORDS = {
    "RIESGO": 1, "RIESGOS": 1, "TRAMITES": 2, "RACIONALIZACION": 2, "ANTITRAMITES": 2, "SUIT": 2, "RENDICION": 3, "RDC": 3,
    "ATENCION": 4, "SERVICIO": 4, "TRANSPARENCIA": 5, "INICIATIVAS": 6, "ADICIONALES": 6,
}  # fmt: skip
# A name with one of these is of the document, the entity or the program, and of no component.
_PLAIN = re.compile(
    r"\b(HOJA|SHEET|TABLE|TABLA|LIBRO|MATRIZ|PAAC|PTEP|PLAN|PROGRAMA|SEG|SEGUIMIENTO|MONITOREO|REPORTE|AVANCES?|CORTE|FORMATO|CONSOLIDADO"
    r"|GENERAL|ACTIVIDADES|DATOS|BASE|ANEXO|INFORME|VERSION|FINAL|BORRADOR|COPIA|CONTROL|OCI|ALCALDIA|GOBERNACION|MUNICIPIO|ENTIDAD)\b"
    r"|(HOJA|SHEET|TABLE|TABLA)[0-9]+"
)
_WHOLE, _PIECE = 4, 2  # letters of a shortened word that may stand alone, and of one among several


@dataclass(frozen=True, slots=True)
class NamedSheet:
    """`component` as the rows of the sheet have it where no label says another; "" when the name says none."""

    component: str = ""
    finding: Finding | None = None


def component_of_sheet(name: str, catalogue: Catalogue, *, is_one_of_several: bool) -> NamedSheet:
    """A name that the catalogue does not know is a component only beside other sheets of the same file."""
    if known := _known(name, catalogue):
        return _named(known.name, f"El componente sale del nombre de la hoja, «{name}».", Confidence.MEDIUM)
    if shortened := _shortened(name, catalogue):
        message = f"Tomamos el nombre de la hoja, «{name}», como «{shortened.name}», abreviado."
        return _named(shortened.name, message, Confidence.MEDIUM)
    is_word = any(len(word) >= _WHOLE and word.isalpha() for word in content_words(name))
    if is_one_of_several and is_word and not _PLAIN.search(fold(name)) and not label_of(name, alone=True):
        message = f"Ningún rótulo dice el componente; tomamos el nombre de la hoja, «{name}»."
        return _named(name, message, Confidence.LOW)
    return NamedSheet()


def _named(component: str, message: str, confidence: Confidence) -> NamedSheet:
    return NamedSheet(component, Finding(Code.PLACE_FROM_SHEET, "component", message, confidence))


def _known(name: str, catalogue: Catalogue) -> Component | None:
    folded = fold(re.sub(r"[_\W]+", " ", name))
    known = catalogue.component(folded)
    if known is not None:
        return known
    by_word = next((number for word, number in _WORDS.items() if word in folded.split()), None)
    return catalogue.numbered((by_word if catalogue.name == "PAAC" else None) or component_number(name))


def _shortened(name: str, catalogue: Catalogue) -> Component | None:
    """The only component of which the words of a name are the beginnings, in their order: «Rend. Cuentas», «Transp.»."""
    pieces = [word for word in content_words(name) if word.isalpha()]
    is_enough = any(len(piece) >= _WHOLE for piece in pieces) or sum(len(piece) >= _PIECE for piece in pieces) > 1
    if not is_enough:
        return None
    found = {
        component.number: component
        for component in catalogue.components
        for full in _phrases(component)
        if _begin(pieces, full)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _phrases(component: Component) -> Iterator[tuple[str, ...]]:
    return (tuple(content_words(phrase)) for phrase in (component.name, *component.labels))


def _begin(pieces: Sequence[str], full: Sequence[str]) -> bool:
    """A word alone that is whole, such as «Gestión», shortens nothing."""
    if not full[0].startswith(pieces[0]) or pieces == [full[0]]:
        return False
    words = iter(full)
    return all(any(word.startswith(piece) for word in words) for piece in pieces)
