"""The cuts of a year with their four milestones, and the one act over them: Planning opens a cut before its day."""

from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.cuts import open_cut_early
from pacc_flow.calendar import BusinessCalendar
from pacc_flow.calendar.words import weekday_date
from pacc_flow.clock import bogota_date
from pacc_flow.models import CutState
from pacc_flow.models.calendars import calendar_of
from pacc_flow.queries.cut import CutLine, cut_lines
from pacc_flow.web.access import Audience, admits, audience, me, source
from pacc_flow.web.cut_standing import lateness, overdue
from pacc_flow.web.database import commit, db
from pacc_flow.web.milestones import MilestoneItem, milestone_items
from pacc_flow.web.receipts import done

bp = Blueprint("calendar", __name__)

STATES = {CutState.PLANNED: "Por abrir", CutState.OPEN: "Abierto", CutState.PUBLISHED: "Publicado"}
_READERS = (Audience.OFFICE, Audience.PLANNING, Audience.CONTROL, Audience.AUDITOR)


@dataclass(frozen=True)
class CutOfYear:
    """`late` says by how much the publication is or was late, nothing when it is not."""

    line: CutLine
    state: str
    steps: list[MilestoneItem]
    late: str


@bp.get("/app/calendario")
@audience(*_READERS)
def show() -> ResponseReturnValue:
    today, lines = bogota_date(clock.now()), cut_lines(db.session, me().entity_id)
    years = sorted({line.cut.plan.year for line in lines}, reverse=True)
    year = _year(years, lines)
    calendar = calendar_of(me().entity)
    cuts = [_of_year(line, today, calendar) for line in reversed(lines) if line.cut.plan.year == year]
    return render_template(
        "calendar/show.html",
        cuts=cuts,
        year=year,
        years=years,
        may_open=admits(Audience.PLANNING),
        slug=me().entity.slug,
        calendar_version=cuts[0].line.cut.calendar_version if cuts else "",
    )


@bp.post("/app/cortes/<int(max=2147483647):cut_id>/abrir")
@audience(Audience.PLANNING)
def open_cut(cut_id: int) -> ResponseReturnValue:
    receipt = open_cut_early(db.session, cut_id, actor=me(), at=clock.now(), source=source())
    commit()
    done("Abrió el corte.", "", receipt)
    return redirect(url_for("planning.board"))


def _year(years: list[int], lines: list[CutLine]) -> int | None:
    """The one asked for, else the oldest one in which a cut is still to be published, else the newest."""
    asked = request.args.get("vigencia", "")
    if found := [year for year in years if str(year) == asked]:
        return found[0]
    unfinished = [line.cut.plan.year for line in lines if line.cut.state != CutState.PUBLISHED]
    return min(unfinished) if unfinished else years[0] if years else None


def _of_year(line: CutLine, today: date, calendar: BusinessCalendar) -> CutOfYear:
    cut, steps = line.cut, milestone_items(line.cut, today)
    late = overdue(cut.control_due_on, today, calendar) if cut.state == CutState.OPEN else ""
    if cut.published_at:
        *before, last = (replace(step, mark="done") for step in steps)
        steps = [*before, replace(last, words=f"se publicó el {weekday_date(bogota_date(cut.published_at))}")]
        late = lateness(cut.control_due_on, cut.published_at, calendar)
    return CutOfYear(line, STATES[CutState(cut.state)], steps, late)
