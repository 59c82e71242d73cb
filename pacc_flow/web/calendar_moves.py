"""Planning moves the milestones of a cut: typed, seen beside what they were, and only then done, with a reason."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.cuts import load_cut
from pacc_flow.actions.milestones import move_as_planning, moved_to, why_moved
from pacc_flow.actions.refusals import Refusal
from pacc_flow.calendar import BusinessCalendar, Milestones, legal_deadline
from pacc_flow.calendar.milestones import MILESTONES
from pacc_flow.calendar.words import business_days, days, weekday_date, weekday_of_year
from pacc_flow.clock import bogota_date
from pacc_flow.models import Cut, CutState
from pacc_flow.models.calendars import calendar_of, milestones_of
from pacc_flow.web.access import Audience, audience, me, my_facts, source
from pacc_flow.web.database import commit, db
from pacc_flow.web.forms.calendar import MoveForm
from pacc_flow.web.forms.errors import errors_shown, require
from pacc_flow.web.forms.numbers import whole
from pacc_flow.web.milestones import NAMES
from pacc_flow.web.receipts import done
from pacc_flow.workflow.publication import why_not_move

bp = Blueprint("calendar_moves", __name__, url_prefix="/app/cortes/<int:cut_id>/plazos")


@dataclass(frozen=True)
class Moved:
    """One milestone before and after, in words; `shift` is nothing for one that stays. `note` is what to mind."""

    name: str
    before: str
    after: str
    shift: str
    note: str


@bp.get("")
@audience(Audience.PLANNING)
def show(cut_id: int) -> ResponseReturnValue:
    cut = _cut(cut_id)
    return _form(cut, MoveForm.of(cut, is_typed=False))


@bp.post("/vista")
@audience(Audience.PLANNING)
def preview(cut_id: int) -> ResponseReturnValue:
    """Before and after, or back to change them; nothing moves."""
    cut = _cut(cut_id)
    form = MoveForm.of(cut, is_typed=True)
    if request.form.get("step") == "edit":
        return _form(cut, form)
    with errors_shown(form):
        require(form)
        why_moved(form.reason.data)
        after = moved_to(cut, form.moves())
        return _preview(cut, form, after)
    return _form(cut, form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("")
@audience(Audience.PLANNING)
def move(cut_id: int) -> ResponseReturnValue:
    form = MoveForm.of(_cut(cut_id), is_typed=True)
    with errors_shown(form):
        require(form)
        receipt = move_as_planning(
            db.session,
            cut_id,
            form.moves(),
            reason=form.reason.data,
            seen_rev=whole(form.rev.data),
            actor=me(),
            at=clock.now(),
            source=source(),
        )
        commit()
        done("Movió los plazos.", "Les avisamos a quienes todavía tienen algo por hacer en el corte.", receipt)
        return redirect(url_for("calendar.show", _anchor=f"corte-{_cut(cut_id).number}"))
    return _form(_cut(cut_id), form), HTTPStatus.UNPROCESSABLE_ENTITY


def _cut(cut_id: int) -> Cut:
    """Of the entity, only to be read. Raises Refusal when its milestones do not move any more."""
    cut = load_cut(db.session, cut_id, entity_id=me().entity_id, lock=False)
    if refusal := why_not_move(my_facts(), is_published=cut.state == CutState.PUBLISHED):
        raise Refusal(refusal)
    return cut


def _form(cut: Cut, form: MoveForm) -> str:
    form.rev.data = cut.rev
    law = weekday_of_year(legal_deadline(cut.cut_on, calendar_of(me().entity)), cut.cut_on.year)
    return render_template("calendar/move.html", cut=cut, form=form, law=law)


def _preview(cut: Cut, form: MoveForm, after: Milestones) -> str:
    moves = compared(milestones_of(cut), after, calendar_of(me().entity), bogota_date(clock.now()))
    return render_template("calendar/move_preview.html", cut=cut, form=form, moves=moves)


def compared(before: Milestones, after: Milestones, calendar: BusinessCalendar, today: date) -> list[Moved]:
    return [
        Moved(
            name=NAMES[name],
            before=weekday_of_year(getattr(before, name), before.cut_on.year),
            after=weekday_of_year(on, before.cut_on.year),
            shift=shift(getattr(before, name), on, calendar),
            note=_note(name, after, calendar, today) if on != getattr(before, name) else "",
        )
        for name in MILESTONES
        if (on := getattr(after, name))
    ]


def shift(before: date, after: date, calendar: BusinessCalendar) -> str:
    """«3 días hábiles más», «1 día hábil menos»; over days that are not worked, in plain days."""
    if after == before:
        return ""
    count = abs(calendar.between(before, after))
    amount = business_days(count) if count else days(abs((after - before).days))
    return f"{amount} {'más' if after > before else 'menos'}"


def _note(name: str, after: Milestones, calendar: BusinessCalendar, today: date) -> str:
    on: date = getattr(after, name)
    law = legal_deadline(after.cut_on, calendar)
    if name == "control_due_on" and on > law:
        return f"Pasa del décimo día hábil, {weekday_date(law)}: la norma pide publicar a más tardar ese día."
    if name == "opens_on":
        return "Abre enseguida." if on <= today else ""
    if on < today:
        return "Ese día ya pasó: lo que falte quedará como atrasado."
    return "" if calendar.is_business_day(on) else "No es un día hábil."
