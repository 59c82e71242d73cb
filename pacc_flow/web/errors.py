"""The one place where a refusal becomes a page: a plain sentence, the right status, a record of the refused act."""

from http import HTTPStatus

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from pacc_flow import clock
from pacc_flow.actions.refusals import Forbidden, NotFound, Refusal
from pacc_flow.actions.refused import record_refusal
from pacc_flow.web import access
from pacc_flow.web.database import db, own_transaction

# fmt: off
_PAGES = {  # status: (title, sentence)
    400: ("No entendimos la solicitud", "Vuelva atrás, revise lo que escribió e inténtelo otra vez."),
    403: ("No tiene acceso",            "Su cuenta no permite ver esta página."),
    404: ("No encontramos esta página", "Puede que la dirección esté incompleta o que ya no exista."),
    405: ("No se puede hacer así",      "Esta dirección no admite esa acción. Vuelva a la página anterior."),
    413: ("Lo que envió pesa demasiado", "Cada archivo puede pesar hasta 20 MB. No se cambió nada."),
    429: ("Demasiados intentos",        "Espere unos minutos y vuelva a intentarlo."),
    500: ("Algo falló de nuestro lado", "No se cambió nada. Inténtelo de nuevo; si se repite, avise al administrador."),
}
# fmt: on
_EXPIRED = ("La página venció", "Pasó mucho tiempo desde que la abrió. Ábrala de nuevo e inténtelo. No se cambió nada.")


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    if current_user.is_authenticated and not isinstance(refusal, NotFound):
        _record(refusal)
    title = "No tiene acceso" if isinstance(refusal, Forbidden) else "No se hizo el cambio"
    if isinstance(refusal, NotFound):
        title = _PAGES[404][0]
    return page(refusal.status, title, refusal.sentence)


def _record(refusal: Refusal) -> None:
    with own_transaction() as session:
        record_refusal(session, actor=access.me(), source=access.source(), refusal=refusal, at=clock.now())
        session.commit()


def _forged(_error: CSRFError) -> ResponseReturnValue:
    return page(400, *_EXPIRED)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    title, sentence = _PAGES.get(status, _PAGES[400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500])
    return page(status, title, sentence)


def page(status: int, title: str, sentence: str) -> ResponseReturnValue:
    return render_template("errors/error.html", status=status, heading=title, sentence=sentence), status
