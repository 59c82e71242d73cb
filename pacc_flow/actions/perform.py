"""The one path of every step: load → permit → fire → conditional UPDATE → ledger record → outbox rows.

Nothing here commits: the edge commits once, and mail leaves afterwards.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session, contains_eager, selectinload

from pacc_flow.actions.content import FULL, NOT_A_PERCENT, Content, clean_text
from pacc_flow.actions.draft import Draft, files_of, record_evidence
from pacc_flow.actions.effects import EFFECTS, Brought, Values
from pacc_flow.actions.notices import notify
from pacc_flow.actions.refusals import Conflict, Forbidden, Invalid, NotFound, Refusal
from pacc_flow.actions.source import NOWHERE, Source
from pacc_flow.actions.telling import shown, told
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import (
    Account,
    Activity,
    Cut,
    Entry,
    Office,
    Plan,
    Responsibility,
    facts_of_account,
    facts_of_entry,
)
from pacc_flow.models.facts import offices_of_face
from pacc_flow.workflow import (
    Action,
    Comment,
    EntryFacts,
    PersonFacts,
    Role,
    Step,
    fire,
    judge,
    not_theirs,
    step,
    what_is_missing,
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
    entry, person = _load(session, entry_id, actor), facts_of_account(actor, on=bogota_date(at))
    stored, content = facts_of_entry(entry), _content(action, brings)
    if refusal := not_theirs(action, stored, person):
        raise Forbidden(refusal)
    if entry.rev != seen_rev:
        raise Conflict(entry.id, seen_rev)
    if content is not None:
        content.check_office(entry, person.reach.offices)
    draft = Draft.of(entry, content, actor_id=actor.id, at=at)
    row, face = _permit(action, draft.facts(stored), person, brings)
    for_id = face.acting_for.id if face.acting_for else None
    if content is not None:
        content.check(entry)
    brought = _brought(brings, actor.id, for_id, at)
    before = shown(entry)
    authors = draft.authors(entry, actor.id, for_id)
    values = draft.values | authors | EFFECTS[action](entry, brought) | {"state": fire(row.source, action)}
    _update(session, entry, seen_rev, values)
    session.add_all(draft.added)
    office_id = _acting_office(row.by, entry, offices_of_face(actor, face))
    signed = source.actor(actor, role=row.by, office_id=office_id, on_behalf_of=for_id)
    record_evidence(session, entry, draft, signed, at)
    notify(session, entry, row, by=actor, at=at)
    return record(
        session,
        kind=Kind(f"entry:{action}"),
        actor=signed,
        at=at,
        subject=entry,
        entity_id=actor.entity_id,
        data={"from": row.source, "to": row.target, "round": entry.round} | told(before, shown(entry), brought),
        files=files_of(draft.added),
    )


def _content(action: Action, brings: Brings) -> Content | None:
    """Raises ValueError when a decision comes with content: what is approved changes in a draft and nowhere else."""
    if brings.content is not None and action not in (Action.SAVE, Action.SUBMIT):
        raise ValueError(f"«{action}» brings no content")
    return brings.content


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


def _brought(brings: Brings, by_id: int, for_id: int | None, at: datetime) -> Brought:
    comment, observation = clean_text(brings.comment), clean_text(brings.observation)
    return Brought(by_id, at, for_id, comment, brings.verified_percent, observation)


def _permit(action: Action, facts: EntryFacts, person: PersonFacts, brings: Brings) -> tuple[Step, PersonFacts]:
    """The row of the table, and the person in the name in which they take the step."""
    judged = judge(action, facts, person, section=brings.content.office_id if brings.content else None)
    if judged.refusal:
        raise _refused(judged.refusal, action, facts, person, brings)
    row = step(action, facts.state)
    assert row is not None  # noqa: S101  # why_not refuses every action that the table does not have here
    if missing := what_is_missing(row, comment=clean_text(brings.comment), verified_percent=brings.verified_percent):
        raise Invalid({"comment" if row.comment is Comment.REQUIRED else "verified_percent": missing})
    _check_lengths(brings)
    return row, judged.person


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


def _acting_office(role: Role, entry: Entry, current: list[Office]) -> int | None:
    """The office for which the person acts: the first responsible one of theirs, or Planning or Control."""
    if role is Role.OFFICE:
        mine = {office.id for office in current}
        return next(r.office_id for r in entry.activity.responsibilities if r.office_id in mine)
    return next(office.id for office in current if office.kind == role)
