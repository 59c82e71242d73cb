"""Signing in and out. The answer to a wrong address and to a wrong password is the same, in words and in time."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from pacc_flow import clock
from pacc_flow.actions.sign_ins import begin_sign_in, record_failed_sign_in, record_sign_in, record_sign_out
from pacc_flow.models import Account
from pacc_flow.web.access import Audience, SignedIn, audience, me, source
from pacc_flow.web.database import commit, db
from pacc_flow.web.forms.sign_in import SignInForm
from pacc_flow.web.frame import visited_entity

bp = Blueprint("sign_in", __name__)

NO_MATCH = "El correo o la contraseña no coinciden."
TOO_MANY = "Hubo demasiados intentos. Espere 15 minutos y vuelva a intentarlo."


@bp.get("/entrar")
@audience(Audience.PUBLIC)
def form() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("home.desk"))
    return _page(SignInForm())


@bp.post("/entrar")
@audience(Audience.PUBLIC)
def enter() -> ResponseReturnValue:
    typed = SignInForm()
    if not typed.validate():
        return _page(typed), HTTPStatus.UNPROCESSABLE_ENTITY
    now, origin = clock.now(), source()
    attempt = begin_sign_in(db.session, email=typed.email.data, source=origin, at=now)
    commit()
    if attempt.is_one_too_many or not attempt.accepts(typed.password.data):
        record_failed_sign_in(db.session, attempt, source=origin, at=now)
        commit()
        typed.form_errors.append(TOO_MANY if attempt.is_one_too_many else NO_MATCH)
        return _page(typed), HTTPStatus.TOO_MANY_REQUESTS if attempt.is_one_too_many else HTTPStatus.UNPROCESSABLE_ENTITY
    asked_for = session.get("after_sign_in", "")
    session.clear()
    account = record_sign_in(db.session, attempt, source=source(), at=now)
    commit()
    open_session(account)
    return redirect(asked_for if is_local(asked_for) else url_for("home.desk"))


@bp.post("/salir")
@audience(Audience.SIGNED_IN)
def leave() -> ResponseReturnValue:
    record_sign_out(db.session, actor=me(), source=source(), at=clock.now())
    commit()
    logout_user()
    session.clear()
    flash("Cerró la sesión.", "ok")
    return redirect(url_for("sign_in.form"))


def open_session(account: Account) -> None:
    """Whatever the visitor's session held was cleared before: the session of a signed-in person is always a new one."""
    session.permanent = True
    login_user(SignedIn(account))


def is_local(address: str) -> bool:
    return address.startswith("/") and not address.startswith("//") and "\\" not in address


def _page(typed: SignInForm) -> str:
    return render_template("sign_in/form.html", form=typed, entity=visited_entity())
