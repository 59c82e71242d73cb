"""A calendar read back as a client does, and judged line by line against RFC 5545."""

import re
from datetime import date

from icalendar import Calendar, Event

_NAME = re.compile(r"[A-Z-]+[;:]")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_ONCE = {"VCALENDAR": {"PRODID", "VERSION"}, "VEVENT": {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE"}}
_ONCE["VALARM"] = {"ACTION", "TRIGGER", "DESCRIPTION"}


def events(body: bytes) -> dict[str, Event]:
    """By the part of their UID before the host."""
    found = Calendar.from_ical(body).walk("VEVENT")
    return {str(event["UID"]).partition("@")[0]: event for event in found}


def day_of(event: Event) -> date:
    """The one day that it fills: the end is the day after, which is not part of it."""
    start, end = event.decoded("DTSTART"), event.decoded("DTEND")
    assert type(start) is type(end) is date
    assert (end - start).days == 1
    return start


def complaints(body: bytes) -> list[str]:
    """What a strict reader would refuse: line ends, long lines, broken nesting, properties missing or given twice."""
    found = [] if body.endswith(b"\r\n") else ["the last line has no end"]
    raw = body.removesuffix(b"\r\n").split(b"\r\n")
    found += [f"a bare line end in {line!r}" for line in raw if b"\n" in line or b"\r" in line]
    found += [f"{len(line)} octets: {line!r}" for line in raw if len(line) > 75]
    for line in raw:
        line.decode("utf-8")  # a fold never parts a letter
    lines = re.sub(rb"\r\n[ \t]", b"", body).decode("utf-8").split("\r\n")[:-1]
    found += [f"no property: {line}" for line in lines if not _NAME.match(line)]
    found += [f"a control character in {line!r}" for line in lines if _CONTROL.search(line)]
    return found + _misnested(lines)


def _misnested(lines: list[str]) -> list[str]:
    found: list[str] = []
    inside: list[tuple[str, list[str]]] = []
    for line in lines:
        name = re.split("[;:]", line)[0]
        if name == "BEGIN":
            inside.append((line.partition(":")[2], []))
        elif name == "END":
            component, names = inside.pop()
            found += [] if line == f"END:{component}" else [f"{line} ends {component}"]
            found += [f"{component}: {one} × {names.count(one)}" for one in _ONCE.get(component, ()) if names.count(one) != 1]
        else:
            inside[-1][1].append(name)
    return found + [f"{component} does not end" for component, _ in inside]
