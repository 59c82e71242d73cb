"""100 % of something that its own text says is still being done."""

import re

from pacc_flow.coherence.facts import FULL, Finding, Kind, Reported
from pacc_flow.coherence.wording import around, percent, sentences

_STANDS = (
    r"(?:est[áa]n?|se (?:encuentran?|hallan?)|siguen?|contin[úu]an?|encontrándose|quedando)(?: aún| todavía| actualmente)?"
)
_STAYS = r"(?:est[áa]n?|quedan?|quedaron|quedó|siguen?|se encuentran?)"
_STAGE = (
    r"(?:proceso|curso|desarrollo|ejecución|construcción|elaboración|implementación|trámite|planeación|ajustes?|aprobación"
    r"|etapa|fase|espera|definición|formulación|estructuración|contratación|revisión)"
).replace("ó", "[óo]")
_DOING = (
    r"(?:desarroll|elabor|constru|implement|realiz|ejecut|adelant|trabaj|actualiz|ajust|revis|gestion|consolid|finaliz"
    r"|termin|complet|formul|defin|estructur|prepar|avanz)\w{0,6}ndo"
)
_DONE = r"(?:termin|conclu|finaliz|complet|public|realiz|ejecut|elabor|inici|culmin|entreg)\w{0,3}do"
# «mejora continua con…» is no verb; without its accent it is one only where no such noun goes before.
_GOES_ON = r"(?:continúan?|(?<!ión )(?<!mejora )(?<!manera )(?<!forma )(?<!línea )(?<!jornada )\bcontinuan?)"
_IN_USE = r"(?! (?:funcion|oper|prest|brind|public|atend|sie|tenie)\w{0,4}ndo)"
_AS_PLANNED = r"(?<!como )(?<!según )(?<!lo que )"
_IN_A_NORM = r"(?! en (?:el|la|los|las|nuestro|su) (?:plan|ley|decreto|norma|manual|art|resoluc|gu[íi]a|cronogr))"
_CAN_BE = r"(?!podr|ver[áa]|encontrar|tendr|deber|manten|conserv)"
_STILL_THERE = r"(?! (?:disponib|publicad|vigent|activ|abiert))"

# fmt: off
SAYS_THAT_IT_GOES_ON = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (
    rf"\b{_GOES_ON}{_IN_USE}(?= (?:con|el|la|los|las|su|sus)\b| \w{{2,16}}ndo\b|[.,;]|$)",    # continúa con el desarrollo
    rf"\b(?:continuar|seguir)án?\b{_STILL_THERE}",                                            # se continuará en enero
    rf"\b{_STANDS} en (?:el |la |su |pleno |plena )?{_STAGE}\b",                              # se encuentra en proceso
    rf"\b(?:est[áa]n?|se encuentran?|vienen?|ha venido|han venido|siguen?) {_DOING}\b",       # se está elaborando
    r"\best[áa]n? por \w{3,16}r(?:se)?\b",                                                    # está por definirse
    rf"(?<!no )\b{_STAYS}(?: aún| todavía)? pendientes?\b",                                   # quedan pendientes
    r"(?<!sin )(?<!no hay )(?<!ni )\bpendientes? (?:de|por) (?:\w{2,16}r\b|aprobaci|firma|publicaci)",
    r"(?<!no )\bfaltan\b(?! \w{1,12} a\b)",                                                   # faltan dos ciudades
    r"(?<!no )(?<!la )(?<!una )(?<!sin )(?<!por )\bfalta (?:por|aún|el|la|los|las|un|una|\w{3,16}[aei]r)\b",
    rf"{_AS_PLANNED}\b{_STAYS} (?:planead|previst|proyectad|programad)[oa]s?\b{_IN_A_NORM}",  # está planeada
    r"\bcuentan? con la planeación\b|\botr[oa]s en planeación\b",
    rf"\bse {_CAN_BE}\w{{2,16}}(?:ará|arán|erá|erán|irá|irán)\b",                             # se publicará después
    r"\bse espera (?:que|\w{2,16}r)\b|\bse tienen? (?:previst|planead|proyectad)o\b",
    r"\b(?:a[úu]n|todav[íi]a) no\b|\bparcialmente\b|\bse (?:avanza|trabaja) en\b",
    rf"\bno (?:se )?(?:ha|han) (?:sido |podido )?{_DONE}\b",
    r"\bsin (?:terminar|concluir|finalizar|culminar|iniciar)\b",
))
# fmt: on


def unfinished(reported: Reported) -> Finding | None:
    said = next(filter(None, map(where_it_goes_on, sentences(reported.text))), "") if reported.is_full else ""
    if not said:
        return None
    return Finding(
        kind=Kind.UNFINISHED,
        title=f"Reporta {percent(FULL)}, pero el texto dice que la tarea sigue",
        reason=f"«{said}»",
    )


def where_it_goes_on(sentence: str) -> str:
    """The part of a sentence that says so, to be quoted, or nothing."""
    found = next(filter(None, (pattern.search(sentence) for pattern in SAYS_THAT_IT_GOES_ON)), None)
    return around(sentence, found.start()) if found else ""
