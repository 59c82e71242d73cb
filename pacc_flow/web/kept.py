"""Answers that a visitor, and whoever keeps copies on the way, may keep for a while.

Every visitor gets the same; a person's own cookie makes the answer private, since it may be renewed with it.
"""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from flask import Response, current_app, request

MINUTES = 300
DAYS = 7 * 24 * 60 * 60  # for what never changes once it is there
TEXT = "text/plain; charset=utf-8"


def kept(tag: str, changed_at: datetime | None, make: Callable[[], str | bytes], *, seconds: int = MINUTES) -> Response:
    """The answer with its validators; it is only made when the visitor does not hold it already. `changed_at` is None of
    what also changes when nobody notes the instant: its tag alone tells whether it did.
    """
    response = Response()
    response.set_etag(tag)
    response.last_modified = changed_at
    response.cache_control.max_age = seconds
    if current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        response.cache_control.private = True
    else:
        response.cache_control.public = True
    response.make_conditional(request)
    if response.status_code != HTTPStatus.NOT_MODIFIED:
        response.set_data(make())
    return response


def kept_text(tag: str, changed_at: datetime, make: Callable[[], str], *, seconds: int, name: str | None = None) -> Response:
    """Plain text that a browser shows, or saves under `name`."""
    response = kept(tag, changed_at, make, seconds=seconds)
    response.content_type = TEXT
    if name:
        response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
