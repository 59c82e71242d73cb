"""Internal Control signs and publishes: what is verified, what is not and why, and exactly what is signed."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.publication import publish_cut, sign_off
from pacc_flow.actions.refusals import Invalid, NotFound, Refusal
from pacc_flow.actions.signing import Meanwhile
from pacc_flow.clock import bogota_date
from pacc_flow.models import Cut, CutState
from pacc_flow.models.calendars import calendar_of
from pacc_flow.queries.cut import CutLine, cut_lines
from pacc_flow.queries.published import revisions_of_cut
from pacc_flow.reports import FORMATS, summarise
from pacc_flow.reports.heading import SIGNATURE_NOTE
from pacc_flow.reports.summary import UNREPORTED_NOTE
from pacc_flow.web.access import Audience, audience, me, my_facts, source
from pacc_flow.web.cut_standing import overdue, until
from pacc_flow.web.database import commit, db
from pacc_flow.web.errors import record_refused
from pacc_flow.web.forms.publication import SignForm, show_errors, sign_form, typed
from pacc_flow.web.receipts import done
from pacc_flow.web.signals import overview_of
from pacc_flow.web.signer import sign_the_log
from pacc_flow.workflow import Role

bp = Blueprint("publication", __name__)

_CUT = "/app/publicacion/<int(max=2147483647):cut_id>"


@bp.get("/app/publicacion")
@audience(Audience.CONTROL)
def show() -> ResponseReturnValue:
    lines = cut_lines(db.session, me().entity_id)
    # fmt: off
    parts = [
        ("Por firmar",  [line for line in lines if line.cut.state == CutState.OPEN]),
        ("Publicados",  [line for line in lines if line.cut.state == CutState.PUBLISHED]),
        ("Por abrir",   [line for line in reversed(lines) if line.cut.state == CutState.PLANNED]),
    ]
    # fmt: on
    due = {line.cut.id: _due(line.cut) for line in lines}
    return render_template("publication/list.html", parts=parts, due=due, slug=me().entity.slug)


@bp.get(_CUT)
@audience(Audience.CONTROL)
def cut(cut_id: int) -> ResponseReturnValue:
    line = _line(cut_id)
    return _published(line) if line.report else _preparation(cut_id)


@bp.post(_CUT)
@audience(Audience.CONTROL)
def sign(cut_id: int) -> ResponseReturnValue:
    written, form = typed(), SignForm()
    try:
        receipt = publish_cut(
            db.session,
            cut_id,
            actor=me(),
            reasons=written["reason"],
            observations=written["observation"],
            seen=form.seen.data or "",
            at=clock.now(),
            source=source(),
        ).receipt
        commit()
    except Invalid as refusal:
        db.session.rollback()
        return _preparation(cut_id, refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    except Meanwhile as refusal:
        db.session.rollback()
        record_refused(refusal)
        line = _line(cut_id)
        page = _published(line, refusal.sentence) if line.report else _preparation(cut_id, refusal)
        return page, HTTPStatus.CONFLICT
    sign_the_log()  # so that the proof of the publication exists as soon as the publication does
    done("Firmó y publicó.", "", receipt)
    return redirect(url_for("publication.cut", cut_id=cut_id))


def _line(cut_id: int) -> CutLine:
    line = next((line for line in cut_lines(db.session, me().entity_id) if line.cut.id == cut_id), None)
    if line is None:
        raise NotFound
    return line


def _due(cut: Cut) -> tuple[str, str]:
    """Until when, and how late it is."""
    on, today = cut.control_due_on, bogota_date(clock.now())
    return until(on, today), overdue(on, today, calendar_of(me().entity))


def _published(line: CutLine, conflict: str = "") -> str:
    return render_template(
        "publication/published.html",
        cut=line.cut,
        report=line.report,
        revisions=revisions_of_cut(db.session, line.cut.id),
        conflict=conflict,
        slug=me().entity.slug,
        formats=FORMATS,
        signature_note=SIGNATURE_NOTE,
    )


def _preparation(cut_id: int, refusal: Refusal | None = None) -> str:
    """What would be signed with what is typed so far, and why it cannot be signed yet."""
    written = typed()
    reasons, observations = written["reason"], written["observation"]
    prepared = sign_off(db.session, cut_id, actor=me(), reasons=reasons, observations=observations, at=clock.now())
    form, acting_for = sign_form(prepared), my_facts().at_desk(Role.CONTROL).acting_for
    if isinstance(refusal, Invalid):
        show_errors(form, refusal.errors)
    return render_template(
        "publication/sign.html",
        prepared=prepared,
        cut=prepared.cut,
        replaced=acting_for.name if acting_for else "",
        form=form,
        conflict=refusal.sentence if isinstance(refusal, Meanwhile) else "",
        summary=summarise(prepared.snapshot),
        notes=prepared.snapshot.notes,
        signals=overview_of(prepared.cut),
        due=_due(prepared.cut),
        signature_note=SIGNATURE_NOTE,
        unreported_note=UNREPORTED_NOTE,
        slug=me().entity.slug,
    )
