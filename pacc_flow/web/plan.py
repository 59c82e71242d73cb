"""The plan of a year, as everyone of the entity reads it."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.refusals import NotFound
from pacc_flow.clock import bogota_date
from pacc_flow.queries.plan import plan_page, years_of
from pacc_flow.web.access import Audience, admits, audience, me
from pacc_flow.web.database import db

bp = Blueprint("plan", __name__)

_READERS = (Audience.OFFICE, Audience.PLANNING, Audience.CONTROL, Audience.AUDITOR)


@bp.get("/app/plan", defaults={"year": None})
@bp.get("/app/plan/<int(max=9999):year>")
@audience(*_READERS)
def show(year: int | None) -> ResponseReturnValue:
    """Without a year, the plan in force: this year's, else the newest one."""
    years = years_of(db.session, me().entity_id)
    if not years and year is None:
        import_url = url_for("proposal.upload") if admits(Audience.PLANNING) else None
        return render_template("plan/empty.html", import_url=import_url)
    this_year = bogota_date(clock.now()).year
    wanted = year if year is not None else this_year if this_year in years else years[0]
    page = plan_page(db.session, me().entity_id, year=wanted, years=years)
    if page is None:
        raise NotFound
    return render_template("plan/show.html", page=page, plan=page.plan)
