"""A catalogue of offices proposed from a document that has none: the spellings of one office, for a person to confirm."""

import re
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass

from pacc_flow.matrix.findings import Confidence
from pacc_flow.matrix.offices.listed_offices import names_at_the_end, parts_of, without_kind
from pacc_flow.matrix.offices.offices import OfficeCatalogue, key_of, names_nobody, only_offices
from pacc_flow.matrix.offices.shared_heads import each_with_its_head, is_of_several
from pacc_flow.matrix.words import stems

# The words that an office's name begins with, as patterns.
_HEADS = (
    "oficinas?",
    "grupos?",
    "coordinaci[oó]n",
    "[aá]reas?",
    "(?:sub)?secretar[ií]a",
    "(?:sub)?direcci[oó]n",
    "(?:vice)?presidencia",
    "(?:sub)?gerencia",
    "departamento",
    "divisi[oó]n",
    "unidad",
    "jefatura",
    "despacho",
    "comit[eé]",
    "ministerio",
    "alcald[ií]a",
    "gobernaci[oó]n",
    "tod[ao]s",
    "sec",
    "ofic?",
    "dir",
)
_HEAD_PATTERN = "|".join(_HEADS)
# Heads that documents use for the same unit, and those that they cut short.
_SAME_KIND = {"GRUPOS": "GRUPO", "COORDINACION": "GRUPO", "OFICINAS": "OFICINA", "AREAS": "AREA"}
_CUT_SHORT = {
    "SEC": "SECRETARIA", "SRIA": "SECRETARIA", "SUBSEC": "SUBSECRETARIA", "OF": "OFICINA", "OFIC": "OFICINA",
    "DIR": "DIRECCION", "SUBDIR": "SUBDIRECCION", "DPTO": "DEPARTAMENTO", "DEPTO": "DEPARTAMENTO", "COORD": "GRUPO",
}  # fmt: skip
_SEPARATOR = re.compile(rf"\s*[/;\n•]\s*|\s+[-–]\s+|\s*(?:,|\by\b|\be\b)\s+(?=(?:{_HEAD_PATTERN})\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way an office is written, with the rows (their n) that write it so."""

    text: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OfficeProposal:
    """An office with every way the document writes it. High confidence: only connectors, accents or points differ."""

    name: str
    spellings: tuple[Spelling, ...]
    rows: tuple[int, ...]
    confidence: Confidence


def propose_offices(office_texts: Sequence[str]) -> list[OfficeProposal]:
    """The offices of a document from the office cell of each of its rows, in order (row n is the n-th text)."""
    rows_of_text: dict[str, list[int]] = defaultdict(list)
    for n, text in enumerate(office_texts, 1):
        rows_of_text[text].append(n)
    pieces = {text: _split(text) for text in rows_of_text}
    by_itself = {key_of(piece) for split in pieces.values() for piece in split if "," not in piece}
    whole = {key_of(split[0]) for split in pieces.values() if len(split) == 1}
    rows_of: dict[str, list[int]] = defaultdict(list)
    same: dict[str, tuple[str, ...]] = {}  # the key of the office that a part of a list cuts short
    for text, rows in rows_of_text.items():
        ends = names_at_the_end(pieces[text][-1], by_itself, whole) if "," in text and len(pieces[text]) > 1 else {}
        same |= ends
        names = [*pieces[text][:-1], *ends] if ends else pieces[text]
        for part in dict.fromkeys(part for piece in names for part in _parts(piece, by_itself)):
            rows_of[part] += rows
    groups: dict[tuple[str, ...], list[Spelling]] = defaultdict(list)
    for text, rows in rows_of.items():
        groups[_group_key(same.get(text) or key_of(text))].append(Spelling(text, tuple(sorted(rows))))
    alone = {key_of(spelling.text) for spellings in groups.values() for spelling in spellings}
    sizes = sorted(set(map(len, alone)))
    one_each = [own for own in groups.values() if not _are_several(key_of(own[0].text), alone, sizes)]
    return [_proposal(spellings) for spellings in one_each]


def catalogue_of(proposals: Iterable[OfficeProposal]) -> OfficeCatalogue:
    return {proposal.name: [spelling.text for spelling in proposal.spellings] for proposal in proposals}


def _split(text: str) -> list[str]:
    pieces = (" ".join(raw.split()).strip(" -–,") for raw in _SEPARATOR.split(only_offices(text)))
    return [] if names_nobody(text) else [piece for piece in pieces if key_of(piece) and not names_nobody(piece)]


def _parts(piece: str, by_itself: Container[tuple[str, ...]]) -> list[str]:
    """The names of a piece; none where it is of several offices and nobody knows which: its rows ask for them."""
    each = each_with_its_head(piece, by_itself)
    if len(each) > 1:
        return each
    return [] if is_of_several(piece) else parts_of(piece, by_itself)


def _are_several(key: tuple[str, ...], alone: Collection[tuple[str, ...]], sizes: Iterable[int]) -> bool:
    """Whether a name is several that the document also writes each by itself: «Planeación. Jurídica». `sizes`: theirs."""
    begun = {0}
    for at in range(len(key)):
        if at in begun:
            begun |= {at + size for size in sizes if size < len(key) and key[at : at + size] in alone}
    return len(key) in begun


def _group_key(key: tuple[str, ...]) -> tuple[str, ...]:
    head, *rest = key
    return ((_SAME_KIND | _CUT_SHORT).get(head, head), *stems(tuple(rest)))


def _commonness(same: Sequence[Spelling]) -> tuple[int, bool]:
    """In how many rows it stands; of those alike, the one that is not cut short."""
    return sum(len(spelling.rows) for spelling in same), key_of(same[0].text)[0] not in _CUT_SHORT


def _proposal(spellings: Sequence[Spelling]) -> OfficeProposal:
    by_words: dict[tuple[str, ...], list[Spelling]] = defaultdict(list)
    for spelling in spellings:
        by_words[key_of(spelling.text)].append(spelling)
    cut_short = {without_kind(key) for key in by_words if key != without_kind(key)}
    commonest = max((same for key, same in by_words.items() if key not in cut_short), key=_commonness)
    return OfficeProposal(
        name=max((spelling.text.rstrip(" .") for spelling in commonest), key=len),
        spellings=tuple(spellings),
        rows=tuple(sorted({row for spelling in spellings for row in spelling.rows})),
        confidence=Confidence.HIGH if len(by_words) == 1 else Confidence.MEDIUM,
    )
