"""Evidence as a list on a page: what each piece is, how big, who brought it and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from pacc_flow.models import Evidence, EvidenceKind
from pacc_flow.web.formatting import file_size, moment


@dataclass(frozen=True)
class EvidenceItem:
    """`kind` is its drawing: file, sheet, image or link; `is_own` when the person may take it away or bring it back."""

    id: int
    kind: str
    name: str
    url: str
    words: str
    is_removed: bool = False
    is_own: bool = False


_SHEETS = ("spreadsheet", "csv")


def media_words(media_type: str) -> tuple[str, str]:
    """How a type is drawn and what people call it."""
    if media_type.startswith("image/"):
        return "image", "Imagen"
    if any(word in media_type for word in _SHEETS):
        return "sheet", "Hoja de cálculo"
    if "presentation" in media_type:
        return "file", "Presentación"
    return "file", "PDF" if media_type == "application/pdf" else "Documento"


def evidence_item(piece: Evidence, *, me_id: int, now: datetime, own_office: int | None = None) -> EvidenceItem:
    if piece.kind == EvidenceKind.LINK:
        kind, what, url = "link", "Enlace", piece.url or ""
        brought = "lo agregó usted" if piece.added_by_id == me_id else "agregado"
    else:
        kind, word = media_words(piece.media_type or "")
        what, url = f"{word}, {file_size(piece.size or 0)}", url_for("evidence.download", evidence_id=piece.id)
        brought = "lo subió usted" if piece.added_by_id == me_id else "subido"
    when = f"{brought} {moment(piece.added_at, now)}"
    if piece.removed_at is not None:
        when = f"retirado {moment(piece.removed_at, now)}"
    is_own = piece.office_id == own_office
    return EvidenceItem(piece.id, kind, piece.name, url, f"{what} · {when}", piece.removed_at is not None, is_own)


def plain_items(evidence: Iterable[Evidence], now: datetime) -> list[EvidenceItem]:
    """The pieces in force, for a list that is only read; who brought each does not matter there."""
    items = [evidence_item(piece, me_id=0, now=now) for piece in evidence if piece.removed_at is None]
    return [EvidenceItem(item.id, item.kind, item.name, item.url, item.words.partition(" · ")[0]) for item in items]


def working_items(
    evidence: Iterable[Evidence], *, me_id: int, now: datetime, since: datetime, own_office: int
) -> list[EvidenceItem]:
    """What the office works with: the pieces in force, and those taken away in this round that may still be brought back."""
    everything = list(evidence)
    in_force = {(piece.sha256, piece.url) for piece in everything if piece.removed_at is None}
    shown = [
        piece
        for piece in everything
        if piece.removed_at is None or (piece.removed_at >= since and (piece.sha256, piece.url) not in in_force)
    ]
    return [evidence_item(piece, me_id=me_id, now=now, own_office=own_office) for piece in shown]
