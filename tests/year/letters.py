"""What a message says, read from its text as a person reads it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import zip_longest

from tests.year.oracle import Fact, Letter
from tests.year.story import HERE

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
HEADINGS = {
    "CORRIJA Y VUELVA A ENVIAR": "correct",
    "POR REPORTAR": "submit",
    "USTED COLABORA; OTRA OFICINA ENVÍA": "write",
    "POR REVISAR": "review",
    "POR VERIFICAR": "verify",
    "SIN ENVIAR; PARA SU CONOCIMIENTO": "copy",
}
DID = {
    "Envió": "submit",
    "Retiró": "withdraw",
    "Aprobó": "review",
    "Devolvió a la oficina": "return",
    "Devolvió a Planeación": "back",
    "Verificó": "verify",
    "Reabrió": "reopen",
}
_DAY = rf"(\d+) de ({'|'.join(MONTHS)})"
_SECTION = re.compile(
    rf"^(?P<heading>[^\n]+) \((?P<count>\d+)\) · Corte del {_DAY} de (?P<year>\d+)\n(?P<request>[^\n]+)$", re.MULTILINE
)
_ITEM = re.compile(
    r"^  (\d+)\. [^\n]+\n     [^\n]+\n\n?     https://[^\n/]+/app/(?:entradas|revision|verificacion)/(\d+)$", re.MULTILINE
)
_DECIDED = re.compile(
    r"^ACTIVIDAD (\d+): .*\n(Planeación aprobó|Control Interno verificó)[^\0]*?/app/entradas/(\d+)$", re.MULTILINE
)
_RETURNED = re.compile(r"^DEVOLVIERON LA ACTIVIDAD (\d+): .*\nLa corrige[^\0]*?/app/entradas/(\d+)$", re.MULTILINE)
_MOVED = re.compile(rf"^SE MOVIERON LOS PLAZOS DEL CORTE DEL {_DAY} DE (\d+)$", re.MULTILINE | re.IGNORECASE)
_PUBLISHED = re.compile(rf"^SE PUBLICÓ EL SEGUIMIENTO CON CORTE AL {_DAY} DE (\d+)$", re.MULTILINE | re.IGNORECASE)
_ASSIGNED = re.compile(r"^SU OFICINA RESPONDE POR LAS? ACTIVIDAD(?:ES)? ([\d, Y]+)$", re.MULTILINE)
_REPLACES = re.compile(r"^USTED REEMPLAZA A \w+ ", re.MULTILINE)
_RECEIPT = re.compile(rf"^  ({'|'.join(DID)}) la actividad (\d+)$", re.MULTILINE)

Entries = Mapping[int, tuple[date, int]]


def letter_of(message: EmailMessage, entries: Entries) -> Letter:
    """`entries` holds the cut and the activity of each entry by its id, so that each link is known to lead where it says."""
    sent_on = parsedate_to_datetime(str(message["Date"])).astimezone(HERE).date()
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    facts = [*_asked(text, sent_on, entries), *_told(text, entries)]
    to = message["To"].addresses[0].display_name.split()[0]
    return Letter(to, sent_on, tuple(sorted(facts, key=repr)))


def _asked(text: str, sent_on: date, entries: Entries) -> Iterator[Fact]:
    sections = list(_SECTION.finditer(text))
    ends = [section.start() for section in sections[1:]]
    for section, end in zip_longest(sections, ends, fillvalue=len(text)):
        cut = date(int(section["year"]), MONTHS.index(section[4]) + 1, int(section[3]))
        items = _ITEM.findall(text, section.end(), end)
        assert len(items) == int(section["count"]), text
        for number, entry_id in items:
            assert entries[int(entry_id)] == (cut, int(number))
            yield Fact(HEADINGS[section["heading"]], cut, int(number), _by(section["request"], sent_on))


def _by(request: str, sent_on: date) -> date:
    """The deadline of a request, of the year that is nearest; it never speaks of two days."""
    days = re.findall(_DAY, request)
    if not days:
        assert "hoy" in request
        return sent_on
    ((day, month),) = set(days)
    years = (date(sent_on.year + n, MONTHS.index(month) + 1, int(day)) for n in (-1, 0, 1))
    by = min(years, key=lambda on: abs(on - sent_on))
    assert (by < sent_on) is ("venció" in request)
    assert ("ayer" in request) is (sent_on - by == timedelta(days=1))
    return by


def _told(text: str, entries: Entries) -> Iterator[Fact]:
    for number, who, entry_id in _DECIDED.findall(text):
        cut, mine = entries[int(entry_id)]
        assert mine == int(number)
        yield Fact("reviewed" if who.startswith("Planeación") else "verified", cut, mine)
    for number, entry_id in _RETURNED.findall(text):
        cut, mine = entries[int(entry_id)]
        assert mine == int(number)
        yield Fact("returned", cut, mine)
    for what, found in (("moved", _MOVED), ("published", _PUBLISHED)):
        for day, month, year in found.findall(text):
            yield Fact(what, date(int(year), MONTHS.index(month.lower()) + 1, int(day)), 0)
    for numbers in _ASSIGNED.findall(text):
        yield from (Fact("assigned", None, int(number)) for number in re.findall(r"\d+", numbers))
    yield from (Fact("replaces", None, 0) for _ in _REPLACES.findall(text))
    for did, number in _RECEIPT.findall(text):
        yield Fact(f"did {DID[did]}", None, int(number))
