"""A calendar as phones and desks subscribe to it (RFC 5545, with the names of RFC 7986): days in, text out.

The same days give the same bytes: nothing here asks the clock, and no sentence says «hoy», for a client shows for hours
or days what it read once. What is done is left out and not told as cancelled: a client that subscribes holds exactly what
its last reading held, while a cancelled event would stay on the screen of many of them, struck through for good.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from unicodedata import category
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vDuration

from pacc_flow.calendar.words import long_date

PRODUCT = "-//PACC Flow//PACC Flow//ES"
READ_AGAIN_AFTER = timedelta(hours=1)
# Before the day itself, which begins at midnight: at eight in the morning of the third day before, and of the day before.
RINGS_BEFORE = (timedelta(days=2, hours=16), timedelta(hours=16))
_BOGOTA = "America/Bogota"
_UTC_OFFSET = timedelta(hours=-5)


@dataclass(frozen=True)
class FeedDay:
    """Something that fills a day in Bogotá without keeping anybody busy. `key` names it for good, so that it moves and is
    not doubled; `revision` and `changed_at` grow whenever it changes; `path` begins with a slash. Only what `rings` reminds.
    """

    key: str
    on: date
    title: str
    text: str
    path: str
    category: str
    revision: int
    changed_at: datetime
    rings: bool = False


def compose_feed(name: str, description: str, days: Iterable[FeedDay], *, base_url: str) -> bytes:
    """The file: UTF-8, lines folded at 75 octets and ended by CRLF. `base_url` without a slash at its end."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for names, value in ((("name", "x-wr-calname"), name), (("description", "x-wr-caldesc"), description)):
        for one in names:
            calendar.add(one, _plain(value))
    calendar.add("x-wr-timezone", _BOGOTA)
    calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN_AFTER))
    calendar.add_component(_timezone())
    for day in sorted(days, key=lambda day: (day.on, day.key)):
        calendar.add_component(_event(day, base_url))
    body: bytes = calendar.to_ical()
    return body


def _timezone() -> Timezone:
    """Days need none, but a calendar without any component is not valid, and one in which nothing is due has no event."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", _BOGOTA)
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - the onset of a zone is local by definition
    standard.add("tzoffsetfrom", _UTC_OFFSET)
    standard.add("tzoffsetto", _UTC_OFFSET)
    standard.add("tzname", "-05")
    zone.add_component(standard)
    return zone


def _event(day: FeedDay, base_url: str) -> Event:
    """The address stands in the text too: several clients show no URL."""
    event, address = Event(), base_url + day.path
    event.add("uid", f"{day.key}@{urlsplit(base_url).hostname}")
    event.add("dtstamp", day.changed_at.replace(microsecond=0))
    event.add("last-modified", day.changed_at.replace(microsecond=0))
    event.add("sequence", day.revision)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _plain(day.title))
    event.add("description", _plain(f"{day.text}\n{address}"))
    event.add("categories", [day.category])
    event.add("url", address)
    if day.rings:
        for before in RINGS_BEFORE:
            event.add_component(_alarm(day, before))
    return event


def _alarm(day: FeedDay, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _plain(f"{day.title}. Vence el {long_date(day.on)}"))
    alarm.add("trigger", -before)
    return alarm


def _plain(text: str) -> str:
    """RFC 5545 knows no control character in a text, and every line end as the same one."""
    lines = "\n".join(text.splitlines())
    return "".join(" " if char != "\n" and category(char) == "Cc" else char for char in lines)
