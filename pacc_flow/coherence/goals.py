"""A goal that counts something against what the text counts of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pacc_flow.coherence.facts import FULL, Finding, Kind, Reported
from pacc_flow.coherence.wording import MONTHS, folded, percent, sentences, words_of

_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+|[^\w\s]")
_NUMERALS = {
    "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "veinte": 20, "treinta": 30,
}  # fmt: skip
_FIGURE = re.compile(r"\d{1,4}")
_YEARS = range(1900, 2101)
_SHORTEST_NOUN = 4
_NO_NOUN = words_of(
    "sobre para desde hasta entre como cada segun mediante durante ante bajo tras menos ellos ellas estos estas cuales veces "
    "dias meses anos horas minutos semanas pesos millones ciento cientos trimestres semestres"
) | frozenset(MONTHS)
_NO_COUNT_AFTER = words_of(
    "ley decreto resolucion circular acuerdo articulo art numeral version no num nro iso norma formato fase etapa linea "
    "vigencia ano meta item actividad anexo capitulo grupo"
)
_ADJECTIVES = words_of("nuevos nuevas otros otras primeros primeras grandes diferentes distintos distintas")
_ALREADY_NAMED = words_of("los las estos estas dichos dichas esos esas ambos ambas")
_ARTICLES = words_of("un una")  # «cada trimestre se publica un informe» counts nothing
_OF_THEM = words_of("los las estos estas")
_AND, _STILL_OF_IT = words_of("y ,"), words_of("en mas")


@dataclass(frozen=True)
class Count:
    """«cinco (5) videos»; `again` where the words show that it was counted before: «los 5 videos»."""

    count: int
    noun: str
    again: bool = False

    @property
    def key(self) -> str:
        """The same for one and for several: «informe» and «informes», «capacitación» and «capacitaciones»."""
        return folded(self.noun).removesuffix("s").removesuffix("e")


def goal_not_reached(reported: Reported) -> Finding | None:
    """The text tells of the period, the percentage of the year: only what this period adds is looked for in it."""
    if reported.percent is None:
        return None
    gained = reported.percent - (reported.before or 0)
    told = list(counts_in(reported.text))
    for goal in counts_in(reported.goal):
        of_it = [count for count in told if count.key == goal.key]
        counted, asked = [count.count for count in of_it if not count.again], goal.count * gained // FULL
        if counted and sum(counted) < asked and all(count.count < asked for count in of_it):
            return Finding(
                kind=Kind.GOAL,
                title=f"La meta dice {goal.count} {goal.noun} y el texto cuenta {sum(counted)}",
                reason=f"Reporta {percent(reported.percent)}{_from(reported.before)}. Mire si el resto está en la evidencia.",
            )
    return None


def _from(before: int | None) -> str:
    return f" y venía de {percent(before)}" if before else ""


def counts_in(text: str) -> Iterator[Count]:
    for sentence in sentences(text):
        yield from _counts_of(_TOKEN.findall(sentence))


def _counts_of(words: list[str]) -> Iterator[Count]:
    """«3 de los 5 videos» counts three; «2 videos en abril y 3 en agosto» counts five."""
    plain = [folded(word) for word in words]
    part: int | None = None
    before = noun = ""
    for at, count in enumerate(map(_number, plain)):
        after = plain[at + 1 : at + 4]
        if count is None:
            continue
        if plain[at - 1 : at] != ["("] or not before:
            before = plain[at - 1] if at else ""
        if _is_told_twice(count, after) or before in _NO_COUNT_AFTER:
            continue
        if _is_part(after):
            part = count
        elif (place := _noun_after(plain, at)) is not None and (part or plain[at] not in _ARTICLES):
            noun = words[place].lower()
            yield Count(count if part is None else part, noun, again=part is None and before in _ALREADY_NAMED)
            part, before = None, ""
        elif noun and before in _AND and not _STILL_OF_IT.isdisjoint(after[:1]):
            yield Count(count, noun)


def _number(word: str) -> int | None:
    if _FIGURE.fullmatch(word):
        return None if int(word) in _YEARS else int(word)
    return _NUMERALS.get(word)


def _is_told_twice(count: int, after: list[str]) -> bool:
    """«cinco (5)»: the figure is the one that is read."""
    return len(after) > 1 and after[0] == "(" and _number(after[1]) == count


def _is_part(after: list[str]) -> bool:
    """«3 de 5», «3 de los cinco»."""
    if after[:1] != ["de"]:
        return False
    return any(_number(word) is not None for word in (after[2:3] if after[1:2] and after[1] in _OF_THEM else after[1:2]))


def _noun_after(plain: list[str], at: int) -> int | None:
    place = at + 1
    while place < min(len(plain), at + 4) and (plain[place] == ")" or plain[place] in _ADJECTIVES):
        place += 1
    if place >= len(plain) or len(plain[place]) < _SHORTEST_NOUN or plain[place] in _NO_NOUN or not plain[place].isalpha():
        return None
    return place
