"""What Planning types while it turns a matrix into a plan. Whether it can be taken, the actions judge."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Regexp

from pacc_flow.actions.plan_imports import Choices
from pacc_flow.actions.plans import COMPONENT_CHARS, FIRST_YEAR, LAST_YEAR
from pacc_flow.calendar import CutSchedule, ordinal_name
from pacc_flow.calendar.words import day_and_month
from pacc_flow.matrix import Row
from pacc_flow.web.formatting import percent_figure
from pacc_flow.web.forms.admin import PLAN_KINDS
from pacc_flow.web.forms.base import Form
from pacc_flow.web.question import OTHER, Option, Question

_YEAR = f"Escriba un año de {FIRST_YEAR} a {LAST_YEAR}."
_ANY_YEAR = r"2[01]\d\d|2200"
_NONE = "Ninguna de estas"
_TEXT_CHARS, _NARRATIVE_CHARS = 4_000, 32_000
_ANY_COMMON_YEAR = 2001
# Where an answer is written, by what it corrects; the others have the name of what they correct.
_FIELD_OF = {"due_text": "due_other", "offices": "office_other", "subcomponent": "component"}
_ASK = {
    "due_other": "Escriba la fecha.",
    "office_other": "Elija la oficina.",
    "percent": "Escriba el porcentaje.",
    "percent_other": "Escriba el porcentaje.",
}


def _limit(chars: int) -> Length:
    return Length(max=chars, message=f"Escriba hasta {chars} caracteres.")


def _one_of(label: str, **options: Any) -> SelectField:  # noqa: ANN401 - WTForms' own
    return SelectField(label, invalid_choice_message="Elija una de la lista.", **options)


class UploadForm(Form):
    """A file, or the cells copied from one; whichever comes is read."""

    file = FileField("Archivo de la matriz")
    pasted = TextAreaField("Tabla pegada")


class AnswerForm(Form):
    """The answers about one row; its fields carry the number of the row, for several rows stand on a page."""

    place = StringField("Componente o subcomponente")
    office = StringField("Dependencia responsable")
    office_other = SelectField("Oficina", validate_choice=False)
    due = StringField("Fecha de culminación")
    due_other = StringField("Fecha")
    percent = StringField("Porcentaje de avance")
    percent_other = StringField("Porcentaje")
    kept = StringField("Actividad del plan")
    activity = TextAreaField("Actividad")
    activity_other = TextAreaField("Actividad")
    component = StringField("Componente")

    @classmethod
    def about(cls, row: Row, questions: Sequence[Question], offices: Sequence[str], **options: Any) -> "AnswerForm":  # noqa: ANN401 - WTForms' own
        ticked = {question.field: question.ticked for question in questions if question.options}
        form = cls(prefix=f"fila-{row.n}-", data=ticked, **options)
        form.office_other.choices = [SelectChoice("", "Elija una oficina"), *map(SelectChoice, offices)]
        for field in form:
            field.flags.expected = True
        return form

    def corrections(self, questions: Sequence[Question]) -> dict[str, object] | None:
        """What the answers correct; None, with a sentence at each field, when something was not answered."""
        found: dict[str, object] = {}
        for question in questions:
            option = self._chosen(question)
            if option:
                found.update(option.corrections)
            elif question.options and not (question.other and self[question.field].data == OTHER):
                self[question.field].errors = ["Elija una respuesta."]
            elif not (typed := (self[question.typed].data or "").strip()):
                self[question.typed].errors = [_ASK.get(question.typed, "Escriba este dato.")]
            else:
                found[question.target] = [*question.kept, typed] if question.target == "offices" else typed
        return None if self.errors else found

    def leaves_out(self, questions: Sequence[Question]) -> bool:
        """Whether an answer says that the row does not belong to the plan: then nothing else of it matters."""
        return any(option.discards for question in questions if (option := self._chosen(question)))

    def _chosen(self, question: Question) -> Option | None:
        answer = self[question.field].data
        return next((option for option in question.options if option.value == answer), None)

    def show(self, errors: dict[str, str]) -> None:
        """Sentences by what they say of the row, each at the field where it was answered."""
        for name, sentence in errors.items():
            is_other = name in ("activity", "percent") and self[name].data == OTHER
            self[f"{name}_other" if is_other else _FIELD_OF.get(name, name)].errors = [sentence]


class CorrectionForm(Form):
    """Every value of one row, to be corrected by hand."""

    # fmt: off
    component    = StringField("Componente",             [_limit(COMPONENT_CHARS)])
    subcomponent = StringField("Subcomponente",          [_limit(_TEXT_CHARS)])
    activity     = TextAreaField("Actividad",            [_limit(_TEXT_CHARS)])
    goal         = TextAreaField("Meta o producto",      [_limit(_TEXT_CHARS)])
    due_text     = StringField("Fecha de culminación",   [_limit(_TEXT_CHARS)])
    percent      = StringField("Porcentaje de avance",   [_limit(_TEXT_CHARS)])
    narrative    = TextAreaField("Descripción del avance", [_limit(_NARRATIVE_CHARS)])
    offices      = SelectMultipleField("Dependencias responsables", validate_choice=False)
    # fmt: on

    @classmethod
    def about(cls, row: Row, offices: Sequence[str], **options: Any) -> "CorrectionForm":  # noqa: ANN401 - WTForms' own
        form = cls(prefix="dato-", data=_values(row), **options)
        form.offices.choices = [SelectChoice(name) for name in offices]
        for field in form:
            field.flags.expected = True
        return form

    def changes(self, row: Row) -> dict[str, object]:
        """Only what is no longer as it was; an office that leads goes on leading."""
        found: dict[str, object] = {}
        for name, old in _values(row).items():
            typed = self[name].data
            if name == "offices":
                if set(typed) != set(row.offices):
                    found[name] = sorted(typed, key=[*row.offices, *typed].index)
            elif (text := (typed or "").replace("\r\n", "\n").strip()) != old:
                found[name] = text
        return found

    def show(self, errors: dict[str, str]) -> None:
        for name, sentence in errors.items():
            self[name].errors = [sentence]


class CreateForm(Form):
    """`planning` and `control` only where the entity has no such office yet."""

    rev = HiddenField()
    year = StringField("Vigencia", [Regexp(_ANY_YEAR, message=_YEAR)])
    kind = _one_of("Plan", choices=[SelectChoice(value, words) for value, words in PLAN_KINDS])
    name = StringField("Nombre", [_limit(200)])
    first_cut = _one_of("Primer corte que se sigue aquí")
    planning = _one_of("Oficina de Planeación")
    control = _one_of("Oficina de Control Interno")

    @classmethod
    def about(
        cls,
        schedule: CutSchedule,
        offices: Sequence[str],
        *,
        has_planning: bool,
        has_control: bool,
        **options: Any,  # noqa: ANN401 - WTForms' own
    ) -> "CreateForm":
        form = cls(**options)
        cuts = enumerate(schedule.dates(_ANY_COMMON_YEAR), start=1)
        form.first_cut.choices = [
            SelectChoice(str(number), f"{ordinal_name(number)}, {day_and_month(on)}") for number, on in cuts
        ]
        form.planning.choices = form.control.choices = [SelectChoice("", _NONE), *map(SelectChoice, offices)]
        for name, has_it in (("planning", has_planning), ("control", has_control)):
            if has_it:
                del form[name]
        return form

    def choices(self) -> Choices:
        return Choices(
            year=int(self.year.data),
            kind=self.kind.data,
            name=self.name.data or "",
            first_cut=int(self.first_cut.data),
            planning=self.planning.data if "planning" in self else "",
            control=self.control.data if "control" in self else "",
        )


def _values(row: Row) -> dict[str, Any]:
    return {
        "component": row.component,
        "subcomponent": row.subcomponent,
        "activity": row.activity,
        "goal": row.goal,
        "due_text": row.due_text,
        "percent": "" if row.percent is None else percent_figure(row.percent),
        "narrative": row.narrative,
        "offices": list(row.offices),
    }
