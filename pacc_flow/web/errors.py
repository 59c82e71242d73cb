"""The one place where a refusal becomes a page: a plain sentence, the right status, a record of the refused act."""

from http import HTTPStatus

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from pacc_flow import clock
from pacc_flow.actions.refusals import Forbidden, NotFound, Refusal
from pacc_flow.actions.refused import record_refusal
from pacc_flow.web import access
from pacc_flow.web.database import commit, db
from pacc_flow.web.frame import leave_bare

# fmt: off
_PAGES = {  # status: (title, sentence)
    400: ("No entendimos la solicitud", "Vuelva atrás, revise lo que escribió e inténtelo otra vez. No se cambió nada."),
    403: ("No tiene acceso",            "Su cuenta no permite ver esta página."),
    404: ("No encontramos esta página", "Puede que la dirección esté incompleta o que ya no exista."),
    405: ("No se puede hacer así",      "Esta dirección no admite esa acción. Vuelva a la página anterior."),
    413: ("Lo que envió pesa demasiado", "Cada archivo puede pesar hasta 20 MB. No se cambió nada."),
    429: ("Demasiados intentos",        "Espere 15 minutos y vuelva a intentarlo."),
    500: ("Algo falló de nuestro lado", "No se cambió nada. Inténtelo de nuevo; si se repite, avise al administrador."),
}
# fmt: on
_EXPIRED = ("La página venció", "Pasó mucho tiempo desde que la abrió, o la sesión cambió. Ábrala de nuevo. No se cambió nada.")
_MEANWHILE = ("Alguien lo cambió al mismo tiempo", "Lo suyo no se guardó. Abra la página de nuevo para ver cómo quedó.")
_READING = ("GET", "HEAD", "OPTIONS")


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(HTTPException, http_error)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    if not isinstance(refusal, NotFound):
        record_refused(refusal)
    return page(refusal.status, _title(refusal), refusal.sentence)


def _title(refusal: Refusal) -> str:
    match refusal.status:
        case HTTPStatus.FORBIDDEN | HTTPStatus.NOT_FOUND:
            return _PAGES[refusal.status][0]
        case _:
            return "No se hizo el cambio"


def record_refused(refusal: Refusal) -> None:
    """A refused act is part of the trail; the act itself was rolled back before. To look at a page that is not one's own
    is no act, and reading never writes.
    """
    if request.method in _READING or not current_user.is_authenticated:
        return
    about = f"{request.method} {request.path}"
    record_refusal(db.session, actor=access.me(), source=access.source(), refusal=refusal, at=clock.now(), about=about)
    commit()


def _forged(_error: CSRFError) -> ResponseReturnValue:
    db.session.rollback()
    record_refused(Forbidden(_EXPIRED[0]))
    return page(HTTPStatus.BAD_REQUEST, *_EXPIRED)


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    db.session.rollback()
    return page(HTTPStatus.CONFLICT, *_MEANWHILE)


def http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    db.session.rollback()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        leave_bare()  # whatever failed may fail again
    family = HTTPStatus.BAD_REQUEST if status < HTTPStatus.INTERNAL_SERVER_ERROR else HTTPStatus.INTERNAL_SERVER_ERROR
    return page(status, *_PAGES.get(status, _PAGES[family]))


def page(status: int, title: str, sentence: str) -> ResponseReturnValue:
    return render_template("errors/error.html", status=status, heading=title, sentence=sentence), status
