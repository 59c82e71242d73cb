"""What a person said about the offices of a document: which office each of its spellings is."""

from itertools import product

from werkzeug.datastructures import MultiDict

from pacc_flow.actions.entities import NAME_CHARS
from pacc_flow.actions.refusals import Invalid, NotFound
from pacc_flow.matrix.deciding.plan_draft import PlanDraft
from pacc_flow.matrix.offices.document_offices import DocumentOffice
from pacc_flow.matrix.offices.offices import key_of


def grouped(draft: PlanDraft, form: MultiDict[str, str]) -> dict[str, str]:
    """The spellings ticked are one office; each of the others is an office of its own, as it is written."""
    texts = [spelling.text for spelling in _office(draft, form.get("group", "")).spellings]
    ticked = [text for text in texts if text in form.getlist("spelling")]
    if not ticked:
        raise Invalid({"offices": "Marque al menos una de las formas en que está escrita la oficina."})
    name = _name(form.get("other", "").strip() or form.get("name", ""))
    apart = [text for text in texts if text not in ticked]
    if alike := next((pair for pair in product(ticked, apart) if key_of(pair[0]) == key_of(pair[1])), None):
        one, other = alike
        raise Invalid({"offices": f"«{one}» y «{other}» solo difieren en puntos, tildes o conectores: son la misma oficina."})
    return dict.fromkeys(ticked, name) | {text: text.rstrip(" .") for text in apart}


def single(draft: PlanDraft, form: MultiDict[str, str]) -> dict[str, str]:
    """Each office of the list with the name chosen for it."""
    chosen = zip(form.getlist("office"), form.getlist("as"), strict=False)
    named = [(_office(draft, office), _name(name)) for office, name in chosen]
    if not named:
        raise NotFound
    return {spelling.text: name for office, name in named for spelling in office.spellings}


def _office(draft: PlanDraft, name: str) -> DocumentOffice:
    found = next((office for office in draft.offices if office.name == name), None)
    if found is None:
        raise NotFound
    return found


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 0 < len(name) <= NAME_CHARS:
        raise Invalid({"offices": f"Escriba el nombre de la oficina, en no más de {NAME_CHARS} caracteres."})
    return name
