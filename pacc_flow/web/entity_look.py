"""How the documents of the entity look, for its administrator: chosen, seen on a whole document, and only then kept."""

from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.entity_look import set_look
from pacc_flow.actions.refusals import Invalid, NotFound
from pacc_flow.actions.storage import EvidenceDamaged
from pacc_flow.queries.people import open_offices
from pacc_flow.reports import Logo, Look
from pacc_flow.reports.look import LOGO_NAME
from pacc_flow.web.access import Audience, audience, me, source
from pacc_flow.web.admin import NOTHING_CHANGED
from pacc_flow.web.database import commit, db
from pacc_flow.web.entry import evidence_store
from pacc_flow.web.forms.errors import errors_shown, require
from pacc_flow.web.forms.look import LookForm
from pacc_flow.web.look_preview import PREVIEWS, document
from pacc_flow.web.receipts import done

bp = Blueprint("entity_look", __name__, url_prefix="/app/admin/entidad/documentos")

PNG = "image/png"
_LOST = "La imagen que se guardó ya no está donde quedó: elija el archivo otra vez, o quite el logo."


@bp.get("")
@audience(Audience.ADMIN)
def show() -> ResponseReturnValue:
    return _page(_form())


@bp.get("/logo")
@audience(Audience.ADMIN)
def logo() -> ResponseReturnValue:
    """The one of the person's own entity: there is no address for another."""
    kept = _kept().logo
    if kept is None:
        raise NotFound
    try:
        answer = Response(evidence_store().read(kept.sha256), mimetype=PNG)
    except EvidenceDamaged as damage:
        raise NotFound from damage  # the page shows its words instead, and the sweep of files raises the alarm
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@bp.post("/vista")
@audience(Audience.ADMIN)
def preview() -> ResponseReturnValue:
    """The document as it would be by what is typed; keeps nothing."""
    name = request.args.get("formato", "")
    if name not in PREVIEWS:
        raise NotFound
    form = _form()
    with errors_shown(form):
        require(form)
        chosen, png = _chosen(form)
        return document(form.look(chosen), png or _bytes_of(chosen), name)
    return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("")
@audience(Audience.ADMIN)
def save() -> ResponseReturnValue:
    form = _form()
    with errors_shown(form):
        require(form)
        chosen, png = _chosen(form)
        if png:
            evidence_store().keep_source(png, LOGO_NAME, PNG)
        by = source().actor(me(), role=me().standing)
        receipt = set_look(db.session, me().entity, form.look(chosen), actor=by, at=clock.now())
        commit()
        if receipt:
            done("Guardó cómo se ven los documentos.", "Rige desde la próxima publicación: lo publicado no cambia.", receipt)
        else:
            flash(NOTHING_CHANGED, "ok")
        return redirect(url_for("entity_look.show"))
    return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY


def _kept() -> Look:
    return Look.from_json(me().entity.look)


def _form() -> LookForm:
    """Those that signed before may go on, though they closed since."""
    kept = _kept()
    names = [office.name for office in open_offices(db.session, me().entity_id)]
    return LookForm.filled(list(dict.fromkeys([*names, *(one.office for one in kept.signatories)])), kept)


def _chosen(form: LookForm) -> tuple[Logo | None, bytes]:
    """What is chosen now stands before what is kept; its bytes when they are not kept yet."""
    if form.picture:
        return form.picture
    return (None if form.remove.data else _kept().logo), b""


def _bytes_of(kept: Logo | None) -> bytes:
    try:
        return evidence_store().read(kept.sha256) if kept else b""
    except EvidenceDamaged as damage:
        raise Invalid({"logo": _LOST}) from damage


def _page(form: LookForm) -> str:
    return render_template("admin/look.html", form=form, kept=_kept())
