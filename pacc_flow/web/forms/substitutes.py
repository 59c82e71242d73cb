"""Who replaces a person, and on which days."""

from collections.abc import Iterable

from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from pacc_flow.models import Account
from pacc_flow.models.facts import current_offices
from pacc_flow.web.forms.base import Form

_DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
_NOT_A_DAY = "Escriba día, mes y año, como 24/12/2026."


class DayField(DateField):  # type: ignore[misc]  # WTForms is not typed
    """As a person writes it or as a browser does; what is no day keeps standing there, with our sentence."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = [text.strip() for text in valuelist]
        try:
            super().process_formdata(typed)
        except ValueError as error:
            raise ValueError(_NOT_A_DAY) from error


class SubstituteForm(Form):
    # fmt: off
    substitute = SelectField("Quién", validators=[InputRequired("Elija a la persona.")], validate_choice=False)
    starts_on  = DayField("Desde", [InputRequired(_NOT_A_DAY)], format=_DAYS)
    ends_on    = DayField("Hasta", [InputRequired(_NOT_A_DAY)], format=_DAYS)
    # fmt: on

    @classmethod
    def filled(cls, people: Iterable[Account]) -> "SubstituteForm":
        form = cls()
        form.substitute.choices = [SelectChoice("", "Elija una persona"), *(_choice(person) for person in people)]
        return form


def _choice(person: Account) -> SelectChoice:
    offices = ", ".join(sorted(office.name for office in current_offices(person)))
    return SelectChoice(str(person.id), f"{person.name} ({offices})" if offices else person.name)
