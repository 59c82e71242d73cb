"""Percentages in words, «cien por ciento»: of a folded text."""

import re

# fmt: off
_FIGURES = {
    "CERO": 0, "CINCO": 5, "DIEZ": 10, "QUINCE": 15, "VEINTE": 20, "VEINTICINCO": 25, "TREINTA": 30, "CUARENTA": 40,
    "CINCUENTA": 50, "SESENTA": 60, "SETENTA": 70, "OCHENTA": 80, "NOVENTA": 90, "CIEN": 100, "CIENTO": 100,
}
_UNITS = {"UNO": 1, "UN": 1, "DOS": 2, "TRES": 3, "CUATRO": 4, "CINCO": 5, "SEIS": 6, "SIETE": 7, "OCHO": 8, "NUEVE": 9}
# fmt: on
_TENS = range(30, 100)  # those that «y» may join to a unit
_IN_WORDS = re.compile(
    rf"(?:(?:AL|EL|UN) )?(?P<figure>{'|'.join(_FIGURES)})(?: Y (?P<unit>{'|'.join(_UNITS)}))?"
    r" (?:POR ?CIENTO|PORCIENTO)(?: ?\(? ?(?P<said>[0-9]{1,3}) ?% ?\)?)?"
)


def figure_in_words(folded: str) -> int | None:
    """0 to 100, or None where the words are none, or a figure beside them says otherwise."""
    match = _IN_WORDS.fullmatch(folded)
    if match is None:
        return None
    figure = _FIGURES[match["figure"]]
    if match["unit"] and figure not in _TENS:
        return None
    figure += _UNITS[match["unit"]] if match["unit"] else 0
    return figure if match["said"] in (None, str(figure)) else None
