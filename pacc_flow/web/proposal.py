"""Planning imports a plan: a matrix becomes a proposal, its doubts are decided, and only then there is a plan."""

from http import HTTPStatus

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from pacc_flow import clock
from pacc_flow.actions import proposals as action
from pacc_flow.actions.plan_imports import create_from_proposal
from pacc_flow.actions.reading_progress import is_token
from pacc_flow.actions.refusals import Invalid, NotFound
from pacc_flow.web.access import Audience, audience, me
from pacc_flow.web.database import commit, db
from pacc_flow.web.errors import record_refused
from pacc_flow.web.forms.proposal import CreateForm, UploadForm
from pacc_flow.web.proposal_answers import take_answer
from pacc_flow.web.proposal_columns import take_columns
from pacc_flow.web.proposal_desk import asking, create_form, draw, load_page, meanwhile
from pacc_flow.web.proposal_upload import reading_progress, take_upload, too_long, upload_page
from pacc_flow.web.receipts import done
from pacc_flow.web.security import leave_session

bp = Blueprint("proposal", __name__, url_prefix="/app/importar")

_ONE = "/<int(max=2147483647):proposal_id>"


@bp.errorhandler(action.DecidedMeanwhile)
def decided_meanwhile(refusal: action.DecidedMeanwhile) -> ResponseReturnValue:
    """Whatever was sent about a proposal that somebody else of Planning changed since it was opened."""
    return meanwhile((request.view_args or {})["proposal_id"], refusal, {})


@bp.get("")
@audience(Audience.PLANNING)
def upload() -> ResponseReturnValue:
    return upload_page(UploadForm())


@bp.post("")
@audience(Audience.PLANNING)
def receive() -> ResponseReturnValue:
    return take_upload(UploadForm())


@bp.errorhandler(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
def receive_no_more(error: RequestEntityTooLarge) -> ResponseReturnValue:
    return too_long(error)


@bp.get("/avance/<reading>")
@audience(Audience.PLANNING)
def progress(reading: str) -> ResponseReturnValue:
    """{"done", "of", "part"} of the file that this person sent with this token, or nothing when nothing is known of it."""
    if not is_token(reading):
        raise NotFound
    leave_session()
    reached = reading_progress().reached(me().id, reading)
    return jsonify(reached) if reached else ("", HTTPStatus.NO_CONTENT)


@bp.get(_ONE)
@audience(Audience.PLANNING)
def show(proposal_id: int) -> ResponseReturnValue:
    return draw(load_page(proposal_id))


@bp.post(f"{_ONE}/decidir")
@audience(Audience.PLANNING)
def decide(proposal_id: int) -> ResponseReturnValue:
    return take_answer(load_page(proposal_id))


@bp.post(f"{_ONE}/columnas")
@audience(Audience.PLANNING)
def columns(proposal_id: int) -> ResponseReturnValue:
    return take_columns(load_page(proposal_id))


@bp.post(f"{_ONE}/crear")
@audience(Audience.PLANNING)
def create(proposal_id: int) -> ResponseReturnValue:
    page = load_page(proposal_id)
    form = create_form(page, clock.now(), is_sent=True)
    if not form.validate():
        return draw(page, create=form), HTTPStatus.UNPROCESSABLE_ENTITY
    asked, entity = asking(), me().entity
    try:
        created = create_from_proposal(
            db.session,
            proposal_id,
            form.choices(),
            entity=entity,
            seen_rev=asked["seen_rev"],
            actor=asked["actor"],
            at=clock.now(),
        )
        commit()
    except Invalid as refusal:
        return _not_created(proposal_id, form, refusal)
    count = len(page.draft.decided.rows)
    what = f"Plan {created.plan.year} creado con {count} {'actividad' if count == 1 else 'actividades'}."
    done(what, "Guardamos el archivo original.", created.receipt)
    return redirect(url_for("plan.show", year=created.plan.year))


@bp.post(f"{_ONE}/descartar")
@audience(Audience.PLANNING)
def discard(proposal_id: int) -> ResponseReturnValue:
    page = load_page(proposal_id)
    receipt = action.discard(db.session, proposal_id, **asking(), at=clock.now())
    commit()
    done(f"Descartó {page.proposal.file_name}.", "No se creó nada; el archivo y lo decidido se conservan.", receipt)
    return redirect(url_for("proposal.upload"))


def _not_created(proposal_id: int, form: CreateForm, refusal: Invalid) -> ResponseReturnValue:
    db.session.rollback()
    record_refused(refusal)
    for name, sentence in refusal.errors.items():
        if name in form:
            form[name].errors = [sentence]
        else:
            form.form_errors.append(sentence)
    return draw(load_page(proposal_id), create=form), HTTPStatus.UNPROCESSABLE_ENTITY
