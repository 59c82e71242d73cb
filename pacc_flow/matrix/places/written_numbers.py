"""A component or a subcomponent written as its number alone, «3», «Componente 3», «3.2», in the words of the catalogue."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.places.catalogue import Catalogue, Component, Subcomponent
from pacc_flow.matrix.places.place import Labels, Placement

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
_BEGINS = re.compile(r"\s*c(?:omponente|omp\.?)?\s*(?:n[.°ºo]*\s*)?([0-9]{1,2}|vi|iv|v|i{1,3})\b", re.IGNORECASE)
_ALONE = re.compile(
    r"\s*(?:c(?:omponente|omp\.?)?\s*(?:n[.°ºo]*\s*)?)?([0-9]{1,2}|vi|iv|v|i{1,3})(?:\.([0-9]{1,2}))?[.)]?\s*", re.IGNORECASE
)
_SUB_ALONE = re.compile(r"\s*(?:sub\s?-?componente\s*(?:n[.°ºo]*\s*)?)?(?:([0-9]{1,2})\.)?([0-9]{1,2})[.)]?\s*", re.IGNORECASE)


def component_number(text: str) -> int | None:
    """3 of «C3 Rendición», «Componente III»; None of a text that does not begin so."""
    match = _BEGINS.match(text)
    return _number(match[1]) if match else None


def written_out(rows: Sequence[Labels], catalogue: Catalogue) -> tuple[list[Labels], list[tuple[Finding, ...]]]:
    """The labels with numbers as names, and what there is to say of each row. A number that the catalogue does not have
    shows that the numbers are of something else, and leaves them all as they are.
    """
    if not all(_is_known(row.component, catalogue) for row in rows):
        return list(rows), [()] * len(rows)
    pairs = list(_pairs(rows, catalogue))
    return [labels for labels, _ in pairs], [findings for _, findings in pairs]


def with_findings(placements: Sequence[Placement], said: Sequence[tuple[Finding, ...]]) -> list[Placement]:
    return [
        replace(placement, findings=(*placement.findings, *findings)) if findings else placement
        for placement, findings in zip(placements, said, strict=True)
    ]


def _number(text: str) -> int:
    return _ROMAN.get(text.upper()) or int(text)


def _is_known(label: str, catalogue: Catalogue) -> bool:
    match = _ALONE.fullmatch(label) if label else None
    return match is None or catalogue.numbered(_number(match[1])) is not None


def _pairs(rows: Sequence[Labels], catalogue: Catalogue) -> Iterator[tuple[Labels, tuple[Finding, ...]]]:
    known: Component | None = None
    for row in rows:
        number = _ALONE.fullmatch(row.component) if row.component else None
        if row.component:
            known = catalogue.numbered(_number(number[1])) if number else catalogue.component(row.component)
        findings, named = [], row
        if number and known:
            named = replace(named, component=known.name)
            findings.append(_finding("component", row.component, known.name))
        under = known and _under(row, known, int(number[2] or 0) if number else 0)
        if under:
            named = replace(named, subcomponent=under.name)
            findings.append(_finding("subcomponent", row.subcomponent or row.component, under.name))
        yield named, tuple(findings)


def _under(row: Labels, known: Component, order: int) -> Subcomponent | None:
    """The subcomponent that the label of a row numbers or, without one, `order`, which its component's label says."""
    written = _SUB_ALONE.fullmatch(row.subcomponent) if row.subcomponent else None
    if row.subcomponent:
        order = int(written[2]) if written and int(written[1] or known.number) == known.number else 0
    return known.subcomponents[order - 1] if 1 <= order <= len(known.subcomponents) else None


def _finding(field: str, written: str, name: str) -> Finding:
    message = f"El documento solo dice «{written}»; en el catálogo es «{name}»."
    return Finding(Code.PLACE_FROM_NUMBER, field, message, Confidence.MEDIUM)
