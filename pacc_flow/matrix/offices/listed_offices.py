"""A list of offices or posts that only commas part: «Planeación, Prensa», «Jefe de Control Interno, Gerente»."""

import re
from collections.abc import Container, Iterator

from pacc_flow.matrix.offices.offices import key_of
from pacc_flow.matrix.words import fold

_COMMA, _AND = re.compile(r"\s*,\s*(?:[ye]\s+)?"), re.compile(r"\s+[ye]\s+")
_POST = re.compile(
    r"(?:JEFE|JEFA|(?:SUB)?GERENTE|(?:SUB)?DIRECTORA?|COORDINADORA?|LIDER|PROFESIONAL|ASESORA?|(?:SUB)?SECRETARIO|ALCALDE"
    r"|ALCALDESA|RECTORA?|(?:VICE)?PRESIDENTE|TECNIC[AO]|AUXILIAR|INGENIER[AO]|TESORER[AO]|CONTADORA?|ENLACE)\b"
)


def parts_of(piece: str, by_itself: Container[tuple[str, ...]]) -> list[str]:
    """The parts of it that are names for sure, for they stand `by_itself` elsewhere or are posts; the piece where none is.

    What is left of a list is no office yet: its rows ask for it. Commas are also inside names: «Educación, Cultura y Deporte».
    """
    listed = [part for part in _COMMA.split(piece) if key_of(part)]
    known = [name for part in listed for name in _known(part, by_itself)]
    return known if known and (len(listed) > 1 or len(known) > 1) else [piece]


def _known(part: str, by_itself: Container[tuple[str, ...]]) -> Iterator[str]:
    halves = [half for half in _AND.split(part) if key_of(half)]
    if len(halves) > 1 and all(_is_name(half, by_itself) for half in halves):
        yield from halves
    elif _is_name(part, by_itself):
        yield part


def _is_name(part: str, by_itself: Container[tuple[str, ...]]) -> bool:
    return key_of(part) in by_itself or _POST.match(fold(part)) is not None
