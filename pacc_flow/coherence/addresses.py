"""Addresses that a citizen cannot open, told by their text alone: nothing is asked of the network."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import pairwise
from urllib.parse import SplitResult, urlsplit

from pacc_flow.coherence.facts import Finding, Kind, Reported
from pacc_flow.coherence.wording import clipped

_SHOWN = 70  # characters of an address
_WEB = ("http", "https")
_OF_A_COMPUTER = ("file", "smb")
_AROUND = ".,;:!?…()[]<>«»“”\"'"
_SCHEME = re.compile(r"[a-z][a-z0-9]{1,9}://", re.IGNORECASE)
_NO_SCHEME = re.compile(r"www\.\w", re.IGNORECASE)
_MISTYPED = re.compile(r"https?(?::/[^/\s]|:?\\|//|:www)", re.IGNORECASE)
_FOLDER = re.compile(r"[a-z]:\\\w|\\\\\w", re.IGNORECASE)
_HOST = re.compile(r"(?:\w(?:[\w-]{0,61}\w)?\.){1,10}[^\W\d_][\w-]{0,61}\w\.?")
_REST_OF_A_PATH = re.compile(
    r"[\w%.~-]{1,200}/(?:[\w%.~-]{1,200}/|\S{1,200}\.(?:aspx?|html?|php|pdf|docx?|xlsx?|pptx?)$)", re.IGNORECASE
)
_A_LETTER = re.compile(r"[^\W\d_]")

# fmt: off
PERSONAL = (  # host, beginning of the path
    ("drive.google.com",    ""),
    ("docs.google.com",     "/document"),
    ("docs.google.com",     "/spreadsheets"),
    ("docs.google.com",     "/presentation"),
    ("photos.app.goo.gl",   ""),
    ("photos.google.com",   ""),
    ("onedrive.live.com",   ""),
    ("onedrive.com",        ""),
    ("1drv.ms",             ""),
    ("dropbox.com",         ""),
    ("db.tt",               ""),
    ("wetransfer.com",      ""),
    ("we.tl",               ""),
    ("icloud.com",          ""),
    ("mega.nz",             ""),
    ("mediafire.com",       ""),
)
ASKS_FOR_AN_ACCOUNT = (
    ("sharepoint.com",           "/sites/"),
    ("sharepoint.com",           "/teams/"),
    ("microsoftstream.com",      ""),
    ("teams.microsoft.com",      ""),
    ("outlook.office.com",       ""),
    ("outlook.office365.com",    ""),
    ("mail.google.com",          ""),
)
# fmt: on
_INNER_ENDINGS = ("local", "lan", "corp", "intranet", "intra", "internal", "localdomain", "home")
_INNER_NAMES = ("intranet", "localhost")
_TITLES = {
    Kind.PERSONAL_ADDRESS: "Un enlace lleva a una unidad personal",
    Kind.INNER_ADDRESS: "Un enlace no abre desde fuera de la entidad",
    Kind.BROKEN_ADDRESS: "Un enlace está mal escrito",
}


@dataclass(frozen=True)
class Doubt:
    """What is wrong with an address, said after it."""

    kind: Kind
    why: str


def addresses(reported: Reported) -> list[Finding]:
    """One finding a kind, of the first address of that kind."""
    found: dict[Kind, Finding] = {}
    for address, doubt in _doubted(reported):
        if doubt and doubt.kind not in found:
            reason = f"«{_shown(address)}» {doubt.why}"
            found[doubt.kind] = Finding(kind=doubt.kind, title=_TITLES[doubt.kind], reason=reason)
    return [found[kind] for kind in _TITLES if kind in found]


def _shown(address: str) -> str:
    return clipped(" ".join((address.partition("://")[2] or address).split()), _SHOWN)


def written_in(text: str) -> Iterator[str]:
    """What the text gives as an address, well written or not."""
    for word in text.split():
        trimmed = word.strip(_AROUND)
        scheme = _SCHEME.search(trimmed)
        if scheme:
            yield trimmed[scheme.start() :]
        elif _NO_SCHEME.match(trimmed) or _MISTYPED.match(trimmed) or _FOLDER.match(trimmed):
            yield trimmed


def doubt_of(address: str) -> Doubt | None:
    """None for an address that anybody may be able to open."""
    if _FOLDER.match(address):
        return Doubt(Kind.INNER_ADDRESS, "es una carpeta de un computador.")
    if _NO_SCHEME.match(address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return Doubt(Kind.BROKEN_ADDRESS, "no es una dirección completa.")
    if parts.scheme in _OF_A_COMPUTER:
        return Doubt(Kind.INNER_ADDRESS, "es una carpeta de un computador.")
    if parts.scheme not in _WEB:
        return Doubt(Kind.BROKEN_ADDRESS, "no empieza por https://")
    if not host:
        return Doubt(Kind.BROKEN_ADDRESS, "no es una dirección completa.")
    return _doubt_of_host(host, parts)


def _doubt_of_host(host: str, parts: SplitResult) -> Doubt | None:
    labels = host.split(".")
    if _is_of_an_inner_network(host):
        return Doubt(Kind.INNER_ADDRESS, "es una dirección de la red interna.")
    if ":" in host or host.replace(".", "").isdigit():
        return None if _is_number(host) else Doubt(Kind.BROKEN_ADDRESS, "no es una dirección completa.")
    if not _HOST.fullmatch(host):
        return Doubt(Kind.BROKEN_ADDRESS, "no es una dirección completa.")
    is_personal_site = labels[-2:] == ["sharepoint", "com"] and (labels[0].endswith("-my") or "/personal/" in parts.path)
    if is_personal_site or _is_among(host, parts.path, PERSONAL):
        return Doubt(Kind.PERSONAL_ADDRESS, "es de la cuenta de una persona: puede pedir permiso o desaparecer.")
    if _is_among(host, parts.path, ASKS_FOR_AN_ACCOUNT):
        return Doubt(Kind.INNER_ADDRESS, "suele pedir una cuenta de la entidad.")
    return None


def _is_among(host: str, path: str, table: Iterable[tuple[str, str]]) -> bool:
    return any((host == name or host.endswith(f".{name}")) and path.startswith(start) for name, start in table)


def _is_of_an_inner_network(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        labels = host.split(".")
        return len(labels) == 1 or labels[-1] in _INNER_ENDINGS or any(label in _INNER_NAMES for label in labels)


def _is_number(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def _doubted(reported: Reported) -> Iterator[tuple[str, Doubt | None]]:
    for link in reported.links:
        yield link, doubt_of(link)
    for address in written_in(reported.text):
        yield address, doubt_of(address)
    for word, following in pairwise(reported.text.split()):
        rest = following.strip(_AROUND)
        if _SCHEME.search(word) and not _SCHEME.search(rest) and _REST_OF_A_PATH.match(rest) and _A_LETTER.search(rest):
            yield word, Doubt(Kind.BROKEN_ADDRESS, "quedó partido por un espacio.")
