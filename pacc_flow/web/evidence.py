"""Evidence, taken home: always as a file, never opened by our own address, and only when it is what was recorded."""

import logging
from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.alarms import raise_once
from pacc_flow.actions.refusals import NotFound
from pacc_flow.actions.storage import EvidenceDamaged
from pacc_flow.ledger.body import FileRef
from pacc_flow.models import AlarmKind
from pacc_flow.queries.entry import load_evidence
from pacc_flow.web.access import audience, me
from pacc_flow.web.database import db
from pacc_flow.web.entry import READERS, evidence_store
from pacc_flow.web.errors import page

bp = Blueprint("evidence", __name__)
log = logging.getLogger(__name__)

FINDER = system_actor("evidence")
_DAMAGED = (
    "Este archivo no se puede entregar",
    "No coincide con el que se registró, o ya no está donde se guardó. Control Interno y el administrador ya lo saben.",
)


@bp.get("/app/evidencia/<int:evidence_id>")
@audience(*READERS)
def download(evidence_id: int) -> ResponseReturnValue:
    piece = load_evidence(db.session, evidence_id, entity_id=me().entity_id)
    if piece is None or piece.sha256 is None:
        raise NotFound
    try:
        content = evidence_store().read(piece.sha256)
    except EvidenceDamaged as damage:
        log.error("evidence %s of entry %s is damaged: %s", piece.id, piece.entry_id, damage)  # noqa: TRY400  # no bug here
        raise_alarm(FileRef(piece.name, piece.sha256, piece.size or 0))
        return page(HTTPStatus.CONFLICT, *_DAMAGED)
    answer = Response(content, mimetype=piece.media_type or "application/octet-stream")
    answer.headers["Content-Disposition"] = attachment(piece.name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def attachment(name: str) -> str:
    """RFC 6266: a plain name for old programs, and the real one in UTF-8."""
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\' else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def raise_alarm(file: FileRef) -> None:
    """In a session of its own, since whoever reads writes nothing. The person found the damage; the system tells of it."""
    sentence = evidence_store().damage(file) or f"El archivo «{file.name}» no se pudo leer."
    entity_id = me().entity_id
    db.session.rollback()
    told = (AlarmKind.EVIDENCE, file.sha256, sentence)
    raise_once(db.sessionmaker, *told, entity_id=entity_id, actor=FINDER, at=clock.now())
