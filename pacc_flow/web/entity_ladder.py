"""The reminders of the entity, for its administrator: the rungs, and who would get what, when, before they are kept."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.entity_ladder import ladder_from, set_ladder
from pacc_flow.calendar import Ladder
from pacc_flow.models import Cut
from pacc_flow.models.calendars import calendar_of, ladder_of
from pacc_flow.queries.cut import cuts_to_come
from pacc_flow.queries.forecasting import load_prospect
from pacc_flow.web.access import Audience, audience, me, source
from pacc_flow.web.admin import NOTHING_CHANGED
from pacc_flow.web.database import commit, db
from pacc_flow.web.forecast_view import foretold
from pacc_flow.web.forms.calendar import LadderForm
from pacc_flow.web.forms.errors import errors_shown, require
from pacc_flow.web.receipts import done

bp = Blueprint("entity_ladder", __name__, url_prefix="/app/admin/entidad/recordatorios")


@bp.get("")
@audience(Audience.ADMIN)
def show() -> ResponseReturnValue:
    ladder = ladder_of(me().entity)
    cuts = _cuts()
    return _page(LadderForm.filled(cuts, ladder), cuts, ladder)


@bp.post("/vista")
@audience(Audience.ADMIN)
def preview() -> ResponseReturnValue:
    """Who would get what by what is typed; keeps nothing."""
    form = LadderForm.filled(cuts := _cuts())
    with errors_shown(form):
        require(form)
        return _page(form, cuts, ladder_from(form.settings()))
    return _page(form, cuts, None), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("")
@audience(Audience.ADMIN)
def save() -> ResponseReturnValue:
    form = LadderForm.filled(_cuts())
    with errors_shown(form):
        require(form)
        by = source().actor(me(), role=me().standing)
        receipt = set_ladder(db.session, me().entity, form.settings(), actor=by, at=clock.now())
        commit()
        if receipt:
            done("Guardó los recordatorios.", "Rigen desde el próximo envío.", receipt)
        else:
            flash(NOTHING_CHANGED, "ok")
        return redirect(url_for("entity_ladder.show"))
    return _page(form, _cuts(), None), HTTPStatus.UNPROCESSABLE_ENTITY


def _cuts() -> Sequence[Cut]:
    return cuts_to_come(db.session, me().entity_id)


def _page(form: LadderForm, cuts: Sequence[Cut], ladder: Ladder | None) -> str:
    """Without a ladder, what is typed has to be corrected before anything can be foreseen."""
    shown = was = None
    if cuts and ladder:
        kept, calendar, now = ladder_of(me().entity), calendar_of(me().entity), clock.now()
        cut = next((cut for cut in cuts if cut.id == form.cut.data), cuts[0])
        prospect = load_prospect(db.session, cut, now=now)
        shown = foretold(prospect, ladder, calendar, now)
        was = foretold(prospect, kept, calendar, now) if ladder != kept else None
    return render_template("admin/ladder.html", form=form, shown=shown, was=was, has_cut=bool(cuts))
