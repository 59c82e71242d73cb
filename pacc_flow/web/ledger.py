"""The log as anybody may check it: its signed checkpoints, its public keys, and proofs of what it holds and that it grew.

An installation has one log, whichever entity's address it is asked for at: nothing here shows what a record says.
"""

from base64 import b64encode
from http import HTTPStatus

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.ledger.checkpoint import whole_of
from pacc_flow.ledger.proof_file import ConsistencyProof
from pacc_flow.models import LedgerCheckpoint
from pacc_flow.queries import proofs
from pacc_flow.queries.proofs import CHECKPOINTS_A_PAGE, Consistency
from pacc_flow.web.access import Audience, audience
from pacc_flow.web.database import db
from pacc_flow.web.errors import page
from pacc_flow.web.frame import leave_bare
from pacc_flow.web.kept import DAYS, MINUTES, kept_text
from pacc_flow.web.public import entity_at, frame_of
from pacc_flow.web.signer import verifiers

bp = Blueprint("ledger", __name__)

NEWEST_SECONDS = 60
_REGISTER = "/<slug>/registro"

# fmt: off
_NOTHING_SIGNED = ("Todavía no hay puntos de control",
                   "El registro aún no se ha firmado por primera vez. Vuelva en unos minutos.")
_NO_SUCH_SIZE =   ("No hay un punto de control de ese tamaño",
                   "Los que hay están en la lista de la página del registro, cada uno con su enlace.")
_NO_KEY =         ("La llave no está disponible",
                   "El registro aún no se ha firmado, o la llave no se puede leer ahora. Vuelva en unos minutos.")
_ODD_SIZES =      ("No entendimos los tamaños",
                   "Escriba dos números enteros, primero el menor: consistencia?desde=40&hasta=60.")
_TOO_FAR =        ("El registro firmado no llega hasta ahí",
                   "Solo hay pruebas entre tamaños que no pasen del último punto de control.")
_ODD_RECEIPT =    ("No entendimos el número del recibo",
                   "Escriba solo su número, como 1187 o 1.187.")
_NO_RECEIPT =     ("Todavía no hay prueba de ese recibo",
                   "Ningún punto de control llega hasta ese número. Si es de hace un momento, vuelva en unos minutos.")
# fmt: on


@bp.get(f"{_REGISTER}/")
@audience(Audience.PUBLIC)
def register(slug: str) -> ResponseReturnValue:
    leave_bare()
    entity = entity_at(slug)
    total = proofs.count_checkpoints(db.session)
    pages = -(-total // CHECKPOINTS_A_PAGE)
    number = min(max(whole_of(request.args.get("pagina", "")) or 1, 1), max(pages, 1))
    shown = proofs.checkpoint_page(db.session, number)
    answer = Response(
        render_template(
            "public/ledger.html",
            entity=entity,
            newest=proofs.newest_checkpoint(db.session) if number > 1 else next(iter(shown), None),
            checkpoints=shown,
            total=total,
            page=number,
            pages=pages,
            first=(number - 1) * CHECKPOINTS_A_PAGE + 1,
            keys=verifiers(),
            base64=base64,
            now=clock.now(),
            address=lambda other: url_for(".register", slug=slug, pagina=other),
            **frame_of(slug),
        )
    )
    answer.cache_control.max_age = NEWEST_SECONDS
    return answer


@bp.get(f"{_REGISTER}/checkpoint")
@audience(Audience.PUBLIC)
def newest(slug: str) -> ResponseReturnValue:
    leave_bare()
    entity_at(slug)
    found = proofs.newest_checkpoint(db.session)
    return _note(found, NEWEST_SECONDS) if found else page(HTTPStatus.NOT_FOUND, *_NOTHING_SIGNED)


@bp.get(f"{_REGISTER}/checkpoint/<int:size>")
@audience(Audience.PUBLIC)
def checkpoint(slug: str, size: int) -> ResponseReturnValue:
    leave_bare()
    entity_at(slug)
    found = proofs.checkpoint_at(db.session, size)
    return _note(found, DAYS) if found else page(HTTPStatus.NOT_FOUND, *_NO_SUCH_SIZE)


@bp.get(f"{_REGISTER}/llave")
@audience(Audience.PUBLIC)
def keys(slug: str) -> ResponseReturnValue:
    leave_bare()
    entity_at(slug)
    lines = [f"{key}\n" for key in verifiers()]
    if not lines:
        return page(HTTPStatus.NOT_FOUND, *_NO_KEY)
    return _text("".join(lines), MINUTES)


@bp.get(f"{_REGISTER}/consistencia")
@audience(Audience.PUBLIC)
def consistency(slug: str) -> ResponseReturnValue:
    """That the log of `hasta` records begins with that of `desde`. The text of a proof needs a checkpoint of `hasta`."""
    leave_bare()
    entity_at(slug)
    old, new = (whole_of(request.args.get(name, "")) for name in ("desde", "hasta"))
    if old is None or new is None or old > new:
        return page(HTTPStatus.BAD_REQUEST, *_ODD_SIZES)
    try:
        found = proofs.consistency(db.session, old, new)
    except ValueError:
        return page(HTTPStatus.NOT_FOUND, *_TOO_FAR)
    if found.note is None:
        return _figures(found), {"Cache-Control": f"max-age={DAYS}"}
    return _text(ConsistencyProof(old, found.hashes, found.note).text(), DAYS)


@bp.get(f"{_REGISTER}/recibo")
@audience(Audience.PUBLIC)
def receipt(slug: str) -> ResponseReturnValue:
    """That a receipt is in the log: its number is no secret, and the proof says nothing of what was done."""
    leave_bare()
    entity_at(slug)
    seq = whole_of(request.args.get("numero", "").strip().replace(".", ""))
    if seq is None:
        return page(HTTPStatus.BAD_REQUEST, *_ODD_RECEIPT)
    cover = proofs.first_cover(db.session, seq)
    proof = proofs.inclusion(db.session, seq) if cover else None
    if cover is None or proof is None:
        return page(HTTPStatus.NOT_FOUND, *_NO_RECEIPT)
    return kept_text(f"receipt-{seq}", cover.created_at, proof.text, seconds=DAYS, name=f"recibo-{seq}.txt")


def base64(value: bytes) -> str:
    """As checkpoints write it."""
    return b64encode(value).decode()


def _note(found: LedgerCheckpoint, seconds: int) -> Response:
    return kept_text(f"checkpoint-{found.size}", found.created_at, lambda: found.note, seconds=seconds)


def _text(text: str, seconds: int) -> Response:
    answer = Response(text, content_type="text/plain; charset=utf-8")
    answer.cache_control.max_age = seconds
    return answer


def _figures(found: Consistency) -> dict[str, object]:
    return {
        "old": found.old,
        "old_root": base64(found.old_root),
        "new": found.new,
        "new_root": base64(found.new_root),
        "hashes": [base64(one) for one in found.hashes],
    }
