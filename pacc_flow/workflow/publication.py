"""When a cut may be signed off, and corrected once it is: the sentence that says why not, or nothing."""

from collections.abc import Sequence

from pacc_flow.workflow import guards
from pacc_flow.workflow.facts import PersonFacts
from pacc_flow.workflow.names import listed


def why_not_publish(person: PersonFacts, *, is_open: bool, unexplained: Sequence[int]) -> str | None:
    """`unexplained` are the numbers of the activities neither verified nor given a reason for going unreported."""
    if refusal := guards.standing(person):
        return refusal
    if not person.reach.in_control:
        return "El seguimiento lo publica Control Interno."
    if not is_open:
        return "Este corte no está abierto."
    if len(unexplained) == 1:
        return f"Falta 1 entrada por verificar: {unexplained[0]}. Verifíquela o diga por qué no se reportó."
    if unexplained:
        return (
            f"Faltan {len(unexplained)} entradas por verificar: {listed(unexplained)}. "
            "Verifíquelas o diga por qué no se reportaron."
        )
    return None


def why_not_correct(person: PersonFacts, *, is_published: bool) -> str | None:
    """Of each activity, `guards.own_hand` says more."""
    if refusal := guards.standing(person):
        return refusal
    if not person.reach.in_control:
        return "Lo publicado lo corrige Control Interno."
    return None if is_published else "Este corte todavía no se ha publicado: no hay qué corregir."


def why_not_open(person: PersonFacts, *, is_planned: bool) -> str | None:
    if refusal := guards.standing(person):
        return refusal
    if not person.reach.in_planning:
        return "El corte lo abre Planeación."
    return None if is_planned else "Este corte ya se abrió."


def why_not_move(person: PersonFacts, *, is_published: bool) -> str | None:
    """Planning moves the milestones of a cut, planned or open."""
    if refusal := guards.standing(person):
        return refusal
    if not person.reach.in_planning:
        return "Los plazos de un corte los mueve Planeación."
    return "El corte ya se publicó: sus plazos no se mueven." if is_published else None
