"""What the administrator types: people, offices and the settings of the entity. Lists are written one a line."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from pacc_flow.actions.entity_settings import EntitySettings
from pacc_flow.calendar.words import numeric_date
from pacc_flow.models import Account, Entity, Office, OfficeKind
from pacc_flow.models.calendars import offsets_of, thresholds_of
from pacc_flow.web.forms.base import Form
from pacc_flow.workflow import Standing

STANDINGS = (
    (Standing.MEMBER, "Miembro: trabaja en una o varias oficinas"),
    (Standing.ADMIN, "Administra la entidad: no mueve entradas"),
    (Standing.AUDITOR, "Audita: lee todo y no cambia nada"),
)
KINDS = (
    (OfficeKind.OFFICE, "Dependencia responsable"),
    (OfficeKind.PLANNING, "Oficina de Planeación"),
    (OfficeKind.CONTROL, "Oficina de Control Interno"),
)
PLAN_KINDS = (
    ("PTEP", "PTEP, Programa de Transparencia y Ética Pública"),
    ("PAAC", "PAAC, Plan Anticorrupción y de Atención al Ciudadano"),
)
_YEAR = 2001  # any that is no leap year: a cut exists every year
_DAYS = NumberRange(0, 90, "Escriba un número de días entre 0 y 90.")
_PERCENT = NumberRange(1, 100, "Escriba un porcentaje entero entre 1 y 100.")
_ONE = InputRequired("Elija una opción.")
_CUTS = InputRequired("Escriba al menos un corte.")
_NUMBER = InputRequired("Escriba un número entero.")


def _choices(pairs: Sequence[tuple[object, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


def lines(text: str | None) -> list[str]:
    return [line for raw in (text or "").splitlines() if (line := " ".join(raw.split()))]


class LinesField(TextAreaField):  # type: ignore[misc]  # WTForms is not typed
    """One item a line. `read` turns a line into its item; `write` turns it back; a line it cannot read is named."""

    def __init__(self, label: str, read: Callable[[str], object], write: Callable[[Any], str], **options: Any) -> None:  # noqa: ANN401 - WTForms' own options
        super().__init__(label, **options)
        self.read, self.write = read, write
        self.typed = ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        self.data: list[Any] = []
        for line in lines(self.typed):
            try:
                self.data.append(self.read(line))
            except ValueError as error:
                raise ValidationError(f"«{line}» no se entiende: {error}") from error

    def _value(self) -> str:
        return self.typed or "\n".join(map(self.write, self.data or ()))


def read_day(text: str) -> date:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day, whatever the zone
    except ValueError:
        raise ValueError("escriba día, mes y año, como 24/12/2026.") from None


def read_cut(text: str) -> str:
    """«31/08» as MM-DD, the form in which a schedule is stored."""
    try:
        return f"{datetime.strptime(f'{text}/{_YEAR}', '%d/%m/%Y'):%m-%d}"  # noqa: DTZ007 - a day of every year
    except ValueError:
        raise ValueError("escriba día y mes de una fecha que exista todos los años, como 31/08.") from None


def write_cut(stored: str) -> str:
    month, _, day = stored.partition("-")
    return f"{day}/{month}"


class PersonForm(Form):
    """`offices` and `heads` hold ids of offices; the choices are the open offices of the entity."""

    name = StringField("Nombre", [InputRequired("Escriba el nombre de la persona.")])
    standing = SelectField("Papel", choices=_choices(STANDINGS), default=Standing.MEMBER, validators=[_ONE])
    offices = SelectMultipleField("Oficinas", coerce=int)
    heads = SelectMultipleField("Oficinas que dirige", coerce=int)

    @classmethod
    def filled(cls, offices: Sequence[Office], account: Account | None = None) -> "PersonForm":
        form = cls(data=_person(account)) if account else cls()
        form.offices.choices = form.heads.choices = _choices([(office.id, office.name) for office in offices])
        return form

    def validate_heads(self, field: SelectMultipleField) -> None:
        names = {choice.value: choice.label for choice in field.choices}
        if missing := [names[office] for office in field.data if office not in self.offices.data and office in names]:
            raise ValidationError(f"Para dirigir «{missing[0]}», márquela también como su oficina.")


class NewPersonForm(PersonForm):
    email = StringField("Correo", [InputRequired("Escriba el correo de la persona.")])


class OfficeForm(Form):
    name = StringField("Nombre", [InputRequired("Escriba el nombre de la oficina.")])
    kind = SelectField("Clase", choices=_choices(KINDS), default=OfficeKind.OFFICE, validators=[_ONE])
    spellings = LinesField("Otras formas en que la escriben", str, str)

    def values(self) -> dict[str, Any]:
        return {"name": self.name.data, "kind": OfficeKind(self.kind.data), "spellings": tuple(self.spellings.data)}


class OpenOfficeForm(OfficeForm):
    """Of an office that exists, which may be closed."""

    is_active = BooleanField("Está abierta: se le pueden asignar personas y actividades", default=True)


class EntityForm(Form):
    # fmt: off
    name              = StringField("Nombre", [InputRequired("Escriba el nombre de la entidad.")])
    plan_kind         = SelectField("Plan", choices=_choices(PLAN_KINDS), validators=[_ONE])
    schedule          = LinesField("Fechas de corte", read_cut, write_cut, validators=[_CUTS])
    opens_days_before = IntegerField("Días antes del corte en que se abre", [_NUMBER, _DAYS])
    offices           = IntegerField("Días hábiles para las oficinas", [_NUMBER, _DAYS])
    planning          = IntegerField("Días hábiles para Planeación", [_NUMBER, _DAYS])
    control           = IntegerField("Días hábiles para Control Interno", [_NUMBER, _DAYS])
    low_below         = IntegerField("Zona baja, menos de", [_NUMBER, _PERCENT])
    mid_below         = IntegerField("Zona media, menos de", [_NUMBER, _PERCENT])
    days_off          = LinesField("Días en que la entidad no trabaja", read_day, numeric_date)
    days_worked       = LinesField("Festivos en que sí trabaja", read_day, numeric_date)
    # fmt: on

    @classmethod
    def filled(cls, entity: Entity) -> "EntityForm":
        thresholds = thresholds_of(entity)
        return cls(
            data={
                "name": entity.name,
                "plan_kind": entity.plan_kind,
                "schedule": entity.schedule,
                **offsets_of(entity).to_json(),
                "low_below": thresholds.low_below // 100,
                "mid_below": thresholds.mid_below // 100,
                "days_off": [date.fromisoformat(on) for on in entity.days_off],
                "days_worked": [date.fromisoformat(on) for on in entity.days_worked],
            }
        )

    def settings(self) -> EntitySettings:
        return EntitySettings(
            name=self.name.data,
            plan_kind=self.plan_kind.data,
            schedule=tuple(self.schedule.data),
            offsets={name: self[name].data for name in ("opens_days_before", "offices", "planning", "control")},
            thresholds={name: self[name].data * 100 for name in ("low_below", "mid_below")},
            days_off=tuple(self.days_off.data),
            days_worked=tuple(self.days_worked.data),
        )


def _person(account: Account) -> dict[str, object]:
    current = [membership for membership in account.memberships if membership.ended_at is None]
    return {
        "name": account.name,
        "standing": account.standing,
        "offices": [membership.office_id for membership in current],
        "heads": [membership.office_id for membership in current if membership.is_head],
    }
