"""What a title row or the name of a sheet says of the rows below: their component, or their subcomponent."""

import re
from collections import Counter
from dataclasses import dataclass

from pacc_flow.matrix.layout.feet import is_foot
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.sentences import begins_with_verb, is_sentence
from pacc_flow.matrix.places.catalogue import Catalogue
from pacc_flow.matrix.words import fold, has_phrase

_LONGEST_TITLE, _LONGEST_LABEL = 200, 80  # characters
_FIRST_WORDS = 4  # among which a title names its component
_NO = r"(?:n[.°ºo]*\s*)?"
_PREFIX = re.compile(
    rf"\s*(?:componente|comp\.?|c)\s*{_NO}(?:([0-9]{{1,2}}|VI|IV|V|I{{1,3}})\b\s*[:.\-–)]*|[:.\-–]+)\s*", re.IGNORECASE
)
_COMPONENT = re.compile(r"COMPONENTE (N |NO |NRO )?([0-9]{1,2}|VI|IV|V|I{1,3})\b")
_SUB_PREFIX = re.compile(rf"\s*sub\s?-?componente(?:\s*/\s*proceso)?\s*{_NO}([0-9.]{{1,5}})?\s*[:.\-–)]*\s*", re.IGNORECASE)
NUMBERED = re.compile(r"\s*([0-9]{1,2}|[IVX]{1,4})\s*[.:\-–)_]+\s*(?=\D|\Z)")
"""The number before a title, in figures or Roman."""
_ORDERED = re.compile(
    rf"\s*(?:estrategia|eje|l[ií]nea|pilar|dimensi[oó]n|cap[ií]tulo|acci[oó]n\s+estrat[eé]gica)(?:\s+(?:estrat[eé]gic|tem[aá]tic)[ao])?"
    rf"\s*{_NO}(?:[0-9]{{1,2}}|[IVX]{{1,4}})\s*[.:\-–)]+\s*(?=\S)",
    re.IGNORECASE,
)
_OF_DOCUMENT = re.compile(
    r"\b(PAAC|PTEP|SEGUIMIENTO|MATRIZ|FORMATO|ENTIDAD|VIGENCIA|PAGINA|PAG|VERSION|CODIGO(?! DE )"
    r"|PLAN (ANTICORRUPCION|DE ACCION)|PROGRAMA DE TRANSPARENCIA Y ETICA)\b"
)
_PERHAPS_OF_DOCUMENT = re.compile(r"\b(PLAN|PROGRAMA|INFORME|CODIGO)\b")  # «Plan de conflicto de intereses» is of no document
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}


@dataclass(frozen=True, slots=True)
class Title:
    """Labels in the document's words, "" where the title says nothing of it."""

    component: str = ""
    subcomponent: str = ""


def may_be_renamed(text: str, *, is_among_rows: bool = False) -> bool:
    """Whether a title that the catalogue does not know may be a component of the entity's own: a label, not of the document,
    whose name is hardly written among its rows.
    """
    ends = (".", ";") if is_among_rows else (".", ";", ":")
    is_short = 0 < len(text) <= _LONGEST_LABEL and not text.endswith(ends) and any(map(str.isalpha, text))
    if not is_short or is_foot(text) or is_sentence(after_number(text)):
        return False
    folded = fold(text)
    return not _OF_DOCUMENT.search(folded) and (is_among_rows or not _PERHAPS_OF_DOCUMENT.search(folded))


def without_number(text: str) -> str:
    """«4. Servicio al usuario:», «IV. …»: what orders the titles and opens their rows is no part of the name."""
    return after_number(text).strip(" :") or text.strip()


def after_number(text: str) -> str:
    """What follows the number that a text begins with, «IV. …», «Eje 2: …», which is no number of something else within it."""
    number = NUMBERED.match(text) or _ORDERED.match(text)
    return text[number.end() :] if number else text


def _is_of_document(text: str) -> bool:
    folded = fold(text)
    return bool(_OF_DOCUMENT.search(folded) or _PERHAPS_OF_DOCUMENT.search(folded))


def is_component(text: str) -> bool:
    """Whether a text over some columns of a header names the component of the rows below: «Componente 3: Rendición»."""
    return _COMPONENT.match(fold(text)) is not None


def title_of(text: str, catalogue: Catalogue) -> Title | None:
    """What a title names, or None for one that names no place."""
    if len(text) > _LONGEST_TITLE:
        return None
    under = _SUB_PREFIX.match(text)
    if under:
        return Title(subcomponent=text[under.end() :].strip() or text.strip())
    if speaks_of_component(text):
        return Title(component=_component_words(text, catalogue))
    words = after_number(text).strip()
    if catalogue.subcomponent(words) and _is_label(words):
        return Title(subcomponent=words)
    if catalogue.component(words) and _is_label(words) and not _is_of_document(words):
        return Title(component=words)
    return None


def speaks_of_component(text: str) -> bool:
    """«Componente 3. Rendición», «C3 Rendición», «Tercer componente: Rendición»; no sentence that explains one."""
    if _PREFIX.match(text) or re.match(r"(?i)\s*c(omp\.?)?\s*[0-9]", text):
        return True
    first, _, rest = fold(text).partition(":")
    return has_phrase(" ".join(first.split()[:_FIRST_WORDS]), "COMPONENTE") and (bool(rest) or _is_label(text))


def component_of_headings(header: Header, catalogue: Catalogue) -> str:
    """The catalogue's name of the one component that several columns are called by, as those of the SUIT format are."""
    if "component" in header.places:
        return ""
    texts = {text for heading in header.headings for text in heading.texts}
    named = Counter(known.name for text in texts if (known := catalogue.component(text)) is not None)
    return next(iter(named)) if len(named) == 1 and named.total() > 1 else ""


def _component_words(text: str, catalogue: Catalogue) -> str:
    prefix = _PREFIX.match(text)
    if prefix is None:
        return text.strip()
    rest = text[prefix.end() :].strip()
    if rest:
        return rest
    number = _ROMAN.get((prefix[1] or "").upper()) or int(prefix[1] or 0)
    known = catalogue.numbered(number)
    return known.name if known else text.strip()


def _is_label(words: str) -> bool:
    """A title is a label, not a sentence: it ends without a point, does not begin by explaining and says nothing to be done."""
    return not words.endswith((".", ";", ",")) and ":" not in words and not (is_sentence(words) or begins_with_verb(words))
