"""The frame around every page: whose entity it is, the menu of the person's role, when the session ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from pacc_flow import clock
from pacc_flow.models import Account, Alarm, Entity
from pacc_flow.queries.alarms import standing_alarms
from pacc_flow.queries.installation import SchedulerStanding, scheduler_standing
from pacc_flow.queries.people import entities
from pacc_flow.queries.waiting import waiting_to_decide, waiting_to_report
from pacc_flow.web import access
from pacc_flow.web.access import Audience
from pacc_flow.web.database import db
from pacc_flow.web.replaced_words import replaced_words
from pacc_flow.workflow import Action, PersonFacts


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class NavItem(Link):
    """`count` only where something waits for this very person."""

    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class AccountMenu:
    name: str
    office: str
    links: tuple[Link, ...]


# fmt: off
_MENU = {  # the first audience that admits the person: ((label, endpoint), …), at most five
    Audience.CONTROL:  (("Corte", "control.cut"), ("Por verificar", "control.queue"), ("Publicación", "publication.show"),
                        ("Registro", "trail.register"), ("Calendario", "calendar.show")),
    Audience.PLANNING: (("Tablero", "planning.board"), ("Por revisar", "planning.queue"), ("Plan", "plan.show"),
                        ("Importar", "proposal.upload"), ("Calendario", "calendar.show")),
    Audience.OFFICE:   (("Mis actividades", "office.home"), ("Plan", "plan.show"), ("Calendario", "calendar.show")),
    Audience.ADMIN:    (("Personas", "admin.people"), ("Oficinas", "admin.offices"), ("Entidad", "admin.entity"),
                        ("Sistema", "installation.show")),
    Audience.AUDITOR:  (("Plan", "plan.show"), ("Corte", "control.cut"), ("Registro", "trail.register"),
                        ("Calendario", "calendar.show")),
}
Count = Callable[[Session, PersonFacts, int], int]
_WAITING: dict[str, Count] = {  # the entry of the menu beside which the figure stands, and what it counts
    "office.home":    lambda session, person, entity_id: waiting_to_report(session, person, entity_id=entity_id),
    "planning.queue": lambda session, person, entity_id: waiting_to_decide(session, person, Action.REVIEW, entity_id=entity_id),
    "control.queue":  lambda session, person, entity_id: waiting_to_decide(session, person, Action.VERIFY, entity_id=entity_id),
}
# fmt: on
_SECOND_DESKS = {  # what somebody whose menu is that of another desk finds beside it
    Audience.PLANNING: ("Tablero", "planning.board"),
    Audience.OFFICE: ("Mis actividades", "office.home"),
}
_BELONGS_TO = {  # a page that is no entry of the menu: the entry that stays marked while one is in it
    "calendar_moves.show": "calendar.show",
    "calendar_moves.preview": "calendar.show",
    "calendar_moves.move": "calendar.show",
    "entity_calendar.show": "admin.entity",
    "entity_calendar.preview": "admin.entity",
    "entity_calendar.save": "admin.entity",
    "entity_ladder.show": "admin.entity",
    "entity_ladder.preview": "admin.entity",
    "entity_ladder.save": "admin.entity",
    "entry.show": "office.home",
    "entry.history": "office.home",
    "planning.review": "planning.queue",
    "control.verification": "control.queue",
    "proposal.show": "proposal.upload",
    "publication.cut": "publication.show",
}
ROLE_WORDS = {
    Audience.CONTROL: "Control Interno",
    Audience.PLANNING: "Planeación",
    Audience.OFFICE: "Oficina responsable",
    Audience.ADMIN: "Administra la entidad; no mueve entradas",
    Audience.AUDITOR: "Auditoría: solo lee",
}


def init_app(app: Flask) -> None:
    app.context_processor(_frame)


def leave_bare() -> None:
    """The rest of this request draws its page without asking anything of the database."""
    g.bare_frame = True


def role() -> Audience | None:
    """What the person is first of all: a reviewer of Planning who also answers for activities is first of all a reviewer."""
    return next((audience for audience in _MENU if access.admits(audience)), None)


def offices() -> list[str]:
    current = [membership.office for membership in access.me().memberships if membership.ended_at is None]
    return sorted(office.name for office in current)


def visited_entity() -> Entity | None:
    """For pages that belong to no entity: the person's own, or the only one of the installation."""
    if current_user.is_authenticated:
        return access.me().entity
    found = entities(db.session)
    return found[0] if len(found) == 1 else None


def _frame() -> dict[str, Any]:
    """Asked for by each template of a page, computed once."""
    if "frame" not in g:
        g.frame = _drawn_around()
    frame: dict[str, Any] = g.frame
    return frame


def _drawn_around() -> dict[str, Any]:
    common = {
        "help_url": url_for("help.workflow"),
        "verify_url": url_for("verifying.show"),
        "protection_url": url_for("help.trail"),
        "accessibility_url": url_for("help.accessibility"),
    }
    if "bare_frame" in g or not current_user.is_authenticated:
        return common
    lifetime: timedelta = current_app.permanent_session_lifetime
    return common | {
        "entity": access.me().entity,
        "home_url": url_for("home.desk"),
        "account": _account(access.me()),
        "nav": _menu(),
        "sign_out_url": url_for("sign_in.leave"),
        "session_ends_at": clock.now() + lifetime,
        "alarms": _alarms(),
        "scheduler": _scheduler(),
        "replaced_people": replaced_words(access.me(), clock.bogota_date(clock.now())),
    }


def _alarms() -> Sequence[Alarm]:
    """What is wrong with the trail, for those who have to see to it: whoever administers, and Internal Control."""
    if not access.admits(Audience.ADMIN, Audience.CONTROL):
        return ()
    return standing_alarms(db.session, access.me().entity_id)


def _scheduler() -> SchedulerStanding | None:
    """For whoever administers, that nobody works by the clock; nothing while somebody does."""
    if not access.admits(Audience.ADMIN) or request.endpoint == "installation.show":  # which says it in its own words
        return None
    standing = scheduler_standing(db.session)
    return None if standing.is_alive else standing


def _account(account: Account) -> AccountMenu:
    """Members of Planning or Internal Control who also answer for activities find these in the menu of their account, and
    so does who has a second desk because they replace somebody there.
    """
    links = [Link("Mi cuenta", url_for("account.profile"))]
    second = [audience for audience in _SECOND_DESKS if audience is not role() and access.admits(audience)]
    links += [Link(label, url_for(endpoint)) for label, endpoint in map(_SECOND_DESKS.__getitem__, second)]
    return AccountMenu(account.name, ", ".join(offices()), tuple(links))


def _menu() -> list[NavItem]:
    mine = role()
    entries = _MENU[mine] if mine else ()
    here = _BELONGS_TO.get(request.endpoint or "", request.endpoint)
    return [
        NavItem(label, url_for(endpoint), current=endpoint == here, count=_waiting(endpoint)) for label, endpoint in entries
    ]


def _waiting(endpoint: str) -> int:
    count = _WAITING.get(endpoint)
    return count(db.session, access.my_facts(), access.me().entity_id) if count else 0
