"""The frame around every page: whose entity it is, the menu of the person's role, when the session ends."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from pacc_flow import clock
from pacc_flow.web import access
from pacc_flow.web.access import Audience


@dataclass(frozen=True)
class NavItem:
    """`count` only where something waits for this very person."""

    label: str
    url: str
    current: bool = False
    count: int = 0


# fmt: off
_MENU = {  # audience: ((label, endpoint), …), at most five
    Audience.OFFICE:   (("Mis actividades", "office.home"), ("Plan", "plan.show"), ("Calendario", "calendar.show")),
    Audience.PLANNING: (("Tablero", "planning.board"), ("Por revisar", "planning.queue"), ("Plan", "plan.show"),
                        ("Importar", "proposal.upload"), ("Calendario", "calendar.show")),
    Audience.CONTROL:  (("Corte", "control.cut"), ("Por verificar", "control.queue"), ("Publicación", "publication.show"),
                        ("Registro", "trail.register"), ("Calendario", "calendar.show")),
    Audience.ADMIN:    (("Personas", "admin.people"), ("Oficinas", "admin.offices"), ("Entidad", "admin.entity")),
    Audience.AUDITOR:  (("Plan", "plan.show"), ("Corte", "control.cut"), ("Registro", "trail.register"),
                        ("Calendario", "calendar.show")),
}
# fmt: on


def init_app(app: Flask) -> None:
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    if not current_user.is_authenticated:
        return {"entity": None, "account": None, "nav": (), "session_ends_at": None}
    account = access.me()
    lifetime: timedelta = current_app.permanent_session_lifetime
    return {
        "entity": account.entity,
        "account": account,
        "nav": _menu(),
        "sign_out_url": url_for("sign_in.leave"),
        "session_ends_at": clock.now() + lifetime,
    }


def _menu() -> list[NavItem]:
    """Members of Planning or Internal Control who also answer for activities find their own ones from their desk."""
    role = next((role for role in (Audience.CONTROL, Audience.PLANNING, *_MENU) if access.admits(role)), None)
    entries = _MENU[role] if role else ()
    return [
        NavItem(label, url_for(endpoint), current=request.endpoint == endpoint)
        for label, endpoint in entries
        if endpoint in current_app.view_functions
    ]
