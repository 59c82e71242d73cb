"""Of several columns of who answers, which one holds the office that carries an activity out."""

import re
from collections.abc import Sequence

from pacc_flow.matrix.layout.columns.headings import folded_heading
from pacc_flow.matrix.layout.columns.kinds import SAMPLE, share
from pacc_flow.matrix.words import words_of

_OFFICE = re.compile(
    r"(OFICINA|SECRETAR|DIRECCION|SUBDIRECCION|GERENCIA|SUBGERENCIA|GRUPO|AREA|JEF|LIDER|COORDINA|UNIDAD|DEPARTAMENTO|DIVISION"
    r"|DESPACHO|PLANEACION|CONTROL INTERNO|TALENTO HUMANO|COMUNICACIONES|JURIDICA|SISTEMAS|TESORERIA|PROFESIONAL|TODAS? L)"
)
_PERSON = re.compile(r"[A-ZÁÉÍÓÚÑ]\w+(?: (?:(?:de|del|la|los) ){0,2}[A-ZÁÉÍÓÚÑ][\w.]*){1,4}")
_OVERSEES = re.compile(r"\b(SEGUIMIENTO|MONITOREO|VERIFICA|REVISION|EVALUA|APOYO|REPORT)")
_SLIGHTLY, _HARDLY = 0.3, 2.5
_MOST, _SOME = 0.75, 0.25


def doubt_of_office(heading: str, values: Sequence[str]) -> float:
    """Who follows up an activity is not who carries it out, and a person is no office."""
    sample = [" ".join(value.split()) for value in values if value][:SAMPLE]
    are_people = share(sample, _is_person) >= _MOST and share(sample, is_office) < _SOME
    return (_SLIGHTLY if _OVERSEES.search(folded_heading(heading)) else 0.0) + (_HARDLY if are_people else 0.0)


def is_office(text: str) -> bool:
    """Whether a text begins as the name of an office or of a post does."""
    return _OFFICE.match(" ".join(words_of(text))) is not None


def _is_person(text: str) -> bool:
    return _PERSON.fullmatch(text) is not None
