"""What the administrator of an entity looks after: its people, its offices and its settings. Never an entry."""

from http import HTTPStatus

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions import accounts, entities
from pacc_flow.actions.actor import Actor
from pacc_flow.actions.entity_settings import update_entity
from pacc_flow.actions.invitations import invitation_token
from pacc_flow.actions.memberships import Place, place_account
from pacc_flow.actions.refusals import NotFound
from pacc_flow.models import Account, Office
from pacc_flow.queries import people as query
from pacc_flow.web.access import Audience, audience, me, source
from pacc_flow.web.database import commit, db
from pacc_flow.web.forms.admin import KINDS, STANDINGS, EntityForm, OfficeForm, OpenOfficeForm, PersonForm
from pacc_flow.web.forms.base import Form
from pacc_flow.web.forms.errors import errors_shown, require
from pacc_flow.workflow import Standing

bp = Blueprint("admin", __name__, url_prefix="/app/admin")

NOTHING_CHANGED = "No había nada que cambiar."


@bp.get("/personas")
@audience(Audience.ADMIN)
def people() -> ResponseReturnValue:
    words = request.args.get("q", "").strip()
    found = query.people_of(db.session, me().entity_id, words=words)
    return render_template("admin/people.html", people=found, words=words, standings=dict(STANDINGS))


@bp.get("/personas/nueva")
@audience(Audience.ADMIN)
def new_person() -> ResponseReturnValue:
    return _new_person(PersonForm.filled(_open_offices()))


@bp.post("/personas/nueva")
@audience(Audience.ADMIN)
def create_person() -> ResponseReturnValue:
    form = PersonForm.filled(offices := _open_offices())
    with errors_shown(form):
        require(form)
        by, now, standing = _actor(), clock.now(), Standing(form.standing.data)
        account = accounts.create_account(
            db.session, me().entity, email=form.email.data, name=form.name.data, standing=standing, actor=by, at=now
        )
        place_account(db.session, account, _places(form, offices), standing=standing, actor=by, at=now)
        commit()
        flash(f"{account.name} ya tiene cuenta. Falta que elija su contraseña.", "ok")
        return redirect(url_for("admin.invitation", account_id=account.id))
    return _new_person(form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/personas/<int:account_id>")
@audience(Audience.ADMIN)
def person(account_id: int) -> ResponseReturnValue:
    account = _person(account_id)
    return _edit_person(account, PersonForm.filled(_joinable(account), account))


@bp.post("/personas/<int:account_id>")
@audience(Audience.ADMIN)
def update_person(account_id: int) -> ResponseReturnValue:
    account = _person(account_id)
    form = PersonForm.filled(offices := _joinable(account))
    with errors_shown(form):
        require(form)
        by, now, standing = _actor(), clock.now(), Standing(form.standing.data)
        places = place_account(db.session, account, _places(form, offices), standing=standing, actor=by, at=now)
        typed = {"name": form.name.data, "email": form.email.data, "standing": standing}
        changed = accounts.update_account(db.session, account, **typed, actor=by, at=now)
        commit()
        flash(f"Guardó los datos de {account.name}." if changed or places else NOTHING_CHANGED, "ok")
        return redirect(url_for("admin.people"))
    return _edit_person(account, form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/personas/<int:account_id>/desactivar")
@audience(Audience.ADMIN)
def deactivate(account_id: int) -> ResponseReturnValue:
    account = _person(account_id)
    accounts.deactivate_account(db.session, account, actor=_actor(), at=clock.now())
    commit()
    flash(f"Desactivó la cuenta de {account.name}. Sus sesiones se cerraron; lo que hizo queda en el registro.", "ok")
    return redirect(url_for("admin.person", account_id=account.id))


@bp.post("/personas/<int:account_id>/activar")
@audience(Audience.ADMIN)
def reactivate(account_id: int) -> ResponseReturnValue:
    account = _person(account_id)
    accounts.reactivate_account(db.session, account, actor=_actor(), at=clock.now())
    commit()
    flash(f"Activó la cuenta de {account.name}.", "ok")
    return redirect(url_for("admin.person", account_id=account.id))


@bp.get("/personas/<int:account_id>/invitacion")
@audience(Audience.ADMIN)
def invitation(account_id: int) -> ResponseReturnValue:
    return render_template("admin/invitation.html", invited=_person(account_id), link=None)


@bp.post("/personas/<int:account_id>/invitacion")
@audience(Audience.ADMIN)
def invite(account_id: int) -> ResponseReturnValue:
    """The answer is the page itself: the link is shown once and kept nowhere."""
    account, now, refusal = _person(account_id), clock.now(), Form()
    with errors_shown(refusal):
        accounts.invite_account(db.session, account, actor=_actor(), at=now)
        commit()
        token = invitation_token(account, secret=current_app.config["SECRET_KEY"], at=now)
        link = current_app.extensions["settings"].base_url + url_for("account.invited", token=token)
        return render_template("admin/invitation.html", invited=account, link=link)
    return render_template("admin/invitation.html", invited=account, link=None), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/oficinas")
@audience(Audience.ADMIN)
def offices() -> ResponseReturnValue:
    found = query.offices_of(db.session, me().entity_id)
    return render_template("admin/offices.html", offices=found, kinds=dict(KINDS))


@bp.get("/oficinas/nueva")
@audience(Audience.ADMIN)
def new_office() -> ResponseReturnValue:
    return _edit_office(None, OfficeForm())


@bp.post("/oficinas/nueva")
@audience(Audience.ADMIN)
def create_office() -> ResponseReturnValue:
    form = OfficeForm()
    with errors_shown(form):
        require(form)
        made = entities.create_office(db.session, me().entity, **form.values(), actor=_actor(), at=clock.now())
        commit()
        flash(f"Creó la oficina {made.name}.", "ok")
        return redirect(url_for("admin.offices"))
    return _edit_office(None, form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/oficinas/<int:office_id>")
@audience(Audience.ADMIN)
def office(office_id: int) -> ResponseReturnValue:
    found = _office(office_id)
    return _edit_office(found, OpenOfficeForm(obj=found))


@bp.post("/oficinas/<int:office_id>")
@audience(Audience.ADMIN)
def update_office(office_id: int) -> ResponseReturnValue:
    found, form = _office(office_id), OpenOfficeForm()
    with errors_shown(form):
        require(form)
        is_active = form.is_active.data
        changed = entities.update_office(
            db.session, found, **form.values(), is_active=is_active, actor=_actor(), at=clock.now()
        )
        commit()
        flash(f"Guardó la oficina {found.name}." if changed else NOTHING_CHANGED, "ok")
        return redirect(url_for("admin.offices"))
    return _edit_office(found, form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/entidad")
@audience(Audience.ADMIN)
def entity() -> ResponseReturnValue:
    return render_template("admin/entity.html", form=EntityForm.filled(me().entity))


@bp.post("/entidad")
@audience(Audience.ADMIN)
def update_settings() -> ResponseReturnValue:
    form = EntityForm()
    with errors_shown(form):
        require(form)
        changed = update_entity(db.session, me().entity, form.settings(), actor=_actor(), at=clock.now())
        commit()
        flash("Guardó los datos de la entidad." if changed else NOTHING_CHANGED, "ok")
        return redirect(url_for("admin.entity"))
    return render_template("admin/entity.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY


def _actor() -> Actor:
    return source().actor(me(), role=me().standing)


def _person(account_id: int) -> Account:
    account = query.account_of(db.session, account_id, entity_id=me().entity_id)
    if account is None:
        raise NotFound
    return account


def _office(office_id: int) -> Office:
    found = query.office_of(db.session, office_id, entity_id=me().entity_id)
    if found is None:
        raise NotFound
    return found


def _open_offices() -> list[Office]:
    return query.open_offices(db.session, me().entity_id)


def _joinable(account: Account) -> list[Office]:
    """The open offices, and a closed one that the person still belongs to."""
    current = [membership.office for membership in account.memberships if membership.ended_at is None]
    closed = [office for office in current if not office.is_active]
    return [*_open_offices(), *closed]


def _places(form: PersonForm, offices: list[Office]) -> list[Place]:
    wanted, heads = set(form.offices.data), set(form.heads.data)
    return [Place(office, is_head=office.id in heads) for office in offices if office.id in wanted]


def _new_person(form: PersonForm) -> str:
    return render_template("admin/new_person.html", form=form)


def _edit_person(account: Account, form: PersonForm) -> str:
    return render_template("admin/person.html", form=form, person=account, is_me=account.id == me().id)


def _edit_office(found: Office | None, form: OfficeForm) -> str:
    return render_template("admin/office.html", form=form, office=found)
