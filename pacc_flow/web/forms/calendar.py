"""What is typed about days: the calendar of an entity, its reminders, and the milestones of one cut."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from pacc_flow.actions.entity_calendar import Application, CalendarSettings
from pacc_flow.calendar.ladder import Ladder
from pacc_flow.calendar.milestones import MILESTONES, Milestone
from pacc_flow.calendar.words import numeric_date
from pacc_flow.models import Cut, Entity
from pacc_flow.models.calendars import offsets_of
from pacc_flow.web.forms.base import Form
from pacc_flow.web.forms.lines import LinesField
from pacc_flow.web.forms.numbers import whole

_YEAR = 2001  # any that is no leap year: a cut exists every year
_YEARS = range(2000, 2101)  # so that the terms around a day are days too
_DAYS = NumberRange(0, 90, "Escriba un número de días entre 0 y 90.")
_CUTS = InputRequired("Escriba al menos un corte.")
_NUMBER = InputRequired("Escriba un número entero.")
_DAY = InputRequired("Escriba el día.")
_BETWEEN_NUMBERS = re.compile(r"[\s,;y]+")
OFFSETS = ("opens_days_before", "offices", "planning", "control")
WHY = "Por qué"


def read_day(text: str) -> date:
    try:
        on = datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day, whatever the zone
    except ValueError:
        raise ValueError("escriba día, mes y año, como 24/12/2026.") from None
    if on.year not in _YEARS:
        raise ValueError(f"escriba un año entre {_YEARS[0]} y {_YEARS[-1]}.")
    return on


def read_cut(text: str) -> str:
    """«31/08» as MM-DD, the form in which a schedule is stored."""
    try:
        return f"{datetime.strptime(f'{text}/{_YEAR}', '%d/%m/%Y'):%m-%d}"  # noqa: DTZ007 - a day of every year
    except ValueError:
        raise ValueError("escriba día y mes de una fecha que exista todos los años, como 31/08.") from None


def write_cut(stored: str) -> str:
    month, _, day = stored.partition("-")
    return f"{day}/{month}"


class DayField(StringField):  # type: ignore[misc]  # WTForms is not typed
    """A day written by hand, 30/11/2026."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if self.typed:
            try:
                self.data = read_day(self.typed)
            except ValueError as error:
                raise ValidationError(f"«{self.typed}» no se entiende: {error}") from error

    def _value(self) -> str:
        return getattr(self, "typed", "") or (numeric_date(self.data) if self.data else "")


class NumbersField(StringField):  # type: ignore[misc]  # see above
    """Whole numbers in one line, in any order: «15, 7, 3, 1 y 0». None at all is a list too."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.typed = valuelist[0].strip() if valuelist else ""
        words = [word for word in _BETWEEN_NUMBERS.split(self.typed) if word]
        if odd := next((word for word in words if not (word.isascii() and word.isdigit() and len(word) <= 3)), None):  # noqa: PLR2004 - digits
            self.data = []
            raise ValidationError(f"«{odd}» no es un número de días: escriba números separados por comas, como 15, 7, 3, 1, 0.")
        self.data = sorted({int(word) for word in words}, reverse=True)

    def _value(self) -> str:
        return ", ".join(map(str, self.data)) if self.data else getattr(self, "typed", "")


class CalendarForm(Form):
    """`apply` and `reason` are asked on the page that shows how the year would be; `seen` is what it showed of the cuts."""

    # fmt: off
    schedule          = LinesField("Fechas de corte", read_cut, write_cut, validators=[_CUTS])
    opens_days_before = IntegerField("Días antes del corte en que se abre", [_NUMBER, _DAYS])
    offices           = IntegerField("Días hábiles para las oficinas", [_NUMBER, _DAYS])
    planning          = IntegerField("Días hábiles para Planeación", [_NUMBER, _DAYS])
    control           = IntegerField("Días hábiles para Control Interno", [_NUMBER, _DAYS])
    days_off          = LinesField("Días en que la entidad no trabaja", read_day, numeric_date)
    days_worked       = LinesField("Festivos en que sí trabaja", read_day, numeric_date)
    apply             = BooleanField("Aplicar también a los cortes por abrir")
    reason            = TextAreaField(WHY)
    seen              = HiddenField()
    # fmt: on

    @classmethod
    def filled(cls, entity: Entity) -> "CalendarForm":
        return cls(
            data={
                "schedule": entity.schedule,
                **offsets_of(entity).to_json(),
                "days_off": [date.fromisoformat(on) for on in entity.days_off],
                "days_worked": [date.fromisoformat(on) for on in entity.days_worked],
            }
        )

    def settings(self) -> CalendarSettings:
        return CalendarSettings(
            schedule=tuple(self.schedule.data),
            offsets={name: self[name].data for name in OFFSETS},
            days_off=tuple(self.days_off.data),
            days_worked=tuple(self.days_worked.data),
        )

    def application(self) -> Application | None:
        return Application(self.reason.data or "", self.seen.data or "") if self.apply.data else None


def _id_of(typed: object) -> int:
    return whole(str(typed))


class LadderForm(Form):
    """`cut` only says whose mail is foreseen: nothing of it is kept."""

    # fmt: off
    office_days_before_cut      = NumbersField("A las oficinas, días antes de la fecha de corte")
    office_business_days_before = NumbersField("A las oficinas, además, días hábiles antes de su plazo")
    desk_business_days_before   = NumbersField("A Planeación y a Control Interno, días hábiles antes de su plazo")
    copied_from_late_day        = IntegerField("Copia desde este día hábil de atraso", [_NUMBER])
    cut                         = SelectField("Ver los correos del", coerce=_id_of, validate_choice=False)
    # fmt: on

    @classmethod
    def filled(cls, cuts: Sequence[Cut], ladder: Ladder | None = None) -> "LadderForm":
        """With what is typed, or with a ladder as it is kept; `cuts` are those whose mail may be looked at."""
        form = cls(data=ladder.to_json()) if ladder else cls()
        form.cut.choices = [SelectChoice(cut.id, f"{cut.name.lower()} de {cut.plan.year}") for cut in cuts]
        return form

    def settings(self) -> dict[str, object]:
        return {name: self[name].data for name in Ladder().to_json()}


class MoveForm(Form):
    """The milestones of a cut; the opening is not asked of one that is open. `rev` is the cut as it was seen."""

    # fmt: off
    opens_on        = DayField("Abre", [_DAY])
    offices_due_on  = DayField("Las oficinas reportan hasta", [_DAY])
    planning_due_on = DayField("Planeación revisa hasta", [_DAY])
    control_due_on  = DayField("Control Interno verifica y publica hasta", [_DAY])
    reason          = TextAreaField(WHY, [InputRequired("Escriba por qué se mueve el plazo.")])
    rev             = HiddenField()
    # fmt: on

    @classmethod
    def of(cls, cut: Cut, *, is_typed: bool) -> "MoveForm":
        """With what the person typed or, at first, with the milestones as they stand."""
        stored = {name: getattr(cut, name) for name in MILESTONES} | {"rev": cut.rev}
        form = cls() if is_typed else cls(formdata=None, data=stored)
        if cut.opened_at is not None:
            del form.opens_on
        return form

    def moves(self) -> dict[Milestone, Any]:
        return {name: self[name].data for name in MILESTONES if name in self}
