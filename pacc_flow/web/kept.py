"""Answers that a visitor, and whoever keeps copies on the way, may keep for a while.

Every visitor gets the same; a person's own cookie makes the answer private, since it may be renewed with it.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from threading import Lock
from time import monotonic

from flask import Response, current_app, request

MINUTES = 300
DAYS = 7 * 24 * 60 * 60  # for what never changes once it is there
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Held:
    """A page as it was made; `until` counts on the monotonic clock."""

    tag: str
    changed_at: datetime | None
    page: bytes
    until: float


class Pages:
    """The pages that were made last, at most `room` bytes of them, so that searches cannot fill the memory.

    A page is found by its address for as long as it counts as just made, and by its tag, which names its content, ever after.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._lock = Lock()

    def just_made(self, address: str) -> Held | None:
        found = self._held.get(address)
        return found if found and found.until > monotonic() else None

    def hold(self, address: str, tag: str, changed_at: datetime | None, make: Callable[[], str], seconds: float) -> Held:
        known = self._held.get(address)
        page = known.page if known and known.tag == tag else make().encode()
        held = Held(tag, changed_at, page, monotonic() + seconds)
        with self._lock:
            self._held[address] = held
            self._held.move_to_end(address)
            while sum(len(one.page) for one in self._held.values()) > self._room:
                self._held.popitem(last=False)
        return held


_PAGES = Pages(room=32 * 1024 * 1024)


def just_made() -> Response | None:
    """The page of this address if it was made a moment ago: whoever is told to keep it for minutes may have that one."""
    held = _PAGES.just_made(request.full_path)
    return kept(held.tag, held.changed_at, lambda: held.page) if held else None


def kept_page(tag: str, changed_at: datetime | None, make: Callable[[], str]) -> Response:
    """A page that says the same as long as its tag is the same, whoever asks for it and when: made once for all."""
    seconds = current_app.config["PUBLIC_PAGE_SECONDS"]
    held = _PAGES.hold(request.full_path, tag, changed_at, make, seconds)
    return kept(held.tag, held.changed_at, lambda: held.page)


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
