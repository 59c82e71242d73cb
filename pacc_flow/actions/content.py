"""The content of an entry: what an office types and attaches, checked, and the digest that approvals bind to."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pacc_flow.actions.refusals import Forbidden, Invalid
from pacc_flow.ledger.canonical import canonical_json
from pacc_flow.models import Entry, Evidence, EvidenceKind

NARRATIVE_CHARS = 4000
LINK_CHARS = 2000
PIECES_OF_EVIDENCE = 40
FULL = 10_000


@dataclass(frozen=True)
class StoredFile:
    """A file already in the evidence store, durable before any row speaks of it."""

    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True)
class Content:
    """What one office brings to an entry. The percentage, in hundredths, is the lead office's alone: others leave it out."""

    office_id: int
    narrative: str
    percent: int | None = None
    files: tuple[StoredFile, ...] = ()
    links: tuple[str, ...] = ()
    removed: frozenset[int] = field(default_factory=frozenset)

    def check(self, entry: Entry, offices: frozenset[int]) -> None:
        """Raises Forbidden when the section is not of the person's offices, Invalid with a sentence for each field."""
        if self.office_id not in offices & {r.office_id for r in entry.activity.responsibilities}:
            raise Forbidden("Esta sección es de otra oficina.")
        errors: dict[str, str] = {}
        if self.percent is not None and not 0 <= self.percent <= FULL:
            errors["percent"] = "El porcentaje va de 0 a 100, con coma si tiene decimales. Por ejemplo: 65 o 88,24."
        if len(self.narrative) > NARRATIVE_CHARS:
            errors["narrative"] = f"El texto tiene {len(self.narrative)} caracteres y el máximo es {NARRATIVE_CHARS}."
        if any(not is_web_address(link) for link in self.links):
            errors["link"] = "La dirección del enlace debe empezar por https:// y estar completa."
        if not self.removed <= {piece.id for piece in in_force(entry.evidence)}:
            errors["evidence"] = "La evidencia que quiere quitar ya no está en esta entrada."
        if len(in_force(entry.evidence)) + len(self.files) + len(self.links) > PIECES_OF_EVIDENCE:
            errors["evidence"] = f"Una entrada admite hasta {PIECES_OF_EVIDENCE} archivos y enlaces."
        if errors:
            raise Invalid(errors)


def is_web_address(text: str) -> bool:
    """A complete https or http address, as a link of evidence must be."""
    if len(text) > LINK_CHARS or any(char.isspace() or not char.isprintable() for char in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and "." in (parts.hostname or "")


def in_force(evidence: Iterable[Evidence]) -> list[Evidence]:
    return [piece for piece in evidence if piece.removed_at is None]


def digest(percent: int | None, sections: dict[str, str], evidence: Iterable[Evidence]) -> str:
    """SHA-256, in hex, of the canonical content: exactly what an approval approves."""
    content: dict[str, Any] = {
        "evidence": sorted(f"{piece.kind} {piece.sha256 or piece.url} {piece.name}" for piece in in_force(evidence)),
        "percent": percent,
        "sections": [{"office": int(office), "text": text} for office, text in sorted(sections.items())],
    }
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


EMPTY_DIGEST = digest(None, {}, ())


def new_evidence(entry: Entry, content: Content, *, added_by_id: int, at: datetime) -> list[Evidence]:
    """The rows for the files and links that the content adds, not yet in the session."""
    common = {"entry_id": entry.id, "office_id": content.office_id, "added_by_id": added_by_id, "added_at": at}
    files = [
        Evidence(
            kind=EvidenceKind.FILE,
            name=file.name,
            sha256=file.sha256,
            size=file.size,
            media_type=file.media_type,
            **common,
        )
        for file in content.files
    ]
    links = [Evidence(kind=EvidenceKind.LINK, name=link[:255], url=link, **common) for link in content.links]
    return files + links
