"""The one path of every step: load → permit → fire → conditional UPDATE → ledger record → outbox rows.

Nothing here commits: the edge commits once, and mail leaves afterwards.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session, contains_eager, selectinload

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.content import FULL, NOT_A_PERCENT, Content, clean_text, digest, in_force, new_evidence
from pacc_flow.actions.effects import EFFECTS, Brought, Values
from pacc_flow.actions.notices import notify
from pacc_flow.actions.refusals import Conflict, Forbidden, Invalid, NotFound, Refusal
from pacc_flow.actions.source import NOWHERE, Source
from pacc_flow.actions.trail import FileRef, Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import (
    Account,
    Activity,
    Cut,
    Entry,
    Evidence,
    Plan,
    Responsibility,
    facts_of_account,
    facts_of_entry,
)
from pacc_flow.workflow import (
    Action,
    Comment,
    EntryFacts,
    PersonFacts,
    Role,
    Step,
    fire,
    step,
    what_is_missing,
    why_not,
)
from pacc_flow.workflow.guards import incomplete

OBSERVATION_CHARS = 2000
COMMENT_CHARS = 2000


@dataclass(frozen=True)
class Brings:
    """What a step brings along. `verified_percent` in hundredths; `content` only with save and submit."""

    comment: str = ""
    verified_percent: int | None = None
    observation: str = ""
    content: Content | None = None


NOTHING = Brings()
# What a step writes: the relationships stand as they were loaded, and need not be asked for again one by one.
_COLUMNS = [column.key for column in inspect(Entry).column_attrs]


def perform(
    session: Session,
    entry_id: int,
    action: Action,
    *,
    actor: Account,
    seen_rev: int,
    at: datetime,
    brings: Brings = NOTHING,
    source: Source = NOWHERE,
) -> Receipt:
    """Takes one step of the workflow. Raises Conflict, Forbidden, Invalid, NotFound or Refusal, and then nothing changed.

    `seen_rev` is the revision that the person had before their eyes.
    """
    try:
        return _take(session, entry_id, action, actor=actor, seen_rev=seen_rev, at=at, brings=brings, source=source)
    except Refusal as refusal:
        refusal.about = about(action, entry_id)
        raise


def about(action: str, entry_id: int) -> str:
    """How the trail names a step that was refused."""
    return f"entry:{action} {entry_id}"


def _take(
    session: Session,
    entry_id: int,
    action: Action,
    *,
    actor: Account,
    seen_rev: int,
    at: datetime,
    brings: Brings,
    source: Source,
) -> Receipt:
    entry = _load(session, entry_id, actor)
    if entry.rev != seen_rev:
        raise Conflict(entry.id, seen_rev)
    draft = _Draft.of(entry, brings.content, actor_id=actor.id, at=at)
    row = _permit(action, draft.facts(facts_of_entry(entry)), facts_of_account(actor), brings)
    if brings.content is not None:
        brings.content.check(entry, facts_of_account(actor).offices)
    brought = Brought(actor.id, at, clean_text(brings.comment), brings.verified_percent, clean_text(brings.observation))
    before = _shown(entry)
    values = draft.values | EFFECTS[action](entry, brought) | {"state": fire(row.source, action)}
    _update(session, entry, seen_rev, values)
    session.add_all(draft.added)
    signed = source.actor(actor, role=row.by, office_id=_acting_office(row.by, entry, actor))
    _record_evidence(session, entry, draft, signed, at)
    notify(session, entry, row, by=actor, at=at)
    return record(
        session,
        kind=Kind(f"entry:{action}"),
        actor=signed,
        at=at,
        subject=entry,
        entity_id=actor.entity_id,
        data={"from": row.source, "to": row.target, "round": entry.round} | _told(before, _shown(entry), brought),
        files=_files(draft.added),
    )


def _load(session: Session, entry_id: int, actor: Account) -> Entry:
    """The entry of the person's own entity, its cut locked against a publication that might come between."""
    entry = session.scalar(
        select(Entry)
        .join(Entry.cut)
        .join(Entry.activity)
        .join(Activity.plan)
        .where(Entry.id == entry_id, Plan.entity_id == actor.entity_id)
        .options(
            contains_eager(Entry.cut),
            contains_eager(Entry.activity).options(
                contains_eager(Activity.plan),
                selectinload(Activity.responsibilities).joinedload(Responsibility.office, innerjoin=True),
            ),
            selectinload(Entry.evidence),
        )
        .with_for_update(read=True, of=Cut)
        .execution_options(populate_existing=True)
    )
    if entry is None:
        raise NotFound
    return entry


def _permit(action: Action, facts: EntryFacts, person: PersonFacts, brings: Brings) -> Step:
    if refusal := why_not(action, facts, person):
        raise _refused(refusal, action, facts, person, brings)
    row = step(action, facts.state)
    assert row is not None  # noqa: S101  # why_not refuses every action that the table does not have here
    if missing := what_is_missing(row, comment=clean_text(brings.comment), verified_percent=brings.verified_percent):
        raise Invalid({"comment" if row.comment is Comment.REQUIRED else "verified_percent": missing})
    _check_lengths(brings)
    return row


def _refused(sentence: str, action: Action, facts: EntryFacts, person: PersonFacts, brings: Brings) -> Refusal:
    """What the person typed themselves and left incomplete comes back at its field; anything else is not theirs to mend."""
    if brings.content is not None and sentence == incomplete(facts, person):
        field = "percent" if facts.percent is None else "files" if facts.has_narrative else "narrative"
        return Invalid({field: sentence})
    return Forbidden(sentence) if step(action, facts.state) else Refusal(sentence)


def _check_lengths(brings: Brings) -> None:
    limits = {"comment": (brings.comment, COMMENT_CHARS), "observation": (brings.observation, OBSERVATION_CHARS)}
    lengths = {name: (len(clean_text(text)), most) for name, (text, most) in limits.items()}
    errors = {
        name: f"El texto tiene {length} caracteres y el máximo es {most}."
        for name, (length, most) in lengths.items()
        if length > most
    }
    if brings.verified_percent is not None and not 0 <= brings.verified_percent <= FULL:
        errors["verified_percent"] = NOT_A_PERCENT
    if errors:
        raise Invalid(errors)


@dataclass(frozen=True)
class _Draft:
    """The content as it will stand after the step, computed before anything is written."""

    values: Values
    kept: list[Evidence]
    added: list[Evidence]
    removed: list[Evidence]

    @classmethod
    def of(cls, entry: Entry, content: Content | None, *, actor_id: int, at: datetime) -> "_Draft":
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
        if values["content_sha256"] != entry.content_sha256:
            values["authors"] = sorted({*entry.authors, actor_id})
        return cls(values, kept, added, removed)

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


def _update(session: Session, entry: Entry, seen_rev: int, values: Values) -> None:
    """One row or a conflict: the state and the revision that were judged are those that are changed."""
    changed = session.execute(
        update(Entry)
        .where(Entry.id == entry.id, Entry.state == entry.state, Entry.rev == seen_rev)
        .values(**values, rev=seen_rev + 1)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE always answers with a cursor result
        raise Conflict(entry.id, seen_rev)
    session.refresh(entry, _COLUMNS)


def _acting_office(role: Role, entry: Entry, actor: Account) -> int | None:
    """The office in whose name the person acts: the first responsible one they belong to, or Planning or Control."""
    current = [membership.office for membership in actor.memberships if membership.ended_at is None]
    if role is Role.OFFICE:
        mine = {office.id for office in current}
        return next(r.office_id for r in entry.activity.responsibilities if r.office_id in mine)
    return next(office.id for office in current if office.kind == role)


def _record_evidence(session: Session, entry: Entry, draft: _Draft, actor: Actor, at: datetime) -> None:
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
                files=_files([piece]),
            )


def _files(evidence: list[Evidence]) -> tuple[FileRef, ...]:
    return tuple(FileRef(piece.name, piece.sha256, piece.size or 0) for piece in evidence if piece.sha256)


def _shown(entry: Entry) -> dict[str, Any]:
    return {"percent": entry.percent, "sections": dict(entry.sections), "sha256": entry.content_sha256}


def _told(before: dict[str, Any], after: dict[str, Any], brought: Brought) -> dict[str, Any]:
    """What changed, old → new, and what was said with it."""
    offices = sorted(before["sections"].keys() | after["sections"].keys())
    told: dict[str, Any] = {
        "comment": brought.comment or None,
        "content_sha256": after["sha256"],
        "observation": brought.observation or None,
        "percent": [before["percent"], after["percent"]] if before["percent"] != after["percent"] else None,
        "sections": [
            {"office": int(office), "old": before["sections"].get(office, ""), "new": after["sections"].get(office, "")}
            for office in offices
            if before["sections"].get(office) != after["sections"].get(office)
        ],
        "verified_percent": brought.verified_percent,
    }
    return {key: value for key, value in told.items() if value not in (None, [])}
