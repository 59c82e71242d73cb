"""Why not: each guard returns the sentence that the person reads beside the disabled button, or nothing.

A guard judges only what is already stored. What the step itself brings (a comment, the verified percentage) is judged
when it arrives, by `missing_comment` and `missing_percent`, so that the button stays enabled until then.
"""

from pacc_flow.workflow.facts import EntryFacts, PersonFacts, Role, Standing, State
from pacc_flow.workflow.office_names import the

NO_COMMENT = "Escriba qué debe corregir: la oficina lo necesita para volver a enviarla."
NO_REASON = "Escriba por qué: queda en la historia de la entrada."
NO_VERIFIED_PERCENT = "Falta el porcentaje verificado."
PUBLISHED = "El corte ya se publicó. Para corregir, publique una revisión nueva del seguimiento."
OTHER_ROLE = {
    Role.OFFICE: "Esta entrada es de otra oficina.",
    Role.PLANNING: "Esto lo hace Planeación.",
    Role.CONTROL: "Esto lo hace Control Interno.",
}
NOT_ANY_MORE = {
    State.DRAFT: "Ya no está en borrador",
    State.SUBMITTED: "Ya no está por revisar",
    State.REVIEWED: "Ya no está por verificar",
    State.VERIFIED: "Ya no está verificada",
}


def not_the_lead(entry: EntryFacts, person: PersonFacts) -> str | None:
    if entry.office_ids[0] in person.offices:
        return None
    return f"La envía {the(entry.lead_office)}, que lidera esta actividad."


def incomplete(entry: EntryFacts, _person: PersonFacts) -> str | None:
    if entry.percent is None:
        return "Todavía no se puede enviar: falta el porcentaje."
    if not entry.has_narrative:
        return "Todavía no se puede enviar: falta contar qué se hizo."
    if entry.asks_evidence and entry.percent > 0 and not entry.has_evidence:
        return "Todavía no se puede enviar: reporta avance y no hay evidencia. Agregue un archivo o un enlace y guarde."
    return None


def own_submission(entry: EntryFacts, person: PersonFacts) -> str | None:
    """Separation of duties is per person: to submit and to write any of the content both count as one's own.

    As long as somebody replaces another, the two count as one person, whichever of the two names a step is taken in.
    """
    other = "la revisa otra persona" if entry.state is State.SUBMITTED else "la verifica otra persona de Control Interno"
    own = _reported(entry, person)
    return f"{own}: {other}." if own else None


def own_review(entry: EntryFacts, person: PersonFacts) -> str | None:
    own = _reviewed(entry, person)
    return f"{own}: la verifica otra persona de Control Interno." if own else None


def own_hand(entry: EntryFacts, person: PersonFacts) -> str | None:
    """Once it is published: whoever reported or reviewed an activity does not correct it either."""
    own = _reported(entry, person) or _reviewed(entry, person)
    return f"{own}: la corrige otra persona de Control Interno." if own else None


def _reported(entry: EntryFacts, person: PersonFacts) -> str | None:
    return _own(entry.submitted_by, entry.submitted_for, person, "envió", "enviaron") or _wrote(entry, person)


def _reviewed(entry: EntryFacts, person: PersonFacts) -> str | None:
    return _own(entry.reviewed_by, entry.reviewed_for, person, "revisó", "revisaron")


def _own(by: int | None, name_of: int | None, person: PersonFacts, did: str, they_did: str) -> str | None:
    """Who took the step and in whose name, when that is this person or somebody whom they replace."""
    if by == person.id:
        return f"La {did} usted"
    if name_of == person.id:
        return f"La {they_did} en su nombre"
    for replaced in person.replaces:
        if by == replaced.id:
            return f"La {did} {replaced.name}, a quien usted reemplaza"
        if name_of == replaced.id:
            return f"La {they_did} en nombre de {replaced.name}, a quien usted reemplaza"
    return None


def _wrote(entry: EntryFacts, person: PersonFacts) -> str | None:
    if person.id in entry.authors:
        return "Usted escribió parte de esta entrada"
    replaced = next((one for one in person.replaces if one.id in entry.authors), None)
    return f"{replaced.name}, a quien usted reemplaza, escribió parte de esta entrada" if replaced else None


_STANDING = {
    Standing.ADMIN: "El administrador no mueve entradas.",
    Standing.AUDITOR: "Su cuenta solo permite leer.",
}


def standing(person: PersonFacts) -> str | None:
    return _STANDING.get(person.standing)


def moved_on(expected: State, entry: EntryFacts) -> str:
    ending = f": {entry.last_step}." if entry.last_step else "."
    return NOT_ANY_MORE[expected] + ending
