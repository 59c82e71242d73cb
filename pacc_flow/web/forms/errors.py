"""From a refusal back to the form: each sentence at its field, what has no field above them all."""

from flask_wtf import FlaskForm

from pacc_flow.actions.refusals import Invalid


def show_errors(form: FlaskForm, refusal: Invalid) -> None:
    for name, sentence in refusal.errors.items():
        if name in form:
            form[name].errors = [*form[name].errors, sentence]
        else:
            form.form_errors.append(sentence)
