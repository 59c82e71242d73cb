"""Who holds things up: what is late, with whom and for how long, and one act to ask them to move it today."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from pacc_flow import clock
from pacc_flow.actions.nudges import MESSAGE_CHARS, Late, Nudged, nudge
from pacc_flow.actions.refusals import Invalid, NotFound
from pacc_flow.models.calendars import calendar_of
from pacc_flow.queries.arrears import Arrears, arrears_of
from pacc_flow.web.access import Audience, admits, audience, me, source
from pacc_flow.web.arrears_page import ArrearsAsked, ArrearsPage
from pacc_flow.web.database import commit, db
from pacc_flow.web.receipts import done, receipt_of
from pacc_flow.workflow.names import listed

bp = Blueprint("arrears", __name__)


@dataclass(frozen=True)
class Failed:
    """What was typed for an office and why it will not do, by the name of the field."""

    office_id: int
    message: str
    errors: dict[str, str]

    @property
    def links(self) -> list[tuple[str, str]]:
        return [(f"#{name}-{self.office_id}", sentence) for name, sentence in self.errors.items()]


@bp.get("/app/atrasos")
@audience(Audience.PLANNING, Audience.CONTROL, Audience.AUDITOR)
def show() -> ResponseReturnValue:
    return _page(None)


@bp.post("/app/atrasos/<int:office_id>/pedir")
@audience(Audience.PLANNING, Audience.CONTROL)
def ask(office_id: int) -> ResponseReturnValue:
    now, typed = clock.now(), request.form.get("message", "")
    found = arrears_of(db.session, me().entity_id, today=clock.bogota_date(now))
    if office_id not in found.offices:
        raise NotFound
    try:
        late = _chosen(found, office_id)
        nudged = nudge(db.session, late, actor=me(), at=now, message=typed, source=source())
    except Invalid as refusal:
        db.session.rollback()
        return _page(Failed(office_id, typed, refusal.errors)), HTTPStatus.UNPROCESSABLE_ENTITY
    commit()
    _tell(nudged)
    return redirect(ArrearsAsked.of(request.args).address(_anchor=f"oficina-{office_id}"))


def _page(failed: Failed | None) -> str:
    now = clock.now()
    page = ArrearsPage(
        found=arrears_of(db.session, me().entity_id, today=clock.bogota_date(now)),
        asked=ArrearsAsked.of(request.args),
        calendar=calendar_of(me().entity),
        now=now,
        me=me().id,
    )
    may_ask = admits(Audience.PLANNING, Audience.CONTROL)
    return render_template(
        "arrears/show.html",
        page=page,
        failed=failed,
        may_ask=may_ask,
        most=MESSAGE_CHARS,
        board="planning.board" if admits(Audience.PLANNING) else "control.cut",
        entry_endpoint=_entry_endpoint(),
        now=now,
    )


def _entry_endpoint() -> str:
    """Where an entry is read by whoever looks: at their own desk."""
    if admits(Audience.CONTROL):
        return "control.verification"
    return "planning.review" if admits(Audience.PLANNING) else "entry.show"


def _chosen(found: Arrears, office_id: int) -> dict[int, list[Late]]:
    """Each chosen person of the office with all that is late and theirs to move, as it stands now."""
    today, chosen = clock.bogota_date(clock.now()), set(request.form.getlist("who"))
    return {
        member.id: [Late(one.id, one.cut.id, one.state, one.round) for one in found.late_of(member, today)]
        for member in found.members_of(office_id)
        if str(member.id) in chosen
    }


def _tell(nudged: Nudged) -> None:
    others = Markup(" ").join(receipt_of(receipt) for _, receipt in nudged.asked[1:])
    words = " ".join(["Les llega un correo con lo que tienen atrasado.", *nudged.not_asked])
    done(f"Le pidió avanzar a {listed(name for name, _ in nudged.asked)}.", words, nudged.asked[0][1], others)
