"""How a person wants their mail: on a page of their account, or with one click in a message."""

from dataclasses import replace
from http import HTTPStatus

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.mail_preferences import account_to_mute, prefer
from pacc_flow.models import Account
from pacc_flow.notifications.preferences import preferences_of
from pacc_flow.web.access import Audience, audience, me, source
from pacc_flow.web.database import commit, db
from pacc_flow.web.forms.errors import errors_shown, require
from pacc_flow.web.forms.mail import MailForm
from pacc_flow.web.receipts import done
from pacc_flow.web.security import csrf, leave_session

bp = Blueprint("mail", __name__)


@bp.get("/app/cuenta/avisos")
@audience(Audience.SIGNED_IN)
def settings() -> ResponseReturnValue:
    return render_template("account/mail.html", form=MailForm.filled(preferences_of(me())))


@bp.post("/app/cuenta/avisos")
@audience(Audience.SIGNED_IN)
def save() -> ResponseReturnValue:
    form = MailForm()
    with errors_shown(form):
        require(form)
        receipt = prefer(db.session, me(), form.preferences(), source=source(), at=clock.now())
        commit()
        if receipt:
            done("Guardó cómo quiere sus avisos.", "", receipt)
        return redirect(url_for("mail.settings"))
    return render_template("account/mail.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/avisos/<muting>")
@audience(Audience.PUBLIC)
def ask_to_mute(muting: str) -> ResponseReturnValue:
    """Asks first: programs that look after mail open its links by themselves."""
    return render_template("account/mute.html", muting=muting, muted=_account(muting))


@bp.post("/avisos/<muting>")
@csrf.exempt  # type: ignore[untyped-decorator]  # a mail program has no page of ours: the token in the address vouches for it
@audience(Audience.PUBLIC)
def mute(muting: str) -> ResponseReturnValue:
    account = _account(muting)
    leave_session()
    prefer(db.session, account, replace(preferences_of(account), only_overdue=True), source=source(), at=clock.now())
    commit()
    return render_template("account/muted.html", muted=account)


def _account(muting: str) -> Account:
    return account_to_mute(db.session, muting, secret=current_app.config["SECRET_KEY"])
