"""From a refusal back to the form: each sentence at its field, what has no field above them all."""

from collections.abc import Iterator
from contextlib import contextmanager

from pacc_flow.actions.refusals import Invalid
from pacc_flow.web.database import db
from pacc_flow.web.forms.base import Form


@contextmanager
def errors_shown(form: Form) -> Iterator[None]:
    """Around what a form asks for, its commit and its answer included: a refusal undoes it all, is written into the form
    and ends the block, so that what follows the block shows the form again.
    """
    try:
        yield
    except Invalid as refusal:
        db.session.rollback()
        for name, sentence in refusal.errors.items():
            _show(form, name, sentence)


def require(form: Form) -> None:
    """Raises Invalid when the form does not even look right; its own sentences are at their fields already."""
    if not form.validate():
        raise Invalid({})


def _show(form: Form, name: str, sentence: str) -> None:
    if name in form:
        form[name].errors = [*form[name].errors, sentence]
    else:
        form.form_errors.append(sentence)
