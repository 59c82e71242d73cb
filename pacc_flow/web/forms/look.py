"""What the administrator types about how documents look. The records of the look say themselves what they do not admit."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from pacc_flow.actions.content import clean_text
from pacc_flow.actions.entity_look import LOGO_BYTES, read_logo
from pacc_flow.actions.refusals import Invalid
from pacc_flow.reports import Logo, Look, Signatory, SnapshotError
from pacc_flow.reports.columns import COLUMNS
from pacc_flow.reports.look import MOST_SIGNATORIES
from pacc_flow.web.forms.base import Form

_PLACE = re.compile("[1-9][0-9]?")
_ANY = "–"  # stands for the half of a signatory that is not being judged

# fmt: off
COLUMN_NAMES = {
    "component":    "Componente",
    "subcomponent": "Subcomponente",
    "activity":     "Actividades",
    "goal":         "Meta o producto",
    "due":          "Fecha de culminación",
    "percent":      "Porcentaje de avance",
    "narrative":    "Descripción del avance",
    "office":       "Dependencia responsable",
    "number":       "Número de la actividad",
    "status":       "Estado",
    "timeliness":   "A tiempo o extemporáneo",
    "observation":  "Observación de Control Interno",
}
# fmt: on


class PlaceField(StringField):  # type: ignore[misc]  # WTForms is not typed
    """The place of a column among those that stand on paper, from 1; None where it does not stand."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if self.typed and not _PLACE.fullmatch(self.typed):
            raise ValidationError(f"«{self.typed}» no es un lugar: escriba un número, desde 1 para la primera columna.")
        if self.typed:
            self.data = int(self.typed)

    def _value(self) -> str:
        return getattr(self, "typed", "") or str(self.data or "")


@contextmanager
def _judged() -> Iterator[None]:
    try:
        yield
    except SnapshotError as refusal:
        raise ValidationError(str(refusal)) from refusal


def _role(form: Form, field: StringField) -> None:
    if field.data or form[field.name.replace("role", "office")].data:
        with _judged():
            Signatory(role=field.data, office=_ANY)


def _office(form: Form, field: SelectField) -> None:
    if field.data or form[field.name.replace("office", "role")].data:
        with _judged():
            Signatory(role=_ANY, office=field.data)


def _alone(form: "LookForm", field: PlaceField) -> None:
    """Told at the second of the two."""
    for other in form.places[: form.places.index(field)]:
        if other.data and other.data == field.data:
            raise ValidationError(f"Ya está «{other.label.text}» en el lugar {field.data}: dé a cada columna el suyo.")


def _cleaned(text: str | None) -> str:
    return clean_text(text or "")


class LookForm(Form):
    """Besides these, `role_1`, `office_1`… for each signatory and `place_<column>` for each column, added below.

    `picture` is what was chosen now, once the form is valid.
    """

    logo = FileField("Logo")
    remove = BooleanField("Quitar el logo")
    colour = StringField("Color", filters=[_cleaned])
    cover = TextAreaField("Texto de la portada", filters=[_cleaned])
    picture: tuple[Logo, bytes] | None = None

    @classmethod
    def filled(cls, offices: Sequence[str], kept: Look) -> "LookForm":
        """With what is typed or, at first, with the look as it is kept; `offices` are those that may sign."""
        signs = [
            pair for n, one in enumerate(kept.signatories, 1) for pair in ((f"role_{n}", one.role), (f"office_{n}", one.office))
        ]
        places = {f"place_{name}": place for place, name in enumerate(kept.columns, 1)}
        form = cls(data={"colour": kept.colour, "cover": kept.cover, **dict(signs), **places})
        for _, office in form.signatories:
            office.choices = [SelectChoice("", "Ninguna"), *(SelectChoice(name, name) for name in offices)]
        return form

    @property
    def signatories(self) -> list[tuple[StringField, SelectField]]:
        return [(self[f"role_{n}"], self[f"office_{n}"]) for n in range(1, MOST_SIGNATORIES + 1)]

    @property
    def places(self) -> list[PlaceField]:
        return [self[f"place_{name}"] for name in COLUMNS]

    def look(self, logo: Logo | None) -> Look:
        return Look(
            colour=self.colour.data,
            cover=self.cover.data,
            signatories=tuple(
                Signatory(role=role.data, office=office.data) for role, office in self.signatories if office.data
            ),
            columns=self._columns(),
            logo=logo,
        )

    def validate_logo(self, field: FileField) -> None:
        if field.data:
            try:
                self.picture = read_logo(field.data.stream.read(LOGO_BYTES + 1))
            except Invalid as refusal:
                raise ValidationError(refusal.sentence) from refusal

    def validate_colour(self, field: StringField) -> None:
        with _judged():
            Look(colour=field.data)

    def validate_cover(self, field: TextAreaField) -> None:
        with _judged():
            Look(cover=field.data)

    def validate_place_activity(self, _: PlaceField) -> None:
        with _judged():
            Look(columns=self._columns())

    def _columns(self) -> tuple[str, ...]:
        placed = {name: place.data for name, place in zip(COLUMNS, self.places, strict=True) if place.data}
        return tuple(sorted(placed, key=lambda name: placed[name]))


for _n in range(1, MOST_SIGNATORIES + 1):
    setattr(LookForm, f"role_{_n}", StringField(f"Firma {_n}: qué hizo", [_role], filters=[_cleaned]))
    _list = SelectField(f"Firma {_n}: dependencia", [_office], default="", invalid_choice_message="Elija una de la lista.")
    setattr(LookForm, f"office_{_n}", _list)
for _name in COLUMNS:
    setattr(LookForm, f"place_{_name}", PlaceField(COLUMN_NAMES[_name], [_alone]))
