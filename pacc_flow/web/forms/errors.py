"""From a refusal back to the form: each sentence at its field, what has no field above them all."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_wtf import FlaskForm

from pacc_flow.actions.refusals import Invalid
from pacc_flow.web.database import db


@contextmanager
def errors_shown(form: FlaskForm) -> Iterator[None]:
    """Around what a form asks for, its commit and its answer included: a refusal undoes it all, is written into the form
    and ends the block, so that what follows the block shows the form again.
    """
    try:
        yield
    except Invalid as refusal:
        db.session.rollback()
        for name, sentence in refusal.errors.items():
            _show(form, name, sentence)


def require(form: FlaskForm) -> None:
    """Raises Invalid when the form does not even look right; its own sentences are at their fields already."""
    if not form.validate():
        raise Invalid({})


def _show(form: FlaskForm, name: str, sentence: str) -> None:
    if name in form:
        form[name].errors = [*form[name].errors, sentence]
    else:
        form.form_errors.append(sentence)
