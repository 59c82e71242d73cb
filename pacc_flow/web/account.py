"""A person's own account: who they are here, and their password."""

from http import HTTPStatus

from flask import Blueprint, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from pacc_flow import clock
from pacc_flow.actions import accounts
from pacc_flow.actions.invitations import invited_account
from pacc_flow.models import Account
from pacc_flow.web import feeds, frame
from pacc_flow.web.access import Audience, admits, audience, me, source
from pacc_flow.web.database import commit, db
from pacc_flow.web.forms.account import ChangePasswordForm, NewPasswordForm
from pacc_flow.web.forms.errors import errors_shown, require
from pacc_flow.web.sign_in import open_session
from pacc_flow.web.substitutes import MEMBERS

bp = Blueprint("account", __name__)


@bp.get("/app/cuenta")
@audience(Audience.SIGNED_IN)
def profile() -> ResponseReturnValue:
    return _profile(ChangePasswordForm())


@bp.post("/app/cuenta")
@audience(Audience.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    form, account = ChangePasswordForm(), me()
    with errors_shown(form):
        require(form)
        current, new = form.current.data, form.password.data
        accounts.change_password(db.session, account, current=current, new=new, source=source(), at=clock.now())
        commit()
        session.clear()
        open_session(account)
        flash("Cambió su contraseña. Cerramos las demás sesiones abiertas con su cuenta.", "ok")
        return redirect(url_for("account.profile"))
    return _profile(form), HTTPStatus.UNPROCESSABLE_ENTITY


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
    with errors_shown(form):
        require(form)
        accounts.choose_password(db.session, account, new=form.password.data, source=source(), at=clock.now())
        commit()
        logout_user()
        session.clear()
        flash("Su contraseña quedó lista. Entre con ella.", "ok")
        return redirect(url_for("sign_in.form"))
    return _invitation(token, account, form), HTTPStatus.UNPROCESSABLE_ENTITY


def _profile(form: ChangePasswordForm) -> str:
    mine = frame.role()
    words = frame.ROLE_WORDS[mine] if mine else "Todavía sin oficina"
    return render_template(
        "account/profile.html",
        form=form,
        person=me(),
        offices=frame.offices(),
        role=words,
        has_calendar=admits(*feeds.READERS),
        substitutes_url=url_for("substitutes.show") if admits(*MEMBERS) else "",
    )


def _invited(token: str) -> Account:
    return invited_account(db.session, token, secret=current_app.config["SECRET_KEY"], at=clock.now())


def _invitation(token: str, account: Account, form: NewPasswordForm) -> str:
    return render_template("account/invited.html", form=form, token=token, invited=account, entity=account.entity)
