"""What a document or a number is, for anyone who holds one: recognised among what is published, and nothing kept of it.

A file is only its fingerprint here: the browser works it out where it can, and what is sent instead is forgotten at once.
"""

from hashlib import sha256
from http import HTTPStatus
from os import SEEK_END
from typing import IO

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pacc_flow.queries import proofs, published
from pacc_flow.queries.recognising import Recognised, by_fingerprint, by_receipt
from pacc_flow.web.access import Audience, audience
from pacc_flow.web.database import db
from pacc_flow.web.forms.printed import Fingerprint, ReceiptNumber, printed_number
from pacc_flow.web.frame import leave_bare
from pacc_flow.web.kept import kept
from pacc_flow.web.public import layout
from pacc_flow.web.recognised import shown_as
from pacc_flow.web.security import csrf

bp = Blueprint("verifying", __name__, url_prefix="/verificar")

ANSWER_SECONDS = 60  # a later revision may appear
_NOTHING_AT_ALL = sha256().hexdigest()
_MEGABYTE = 1024 * 1024

# fmt: off
_ODD_NUMBER = ("Ese número no es ni una huella ni un recibo. "
               "Escriba las 64 cifras de una huella, o un recibo como 61 · 1a2b 3c4d.")
_NO_NUMBER =  "Escriba el número que quiere buscar."
_NO_FILE =    "Elija el archivo que quiere verificar."
_EMPTY =      "El archivo está vacío: no hay nada que verificar."
# fmt: on


@bp.get("/")
@audience(Audience.PUBLIC)
def show() -> ResponseReturnValue:
    """`huella` is what a file was reduced to, `numero` what somebody typed."""
    leave_bare()
    typed = request.args.get("huella", request.args.get("numero"))
    if typed is None:
        return kept(layout(), None, lambda: _page("show"))
    match printed_number(typed):
        case Fingerprint(number) if number == _NOTHING_AT_ALL:
            return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, file_error=_EMPTY)
        case Fingerprint(number):
            return _whose(number, is_of_file="huella" in request.args)
        case ReceiptNumber() as receipt:
            return _of_receipt(receipt)
    error = _ODD_NUMBER if typed.strip() else _NO_NUMBER
    return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, number_error=error, typed=typed)


@bp.post("/")
@csrf.exempt  # type: ignore[untyped-decorator]  # it changes nothing, so nobody can be made to change anything
@audience(Audience.PUBLIC)
def receive() -> ResponseReturnValue:
    """From a file to the address that says whose its fingerprint is."""
    leave_bare()
    sent = request.files.get("documento")
    if sent is None or not sent.filename:
        return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, file_error=_NO_FILE)
    size, limit = sent.stream.seek(0, SEEK_END), current_app.extensions["settings"].upload_bytes
    if size > limit:
        too_large = f"El archivo pesa más de {limit // _MEGABYTE} MB: no es un documento de los que se publican aquí."
        return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, file_error=too_large)
    return redirect(url_for(".show", huella=_fingerprint(sent.stream)), HTTPStatus.SEE_OTHER)


def _fingerprint(stream: IO[bytes]) -> str:
    digest = sha256()
    stream.seek(0)
    while piece := stream.read(_MEGABYTE):
        digest.update(piece)
    return digest.hexdigest()


def _whose(number: str, *, is_of_file: bool) -> ResponseReturnValue:
    found = by_fingerprint(db.session, number)
    if found is None:
        return _page("unknown", number=number, is_of_file=is_of_file), HTTPStatus.NOT_FOUND
    return _published(found, number)


def _of_receipt(receipt: ReceiptNumber) -> ResponseReturnValue:
    """Of a record that published nothing only this is told: that it is there, once a checkpoint says so to everyone."""
    record = by_receipt(db.session, receipt.seq)
    report_id = record.report_id if record else None
    cover = None if report_id else proofs.first_cover(db.session, receipt.seq)
    if record is None or (cover is None and report_id is None):
        return _page("not_yet", receipt=receipt), HTTPStatus.NOT_FOUND
    if not record.entry_hash.startswith(receipt.start):
        return _page("another", receipt=receipt), HTTPStatus.NOT_FOUND
    if report_id:
        return _published(Recognised(report_id, None, None))
    return _briefly(_page("recorded", receipt=receipt, cover=cover))


def _published(found: Recognised, number: str = "") -> ResponseReturnValue:
    revisions = published.revisions_around(db.session, found.report_id)
    shown = shown_as(found, revisions)
    return _briefly(_page("published", entity=shown.snapshot.entity, shown=shown, number=number))


def _briefly(told: str) -> Response:
    answer = Response(told)
    answer.cache_control.max_age = ANSWER_SECONDS
    return answer


def _refused(status: HTTPStatus, *, file_error: str = "", number_error: str = "", typed: str = "") -> ResponseReturnValue:
    return _page("show", file_error=file_error, number_error=number_error, typed=typed), status


def _page(name: str, **more: object) -> str:
    return render_template(f"verifying/{name}.html", **more)
