"""The report of an activity: read by everybody of the entity who may, written and sent by its offices."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from pacc_flow import clock
from pacc_flow.actions.file_types import ACCEPTED
from pacc_flow.actions.perform import Brings, perform
from pacc_flow.actions.refusals import Conflict, Invalid, NotFound
from pacc_flow.actions.storage import EvidenceStore
from pacc_flow.actions.trail import Receipt
from pacc_flow.calendar.words import clock_time, day_and_month
from pacc_flow.queries.changes import changes_since
from pacc_flow.queries.desk import cut_of, next_owed
from pacc_flow.queries.entry import load_entry_page
from pacc_flow.web.access import Audience, audience, me, my_facts, my_offices, source
from pacc_flow.web.database import commit, db, only_read
from pacc_flow.web.desk import Meanwhile
from pacc_flow.web.entry_page import EntryView
from pacc_flow.web.errors import record_refused
from pacc_flow.web.forms.entry import EntryForm, Keeper
from pacc_flow.web.forms.errors import errors_shown
from pacc_flow.web.history import history_page
from pacc_flow.web.receipts import done
from pacc_flow.workflow import Action

bp = Blueprint("entry", __name__)
READERS = (Audience.OFFICE, Audience.PLANNING, Audience.CONTROL, Audience.AUDITOR)


@bp.get("/app/entradas/<int:entry_id>")
@audience(*READERS)
def show(entry_id: int) -> ResponseReturnValue:
    view = view_of(entry_id)
    if not view.may_write:
        return render_template("entry/reading.html", view=view, now=view.now)
    form = EntryForm(formdata=None)
    form.show(view.entry, view.open_office)
    return _form_page(view, form)


@bp.get("/app/entradas/<int:entry_id>/historia")
@audience(*READERS)
def history(entry_id: int) -> ResponseReturnValue:
    return history_page(view_of(entry_id), request.args.get("ver", ""))


@bp.post("/app/entradas/<int:entry_id>/guardar")
@audience(Audience.OFFICE)
def save(entry_id: int) -> ResponseReturnValue:
    return _write(entry_id, Action.SAVE)


@bp.post("/app/entradas/<int:entry_id>/enviar")
@audience(Audience.OFFICE)
def submit(entry_id: int) -> ResponseReturnValue:
    return _write(entry_id, Action.SUBMIT)


@bp.post("/app/entradas/<int:entry_id>/retirar")
@audience(Audience.OFFICE)
def withdraw(entry_id: int) -> ResponseReturnValue:
    form = EntryForm()
    try:
        receipt = _take(entry_id, Action.WITHDRAW, form)
        commit()
    except Conflict as refusal:
        return _conflict(entry_id, form, refusal)
    done("Envío retirado.", "La entrada vuelve a ser un borrador suyo: corríjala y envíela otra vez.", receipt)
    return redirect(url_for("entry.show", entry_id=entry_id))


def view_of(entry_id: int) -> EntryView:
    """The entry as this person may see it; NotFound when it is not of their entity."""
    page = load_entry_page(db.session, entry_id, entity_id=me().entity_id)
    if page is None:
        raise NotFound
    asked = request.form.get("office", type=int) or request.args.get("oficina", type=int)
    return EntryView(page, me(), my_facts(), clock.now(), asked)


def evidence_store() -> EvidenceStore:
    settings = current_app.extensions["settings"]
    return EvidenceStore(settings.evidence_dir, settings.upload_bytes)


def _write(entry_id: int, action: Action) -> ResponseReturnValue:
    """Saves what is typed; «Enviar» saves it and sends exactly that. Whatever is refused, what was typed comes back."""
    form = EntryForm()
    try:
        with errors_shown(form), _refusals_told():
            _check(entry_id, form)
            receipt = _take(entry_id, action, form)
            commit()
            return _sent(entry_id, receipt) if action is Action.SUBMIT else _saved(entry_id, receipt)
    except Conflict as refusal:
        return _conflict(entry_id, form, refusal)
    return _form_page(view_of(entry_id), form), HTTPStatus.UNPROCESSABLE_ENTITY


def _check(entry_id: int, form: EntryForm) -> None:
    """All that is wrong at once. Files are stored only for who may write here, whatever else is wrong with the form."""
    is_valid, kept = form.validate(), request.form.getlist("kept")
    if (form.brings_files or kept) and view_of(entry_id).may_write:
        form.take_files(evidence_store(), Keeper(me().id, entry_id), kept)
    errors = form.content().text_errors()
    if errors or form.files.errors or not is_valid:
        raise Invalid(errors)


def _take(entry_id: int, action: Action, form: EntryForm) -> Receipt:
    content = None if action is Action.WITHDRAW else form.content()
    return perform(
        db.session,
        entry_id,
        action,
        actor=me(),
        seen_rev=form.seen_rev,
        at=clock.now(),
        brings=Brings(content=content),
        source=source(),
    )


@contextmanager
def _refusals_told() -> Iterator[None]:
    """A step that was tried and refused is part of the history, though its form only asks for a correction."""
    try:
        yield
    except Invalid as refusal:
        if refusal.about:
            db.session.rollback()
            record_refused(refusal)
        raise


def _conflict(entry_id: int, form: EntryForm, refusal: Conflict) -> ResponseReturnValue:
    """What changed meanwhile, and what was typed still in the form, which from now on answers to the newer revision."""
    db.session.rollback()
    record_refused(refusal)
    view = view_of(entry_id)
    meanwhile = Meanwhile.of(changes_since(db.session, entry_id, refusal.seen_rev), view.now)
    form.rev.data = str(view.entry.rev)
    if view.may_write and form.office.data:
        return _form_page(view, form, meanwhile=meanwhile), HTTPStatus.CONFLICT
    page = render_template("entry/reading.html", view=view, meanwhile=meanwhile, form=form, now=view.now)
    return page, HTTPStatus.CONFLICT


def _saved(entry_id: int, receipt: Receipt) -> ResponseReturnValue:
    only_read()
    view = view_of(entry_id)
    ready = "Ya se puede enviar." if view.submit_refusal is None else ""
    done("Borrador guardado", f"a las {clock_time(receipt.at)} {ready}", receipt)
    return redirect(url_for("entry.show", entry_id=entry_id, oficina=None if view.leads else view.open_office))


def _sent(entry_id: int, receipt: Receipt) -> ResponseReturnValue:
    only_read()
    cut = cut_of(db.session, entry_id)
    following = next_owed(db.session, cut.id, my_offices())
    words = f"La revisan hasta el {day_and_month(cut.planning_due_on)}. Le avisaremos si vuelve."
    link = None
    if following:
        address = url_for("entry.show", entry_id=following[0])
        link = Markup('<a href="{}">Reportar la {}</a>').format(address, following[1])
    done("Enviada a Planeación.", words, receipt, link)
    return redirect(url_for("office.home", corte=cut.id))


def _form_page(view: EntryView, form: EntryForm, **more: object) -> str:
    keeper = Keeper(me().id, view.entry.id)
    kept = [(file, keeper.seal(file)) for file in form.kept]
    return render_template("entry/form.html", view=view, form=form, kept=kept, accepted=ACCEPTED, now=view.now, **more)
