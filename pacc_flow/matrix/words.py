import re
from functools import lru_cache
from unicodedata import normalize

# fmt: off
CONNECTORS = frozenset({
    "A", "AL", "CON", "DE", "DEL", "E", "EL", "EN", "LA", "LAS", "LO", "LOS", "O", "PARA", "POR", "QUE", "SE", "SU", "SUS",
    "U", "UN", "UNA", "Y",
})
# fmt: on
_WORD = re.compile(r"[A-Z0-9]+")
_NOT_APPLICABLE = re.compile(r"N ?[/.]? ?A\.?|NO APLICA(?: (?:PARA|EN) (?:EL|ESTE|LA|ESTA) [A-Z]+)?")
_STEM = 7  # letters: CONTRATOS and CONTRATACION meet, COMUNICACIONES and COMUNIDADES do not


def fold(text: str) -> str:
    """Upper case, no accents, single spaces: the form in which texts are compared."""
    return " ".join(normalize("NFD", text).encode("ascii", "ignore").decode("ascii").upper().split())


def words_of(text: str) -> tuple[str, ...]:
    """Folded, without the signs between them."""
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=8192)
def content_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in words_of(text) if word not in CONNECTORS)


def says_not_applicable(text: str) -> bool:
    """«N/A», «No aplica»: a cell that is filled in to say that it has nothing to hold."""
    return _NOT_APPLICABLE.fullmatch(fold(text).strip(" ;").removesuffix(".")) is not None


def stems(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word[:_STEM] for word in words)


@lru_cache(maxsize=1024)
def _whole_phrase(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Z0-9]){re.escape(phrase)}(?![A-Z0-9])")


def has_phrase(folded: str, phrase: str) -> bool:
    """Whether a folded phrase stands in a folded text as whole words."""
    return phrase in folded and _whole_phrase(phrase).search(folded) is not None


def similarity(one: str, other: str) -> float:
    """Share of word stems that two texts have in common, from 0 to 1 (Jaccard)."""
    left, right = set(stems(content_words(one))), set(stems(content_words(other)))
    return len(left & right) / len(left | right) if left and right else 0.0
