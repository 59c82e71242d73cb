"""What protects every answer: cookies, forms that cannot be forged, headers, and limits on what may be sent."""

import hashlib
from datetime import timedelta
from functools import cache
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex
from typing import Any

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect

from config import Settings

csrf = CSRFProtect()

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Forms with a long text, by endpoint: more bytes than others may send to be held in memory, for whoever signed in.
LONG_TEXTS = {"proposal.receive": 8 * 1024 * 1024}
HEADERS = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def init_app(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="pacc",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_REFRESH_EACH_REQUEST=True,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.session_minutes),
        MAX_CONTENT_LENGTH=settings.request_bytes,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2_000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,  # WTForms has its own Spanish
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
        PUBLIC_PAGE_SECONDS=1.0,  # how long a public page is given again without asking the database
    )
    app.session_interface = _Sessions()
    app.before_request(_admit_long_text)  # before anything reads the form
    csrf.init_app(app)
    app.url_defaults(_name_content)
    app.after_request(_protect)


def session_digest() -> str:
    """Names the web session in the trail without giving it away."""
    if "name" not in session:
        session["name"] = token_hex(16)
    return hashlib.sha256(session["name"].encode()).hexdigest()[:32]


def leave_session() -> None:
    """Sets no cookie with this answer: what a script asks for again and again would bring back the session of a moment ago,
    over what another answer wrote meanwhile, and would keep alive the session of a person who left.
    """
    g.leaves_session = True


class _Sessions(SecureCookieSessionInterface):
    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        return "leaves_session" not in g and super().should_set_cookie(app, session)


def _admit_long_text() -> None:
    if request.endpoint in LONG_TEXTS and "_user_id" in session:
        request.max_form_memory_size = LONG_TEXTS[request.endpoint]


def _name_content(endpoint: str, values: dict[str, Any]) -> None:
    """The address of an asset names its content, so that a copy may be kept for ever and a new one is never missed."""
    if endpoint == "static" and "v" not in values:
        values["v"] = _content_of(Path(str(current_app.static_folder)) / values["filename"])


def _is_named() -> bool:
    """Whether the address that was asked for names the content as it is."""
    return request.args.get("v") == _content_of(Path(str(current_app.static_folder)) / (request.view_args or {})["filename"])


@cache
def _content_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static" and response.status_code == HTTPStatus.OK and _is_named():
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
