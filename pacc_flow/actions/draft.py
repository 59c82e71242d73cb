"""The content of an entry as it will stand after a step: computed, judged, and only then written."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.content import Content, digest, in_force, new_evidence
from pacc_flow.actions.effects import Values
from pacc_flow.actions.trail import FileRef, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entry, Evidence
from pacc_flow.workflow import EntryFacts


@dataclass(frozen=True)
class Draft:
    """The content as it will stand after the step, computed before anything is written."""

    values: Values
    kept: list[Evidence]
    added: list[Evidence]
    removed: list[Evidence]

    @classmethod
    def of(cls, entry: Entry, content: Content | None, *, actor_id: int, at: datetime) -> "Draft":
        if content is None:
            return cls({}, in_force(entry.evidence), [], [])
        leads = content.office_id == entry.activity.responsibilities[0].office_id
        percent = content.percent if leads else entry.percent
        sections = {**entry.sections, str(content.office_id): content.text}
        sections = {office: text for office, text in sections.items() if text}
        added = new_evidence(entry, content, added_by_id=actor_id, at=at)
        removed = [piece for piece in in_force(entry.evidence) if piece.id in content.removed]
        kept = [piece for piece in in_force(entry.evidence) if piece.id not in content.removed]
        values: Values = {
            "percent": percent,
            "sections": sections,
            "content_sha256": digest(percent, sections, kept + added),
            "saved_at": at,
        }
        return cls(values, kept, added, removed)

    def authors(self, entry: Entry, *wrote: int | None) -> Values:
        """Whoever wrote it and whoever it was written for, when the content is another than it was."""
        if self.values.get("content_sha256", entry.content_sha256) == entry.content_sha256:
            return {}
        return {"authors": sorted({*entry.authors, *(one for one in wrote if one is not None)})}

    def facts(self, stored: EntryFacts) -> EntryFacts:
        """The stored facts as they will be once this content is saved: «Enviar» saves what is typed and sends that."""
        if not self.values:
            return stored
        return replace(
            stored,
            percent=self.values["percent"],
            has_narrative=bool(self.values["sections"]),
            has_evidence=bool(self.kept or self.added),
        )


def record_evidence(session: Session, entry: Entry, draft: Draft, actor: Actor, at: datetime) -> None:
    entity_id = entry.activity.plan.entity_id
    for piece in draft.removed:
        piece.removed_at = at
    for kind, pieces in ((Kind.EVIDENCE_ADD, draft.added), (Kind.EVIDENCE_REMOVE, draft.removed)):
        for piece in pieces:
            data = {"entry": entry.id, "name": piece.name, "url": piece.url}
            record(
                session,
                kind=kind,
                actor=actor,
                at=at,
                subject=piece,
                entity_id=entity_id,
                data=data,
                files=files_of([piece]),
            )


def files_of(evidence: list[Evidence]) -> tuple[FileRef, ...]:
    return tuple(FileRef(piece.name, piece.sha256, piece.size or 0) for piece in evidence if piece.sha256)
