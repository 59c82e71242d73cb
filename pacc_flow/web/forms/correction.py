"""What Internal Control writes to correct what is published: each chosen activity and component as it shall read, and why."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from pacc_flow.actions.corrections import InForce
from pacc_flow.actions.wanted import Wanted
from pacc_flow.reports.correction import evidence_key
from pacc_flow.reports.snapshot import Evidence, Row
from pacc_flow.web.forms.base import Form
from pacc_flow.web.forms.percent import PercentField

REPORTED, UNREPORTED = "si", "no"
_STATES = [SelectChoice(REPORTED, "Se reportó"), SelectChoice(UNREPORTED, "No se reportó")]


class CorrectionForm(Form):
    """`seen` names the revision that the person has before their eyes."""

    seen = HiddenField()
    reason = TextAreaField("Por qué se corrige")


def correction_form(of: InForce, activities: list[int], components: list[int]) -> CorrectionForm:
    """With the fields of these, each filled with what was typed, else with what is published."""
    fields: dict[str, Any] = {}
    for row in of.snapshot.rows:
        if row.n in activities:
            fields |= _fields_of(row)
    for one in of.snapshot.components:
        if one.number in components:
            fields[f"remark_{one.number}"] = TextAreaField(f"{one.number}. {one.name}", default=one.observation)
    form: CorrectionForm = type("CorrectionFormOfCut", (CorrectionForm,), fields)()
    if not form.is_submitted():
        form.seen.data = of.seen
    return form


def wanted_rows(form: CorrectionForm, activities: list[int]) -> Mapping[int, Wanted]:
    return {
        n: Wanted(
            is_reported=form[f"reported_{n}"].data == REPORTED,
            percent=form[f"percent_{n}"].data,
            narrative=form[f"narrative_{n}"].data or "",
            observation=form[f"observation_{n}"].data or "",
            unreported_reason=form[f"unreported_{n}"].data or "",
            removed=frozenset(form[f"evidence_{n}"].data or ()),
            links=tuple((form[f"links_{n}"].data or "").split()),
        )
        for n in activities
    }


def wanted_remarks(form: CorrectionForm, components: list[int]) -> Mapping[int, str]:
    return {number: form[f"remark_{number}"].data or "" for number in components}


def _fields_of(row: Row) -> dict[str, Any]:
    state = UNREPORTED if row.percent is None else REPORTED
    pieces = [SelectChoice(evidence_key(piece), _name_of(piece)) for piece in row.evidence]
    return {
        f"reported_{row.n}": RadioField("Estado del reporte", [InputRequired()], choices=_STATES, default=state),
        f"percent_{row.n}": PercentField("Porcentaje verificado", default=row.percent),
        f"narrative_{row.n}": TextAreaField("Descripción del avance", default=row.narrative),
        f"observation_{row.n}": TextAreaField("Observación de Control Interno", default=row.observation),
        f"unreported_{row.n}": TextAreaField("Por qué no se reportó", default=row.unreported_reason),
        # What the list no longer holds, the action refuses in its own words.
        f"evidence_{row.n}": SelectMultipleField("Evidencia que se retira", choices=pieces, validate_choice=False),
        f"links_{row.n}": TextAreaField("Enlaces que se agregan"),
    }


def _name_of(piece: Evidence) -> str:
    return piece.url or f"{piece.name}, huella {(piece.sha256 or '')[:8]}"
