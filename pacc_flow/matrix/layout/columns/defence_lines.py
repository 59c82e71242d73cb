"""Who says a percentage: the office that reports (first line), Planning that reviews (second) or Internal Control (third)."""

import re
from collections.abc import Sequence

from pacc_flow.matrix.layout.columns.headings import folded_heading

_ORDINAL = r"(?:{0} ?(?:A|RA|DA|ERA)?|{1}) LINEA|LINEA {0}"
# fmt: off
_SAID_BY = (
    # weight  line            how a heading calls them
    (2,       (3, "TERCERA"), "CONTROL INTERNO|OCI|O C I|VERIFICAD[AO]S?|AUDITORIA INTERNA|INDEPENDIENTE"),
    (1,       (2, "SEGUNDA"), "PLANEACION|OAP|VALIDAD[AO]S?"),
    (-1,      (1, "PRIMERA"), "REPORTAD[AO]S?|AUTO ?-?EVALUACION|AUTORREPORTE|OFICINA|AREA|DEPENDENCIA|LIDER|RESPONSABLE"),
)
# fmt: on
_COMPILED = tuple((weight, re.compile(rf"\b(?:{_ORDINAL.format(*line)}|{words})\b")) for weight, line, words in _SAID_BY)


def weight_of(texts: Sequence[str]) -> int:
    """The more, the later somebody looked at the figure; 0 where a heading says nobody. What is nearest to it prevails."""
    folded = (folded_heading(text) for text in reversed(texts))
    return next((weight for text in folded for weight, words in _COMPILED if words.search(text)), 0)
