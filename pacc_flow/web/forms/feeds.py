"""For what a calendar is opened: for the person, or for one of their offices."""

from collections.abc import Iterable

from wtforms import RadioField
from wtforms.validators import InputRequired

from pacc_flow.models import Office
from pacc_flow.web.forms.base import Form
from pacc_flow.workflow.office_names import the

MINE = "mio"
NOT_THEIRS = "Elija lo suyo o una de sus oficinas."


class FeedForm(Form):
    what = RadioField("Qué quiere ver en él", default=MINE, validate_choice=False, validators=[InputRequired(NOT_THEIRS)])

    def offer(self, offices: Iterable[Office]) -> None:
        choices = [(str(office.id), f"Lo de {the(office.name)}") for office in offices]
        self.what.choices = [(MINE, "Lo que me toca a mí"), *choices]
