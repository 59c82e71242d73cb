"""The documents of a published follow-up, whole or in parts, for whoever downloads them."""

from http import HTTPStatus
from typing import Any

import structlog
from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from pacc_flow import filing, reports
from pacc_flow.actions.refusals import NotFound
from pacc_flow.actions.storage import EvidenceDamaged
from pacc_flow.filing import snapshot_of
from pacc_flow.reports import Part, Snapshot, UnknownPartError
from pacc_flow.reports.pdf import PaperError
from pacc_flow.web.access import Audience, audience
from pacc_flow.web.database import db
from pacc_flow.web.documents import desk
from pacc_flow.web.errors import page
from pacc_flow.web.frame import leave_bare
from pacc_flow.web.kept import kept
from pacc_flow.web.public import FOLLOW_UP, REVISION, Shown, not_yet, shown_at

LOG = structlog.get_logger("pacc.downloads")

bp = Blueprint("downloads", __name__)

_NOT_SET = ("Este documento no se pudo componer", "Su contenido está en la página y en los otros formatos.")
_NO_SUCH_DOCUMENT = ("No hay ese documento", "Esa parte no se publica en ese formato. Vuelva y elija otro.")


@bp.get(f"{FOLLOW_UP}.<fmt>", endpoint="document")
@bp.get(f"{REVISION}.<fmt>", endpoint="revision_document")
@bp.get(f"{FOLLOW_UP}/<part>.<fmt>", endpoint="part")
@bp.get(f"{REVISION}/<part>.<fmt>", endpoint="revision_part")
@audience(Audience.PUBLIC)
def download(fmt: str, part: str = "", **where: Any) -> ResponseReturnValue:  # noqa: ANN401 - the parts of the address
    leave_bare()
    if fmt not in reports.FORMATS:
        raise NotFound
    shown = shown_at(**where)
    if shown is None:
        return not_yet(**where)
    try:
        return _document(shown, part, fmt)
    except (EvidenceDamaged, PaperError):  # the logo of the entity is lost, or the compiler of pages refuses
        LOG.exception("document not given", part=part, format=fmt, sha256=shown.report.sha256)
        return page(HTTPStatus.SERVICE_UNAVAILABLE, *_NOT_SET)


@bp.get(f"{FOLLOW_UP}/descargar", endpoint="choose")
@bp.get(f"{REVISION}/descargar", endpoint="revision_choose")
@audience(Audience.PUBLIC)
def choose(**where: Any) -> ResponseReturnValue:  # noqa: ANN401 - the parts of the address
    """From what was chosen in a form to the address of the document."""
    leave_bare()
    shown = shown_at(**where)
    if shown is None:
        return not_yet(**where)
    signed = snapshot_of(shown.report)
    part, fmt = _part(signed, request.args.get("parte", "")), request.args.get("formato", "")
    if fmt not in reports.formats_of(signed, part):
        return page(HTTPStatus.BAD_REQUEST, *_NO_SUCH_DOCUMENT)
    endpoint, named = ("downloads.part", {"part": part.name}) if part.name else ("downloads.document", {})
    return redirect(shown.at(endpoint, fmt=fmt, **named))


def _document(shown: Shown, name: str, fmt: str) -> ResponseReturnValue:
    signed = snapshot_of(shown.report)
    part = _part(signed, name)
    if fmt not in reports.formats_of(signed, part):
        return page(HTTPStatus.NOT_FOUND, *_NO_SUCH_DOCUMENT)
    tag = f"{shown.tag}-{part.name}.{fmt}" if part.name else f"{shown.tag}.{fmt}"
    response = kept(tag, shown.changed_at, lambda: filing.content_of(db.session, desk(), shown.report, part, fmt))
    response.content_type = reports.FORMATS[fmt].media_type
    response.headers.set("Content-Disposition", "attachment", filename=reports.file_name(signed, fmt, part))
    return response


def _part(signed: Snapshot, name: str) -> Part:
    try:
        return reports.part_named(signed, name)
    except UnknownPartError as error:
        raise NotFound from error
