"""What Planning brings to be read, a file or a pasted table: kept and proposed, or refused and told."""

import hashlib
from http import HTTPStatus
from io import BytesIO

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from pacc_flow import clock, matrix
from pacc_flow.actions import proposals as action
from pacc_flow.actions.source_types import ACCEPTED, source_type
from pacc_flow.actions.storage import clean_name
from pacc_flow.actions.trail import FileRef
from pacc_flow.queries import proposals as query
from pacc_flow.web.access import me
from pacc_flow.web.database import commit, db
from pacc_flow.web.entry import evidence_store
from pacc_flow.web.forms.proposal import UploadForm
from pacc_flow.web.proposal_desk import actor
from pacc_flow.web.receipts import done

PASTES = "pegar"
_CHUNK = 256 * 1024


def take_upload(form: UploadForm) -> ResponseReturnValue:
    sent = _pasted(form) if request.form.get("do") == PASTES else _chosen(form)
    if sent is None:
        return upload_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    file, content = _received(sent)
    try:
        uploaded = _take(file, content)
    except matrix.Unreadable as unreadable:
        return _refused(form, file, unreadable.message, HTTPStatus.UNPROCESSABLE_ENTITY)
    except action.Duplicate as duplicate:
        return _refused(form, file, duplicate.sentence, HTTPStatus.CONFLICT, twin=duplicate.proposal)
    done(f"Leímos {file.name}.", "Todavía no se ha creado nada.", uploaded.receipt)
    return redirect(url_for("proposal.show", proposal_id=uploaded.proposal.id))


def upload_page(form: UploadForm, **more: object) -> str:
    lines = query.proposals_of(db.session, me().entity_id)
    return render_template(
        "proposal/upload.html", form=form, lines=lines, now=clock.now(), accepted=ACCEPTED, pastes=PASTES, **more
    )


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
    name = clock.now().astimezone(clock.BOGOTA).strftime("pegado-%Y-%m-%d-%H%M.tsv")
    return FileStorage(BytesIO(text.encode()), name)


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
    reading = matrix.read(content, file.name, columns=me().entity.columns)
    evidence_store().keep_source(content, file.name, source_type(file.name).media_type)
    uploaded = action.upload(db.session, me().entity, file=file, reading=reading, actor=actor(), at=clock.now())
    commit()
    return uploaded


def _refused(form: UploadForm, file: FileRef, sentence: str, status: HTTPStatus, **more: object) -> ResponseReturnValue:
    db.session.rollback()
    action.refuse_upload(db.session, me().entity_id, file=file, sentence=sentence, actor=actor(), at=clock.now())
    commit()
    return upload_page(form, refused=file.name, sentence=sentence, **more), status
