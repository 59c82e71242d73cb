"""The offices of a cell, told apart by a catalogue: a separator such as "y" or "-" is also inside their names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pacc_flow.matrix.offices.people import without_people
from pacc_flow.matrix.words import CONNECTORS, fold, says_not_applicable, words_of

OfficeCatalogue = Mapping[str, Sequence[str]]
"""The name of each office with the other ways it is written."""

_TOKEN = re.compile(r"[^\W_]+|[/;,\n•–-]")
_BREAKS = frozenset("/;,\n•–-")
_NOBODY = frozenset({(), ("NINGUNA",), ("NINGUNO",), ("SIN", "ASIGNAR"), ("POR", "DEFINIR")})
_ROLE = re.compile(
    r"(?:(?<![^\W_])[0-9]{1,2}[.)]\s+|\b(?:l[ií]der|apoyo|(?:cor)?responsable)(?:e?s)?\s*:)(?=\s*[^\W_])", re.IGNORECASE
)
_ROLE_BESIDE = re.compile(r"\s*\((?:l[ií]der|apoya|apoyo|lidera|(?:cor)?responsable)(?:e?s)?\)", re.IGNORECASE)
_WITH_HELP_OF = re.compile(
    r",?\s+con\s+(?:el\s+|la\s+)?(?:acompañamiento|apoyo|asesor[ií]a|colaboraci[oó]n|participaci[oó]n)\s+del?\s+(?:(?:las?|los)\s+)?",
    re.IGNORECASE,
)
# What offices are called, whatever each is for.
ANY_OFFICE = frozenset({
    "OFICINA", "OFICINAS", "ASESORA", "ASESOR", "GRUPO", "COORDINACION", "DIRECCION", "SUBDIRECCION", "AREA", "JEFATURA",
    "GERENCIA", "DEPARTAMENTO", "SECRETARIA", "UNIDAD", "DIVISION",
})  # fmt: skip
# A line break within a name: before or after a word that joins, or at a parenthesis.
_BROKEN_NAME = re.compile(
    r"\s*\n\s*(?=(?:del?|para|[ye])\s|\()"
    r"|(?:(?<=\bde)|(?<=\bdel)|(?<=\bla)|(?<=\blas)|(?<=\blos)|(?<=\bpara)|(?<=\b[ye]))[ \t]*\n\s*"
)
_OPENED = re.compile(r"(?<=\()\s*\n\s*")
_TRAILING = re.compile(r"(?:[/;,]|\s[-–])\s*\Z")


@dataclass(frozen=True, slots=True)
class OfficeReading:
    """The offices in the order of the cell (the first leads) and the pieces that the catalogue does not know."""

    offices: tuple[str, ...]
    unknown: tuple[str, ...]


def ends_in_separator(text: str) -> bool:
    return _TRAILING.search(text) is not None


def names_nobody(text: str) -> bool:
    """A cell that is blank, or filled in to say that no office answers."""
    return says_not_applicable(text) or words_of(text) in _NOBODY


def only_offices(text: str) -> str:
    """Without people, nor what numbers offices or says what each does («1. …», «Líder: …», «… (apoyo)», «… con apoyo de …»),
    and with a name cut by a line break whole.
    """
    unnumbered = _tidy(_ROLE.sub("\n", without_people(_tidy(text))))
    named = _tidy(_WITH_HELP_OF.sub("\n", _ROLE_BESIDE.sub("", unnumbered)))
    return _BROKEN_NAME.sub(" ", _OPENED.sub("", named)).strip()


def _tidy(text: str) -> str:
    """One blank or line break where there are several: each pattern that looks for one before or after goes over them again."""
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))


def key_of(text: str) -> tuple[str, ...]:
    """What two spellings of one name share: its words without accents, capitals, points or connectors."""
    return tuple(folded for word in _TOKEN.findall(text) if word not in _BREAKS and (folded := fold(word)) not in CONNECTORS)


class OfficeReader:
    """Splits cells against one catalogue, longest name first."""

    def __init__(self, catalogue: OfficeCatalogue) -> None:
        self._names: dict[tuple[str, ...], str] = {}
        for name, spellings in catalogue.items():
            for spelling in (name, *spellings):
                self._names.setdefault(key_of(spelling), name)
        self._names.pop((), None)
        self._sizes = sorted(set(map(len, self._names)), reverse=True)

    def __contains__(self, key: object) -> bool:
        """Whether an office is written so, by what `key_of` says of it."""
        return key in self._names

    def read(self, text: str) -> OfficeReading:
        tokens = list(_TOKEN.finditer(text))
        words = [(place, fold(token[0])) for place, token in enumerate(tokens) if token[0] not in _BREAKS]
        words = [(place, word) for place, word in words if word not in CONNECTORS]
        plain = tuple(word for _, word in words)
        offices: list[str] = []
        unknown: list[int] = []
        at = 0
        while at < len(words):
            length = self._match(plain, at)
            if length:
                offices.append(self._names[plain[at : at + length]])
            else:
                unknown.append(words[at][0])
            at += length or 1
        return OfficeReading(tuple(dict.fromkeys(offices)), tuple(_pieces(text, tokens, unknown)))

    def _match(self, words: tuple[str, ...], at: int) -> int:
        """How many of the words that come next are the longest known name; 0 when none begins here."""
        left = len(words) - at
        return next((size for size in self._sizes if size <= left and words[at : at + size] in self._names), 0)


def _pieces(text: str, tokens: Sequence[re.Match[str]], unknown: Iterable[int]) -> Iterable[str]:
    """Neighbouring unknown words as they stand in the text; a separator or a known name between them parts them."""
    first = last = -1
    for place in unknown:
        if first >= 0 and all(fold(token[0]) in CONNECTORS for token in tokens[last + 1 : place]):
            last = place
            continue
        if first >= 0:
            yield text[tokens[first].start() : tokens[last].end()]
        first = last = place
    if first >= 0:
        yield text[tokens[first].start() : tokens[last].end()]
