"""Planning imports a plan: a matrix becomes a proposal, its doubts are decided, and only then there is a plan."""

import hashlib
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from pacc_flow import clock, matrix
from pacc_flow.actions import proposals as action
from pacc_flow.actions.plan_imports import create_from_proposal
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.storage import clean_name
from pacc_flow.actions.trail import FileRef
from pacc_flow.queries import proposals as query
from pacc_flow.web.access import Audience, audience, me
from pacc_flow.web.database import commit, db
from pacc_flow.web.entry import evidence_store
from pacc_flow.web.errors import record_refused
from pacc_flow.web.forms.proposal import CreateForm, UploadForm
from pacc_flow.web.proposal_answers import take_answer
from pacc_flow.web.proposal_desk import actor, asking, create_form, draw, load_page, meanwhile
from pacc_flow.web.receipts import done

bp = Blueprint("proposal", __name__, url_prefix="/app/importar")

_ONE = "/<int(max=2147483647):proposal_id>"
_CHUNK = 256 * 1024
_TEXT, _XLSX = "text/tab-separated-values", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
@audience(Audience.PLANNING)
def upload() -> ResponseReturnValue:
    return _upload_page(UploadForm())


@bp.post("")
@audience(Audience.PLANNING)
def receive() -> ResponseReturnValue:
    form = UploadForm()
    sent: FileStorage | None = form.file.data
    if not sent or not sent.filename:
        form.file.errors = ["Elija el archivo de la matriz."]
        return _upload_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    file, content = _received(sent)
    try:
        uploaded = _take(file, content)
    except matrix.Unreadable as unreadable:
        return _refused(form, file, unreadable.message, HTTPStatus.UNPROCESSABLE_ENTITY)
    except action.Duplicate as duplicate:
        return _refused(form, file, duplicate.sentence, HTTPStatus.CONFLICT, twin=duplicate.proposal)
    done(f"Leímos {file.name}.", "Todavía no se ha creado nada.", uploaded.receipt)
    return redirect(url_for("proposal.show", proposal_id=uploaded.proposal.id))


@bp.get(_ONE)
@audience(Audience.PLANNING)
def show(proposal_id: int) -> ResponseReturnValue:
    return draw(load_page(proposal_id))


@bp.post(f"{_ONE}/decidir")
@audience(Audience.PLANNING)
def decide(proposal_id: int) -> ResponseReturnValue:
    try:
        return take_answer(load_page(proposal_id))
    except action.DecidedMeanwhile as refusal:
        return meanwhile(proposal_id, refusal, {})


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
    except action.DecidedMeanwhile as refusal:
        return meanwhile(proposal_id, refusal, {})
    count = len(page.draft.decided.rows)
    what = f"Plan {created.plan.year} creado con {count} {'actividad' if count == 1 else 'actividades'}."
    done(what, "Guardamos el archivo original.", created.receipt)
    return redirect(url_for("plan.show", year=created.plan.year))


@bp.post(f"{_ONE}/descartar")
@audience(Audience.PLANNING)
def discard(proposal_id: int) -> ResponseReturnValue:
    page = load_page(proposal_id)
    try:
        receipt = action.discard(db.session, proposal_id, **asking(), at=clock.now())
        commit()
    except action.DecidedMeanwhile as refusal:
        return meanwhile(proposal_id, refusal, {})
    done(f"Descartó {page.proposal.file_name}.", "No se creó nada; el archivo y lo decidido se conservan.", receipt)
    return redirect(url_for("proposal.upload"))


def _received(sent: FileStorage) -> tuple[FileRef, bytes]:
    """What was sent, measured whole but not kept beyond one byte past the limit, from which the reader refuses it."""
    content = sent.stream.read(evidence_store().max_bytes + 1)
    digest, size = hashlib.sha256(content), len(content)
    while more := sent.stream.read(_CHUNK):
        digest.update(more)
        size += len(more)
    return FileRef(clean_name(sent.filename or ""), digest.hexdigest(), size), content


def _take(file: FileRef, content: bytes) -> action.Uploaded:
    """Read first, so that what cannot be read leaves no trace but its refusal."""
    action.check_upload(db.session, me().entity_id, file.sha256, actor=actor())
    reading = matrix.read(content, file.name)
    evidence_store().keep_source(content, file.name, _XLSX if file.name.lower().endswith(".xlsx") else _TEXT)
    uploaded = action.upload(db.session, me().entity, file=file, reading=reading, actor=actor(), at=clock.now())
    commit()
    return uploaded


def _refused(form: UploadForm, file: FileRef, sentence: str, status: HTTPStatus, **more: object) -> ResponseReturnValue:
    db.session.rollback()
    action.refuse_upload(db.session, me().entity_id, file=file, sentence=sentence, actor=actor(), at=clock.now())
    commit()
    return _upload_page(form, refused=file.name, sentence=sentence, **more), status


def _not_created(proposal_id: int, form: CreateForm, refusal: Invalid) -> ResponseReturnValue:
    db.session.rollback()
    record_refused(refusal)
    for name, sentence in refusal.errors.items():
        if name in form:
            form[name].errors = [sentence]
        else:
            form.form_errors.append(sentence)
    return draw(load_page(proposal_id), create=form), HTTPStatus.UNPROCESSABLE_ENTITY


def _upload_page(form: UploadForm, **more: object) -> str:
    lines = query.proposals_of(db.session, me().entity_id)
    return render_template("proposal/upload.html", form=form, lines=lines, now=clock.now(), **more)
