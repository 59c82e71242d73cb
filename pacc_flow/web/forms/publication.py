"""What Internal Control writes before it signs: a reason for each entry left unverified, a remark for each component."""

import re
from collections.abc import Mapping
from typing import Any

from flask import request
from wtforms import HiddenField, TextAreaField

from pacc_flow.actions.publication import SignOff
from pacc_flow.web.forms.base import Form

_NUMBERED = re.compile(r"(reason|observation)_([0-9]{1,9})")
NO_REASON = "Escriba por qué no se reportó."


class SignForm(Form):
    """`seen` names the state of the cut that the person has before their eyes."""

    seen = HiddenField()


def typed() -> dict[str, dict[int, str]]:
    """The reasons by entry and the remarks by component, as they were posted, whatever the cut holds by now."""
    found: dict[str, dict[int, str]] = {"reason": {}, "observation": {}}
    for name, text in request.form.items():
        if match := _NUMBERED.fullmatch(name):
            found[match[1]][int(match[2])] = text
    return found


def sign_form(prepared: SignOff) -> SignForm:
    """A form with the fields that this cut needs, filled with what was typed, or with what the figures say."""
    fields: dict[str, Any] = {f"reason_{entry.id}": TextAreaField("Por qué no se reportó") for entry in prepared.left}
    for component in prepared.snapshot.components:
        field = TextAreaField(f"{component.number}. {component.name}", default=component.observation)
        fields[f"observation_{component.number}"] = field
    form: SignForm = type("SignFormOfCut", (SignForm,), fields)()
    form.seen.data = prepared.seen
    return form


def show_errors(form: SignForm, errors: Mapping[str, str]) -> None:
    """The guard's sentence stands above the fields; each reason that is missing says so at its own."""
    for name, sentence in errors.items():
        if name in form:
            form[name].errors = [sentence]
        else:
            form.form_errors.append(sentence)
    if "reasons" in errors:
        for field in form:
            if field.name.startswith("reason_") and not (field.data or "").strip():
                field.errors = [NO_REASON]
