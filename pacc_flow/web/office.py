"""The desk of the responsible offices: what they still owe, and by when."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.models import Cut
from pacc_flow.models.calendars import calendar_of
from pacc_flow.models.facts import current_offices, replacing
from pacc_flow.queries.desk import next_cut, open_cuts, owed_in, tasks_of
from pacc_flow.web import office_situation as situation
from pacc_flow.web.access import Audience, audience, me, my_facts, my_offices
from pacc_flow.web.database import db
from pacc_flow.web.milestones import milestone_items
from pacc_flow.web.office_tasks import RowWriter, segments
from pacc_flow.workflow.names import listed

bp = Blueprint("office", __name__)


@bp.get("/app/actividades")
@audience(Audience.OFFICE)
def home() -> ResponseReturnValue:
    cuts = open_cuts(db.session, me().entity_id)
    if not cuts:
        how = situation.without_cut(next_cut(db.session, me().entity_id))
        return render_template("office/home.html", cut=None, offices=_offices(), how=how)
    now, calendar = clock.now(), calendar_of(me().entity)
    today = clock.bogota_date(now)
    cut = _chosen(cuts)
    tasks = tasks_of(db.session, cut, my_offices())
    return render_template(
        "office/home.html",
        cut=cut,
        other_cuts=[other for other in cuts if other is not cut],
        offices=_offices(),
        how=situation.with_cut(tasks, cut, today, calendar),
        segments=segments(tasks),
        rows=RowWriter(cut, now, calendar, my_facts()).rows(tasks),
        is_late=today > cut.offices_due_on,
        milestones=milestone_items(cut, today),
        now=now,
    )


def _chosen(cuts: Sequence[Cut]) -> Cut:
    """The one that was asked for, else the oldest in which something is owed, else the newest."""
    asked = request.args.get("corte", type=int)
    owed = owed_in(db.session, cuts, my_offices())
    return next(
        (cut for cut in cuts if cut.id == asked),
        next((cut for cut in cuts if asked is None and owed.get(cut.id)), cuts[-1]),
    )


def _offices() -> str:
    """The person's own offices and those of whoever they replace."""
    today = clock.bogota_date(clock.now())
    lent = [office for one in replacing(me(), today) for office in current_offices(one.account)]
    return listed(sorted({office.name for office in [*current_offices(me()), *lent]}))
