"""Private calendars: the address that a phone reads without signing in, and the page where a person opens and closes theirs."""

from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus

from flask import Blueprint, Response, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions import feeds
from pacc_flow.actions.refusals import Invalid, NotFound
from pacc_flow.calendar.feed import compose_feed
from pacc_flow.calendar.feed_days import feed_days
from pacc_flow.models import Feed, Office
from pacc_flow.queries.feed_content import content_of
from pacc_flow.queries.feeds import feed_at, feed_of, open_feeds, shows_something
from pacc_flow.web.access import Audience, audience, me, source
from pacc_flow.web.database import commit, db
from pacc_flow.web.forms.errors import errors_shown, require
from pacc_flow.web.forms.feeds import MINE, NOT_THEIRS, FeedForm
from pacc_flow.web.receipts import done
from pacc_flow.web.security import leave_session

bp = Blueprint("feeds", __name__)

READERS = (Audience.OFFICE, Audience.PLANNING, Audience.CONTROL, Audience.AUDITOR)
_OPENED = "opened_calendar"
_DESCRIPTION = "Plazos del plan anticorrupción. Se actualiza cuando un plazo se mueve o una entrada avanza."


@dataclass(frozen=True)
class OpenFeed:
    """`is_mute` where it shows nothing any more, since the person left its office."""

    feed: Feed
    name: str
    is_mute: bool


@bp.get("/calendarios/<address>.ics")
@audience(Audience.PUBLIC)
def read(address: str) -> ResponseReturnValue:
    """Found by the fingerprint of the address, so that the time it takes tells nothing of those that exist."""
    leave_session()
    now = clock.now()
    feed = feed_at(db.session, feeds.fingerprint(address), now=now)
    if feed is None:
        raise NotFound
    content = content_of(db.session, feed, now=now)
    days = feed_days(content.cuts, content.owed)
    body = compose_feed(_name(feed.office), _DESCRIPTION, days, base_url=_base_url())
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.set_etag(sha256(body).hexdigest())
    answer.last_modified = content.changed_at
    answer.cache_control.private = True
    answer.cache_control.no_cache = True
    answer.headers.set("Content-Disposition", "inline", filename="pacc-flow.ics")
    return answer.make_conditional(request)


@bp.get("/app/cuenta/calendarios")
@audience(*READERS)
def show() -> ResponseReturnValue:
    return _page(FeedForm())


@bp.post("/app/cuenta/calendarios")
@audience(*READERS)
def open_one() -> ResponseReturnValue:
    form, account = FeedForm(), me()
    with errors_shown(form):
        require(form)
        office = _chosen(form.what.data)
        actor = source().actor(account, role=account.standing)
        token = feeds.open_feed(db.session, account, office, actor=actor, at=clock.now())
        commit()
        # Told once: it goes from here to the next page in the person's own session, and is kept nowhere.
        session[_OPENED] = {"token": token, "name": _label(office)}
        return redirect(url_for("feeds.show"))
    return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/app/cuenta/calendarios/<int:feed_id>/cerrar")
@audience(*READERS)
def close(feed_id: int) -> ResponseReturnValue:
    feed = feed_of(db.session, feed_id, account_id=me().id)
    if feed is None:
        raise NotFound
    actor = source().actor(me(), role=me().standing)
    receipt = feeds.revoke_feed(db.session, feed, actor=actor, at=clock.now())
    commit()
    if receipt:
        done("Cerró la dirección.", "Quien la tenga ya no puede leer el calendario.", receipt)
    return redirect(url_for("feeds.show"))


def _page(form: FeedForm) -> str:
    form.offer(_my_offices())
    opened = session.pop(_OPENED, None)
    address = _base_url() + url_for("feeds.read", address=opened["token"]) if opened else ""
    today = clock.bogota_date(clock.now())
    lines = [
        OpenFeed(feed, _label(feed.office), is_mute=not shows_something(feed, today))
        for feed in open_feeds(db.session, me().id)
    ]
    return render_template(
        "feeds/show.html",
        form=form,
        feeds=lines,
        opened=opened,
        address=address,
        webcal=f"webcal:{address.partition(':')[2]}",
        now=clock.now(),
    )


def _chosen(what: str) -> Office | None:
    """Raises Invalid naming `what` for anything but oneself or an office that one belongs to."""
    if what == MINE:
        return None
    for office in _my_offices():
        if str(office.id) == what:
            return office
    raise Invalid({"what": NOT_THEIRS})


def _my_offices() -> list[Office]:
    current = (membership.office for membership in me().memberships if membership.ended_at is None)
    return sorted(current, key=lambda office: office.name_key)


def _label(office: Office | None) -> str:
    return office.name if office else "Lo que me toca a mí"


def _name(office: Office | None) -> str:
    return f"Plan anticorrupción: {office.name if office else 'lo que me toca'}"


def _base_url() -> str:
    """Where the program says that it is, as in its mail: a phone is not where the browser of this request was."""
    base_url: str = current_app.extensions["settings"].base_url
    return base_url
