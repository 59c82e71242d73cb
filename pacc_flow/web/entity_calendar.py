"""The calendar of the entity, for its administrator: typed, looked at over a whole year, and only then kept."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.entity_calendar import Kept, fingerprint, plans_under_way, rules_from, set_calendar
from pacc_flow.clock import bogota_date
from pacc_flow.models.calendars import calendar_of
from pacc_flow.queries.cut import cuts_of_newest_plan
from pacc_flow.web.access import Audience, audience, me, source
from pacc_flow.web.admin import NOTHING_CHANGED
from pacc_flow.web.database import commit, db
from pacc_flow.web.forms.calendar import CalendarForm
from pacc_flow.web.forms.errors import errors_shown, require
from pacc_flow.web.receipts import done
from pacc_flow.web.year_view import as_it_is, planned_anew, under_way

bp = Blueprint("entity_calendar", __name__, url_prefix="/app/admin/entidad/calendario")


@bp.get("")
@audience(Audience.ADMIN)
def show() -> ResponseReturnValue:
    return _form(CalendarForm.filled(me().entity))


@bp.post("/vista")
@audience(Audience.ADMIN)
def preview() -> ResponseReturnValue:
    """Shows what is typed over a year, or goes back to change it; keeps nothing."""
    form = CalendarForm()
    if request.form.get("step") == "edit":
        return _form(form)
    with errors_shown(form):
        require(form)
        return _preview(form)
    return _form(form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("")
@audience(Audience.ADMIN)
def save() -> ResponseReturnValue:
    form = CalendarForm()
    with errors_shown(form):
        require(form)
        rules_from(form.settings())
        return _saved(form)
    return _form(form), HTTPStatus.UNPROCESSABLE_ENTITY


def _saved(form: CalendarForm) -> ResponseReturnValue:
    """Of settings that can be; what is refused now was asked on the page of the year."""
    with errors_shown(form):
        by, now = source().actor(me(), role=me().standing), clock.now()
        kept = set_calendar(db.session, me().entity, form.settings(), actor=by, at=now, apply=form.application())
        commit()
        _tell(kept)
        return redirect(url_for("entity_calendar.show"))
    return _preview(form), HTTPStatus.UNPROCESSABLE_ENTITY


def _form(form: CalendarForm) -> str:
    cuts = cuts_of_newest_plan(db.session, me().entity_id)
    year = as_it_is(cuts, calendar_of(me().entity)) if cuts else None
    return render_template("admin/calendar.html", form=form, year=year)


def _preview(form: CalendarForm) -> str:
    """Raises Invalid naming the fields of the settings that cannot be."""
    today, rules = bogota_date(clock.now()), rules_from(form.settings())
    plans = plans_under_way(db.session, me().entity_id, rules, today=today)
    refusals = [one for one in plans if one.refusal]
    changes = [change for one in plans for change in one.changes] if not refusals else []
    form.seen.data = fingerprint(plans)
    return render_template(
        "admin/calendar_preview.html",
        form=form,
        now=under_way(plans, rules, today),
        later=planned_anew(plans, rules, today),
        refusals=refusals,
        changes=changes,
    )


def _tell(kept: Kept) -> None:
    if kept.receipt is None:
        flash(NOTHING_CHANGED, "ok")
        return
    moved = f"Movió {_cuts(kept.moved)} por abrir." if kept.moved else ""
    added = f"Agregó {_cuts(kept.added)}." if kept.added else ""
    done("Guardó el calendario.", " ".join(filter(None, (moved, added))), kept.receipt)


def _cuts(count: int) -> str:
    return "1 corte" if count == 1 else f"{count} cortes"
