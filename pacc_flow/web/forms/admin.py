"""What the administrator types: people, offices and the settings of the entity. Lists are written one a line."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from pacc_flow.actions.entity_settings import EntitySettings
from pacc_flow.models import Account, Entity, Office, OfficeKind
from pacc_flow.models.calendars import thresholds_of
from pacc_flow.web.forms.base import Form
from pacc_flow.web.forms.lines import LinesField
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
_PERCENT = NumberRange(1, 100, "Escriba un porcentaje entero entre 1 y 100.")
_ONE = InputRequired("Elija una opción.")
_NUMBER = InputRequired("Escriba un número entero.")


def _choices(pairs: Sequence[tuple[object, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class PersonForm(Form):
    """`offices` and `heads` hold ids of offices; the choices are the open offices of the entity."""

    name = StringField("Nombre", [InputRequired("Escriba el nombre de la persona.")])
    email = StringField("Correo", [InputRequired("Escriba el correo de la persona.")])
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
    low_below         = IntegerField("Zona baja, menos de", [_NUMBER, _PERCENT])
    mid_below         = IntegerField("Zona media, menos de", [_NUMBER, _PERCENT])
    # fmt: on

    @classmethod
    def filled(cls, entity: Entity) -> "EntityForm":
        thresholds = thresholds_of(entity)
        return cls(
            data={
                "name": entity.name,
                "plan_kind": entity.plan_kind,
                "low_below": thresholds.low_below // 100,
                "mid_below": thresholds.mid_below // 100,
            }
        )

    def settings(self) -> EntitySettings:
        return EntitySettings(
            name=self.name.data,
            plan_kind=self.plan_kind.data,
            thresholds={name: self[name].data * 100 for name in ("low_below", "mid_below")},
        )


def _person(account: Account) -> dict[str, object]:
    current = [membership for membership in account.memberships if membership.ended_at is None]
    return {
        "name": account.name,
        "email": account.email,
        "standing": account.standing,
        "offices": [membership.office_id for membership in current],
        "heads": [membership.office_id for membership in current if membership.is_head],
    }
