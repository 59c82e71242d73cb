from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    HIGH = "alta"
    MEDIUM = "media"
    LOW = "baja"


class Need(StrEnum):
    """What a finding asks of a person before its row may be accepted."""

    NOTHING = "nada"
    CONFIRM = "confirmar"
    CORRECT = "corregir"


class Code(StrEnum):
    # of a row: where it belongs
    AMBIGUOUS_COMPONENT = "AMBIGUA_COMPONENTE"
    AMBIGUOUS_SUBCOMPONENT = "AMBIGUA_SUBCOMPONENTE"
    ACTIVITY_AS_SUBCOMPONENT = "ACTIVIDAD_EN_SUBCOMPONENTE"
    COMPONENT_MISSING = "COMPONENTE_AUSENTE"
    COMPONENT_FROM_LATER_LABEL = "COMPONENTE_PAGINA_SIGUIENTE"
    COMPONENT_FROM_CATALOGUE = "COMPONENTE_DEL_CATALOGO"
    SUBCOMPONENT_FROM_EARLIER_PAGE = "SUBCOMPONENTE_PAGINA_ANTERIOR"
    SUBCOMPONENT_EMPTY = "SUBCOMPONENTE_VACIO"
    PLACE_FROM_NUMBER = "LUGAR_POR_NUMERACION"
    PLACE_FROM_SHEET = "LUGAR_POR_HOJA"
    # of a row: its cells
    SHIFTED = "DESPLAZADA"
    EXTRA_CELLS = "CELDAS_DE_MAS"
    ACTIVITY_MISSING = "ACTIVIDAD_AUSENTE"
    MARKUP = "HTML"
    BROKEN_ADDRESS = "URL_ROTA"
    STRUCK_ACTIVITY = "ACTIVIDAD_TACHADA"
    STRUCK_TEXT = "TEXTO_TACHADO"
    HIDDEN_ROW = "FILA_OCULTA"
    JOINED_ROW = "FILA_PARTIDA"
    JOINED_OFFICES = "DEPENDENCIAS_UNIDAS"
    REPEATED_ACTIVITY = "ACTIVIDAD_REPETIDA"
    RETOLD = "OTRA_REDACCION"
    # of a row: dates
    IMPOSSIBLE_DATE = "FECHA_IMPOSIBLE"
    UNREAD_DATE = "FECHA_NO_LEIDA"
    DATE_MISSING = "FECHA_AUSENTE"
    DATE_WITHOUT_ZERO = "FECHA_SIN_CERO"
    SEVERAL_DATES = "FECHAS_MULTIPLES"
    DATE_GUESSED = "FECHA_SUPUESTA"
    DATE_RANGE = "FECHA_RANGO"
    DATES_GLUED = "FECHAS_PEGADAS"
    DATE_AFTER_CUT = "FECHA_POSTERIOR_AL_CORTE"
    # of a row: percentage
    UNREAD_PERCENT = "PORCENTAJE_NO_LEIDO"
    PERCENT_MISSING = "PORCENTAJE_AUSENTE"
    PERCENT_WITHOUT_SIGN = "PORCENTAJE_SIN_SIGNO"
    PERCENT_WITH_TEXT = "PORCENTAJE_CON_TEXTO"
    PERCENT_ROUNDED = "PORCENTAJE_REDONDEADO"
    PERCENT_GUESSED = "PORCENTAJE_SUPUESTO"
    PERCENT_NOT_APPLICABLE = "PORCENTAJE_NO_APLICA"
    PERCENT_FELL = "PORCENTAJE_BAJA"
    # of a row: offices
    OFFICE_MISSING = "DEPENDENCIA_AUSENTE"
    OFFICE_UNKNOWN = "DEPENDENCIA_DESCONOCIDA"
    TRAILING_SEPARATOR = "SEPARADOR_FINAL"
    # of the document
    REPEATED_HEADERS = "ENCABEZADOS_REPETIDOS"
    METADATA_MISSING = "DATO_AUSENTE"
    OFFICE_SPELLINGS = "OFICINA_VARIAS_FORMAS"
    LOOSE_TEXT = "TEXTO_SUELTO"
    SEVERAL_SHEETS = "OTRAS_HOJAS"
    PLAN_TWICE = "PLAN_DOS_VECES"
    SHEET_WITHOUT_MATRIX = "HOJA_SIN_MATRIZ"
    OTHER_TABLE = "OTRA_TABLA"
    HIDDEN_SHEET = "HOJA_OCULTA"
    HIDDEN_COLUMN = "COLUMNA_OCULTA"
    UNKNOWN_COLUMN = "COLUMNA_NO_RECONOCIDA"
    DOUBTFUL_COLUMN = "COLUMNA_DUDOSA"
    HEADINGS_GUESSED = "ENCABEZADOS_SUPUESTOS"
    CHOSEN_COLUMNS = "COLUMNAS_INDICADAS"
    FOLLOW_UPS = "VARIOS_SEGUIMIENTOS"
    CUT_GUESSED = "CORTE_SUPUESTO"
    YEAR_GUESSED = "VIGENCIA_SUPUESTA"
    ENTITY_GUESSED = "ENTIDAD_SUPUESTA"
    MONTH_FIRST = "FECHAS_MES_PRIMERO"
    LEGACY_ENCODING = "CODIFICACION_ANTIGUA"
    FROM_PDF = "LEIDO_DE_PDF"
    MACROS = "MACROS_SIN_EJECUTAR"
    UNCOMPUTED = "FORMULA_SIN_CALCULAR"
    OTHER_EXTENSION = "EXTENSION_DISTINTA"
    MENDED_LINES = "RENGLONES_RECOMPUESTOS"


@dataclass(frozen=True, slots=True)
class Kind:
    """How findings of one code are counted on the screen, and what they ask for."""

    title: str
    need: Need = Need.NOTHING


_DOUBTFUL = "Componente o subcomponente dudoso"

# fmt: off
KINDS: Mapping[Code, Kind] = {
    # code                                title on the list of findings                     before accepting
    Code.AMBIGUOUS_COMPONENT:            Kind(_DOUBTFUL,                                     Need.CONFIRM),
    Code.AMBIGUOUS_SUBCOMPONENT:         Kind(_DOUBTFUL,                                     Need.CONFIRM),
    Code.ACTIVITY_AS_SUBCOMPONENT:       Kind(_DOUBTFUL,                                     Need.CONFIRM),
    Code.COMPONENT_MISSING:              Kind("Falta el componente",                         Need.CORRECT),
    Code.IMPOSSIBLE_DATE:                Kind("Fecha que no existe",                         Need.CORRECT),
    Code.ACTIVITY_MISSING:               Kind("Falta la actividad",                          Need.CORRECT),
    Code.UNREAD_PERCENT:                 Kind("Porcentaje que no se entiende",               Need.CORRECT),
    Code.OFFICE_MISSING:                 Kind("Falta la dependencia",                        Need.CORRECT),
    Code.OFFICE_UNKNOWN:                 Kind("Dependencia desconocida",                     Need.CORRECT),
    Code.UNREAD_DATE:                    Kind("Fecha que no se entiende",                    Need.CONFIRM),
    Code.DATE_MISSING:                   Kind("Falta la fecha",                              Need.CONFIRM),
    Code.STRUCK_ACTIVITY:                Kind("Actividad tachada",                           Need.CONFIRM),
    Code.DATE_GUESSED:                   Kind("Fecha supuesta",                              Need.CONFIRM),
    Code.DATES_GLUED:                    Kind("Fechas pegadas",                              Need.CONFIRM),
    Code.PERCENT_GUESSED:                Kind("Porcentaje supuesto",                         Need.CONFIRM),
    Code.REPEATED_ACTIVITY:              Kind("Actividad repetida",                          Need.CONFIRM),
    Code.COMPONENT_FROM_LATER_LABEL:     Kind("Rótulo tomado de otra página"),
    Code.COMPONENT_FROM_CATALOGUE:       Kind("Componente tomado del catálogo"),
    Code.SUBCOMPONENT_FROM_EARLIER_PAGE: Kind("Subcomponente de la página anterior"),
    Code.SUBCOMPONENT_EMPTY:             Kind("Sin subcomponente"),
    Code.PLACE_FROM_NUMBER:              Kind("Componente por la numeración"),
    Code.PLACE_FROM_SHEET:               Kind("Componente por el nombre de la hoja"),
    Code.SHIFTED:                        Kind("Fila corrida de celda"),
    Code.EXTRA_CELLS:                    Kind("Celdas de más"),
    Code.MARKUP:                         Kind("Marcas de página web retiradas"),
    Code.BROKEN_ADDRESS:                 Kind("Dirección web partida"),
    Code.DATE_WITHOUT_ZERO:              Kind("Fecha sin cero inicial"),
    Code.STRUCK_TEXT:                    Kind("Texto tachado"),
    Code.HIDDEN_ROW:                     Kind("Fila oculta en el archivo"),
    Code.JOINED_ROW:                     Kind("Fila partida entre dos páginas"),
    Code.JOINED_OFFICES:                 Kind("Una actividad con una dependencia por renglón"),
    Code.SEVERAL_DATES:                  Kind("Varias fechas en una celda"),
    Code.DATE_RANGE:                     Kind("Rango de fechas"),
    Code.DATE_AFTER_CUT:                 Kind("100 % con fecha posterior al corte"),
    Code.PERCENT_MISSING:                Kind("Sin porcentaje"),
    Code.PERCENT_WITHOUT_SIGN:           Kind("Porcentaje sin signo"),
    Code.PERCENT_WITH_TEXT:              Kind("Porcentaje con texto"),
    Code.PERCENT_ROUNDED:                Kind("Porcentaje redondeado"),
    Code.PERCENT_NOT_APPLICABLE:         Kind("Porcentaje que no aplica"),
    Code.PERCENT_FELL:                   Kind("Avance que baja entre cortes"),
    Code.TRAILING_SEPARATOR:             Kind("Separador al final"),
    Code.RETOLD:                         Kind("Dicho de otra forma en otro seguimiento"),
    Code.REPEATED_HEADERS:               Kind("Encabezados repetidos"),
    Code.METADATA_MISSING:               Kind("Dato del encabezado sin leer"),
    Code.OFFICE_SPELLINGS:               Kind("Oficina escrita de varias formas"),
    Code.LOOSE_TEXT:                     Kind("Texto fuera de la matriz"),
    Code.SEVERAL_SHEETS:                 Kind("Varias hojas con matriz"),
    Code.PLAN_TWICE:                     Kind("Más de un plan en el archivo"),
    Code.SHEET_WITHOUT_MATRIX:           Kind("Hoja sin matriz"),
    Code.OTHER_TABLE:                    Kind("Otra tabla en el archivo"),
    Code.HIDDEN_SHEET:                   Kind("Hoja oculta"),
    Code.HIDDEN_COLUMN:                  Kind("Columna oculta"),
    Code.UNKNOWN_COLUMN:                 Kind("Columna que no se reconoce"),
    Code.DOUBTFUL_COLUMN:                Kind("Columna dudosa"),
    Code.HEADINGS_GUESSED:               Kind("Encabezados que no se reconocen"),
    Code.CHOSEN_COLUMNS:                 Kind("Columnas como se indicaron"),
    Code.FOLLOW_UPS:                     Kind("Varios seguimientos"),
    Code.CUT_GUESSED:                    Kind("Corte supuesto"),
    Code.YEAR_GUESSED:                   Kind("Vigencia supuesta"),
    Code.ENTITY_GUESSED:                 Kind("Entidad supuesta"),
    Code.MONTH_FIRST:                    Kind("Fechas con el mes primero"),
    Code.LEGACY_ENCODING:                Kind("Codificación antigua"),
    Code.FROM_PDF:                       Kind("Leído de un PDF"),
    Code.MACROS:                         Kind("Macros que no se ejecutan"),
    Code.UNCOMPUTED:                     Kind("Fórmulas sin calcular"),
    Code.OTHER_EXTENSION:                Kind("Nombre que no coincide"),
    Code.MENDED_LINES:                   Kind("Renglones recompuestos"),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person may want to know or must decide: about `field` of a row, or of the document.

    `alternative` is another value for that field, written as the field is (a date as ISO); "" is "none".
    """

    code: Code
    field: str
    message: str
    confidence: Confidence = Confidence.HIGH
    alternative: str | None = None

    @property
    def need(self) -> Need:
        return KINDS[self.code].need

    @property
    def title(self) -> str:
        return KINDS[self.code].title


def titles_of(findings: Iterable[Finding]) -> list[str]:
    """Each once, in the order of the findings, so that those which tie in a count are told alike whenever they are counted."""
    return list(dict.fromkeys(finding.title for finding in findings))
