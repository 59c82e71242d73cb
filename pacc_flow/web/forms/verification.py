"""What Internal Control writes: its own percentage and observation to sign, a comment to send an entry back."""

from wtforms import TextAreaField

from pacc_flow.actions.perform import Brings
from pacc_flow.web.forms.percent import PercentField
from pacc_flow.web.forms.review import ReviewForm
from pacc_flow.workflow import Action


class VerificationForm(ReviewForm):
    """The percentage comes empty, always: it is Internal Control's, not a copy of what was reported."""

    verified_percent = PercentField("Porcentaje verificado")
    observation = TextAreaField("Observación")
    comment = TextAreaField("Qué se debe corregir")

    kept = "lo que escribió sigue"

    @property
    def typed(self) -> list[str]:
        fields = (self.verified_percent, self.observation, self.comment)
        return [text for field in fields for text in field.raw_data or () if text]

    def brings(self, action: Action) -> Brings:
        """A comment half written does not go with the signature, nor a percentage with a return."""
        if action is not Action.VERIFY:
            return super().brings(action)
        return Brings(verified_percent=self.verified_percent.data, observation=self.observation.data or "")
