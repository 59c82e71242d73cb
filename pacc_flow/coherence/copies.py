"""A text that another activity, or the cut before, already had."""

from math import floor

from pacc_flow.coherence.facts import FULL, Finding, Kind, Reported
from pacc_flow.coherence.wording import listed, percent
from pacc_flow.coherence.wordings import NEARLY, Wording, Wordings

_NAMED = 5  # activities


def same_as_other(reported: Reported, texts: Wordings) -> Finding | None:
    alike = texts.alike(reported.number)
    if not alike:
        return None
    nearest, likeness = alike[0]
    same = [number for number, share in alike if share == likeness] if likeness == 1 else [number for number, _ in alike]
    whose = f"de la actividad {same[0]}" if len(same) == 1 else f"de las actividades {_named(same)}"
    return Finding(
        kind=Kind.SAME_AS_OTHER,
        title=f"El texto es {_how(likeness)} al {whose}",
        reason=_words_in_common(likeness),
        compared=(texts.texts[nearest], reported.text),
    )


def same_as_before(reported: Reported) -> Finding | None:
    """Nothing new to tell is no wonder where nothing had begun, or everything was done already."""
    likeness = Wording.of(reported.text).likeness(Wording.of(reported.text_before))
    if likeness < NEARLY or (reported.percent == reported.before and reported.percent in (0, FULL)):
        return None
    return Finding(
        kind=Kind.SAME_AS_BEFORE,
        title=f"El texto es {_how(likeness)} al del corte anterior",
        reason=_moved(reported) or _words_in_common(likeness),
        compared=(reported.text_before, reported.text),
    )


def _named(numbers: list[int]) -> str:
    """The first ones, and how many more."""
    if len(numbers) <= _NAMED:
        return listed(sorted(numbers))
    return f"{', '.join(map(str, sorted(numbers[:_NAMED])))} y {len(numbers) - _NAMED} más"


def _moved(reported: Reported) -> str:
    if reported.percent is None or reported.before is None:
        return ""
    if reported.percent == reported.before:
        return f"El porcentaje tampoco cambió: {percent(reported.percent)}."
    return f"El porcentaje pasó de {percent(reported.before)} a {percent(reported.percent)}."


def _how(likeness: float) -> str:
    return "igual" if likeness == 1 else "casi igual"


def _words_in_common(likeness: float) -> str:
    return "Coinciden todas las palabras." if likeness == 1 else f"Coinciden {floor(likeness * 10)} de cada 10 palabras."
