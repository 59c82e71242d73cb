"""What Planning writes when it decides: one comment for either button. Whether it is needed, the actions judge."""

from wtforms import HiddenField, TextAreaField

from pacc_flow.actions.perform import Brings
from pacc_flow.web.forms.base import Form
from pacc_flow.web.forms.numbers import whole
from pacc_flow.workflow import Action


class ReviewForm(Form):
    """`rev` is the revision that the person has before their eyes."""

    rev = HiddenField()
    comment = TextAreaField("Comentario")

    kept = "su comentario sigue"

    @property
    def typed(self) -> list[str]:
        """All that the person wrote, as they wrote it: where the decision can no longer be taken, it is theirs to copy."""
        return [self.comment.data] if self.comment.data else []

    @property
    def seen_rev(self) -> int:
        """Anything but a number is a form that we did not write: it was opened at no revision at all."""
        return whole(self.rev.data)

    def brings(self, _action: Action) -> Brings:
        return Brings(comment=self.comment.data or "")
