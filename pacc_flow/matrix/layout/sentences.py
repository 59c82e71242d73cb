"""What is told of something in a sentence, and is no label: «El mapa fue actualizado en marzo», «Ver anexo 2»."""

import re

from pacc_flow.matrix.words import fold, words_of

_INFINITIVE = re.compile(r"[A-Z]{2,}(AR|ER|IR)")
_NOUNS = frozenset({"BIENESTAR", "TALLER", "HOGAR", "MUJER", "LUGAR"})
_POINTS = frozenset({"VER", "VEASE", "VEA", "CONSULTE", "REMITASE", "SEGUN"})
_FINITE = re.compile(
    r"\b(ES|SON|FUE|FUERON|ERA|SERA|SERAN|SE|HA|HAN|HAY|HABIA|ESTA|ESTAN|ESTABA|DEBE|DEBEN|TIENE|TIENEN|PUEDE|PUEDEN"
    r"|[A-Z]{2,}(ARON|IERON))\b"
)
_PAST = re.compile(r"\b\w{3,}ó\b")  # «publicó»: without its accent it may be a noun


def is_sentence(text: str) -> bool:
    """Whether a text has a verb that tells of something, or sends its reader elsewhere."""
    first = next(iter(words_of(text)), "")
    return first in _POINTS or bool(_FINITE.search(fold(text))) or bool(_PAST.search(text))


def begins_with_verb(text: str) -> bool:
    """«Publicar el informe»: what is to be done, as activities are written."""
    first = next(iter(words_of(text)), "")
    return first not in _NOUNS and _INFINITIVE.fullmatch(first) is not None
