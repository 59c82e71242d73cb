"""The entity of a document, where no label says it: a title that looks like the name of a public entity."""

import re
from collections.abc import Iterable

from pacc_flow.matrix.words import fold

_LONGEST = 120  # characters
_KINDS = (
    r"ALCALDIA|GOBERNACION|MUNICIPIO DE|DEPARTAMENTO (?:DE|DEL)|DISTRITO|E ?S ?E|EMPRESAS?|HOSPITAL|CLINICA"
    r"|CENTRO DE SALUD|I ?P ?S|UNIVERSIDAD|INSTITUTO|INSTITUCION|ESCUELA|COLEGIO|CONSERVATORIO|MINISTERIO"
    r"|SUPERINTENDENCIA|AGENCIA|UNIDAD (?:ADMINISTRATIVA|NACIONAL|PARA)|CORPORACION|CONTRALORIA|PERSONERIA"
    r"|PROCURADURIA|DEFENSORIA|FISCALIA|REGISTRADURIA|AUDITORIA GENERAL|CONCEJO|ASAMBLEA|CAMARA|SENADO"
    r"|CONSEJO SUPERIOR|FONDO|CAJA|SERVICIO (?:NACIONAL|GEOLOGICO)|SOCIEDAD|COMISION|AREA METROPOLITANA|LOTERIA"
    r"|TERMINAL|BENEFICENCIA|IMPRENTA|ARCHIVO GENERAL|DEPARTAMENTO ADMINISTRATIVO"
    r"|SECRETARIA (?:DISTRITAL|DEPARTAMENTAL|MUNICIPAL)|ACUEDUCTO"
)
_ENTITY = re.compile(rf"(?:REPUBLICA DE COLOMBIA )?(?:LA |EL )?(?:{_KINDS})\b.+")
_OF_DOCUMENT = re.compile(
    r"\b(?:PLAN|PROGRAMA|PAAC|PTEP|SEGUIMIENTO|MATRIZ|FORMATO|INFORME|VIGENCIA|CORTE|CRONOGRAMA|COMPONENTE|CODIGO|VERSION|PROCESO)\b"
)
_PARTS = re.compile(r"\s+[-–—|]\s+|\n")


def entity_in(titles: Iterable[str]) -> str:
    """The first of them, or the part of one, that is an entity's name and nothing more; "" where none is."""
    return next((part for title in titles for part in _parts(title) if _is_entity(part)), "")


def _parts(title: str) -> list[str]:
    """The whole, unless it says something of the document too."""
    return [title] if _is_entity(title) else [part.strip() for part in _PARTS.split(title)]


def _is_entity(text: str) -> bool:
    folded = " ".join(re.sub(r"[^A-Z0-9]+", " ", fold(text)).split())
    return len(text) <= _LONGEST and _ENTITY.fullmatch(folded) is not None and not _OF_DOCUMENT.search(folded)
