"""What documents call each field of a row: a table, the surest names first. Headings are compared folded, without points."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pacc_flow.matrix.words import fold

# The fields of a row, in the order of the official format.
FIELDS = ("component", "subcomponent", "activity", "goal", "due", "percent", "narrative", "office")
TITLES = {
    "component": "Componente",
    "subcomponent": "Subcomponente",
    "activity": "Actividades",
    "goal": "Meta o producto",
    "due": "Fecha de culminación",
    "percent": "% de avance",
    "narrative": "Descripción",
    "office": "Dependencia responsable",
}
NUMBER, KEPT = "number", "kept"  # what is no field: the numbering of rows, and columns that are known and only kept
_CUT_OFF = 3  # letters that a narrow cell cuts off
LONGEST_HEADING = 120  # characters: most rows are told from a header by their narrative alone

# What was done, is told or counted of activities: a column beside theirs.
_DONE = (
    r"(?!.*\b((REALIZA|EJECUTA|ADELANTA|DESARROLLA|FINALIZA|TERMINA|LOGRA|REPORTA|VERIFICA|EVALUA|CUMPLI|INCUMPLI|VENCI)D[AO]S?"
    r"|PENDIENTES?|AVANCES?|SEGUIMIENTO|EVIDENCIAS?|OBSERVACION(ES)?|CANTIDAD|NUMERO|TOTAL(ES)?|NO|N)\b)"
)
_PERCENT = r"(%|PORCENTAJE|AVANCE)( DE| DEL)?( AVANCE| CUMPLIMIENTO)? ?"
_FROM_TO = (
    r"(INICI(O|AL) ?(-|/|Y|A) ?(FECHAS? )?(DE )?(FIN|FINAL|FINALIZACION|TERMINACION|CULMINACION)|DESDE ?(-|/|Y) ?HASTA)\b"
)
_TURN = r"( (I{1,3}|IV|[1-4]))?"  # of a follow-up

# fmt: off
_HEADINGS: Sequence[tuple[str, int, str]] = (
    # field         sure  folded heading
    ("component",    1, r"COMPONENTES?( .*)?|(NOMBRE|NUMERO|NRO?) DEL COMPONENTE"),
    ("component",    2, r"ESTRATEGIA MECANISMO MEDIDA( ETC)?"),
    ("component",    3, r"EJES?( TEMATICOS?| ESTRATEGICOS?)?|DIMENSION|PILAR|LINEA ESTRATEGICA|ESTRATEGIA|POLITICA"),
    ("subcomponent", 1, r"(NOMBRE DEL )?SUB ?-?COMPONENTES?( .*)?"),
    ("subcomponent", 3, r"PROCESOS?|CATEGORIA|ACCION(ES)? ESTRATEGICAS?|TEMATICA|SUBTEMA|ETAPA"),
    ("kept",         1, r"REPORTE DE LA DEPENDENCIA|% REPORTADO.*|FECHAS AAAA.*|MOTIVO.*|OBSERVACION(ES)? DE CONTROL INTERNO"),
    ("kept",         1, r"ACTIVIDADES NO REPORTADAS|ZONA DE .*|AVANCE PROMEDIO"),
    ("kept",         1, r"(NOMBRE DE LA )?ENTIDAD|VIGENCIA|FECHA (DE |DEL )?(LA )?(PUBLICACION|SEGUIMIENTO|CORTE)|CORTE"),
    ("kept",         1, r"REVISION DEL INFORME|HUELLA SHA ?-? ?256|RECIBO DE LA PUBLICACION|PUNTO DE CONTROL DEL REGISTRO"),
    ("kept",         1, r"FECHAS? (DE |DEL )?(LA )?(REPORTE|REGISTRO|MONITOREO|EVALUACION|ELABORACION|ACTUALIZACION)( .*)?"),
    ("kept",         1, r"FECHAS? (.* )?REAL(ES)?( .*)?|FECHAS? (EN )?(LA )?QUE SE .*"),
    ("kept",         1, r"(%|PORCENTAJE|VALOR)?( DE| DEL?)?( LA)? ?(PONDERA|PARTICIPACI|INCIDENCIA)[A-Z]*( .*)?"),
    ("kept",         1, r"(%|PORCENTAJE)?( DE| DEL)? ?PESO( .*)?|(%|PORCENTAJE) ((DE )?(LA )?META|ASIGNAD[AO]( .*)?)"),
    ("activity",     1, r"ACTIVIDAD(ES)?|(DESCRIPCION|NOMBRE) (DE )?(LAS? )?ACTIVIDAD(ES)?"),
    ("activity",     1, r"ACTIVIDAD(ES)? (PROGRAMAD|PROPUEST|PLANTEAD|PLANEAD|PLANIFICAD|DEFINID|FORMULAD)[AO]S?( .*)?"),
    ("activity",     1, r"ACTIVIDAD(ES)? (A (DESARROLLAR|REALIZAR|EJECUTAR)|DEL? .*|ESPECIFICAS?|PRINCIPAL(ES)?|GENERAL(ES)?)"),
    ("activity",     2, r"ACCION(ES)?( (PROPUESTAS?|PROGRAMADAS?|A (DESARROLLAR|REALIZAR)|DE MEJORA|ESPECIFICAS?( .*)?))?"),
    ("activity",     2, r"ACCION(ES)? (DE )?RACIONALIZACION"),
    ("activity",     1, r"ACTIVIDAD(ES)? A (SER )?[A-Z]+([AEI]R|D[AO]S)( .*)?"),
    ("activity",     2, r"ACCION(ES)? A (SER )?[A-Z]+([AEI]R|D[AO]S)( .*)?"),
    ("activity",     3, rf"(ACTIVIDAD(ES)?|ACCION(ES)?(?! ESTRATEGICA)){_DONE}( [A-Z/]+){{1,4}}"),
    ("activity",     3, r"TAREAS?|COMPROMISOS?|INICIATIVAS?|ACTIVIDAD(ES)? / .*|DESCRIPCION DE LA ACCION.*"),
    ("goal",         1, r"METAS?( ?(O|/|Y|E|-)? ?(PRODUCTOS?|INDICADOR(ES)?|ENTREGABLES?|RESULTADOS?))?( .*)?"),
    ("goal",         1, r"PRODUCTOS?( ?(O|/|Y|-) ?(METAS?|ENTREGABLES?|EVIDENCIAS?|INDICADOR))?"),
    ("goal",         2, r"PRODUCTOS? .*|ENTREGABLES?( .*)?|RESULTADOS? ESPERADOS?"),
    ("goal",         2, r"(INDICADOR(ES)?|EVIDENCIAS?|SOPORTES?|ENTREGABLES?) ?(Y / O|/|O|Y|-) ?(METAS?|PRODUCTOS?)( .*)?"),
    ("goal",         3, r"(DESCRIPCION DE LA )?MEJORA.*|BENEFICIOS?( .*)?"),
    ("due",          1, r"FECHAS? (DE |DE LA )?(CULMINACION|TERMINACION|FINALIZACION|FIN|FINAL|CUMPLIMIENTO|ENTREGA)( .*)?"),
    ("due",          1, r"FECHAS? (DE )?(LIMITE|VENCIMIENTO|PROGRAMA(DAS?|CION)|EJECUCION|REALIZACION|CIERRE|PLANEADA)( .*)?"),
    ("due",          2, r"FECHAS?|PLAZOS?( .*)?|CRONOGRAMA( .*)?|PERIODICIDAD|TIEMPO( .*)?|(TERMINA|FINALIZA)CION|FIN"),
    ("due",          1, rf"(FECHAS? )?(DE )?{_FROM_TO}( .*)?"),
    ("kept",         1, rf"(?!(FECHAS? )?(DE )?{_FROM_TO})FECHAS? (DE )?(INICIO|INICIAL|COMIENZO)( .*)?|INICIO|DESDE"),
    ("kept",         1, rf"{_PERCENT}(PROGRAMAD|ESPERAD|PLANEAD|PROYECTAD)[AO]( .*)?|.*(PERIODO|CORTE|MESTRE) ANTERIOR"),
    ("kept",         1, rf"(PROGRAMAD|ESPERAD|PLANEAD|PROYECTAD)[AO]S?{_TURN}"),
    ("percent",      2, rf"((EJECUTAD|LOGRAD|ALCANZAD)[AO]S?|EJECUCION){_TURN}"),
    ("percent",      1, rf"{_PERCENT}((EJECUTAD|LOGRAD|ALCANZAD|VALIDAD|VERIFICAD)[AO]|REAL)( .*)?"),
    ("percent",      1, r"(%|PORCENTAJE)( DE| DEL)? ?(AVANCES?|CUMPLIMIENTO|EJECUCION|PROGRESO|LOGRO)( .*)?"),
    ("percent",      1, r"(AVANCE|CUMPLIMIENTO|EJECUCION|PROGRESO)( EN)? (%|PORCENTUAL|PORCENTAJE)( .*)?"),
    ("percent",      2, r"%|PORCENTAJES?( .*)?|% .*|AVANCES?|CUMPLIMIENTO( .*)?|(NIVEL|GRADO) DE (AVANCE|CUMPLIMIENTO)( .*)?"),
    ("percent",      3, r"AVANCES? .*|ESTADO (DE|DEL) (AVANCE|CUMPLIMIENTO).*|PROGRESO( .*)?|(SEGUIMIENTO|MONITOREO)( .*)?"),
    ("narrative",    1, r"DESCRIPCION (DEL|DE LOS|DE LAS|DE)( LA)? (AVANCES?|SEGUIMIENTO|LOGROS?|CUMPLIMIENTO|GESTION)( .*)?"),
    ("narrative",    1, r"(ACTIVIDADES|ACCIONES) (REALIZAD|EJECUTAD|CUMPLID|ADELANTAD|DESARROLLAD)AS( .*)?"),
    ("narrative",    1, r"(AVANCES?|REPORTE|ANALISIS|SEGUIMIENTO|DESCRIPCION) CUALITATIV[OA]( .*)?|GESTION REALIZADA"),
    ("narrative",    2, r"OBS(ERVACION(ES)?)?( .*)?|COMENTARIOS?( .*)?|DETALLE( .*)?|REPORTE( .*)?|ANOTACION(ES)?"),
    ("narrative",    2, r"DESCRIPCION|LOGROS?|AVANCES?"),
    ("narrative",    3, r"SEGUIMIENTO( .*)?|MONITOREO( .*)?|AVANCES? .*|RESULTADOS?|ANALISIS( .*)?"),
    ("narrative",    3, r"DESCRIPCION (?!DE LA MEJORA).*"),
    ("office",       1, r"RESPONSABLES?( .*)?"),
    ("office",       1, r"(DEPENDENCIA|OFICINA|AREA|UNIDAD|GRUPO|SECRETARIA|PROCESO|LIDER)S?( .*)? RESPONSABLES?( .*)?"),
    ("office",       2, r"(DEPENDENCIAS?|AREAS?|OFICINAS?)( (ENCARGADA|LIDER|EJECUTORA|INVOLUCRADA|ASIGNADA)S?( .*)?)?"),
    ("office",       2, r"ENCARGAD[AO]S?( .*)?|(FUNCIONARI[AO]|SERVIDOR|CARGO|ROL)(ES|S)? RESPONSABLES?( .*)?"),
    ("office",       2, r"LIDER(ES)? (DE|DEL) (LA |EL |LOS )?(PROCESO|AREA|ACTIVIDAD)(S|ES)?"),
    ("office",       3, r"LIDER(ES)?|CARGOS?|PROCESO LIDER|ENLACE"),
    ("number",       1, r"N|NUM|NUMERAL|ITEM|COD|CONSECUTIVO|#|(NO|N|ID|NRO|NUMERO|CODIGO)( (DE )?(LA )?ACTIVIDAD)?"),
    ("kept",         2, r"INDICADOR(ES)?( .*)?|FORMULAS?( .*)?|EVIDENCIAS?( .*)?|SOPORTES?( .*)?|ESTADO|SEMAFORO"),
    ("kept",         2, r"RECURSOS?( .*)?|UNIDAD DE MEDIDA|PRESUPUESTO|ENLACES?( .*)?|LINK|MEDIO DE VERIFICACION"),
    ("kept",         2, r"TIPO( .*)?|SITUACION ACTUAL|JUSTIFICACION"),
)
# fmt: on
_COMPILED = tuple((field, sure, re.compile(pattern)) for field, sure, pattern in _HEADINGS)
_NOISE = re.compile(r"[^A-Z0-9%#/ -]+")
# «FECHAS (AAAA-MM-DD)» is a column of our own documents, beside the due dates as they were written.
_SHAPE_OF_DATE = re.compile(r"\b(DD?[/-]MM?[/-]AA(AA)?|(?<!FECHAS )AA(AA)?[/-]MM?[/-]DD?)\b")
_HINT = re.compile(r"activ|acci[oó]n|respons|depend|meta|product|fecha|avance|%|component|descrip|observ|seguim", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A field that a heading may name: `sure` is 1 for a name of that field alone, 3 for a guess."""

    field: str
    sure: int


def folded_heading(text: str) -> str:
    """Only what tells headings apart: «Subcomponente/Proceso» is SUBCOMPONENTE / PROCESO."""
    plain = " ".join(_NOISE.sub(" ", fold(text)).split())
    return " ".join(_SHAPE_OF_DATE.sub(" ", plain).replace("/", " / ").split())


@lru_cache(maxsize=4096)
def named(heading: str) -> tuple[Named, ...]:
    """The fields that a heading may name, the surest first; each once."""
    found = _named(folded_heading(heading))
    # «Subcomponent e»: a narrow cell of a PDF cuts the last letters of a word off.
    whole = (_named(joined) for joined in _joined(folded_heading(heading))) if not found else ()
    found = found or next((other for other in whole if other), {})
    return tuple(Named(field, sure) for field, sure in sorted(found.items(), key=lambda item: item[1]))


def _named(folded: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for field, sure, pattern in _COMPILED:
        if folded and field not in found and pattern.fullmatch(folded):
            found[field] = sure
    return found


def _joined(folded: str) -> Iterator[str]:
    """The heading with each short piece as the end of the word before it."""
    words = folded.split()
    for place in range(1, len(words)):
        if len(words[place]) <= _CUT_OFF and words[place].isalpha() and words[place - 1].isalpha():
            yield " ".join((*words[: place - 1], words[place - 1] + words[place], *words[place + 1 :]))


def may_be_header(cells: Sequence[str]) -> bool:
    """A quick look that lets most rows of a long sheet go."""
    return max(map(len, cells), default=0) <= LONGEST_HEADING and sum(1 for cell in cells if cell and _HINT.search(cell)) > 1
