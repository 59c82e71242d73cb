"""What Planning brings to be read, a file or a pasted table: kept and proposed, or refused and told."""

import hashlib
from http import HTTPStatus
from io import BytesIO

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from pacc_flow import clock, matrix
from pacc_flow.actions import proposals as action
from pacc_flow.actions.reading_progress import ReadingProgress, Teller, new_token
from pacc_flow.actions.source_types import ACCEPTED, source_type
from pacc_flow.actions.storage import clean_name
from pacc_flow.actions.trail import FileRef
from pacc_flow.queries import proposals as query
from pacc_flow.web.access import Audience, admits, me
from pacc_flow.web.database import commit, db
from pacc_flow.web.entry import evidence_store
from pacc_flow.web.errors import http_error
from pacc_flow.web.forms.proposal import UploadForm
from pacc_flow.web.proposal_desk import actor
from pacc_flow.web.receipts import done
from pacc_flow.web.security import LONG_TEXTS

PASTES = "pegar"
_CHUNK = 256 * 1024
_TOO_LONG = (
    f"La tabla pesa más de {LONG_TEXTS['proposal.receive'] // 2**20} MB: es demasiado larga para pegarla. "
    "Guárdela como archivo de Excel o de texto y súbala como archivo."
)


def take_upload(form: UploadForm) -> ResponseReturnValue:
    sent = _pasted(form) if request.form.get("do") == PASTES else _chosen(form)
    if sent is None:
        return upload_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    file, content = _received(sent)
    try:
        with reading_progress().telling(me().id, request.form.get("reading", ""), at=clock.now()) as tell:
            uploaded = _take(file, content, tell)
    except matrix.Unreadable as unreadable:
        return _refused(form, file, unreadable.message, HTTPStatus.UNPROCESSABLE_ENTITY)
    except action.Duplicate as duplicate:
        return _refused(form, file, duplicate.sentence, HTTPStatus.CONFLICT, twin=duplicate.proposal)
    done(f"Leímos {file.name}.", "Todavía no se ha creado nada.", uploaded.receipt)
    address = url_for("proposal.show", proposal_id=uploaded.proposal.id)
    return ("", HTTPStatus.CREATED, {"Location": address}) if _is_asked_by_script() else redirect(address)


def upload_page(form: UploadForm, **more: object) -> str:
    lines = query.proposals_of(db.session, me().entity_id)
    return render_template(
        "proposal/upload.html",
        form=form,
        lines=lines,
        now=clock.now(),
        accepted=ACCEPTED,
        pastes=PASTES,
        reading=new_token(),
        **more,
    )


def too_long(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """A pasted table that the form does not hold is told of at its field, which comes back empty. Nothing else is ours."""
    if request.endpoint != "proposal.receive" or not admits(Audience.PLANNING) or not _drained():
        return http_error(error)
    form = UploadForm(formdata=None)
    form.pasted.errors = [_TOO_LONG]
    return upload_page(form), HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def reading_progress() -> ReadingProgress:
    return ReadingProgress(current_app.extensions["settings"].reading_dir)


def _drained() -> bool:
    """A browser listens only once it has said everything; False when that is more than anybody may send."""
    try:
        while request.stream.read(_CHUNK):
            pass
    except RequestEntityTooLarge:
        return False
    return True


def _is_asked_by_script() -> bool:
    """Ours, which shows how the reading goes and then takes the person where the answer says, as a browser would."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _chosen(form: UploadForm) -> FileStorage | None:
    sent: FileStorage | None = form.file.data
    if not sent or not sent.filename:
        form.file.errors = ["Elija el archivo de la matriz."]
        return None
    return sent


def _pasted(form: UploadForm) -> FileStorage | None:
    """The pasted cells as the file that they would be: a spreadsheet puts a tab between them when they are copied."""
    text = (form.pasted.data or "").replace("\r\n", "\n")
    if not text.strip():
        form.pasted.errors = ["Pegue la tabla, con sus encabezados."]
        return None
    return FileStorage(BytesIO(text.encode()), matrix.pasted_name(clock.now().astimezone(clock.BOGOTA)))


def _received(sent: FileStorage) -> tuple[FileRef, bytes]:
    """What was sent, measured whole but not kept beyond one byte past the limit, from which the reader refuses it."""
    content = sent.stream.read(evidence_store().max_bytes + 1)
    digest, size = hashlib.sha256(content), len(content)
    while more := sent.stream.read(_CHUNK):
        digest.update(more)
        size += len(more)
    return FileRef(clean_name(sent.filename or ""), digest.hexdigest(), size), content


def _take(file: FileRef, content: bytes, tell: Teller) -> action.Uploaded:
    """Read first, so that what cannot be read leaves no trace but its refusal."""
    action.check_upload(db.session, me().entity_id, file.sha256, actor=actor())
    reading = matrix.read(content, file.name, columns=me().entity.columns, on_progress=tell)
    evidence_store().keep_source(content, file.name, source_type(file.name).media_type)
    uploaded = action.upload(db.session, me().entity, file=file, reading=reading, actor=actor(), at=clock.now())
    commit()
    return uploaded


def _refused(form: UploadForm, file: FileRef, sentence: str, status: HTTPStatus, **more: object) -> ResponseReturnValue:
    db.session.rollback()
    action.refuse_upload(db.session, me().entity_id, file=file, sentence=sentence, actor=actor(), at=clock.now())
    commit()
    return upload_page(form, refused=file.name, sentence=sentence, **more), status
