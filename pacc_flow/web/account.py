"""A person's own account: who they are here, and their password."""

from http import HTTPStatus

from flask import Blueprint, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from pacc_flow import clock
from pacc_flow.actions.accounts import change_password as change
from pacc_flow.actions.accounts import choose_password
from pacc_flow.actions.invitations import invited_account
from pacc_flow.actions.refusals import Invalid
from pacc_flow.models import Account
from pacc_flow.web.access import Audience, audience, me, source
from pacc_flow.web.database import commit, db
from pacc_flow.web.forms.account import ChangePasswordForm, NewPasswordForm
from pacc_flow.web.forms.errors import show_errors
from pacc_flow.web.sign_in import open_session

bp = Blueprint("account", __name__)


@bp.get("/app/cuenta")
@audience(Audience.SIGNED_IN)
def profile() -> ResponseReturnValue:
    return _profile(ChangePasswordForm())


@bp.post("/app/cuenta")
@audience(Audience.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    form, account = ChangePasswordForm(), me()
    if not form.validate():
        return _profile(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        change(
            db.session, account, current=form.current.data, new=form.password.data, source=source(), at=clock.now()
        )
        commit()
    except Invalid as refusal:
        show_errors(form, refusal)
        return _profile(form), HTTPStatus.UNPROCESSABLE_ENTITY
    _renew_session(account)
    flash("Cambió su contraseña. Cerramos las demás sesiones abiertas con su cuenta.", "ok")
    return redirect(url_for("account.profile"))


@bp.get("/app/sin-oficina")
@audience(Audience.SIGNED_IN)
def no_office() -> ResponseReturnValue:
    return render_template("account/no_office.html")


@bp.get("/clave/<token>")
@audience(Audience.PUBLIC)
def invited(token: str) -> ResponseReturnValue:
    return _invitation(token, _invited(token), NewPasswordForm())


@bp.post("/clave/<token>")
@audience(Audience.PUBLIC)
def set_password(token: str) -> ResponseReturnValue:
    account, form = _invited(token), NewPasswordForm()
    if not form.validate():
        return _invitation(token, account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        choose_password(db.session, account, new=form.password.data, source=source(), at=clock.now())
        commit()
    except Invalid as refusal:
        show_errors(form, refusal)
        return _invitation(token, account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    logout_user()
    session.clear()
    flash("Su contraseña quedó lista. Entre con ella.", "ok")
    return redirect(url_for("sign_in.form"))


def _renew_session(account: Account) -> None:
    session.clear()
    open_session(account)


def _profile(form: ChangePasswordForm) -> str:
    return render_template("account/profile.html", form=form)


def _invited(token: str) -> Account:
    return invited_account(db.session, token, secret=current_app.config["SECRET_KEY"], at=clock.now())


def _invitation(token: str, account: Account, form: NewPasswordForm) -> str:
    return render_template("account/invited.html", form=form, token=token, invited=account)
