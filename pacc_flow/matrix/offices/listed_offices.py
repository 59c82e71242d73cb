"""A list of offices or posts that only commas part: «Planeación, Prensa», «Jefe de Control Interno, Gerente»."""

import re
from collections.abc import Container, Iterable, Iterator
from itertools import dropwhile

from pacc_flow.matrix.offices.offices import ANY_OFFICE, key_of
from pacc_flow.matrix.offices.people import POST
from pacc_flow.matrix.words import fold

_COMMA, _AND = re.compile(r"\s*,\s*(?:[ye]\s+)?"), re.compile(r"\s+[ye]\s+")
_POST = re.compile(POST, re.IGNORECASE)


def parts_of(piece: str, by_itself: Container[tuple[str, ...]]) -> list[str]:
    """The parts of it that are names for sure, for they stand `by_itself` elsewhere or are posts; the piece where none is.

    What is left of a list is no office yet: its rows ask for it. Commas are also inside names: «Educación, Cultura y Deporte».
    """
    listed = [part for part in _COMMA.split(piece) if key_of(part)]
    known = [name for part in listed for name in _known(part, by_itself)]
    return known if known and (len(listed) > 1 or len(known) > 1) else [piece]


def names_at_the_end(
    piece: str, by_itself: Iterable[tuple[str, ...]], whole: Container[tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The two names that end a list, «…, Secretaría General y Control Interno», each with the key of its office; {} when
    they are one, as it is where it fills a cell (`whole`). The second may leave out what kind of office it is.
    """
    known = list(by_itself)
    halves = _AND.split(piece)
    if len(halves) != 2 or key_of(piece) in whole or key_of(halves[0]) not in known:  # noqa: PLR2004 -- one «y»
        return {}
    last = key_of(halves[1])
    meant = [last] if last in known else [key for key in known if last and without_kind(key) == last]
    return {halves[0]: key_of(halves[0]), halves[1]: meant[0]} if len(meant) == 1 else {}


def without_kind(key: tuple[str, ...]) -> tuple[str, ...]:
    """Of the key of «Oficina de Control Interno», that of «Control Interno»."""
    return tuple(dropwhile(ANY_OFFICE.__contains__, key))


def _known(part: str, by_itself: Container[tuple[str, ...]]) -> Iterator[str]:
    halves = [half for half in _AND.split(part) if key_of(half)]
    if len(halves) > 1 and all(_is_name(half, by_itself) for half in halves):
        yield from halves
    elif _is_name(part, by_itself):
        yield part


def _is_name(part: str, by_itself: Container[tuple[str, ...]]) -> bool:
    return key_of(part) in by_itself or _POST.match(fold(part)) is not None
