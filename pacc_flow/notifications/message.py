"""One digest as an e-mail: what waits for a person, by when, and a link to each, in HTML and in plain text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from pacc_flow.calendar import BusinessCalendar, is_late, words
from pacc_flow.clock import BOGOTA, bogota_date
from pacc_flow.notifications.letter import Attachment, Letter, encoded, mailbox, written

Kind: TypeAlias = Literal["correct", "submit", "write", "review", "verify", "copy"]


@dataclass(frozen=True)
class Item:
    """One activity: its state in words (`Sin empezar`), an absolute link, and a note such as the office that owes it."""

    number: int
    title: str
    state: str
    link: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """Activities of one cut (`corte del 31 de agosto de 2026`) of which the same is asked by the same day."""

    kind: Kind
    cut: str
    due_on: date
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Receipt:
    """A step that the person took: what it was («Envió la actividad 24»), and its record by number and hash."""

    words: str
    seq: int
    entry_hash: str


@dataclass(frozen=True)
class Publication:
    """A follow-up that was signed and published; `checkpoint` is the signed note that covers it, to be kept apart.

    `reason` and `changes_link`, where it is told what changed, are those of a correction.
    """

    name: str
    link: str
    receipt: Receipt
    checkpoint: str | None
    revision: int = 1
    reason: str = ""
    changes_link: str = ""

    @property
    def title(self) -> str:
        return f"Se corrigió el {self.name}: revisión {self.revision}" if self.reason else f"Se publicó el {self.name}"

    @property
    def file_name(self) -> str:
        size = (self.checkpoint or "").split("\n")[1:2]
        return f"punto-de-control-{''.join(size)}.txt"


@dataclass(frozen=True)
class News:
    """Something that happened and asks nothing: a title, a sentence, an absolute link, and the words of a person with their
    name.
    """

    title: str
    sentence: str
    link: str
    quote: str = ""
    by: str = ""


@dataclass(frozen=True)
class Thread:
    """What a mail program shows together: `root` names it for ever, and `subject` is that of all its messages."""

    root: str
    subject: str


@dataclass(frozen=True)
class Digest:
    """All that a person is told in one message. `reference` names it for ever: sent again, it is the same message.

    `settings_link` is where the person says how they want their mail, `mute_link` where one click mutes what may be muted.
    `untold` are the ids of the reminders that were to be told in it and of which nothing was left to tell.
    """

    reference: str
    recipient_name: str
    recipient_address: str
    entity_name: str
    home_link: str
    sections: tuple[Section, ...]
    settings_link: str = ""
    mute_link: str = ""
    thread: Thread | None = None
    news: tuple[News, ...] = ()
    is_demo: bool = False
    receipts: tuple[Receipt, ...] = ()
    publications: tuple[Publication, ...] = ()
    untold: frozenset[int] = frozenset()

    @property
    def tells(self) -> bool:
        return bool(self.sections or self.news or self.receipts or self.publications)


class _Wording(NamedTuple):
    heading: str
    one: str
    several: str
    when_late: tuple[str, str]


# fmt: off
_LATE_REPORT = (" hoy: quedará como extemporánea.", " hoy: quedarán como extemporáneas.")
_LATE_TASK   = (" hoy.", " hoy.")
_LATE_NEWS   = (".", ".")
# Sections in the order of the digest: what comes back first, what others owe last.
_WORDINGS: dict[Kind, _Wording] = {
    #                   heading                           asked for one           for several              once late
    "correct": _Wording("Corrija y vuelva a enviar",      "Corríjala y envíela",  "Corríjalas y envíelas", _LATE_REPORT),
    "submit":  _Wording("Por reportar",                   "Envíela a Planeación", "Envíelas a Planeación", _LATE_REPORT),
    "write":   _Wording("Usted colabora; otra oficina envía", "Escriba su sección", "Escriba sus secciones", _LATE_TASK),
    "review":  _Wording("Por revisar",                    "Revísela",             "Revíselas",             _LATE_TASK),
    "verify":  _Wording("Por verificar",                  "Verifíquela",          "Verifíquelas",          _LATE_TASK),
    "copy":    _Wording("Sin enviar; para su conocimiento", "Sigue sin enviar",   "Siguen sin enviar",     _LATE_NEWS),
}
# The subject tells the first of these situations that applies.
_SITUATIONS: tuple[tuple[frozenset[Kind], str, str], ...] = (
    # sections                         one activity                        several
    (frozenset({"correct", "submit"}), "Le falta 1 actividad",             "Le faltan {} actividades"),
    (frozenset({"write"}),             "Falta su sección en 1 actividad",  "Falta su sección en {} actividades"),
    (frozenset({"review"}),            "Le falta revisar 1 actividad",     "Le falta revisar {} actividades"),
    (frozenset({"verify"}),            "Le falta verificar 1 actividad",   "Le falta verificar {} actividades"),
    (frozenset({"copy"}),              "Sigue sin enviar 1 actividad",     "Siguen sin enviar {} actividades"),
)
_GREETINGS = ((12, "Buenos días"), (19, "Buenas tardes"), (24, "Buenas noches"))
# fmt: on

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).resolve().parents[2] / "templates" / "mail"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def compose(digest: Digest, *, sender: str, now: datetime, calendar: BusinessCalendar) -> Letter:
    """The letter ready to leave from the address `sender`; raises `ValueError` where an address is not one."""
    today, name = bogota_date(now), f"<{_identity(digest)}@{_domain(sender)}>"
    page = {
        "digest": digest,
        "greeting": next(said for hour, said in _GREETINGS if now.astimezone(BOGOTA).hour < hour),
        "situation": headline(digest, today),
        "sections": [_shown(one, today, calendar) for one in sorted(digest.sections, key=_order)],
    }
    content = written(
        _headers(digest, sender, name, now),
        _TEMPLATES.get_template("digest.txt").render(page),
        _TEMPLATES.get_template("digest.html").render(page),
        [Attachment(one.file_name, one.checkpoint.encode()) for one in digest.publications if one.checkpoint],
    )
    return Letter(name, sender, (digest.recipient_address,), content)


def _headers(digest: Digest, sender: str, name: str, now: datetime) -> Iterator[tuple[str, str]]:
    told = ("[Demostración] " if digest.is_demo else "") + subject(digest, bogota_date(now))
    yield "From", _mailbox(f"PACC Flow, {digest.entity_name}", sender)
    yield "To", _mailbox(digest.recipient_name, digest.recipient_address)
    yield "Subject", encoded(_one_line(told))
    yield "Date", format_datetime(now.astimezone(BOGOTA))
    yield "Message-ID", name
    if digest.thread:
        yield "In-Reply-To", f"<{digest.thread.root}@{_domain(sender)}>"
        yield "References", f"<{digest.thread.root}@{_domain(sender)}>"
    yield "Auto-Submitted", "auto-generated"
    if digest.mute_link:  # RFC 8058
        yield "List-Unsubscribe", f"<{digest.mute_link}>"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _mailbox(name: str, address: str) -> str:
    return mailbox(_one_line(name), Address(addr_spec=address).addr_spec)


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def subject(digest: Digest, today: date) -> str:
    """The one of its thread, else what it tells."""
    return digest.thread.subject if digest.thread else headline(digest, today)


def headline(digest: Digest, today: date) -> str:
    """What came back, in a message of its own; what waits for the person; else what was published; else the news; else
    the receipts of what they did. Raises ValueError for a digest that tells nothing.
    """
    if digest.thread and digest.sections:
        return f"Le devolvieron la actividad {digest.sections[0].items[0].number}"
    if digest.sections:
        return situation(digest.sections, today)
    if digest.publications:
        return digest.publications[0].title
    if digest.news:
        more = len(digest.news) - 1
        return digest.news[0].title + (f", y {more} {'novedad' if more == 1 else 'novedades'} más" if more else "")
    if len(digest.receipts) == 1:
        return f"Recibo: {digest.receipts[0].words[:1].lower()}{digest.receipts[0].words[1:]}"
    if digest.receipts:
        return f"Recibos de los {len(digest.receipts)} pasos que dio"
    raise ValueError("Un aviso que no dice nada no se envía.")


def situation(sections: tuple[Section, ...], today: date) -> str:
    """`Le faltan 3 actividades; vence el lunes 7 de septiembre`: what this person owes first, by its nearest deadline.

    Raises `ValueError` for a digest that tells nothing.
    """
    for kinds, one, several in _SITUATIONS:
        told = [section for section in sections if section.kind in kinds and section.items]
        if told:
            count = sum(len(section.items) for section in told)
            nearest_on = min(section.due_on for section in told)
            return f"{one if count == 1 else several.format(count)}; {_deadline(nearest_on, today)}"
    raise ValueError("Un aviso sin actividades no se envía.")


def _deadline(due_on: date, today: date) -> str:
    near = words.near_day(due_on, today)
    day = near if near in {"ayer", "hoy", "mañana"} else f"el {near}"
    return f"el plazo venció {day}" if is_late(due_on, today) else f"vence {day}"


def _order(section: Section) -> tuple[int, date]:
    return list(_WORDINGS).index(section.kind), section.due_on


def _shown(section: Section, today: date, calendar: BusinessCalendar) -> dict[str, object]:
    wording = _WORDINGS[section.kind]
    return {
        "heading": wording.heading,
        "cut": section.cut[:1].upper() + section.cut[1:],
        "is_late": is_late(section.due_on, today),
        "request": _request(section, today, calendar),
        "deadline": words.deadline(section.due_on, today, calendar),
        "entries": section.items,
    }


def _request(section: Section, today: date, calendar: BusinessCalendar) -> str:
    wording, is_one = _WORDINGS[section.kind], len(section.items) == 1
    asked = wording.one if is_one else wording.several
    left = words.time_left(section.due_on, today, calendar)
    if is_late(section.due_on, today):
        return f"{left}. {asked}{wording.when_late[0 if is_one else 1]}"
    if section.due_on == today:
        return f"{asked} hoy: es el último día del plazo."
    return f"{asked} a más tardar el {words.weekday_date(section.due_on)}. {left}."


def _identity(digest: Digest) -> str:
    """The same for the same digest, so that a server that got it twice may know."""
    return sha256(f"{digest.recipient_address}\n{digest.reference}".encode()).hexdigest()[:32]


def _one_line(text: str) -> str:
    """A line break in a name would end the header that carries it."""
    return " ".join(text.split())
