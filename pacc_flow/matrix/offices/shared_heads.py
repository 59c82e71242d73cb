"""Offices that share the word they begin with: «Secretarías de Salud y Educación» are two, each with its own."""

import re
from collections.abc import Container

from pacc_flow.matrix.offices.offices import key_of
from pacc_flow.matrix.words import fold

# fmt: off
_SINGULARS = {
    "SECRETARIAS": "Secretaría",    "SUBSECRETARIAS":  "Subsecretaría",
    "DIRECCIONES": "Dirección",     "SUBDIRECCIONES":  "Subdirección",
    "GERENCIAS":   "Gerencia",      "SUBGERENCIAS":    "Subgerencia",
    "OFICINAS":    "Oficina",       "COORDINACIONES":  "Coordinación",
    "JEFATURAS":   "Jefatura",      "VICEPRESIDENCIAS": "Vicepresidencia",
}
# fmt: on
_ALSO_OF_ONE = "OFICINAS"  # which documents write for one as well
_SHARED = re.compile(r"(?P<head>[^\W\d_]+) del? (?P<names>\S.*)", re.DOTALL)
_BETWEEN = re.compile(r"\s*,\s*(?:[ye]\s+)?(?:del?\s+)?|\s+[ye]\s+(?:del?\s+)?")


def each_with_its_head(piece: str, known: Container[tuple[str, ...]]) -> list[str]:
    """The offices of it when all of them are `known`, by their keys; the piece itself otherwise."""
    each = _each(piece)
    return each if each and key_of(piece) not in known and all(key_of(name) in known for name in each) else [piece]


def is_of_several(piece: str) -> bool:
    """Whether it stands for more than one office, whichever they are: no name of one, then."""
    return bool(_each(piece)) and fold(piece.split(maxsplit=1)[0]) != _ALSO_OF_ONE


def _each(piece: str) -> list[str]:
    match = _SHARED.fullmatch(piece.strip())
    head = _SINGULARS.get(fold(match["head"])) if match else None
    names = [name for name in _BETWEEN.split(match["names"]) if key_of(name)] if match and head else []
    return [f"{head} de {name.strip()}" for name in names] if len(names) > 1 else []
