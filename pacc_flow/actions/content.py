"""The content of an entry: what an office types and attaches, checked, and the digest that approvals bind to."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pacc_flow.actions.refusals import Forbidden, Invalid
from pacc_flow.ledger.canonical import canonical_json, plain
from pacc_flow.models import Entry, Evidence, EvidenceKind

NARRATIVE_CHARS = 4000
LINK_CHARS = 2000
LINK_NAME_CHARS = 255
PIECES_OF_EVIDENCE = 40
PIECES_AT_ONCE = 10
FULL = 10_000
NOT_A_PERCENT = "El porcentaje va de 0 a 100, con coma si tiene decimales. Por ejemplo: 65 o 88,24."
NOT_HTTPS = "La dirección del enlace debe empezar por https://"
NOT_COMPLETE = "La dirección del enlace no está completa: cópiela entera, con https://"


@dataclass(frozen=True)
class StoredFile:
    """A file already in the evidence store, durable before any row speaks of it."""

    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True)
class Content:
    """What one office brings to an entry. The percentage, in hundredths, is the lead office's alone: others leave it out.

    `removed` are the ids of evidence in force to take away, `restored` of evidence taken away before to bring back.
    """

    office_id: int
    narrative: str
    percent: int | None = None
    files: tuple[StoredFile, ...] = ()
    links: tuple[str, ...] = ()
    removed: frozenset[int] = field(default_factory=frozenset)
    restored: frozenset[int] = field(default_factory=frozenset)

    @property
    def text(self) -> str:
        return clean_text(self.narrative)

    def check_office(self, entry: Entry, offices: frozenset[int]) -> None:
        """Raises Forbidden when the section is not of an office that is responsible and the person's own."""
        if self.office_id not in offices & {r.office_id for r in entry.activity.responsibilities}:
            raise Forbidden("Esta sección es de otra oficina.")

    def check(self, entry: Entry) -> None:
        """Raises Invalid with a sentence for each field that cannot be taken."""
        if errors := {**self.text_errors(), **self._evidence_errors(entry)}:
            raise Invalid(errors)

    def text_errors(self) -> dict[str, str]:
        """What is wrong with what was typed, whatever the entry."""
        errors = {}
        if self.percent is not None and not 0 <= self.percent <= FULL:
            errors["percent"] = NOT_A_PERCENT
        if len(self.text) > NARRATIVE_CHARS:
            errors["narrative"] = f"El texto tiene {len(self.text)} caracteres y el máximo es {NARRATIVE_CHARS}."
        if link := next((why for link in self.links if (why := why_not_link(link))), None):
            errors["link"] = link
        return errors

    def _evidence_errors(self, entry: Entry) -> dict[str, str]:
        """Each office answers for its own evidence, as it does for its own section."""
        standing = in_force(entry.evidence)
        own = {piece.id for piece in entry.evidence if piece.office_id == self.office_id}
        own_standing = own & {piece.id for piece in standing}
        more = len(self.files) + len(self.links) + len(self.restored)
        if not (self.removed <= own_standing and self.restored <= own - own_standing):
            return {"files": "La evidencia cambió mientras tanto. Mire la lista y decida de nuevo."}
        if more > PIECES_AT_ONCE:
            return {"files": f"Suba hasta {PIECES_AT_ONCE} archivos a la vez, guarde y siga con los demás."}
        if len(standing) - len(self.removed) + more > PIECES_OF_EVIDENCE:
            return {"files": f"Una entrada admite hasta {PIECES_OF_EVIDENCE} archivos y enlaces."}
        return {}


def clean_text(text: str) -> str:
    """As it is kept: NFC, one kind of line end, and none of the characters that only machines write."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")).strip()


def why_not_link(text: str) -> str | None:
    """Why an address does not serve as evidence, or None: a citizen must be able to open it as it stands."""
    if not text.startswith("https://"):
        return NOT_HTTPS
    if len(text) > LINK_CHARS or any(char.isspace() or not char.isprintable() for char in text):
        return NOT_COMPLETE
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return NOT_COMPLETE
    return None if "." in host.strip(".") else NOT_COMPLETE


def in_force(evidence: Iterable[Evidence]) -> list[Evidence]:
    return [piece for piece in evidence if piece.removed_at is None]


def digest(percent: int | None, sections: dict[str, str], evidence: Iterable[Evidence]) -> str:
    """SHA-256, in hex, of the canonical content: exactly what an approval approves."""
    content: dict[str, Any] = {
        "evidence": sorted(f"{piece.kind} {piece.sha256 or piece.url} {piece.name}" for piece in in_force(evidence)),
        "percent": percent,
        "sections": [{"office": int(office), "text": text} for office, text in sorted(sections.items())],
    }
    return hashlib.sha256(canonical_json(plain(content), limit=None).encode()).hexdigest()


EMPTY_DIGEST = digest(None, {}, ())


def new_evidence(entry: Entry, content: Content, *, added_by_id: int, at: datetime) -> list[Evidence]:
    """The rows for what the content adds or brings back, not yet in the session. A row taken away stays as it is."""
    common = {"entry_id": entry.id, "office_id": content.office_id, "added_by_id": added_by_id, "added_at": at}
    files = [
        Evidence(
            kind=EvidenceKind.FILE, name=file.name, sha256=file.sha256, size=file.size, media_type=file.media_type, **common
        )
        for file in content.files
    ]
    links = [Evidence(kind=EvidenceKind.LINK, name=link_name(link), url=_nfc(link), **common) for link in content.links]
    back = [
        Evidence(
            kind=old.kind, name=old.name, url=old.url, sha256=old.sha256, size=old.size, media_type=old.media_type, **common
        )
        for old in entry.evidence
        if old.id in content.restored
    ]
    return files + links + back


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def link_name(link: str) -> str:
    """A link is known by its address without the part that all of them share."""
    return _nfc(link).removeprefix("https://")[:LINK_NAME_CHARS]
