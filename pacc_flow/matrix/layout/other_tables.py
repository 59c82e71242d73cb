"""What else stands in the file of a plan: a map of risks, a summary, the changes of the document, signatures. None is a row."""

import re
from collections.abc import Iterable, Sequence

from pacc_flow.matrix.layout.columns.headings import folded_heading, named
from pacc_flow.matrix.layout.feet import SIGNED
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.header_reading import SURE

ANOTHER = "otra tabla"
RISKS, SUMMARY, CHANGES = "un mapa de riesgos", "un resumen", "el control de cambios"
SIGNATURES, KEY, AMENDMENTS = "las firmas", "las convenciones", "las modificaciones del plan"
_LONGEST, _TITLE = 60, 80  # characters of a heading, and of the title of a table
_LONGEST_BARE = 30
_OF_ROWS = frozenset({"goal", "due", "office"})  # what an activity has, and no summary of several
_FEWEST, _MOST = 3, 0.6  # columns of a table, and the share of them that are called as some column of a follow-up is

# fmt: off
_OWN_HEADINGS = (
    # table      columns   headings, folded, that are its own
    (RISKS,      3,        r"((DESCRIPCION|CLASE|TIPO|NOMBRE|ZONA|NIVEL|VALORACION|EVALUACION) (DE |DEL )?)?RIESGOS?( .*)?"),
    (RISKS,      3,        r"(CAUSA|CONSECUENCIA|EFECTO|AMENAZA|VULNERABILIDAD|PROBABILIDAD|IMPACTO)(E?S)?( .*)?"),
    (RISKS,      3,        r"CONTROL(ES)?( (EXISTENTE|ACTUAL|PREVENTIVO)(E?S)?)?|TRATAMIENTO( .*)?|OPCION(ES)? DE MANEJO"),
    (CHANGES,    2,        r"VERSION|DESCRIPCION|(CAMBIO|MODIFICACION|AJUSTE)(E?S)?( .*)?"),
    (CHANGES,    2,        r"(DESCRIPCION|MOTIVO|RAZON|NATURALEZA) DEL? (LOS? |LAS? )?(CAMBIO|MODIFICACION|AJUSTE)(E?S)?"),
    (AMENDMENTS, 2,        r"((DESCRIPCION|TIPO) DE(L| LA) )?(CAMBIO|MODIFICACION|AJUSTE)(E?S)?( .*)?"),
    (AMENDMENTS, 2,        r"(JUSTIFICACION|MOTIVO|RAZON|SOLICITUD)( .*)?"),
    (SIGNATURES, 2,        SIGNED),
    (SUMMARY,    2,        r"((NO?|NUMERO|TOTAL|CANTIDAD)( DE)? )?(ACTIVIDADES|ACCIONES)( .*)?"),
    (SUMMARY,    2,        r"(PROGRAMAD|CUMPLID|EJECUTAD|PENDIENTE)[AO]?S|(%|PORCENTAJE|AVANCE|CUMPLIMIENTO|NIVEL|ZONA)( .*)?"),
)
_TITLES = (
    # table      its title, when it stands alone in a line
    (CHANGES,    r"(CONTROL|HISTORIAL|CUADRO|REGISTRO) DE (LOS )?(CAMBIOS|VERSIONES)( DEL (PLAN|DOCUMENTO|FORMATO))?"),
    (AMENDMENTS, r"((CONTROL|HISTORIAL|CUADRO|REGISTRO) DE )?MODIFICACIONES( (AL|DEL) (PLAN|DOCUMENTO))?"),
    (KEY,        r"CONVENCION(ES)?|LEYENDA|GLOSARIO|SIGLAS|SEMAFORO|(ESCALA|RANGOS?) DE (CALIFICACION|MEDICION|CUMPLIMIENTO)"),
    (SIGNATURES, rf"FIRMAS|APROBACION DEL DOCUMENTO|{SIGNED}"),
)
_BARE = (
    # table      headings that are all of them its own, at least two
    (SIGNATURES, rf"NOMBRES?( Y APELLIDOS?)?( COMPLETOS?)?|CARGO|ROL|DEPENDENCIA|FECHA|FIRMAS?|{SIGNED}"),
    (KEY,        r"RANGOS?( .*)?|COLOR(ES)?|SEMAFORO|ZONA|NIVEL|CALIFICACION|ESCALA|SIGNIFICADO|CRITERIO|DESCRIPCION|ESTADO"),
)
# fmt: on
_OWN_OF_BARE = re.compile(r"\b(firmas?|rangos?|color(es)?|sem[aá]foro)\b", re.IGNORECASE)
_HINT = re.compile(r"elabor|revis|aprob|proyect|valid|autoriz|consolid|prepar|versi|cambio|modific|ajuste", re.IGNORECASE)
_COMPILED = tuple((what, least, re.compile(pattern)) for what, least, pattern in _OWN_HEADINGS)
_BARES = tuple((what, re.compile(pattern)) for what, pattern in _BARE)
_TITLED = tuple((what, re.compile(pattern)) for what, pattern in _TITLES)


def table_like_a_matrix(header: Header) -> str:
    """Which other table has what looks like the header of a matrix: a map of risks has actions and dates too, and so have
    the modifications of a plan; "" for a matrix, which is what a person says that it is who named its activities.
    """
    sure = {found.field for heading in header.headings for found in heading.fields if found.sure == 1}
    is_named = header.headings[header.places["activity"]].key in header.chosen
    if is_named or {"activity", "goal"} <= sure:
        return ""
    leaves = [heading.leaf for heading in header.headings]
    if "component" not in sure and _has_own(RISKS, leaves):
        return RISKS
    return AMENDMENTS if _has_own(AMENDMENTS, leaves) else ""


def table_opened(cells: Sequence[str], *, is_apart: bool) -> str:
    """Which table begins with the headings of a line that is no header of a matrix, "" when none does. A table that is
    only known by its shape must stand apart from the rows above.
    """
    texts = {cell for cell in cells if cell}
    if not texts or max(map(len, texts)) > _LONGEST:
        return ""
    if _HINT.search("\n".join(texts)) and (
        known := next((what for what in (SIGNATURES, CHANGES) if _has_own(what, texts)), "")
    ):
        return known
    if not is_apart or len(texts) < _FEWEST:
        return ""
    if _has_own(RISKS, texts):
        return RISKS
    fields = [{found.field for found in named(text) if found.sure <= SURE} for text in texts]
    sure = sum(map(bool, fields))
    if sure < _MOST * len(texts) or any(char.isdigit() for text in texts for char in text):
        return ""
    return SUMMARY if _has_own(SUMMARY, texts) and not any(map(_OF_ROWS.intersection, fields)) else ANOTHER


def table_of_bare_words(cells: Sequence[str]) -> str:
    """Which table a line is the headings of though it follows right after a row, as its words are of nothing else: «Nombre |
    Cargo | Firma», «Rango | Color»; "" for none.
    """
    if max(map(len, cells)) > _LONGEST_BARE:
        return ""
    texts = {cell for cell in cells if cell}
    if len(texts) < 2 or not any(map(_OWN_OF_BARE.search, texts)):  # noqa: PLR2004 -- a table has two columns
        return ""
    folded = set(map(folded_heading, texts))
    return next((what for what, pattern in _BARES if all(map(pattern.fullmatch, folded))), "")


def table_titled(text: str) -> str:
    """Which table a text alone in its line is the title of; "" for none."""
    folded = folded_heading(text) if len(text) <= _TITLE else ""
    return next((what for what, pattern in _TITLED if pattern.fullmatch(folded)), "")


def _has_own(what: str, texts: Iterable[str]) -> bool:
    patterns = [(least, pattern) for name, least, pattern in _COMPILED if name == what]
    folded = {folded_heading(text) for text in texts}
    own = sum(1 for text in folded if any(pattern.fullmatch(text) for _, pattern in patterns))
    return own >= max(least for least, _ in patterns)
