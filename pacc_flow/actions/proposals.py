"""An uploaded matrix on its way to a plan: proposed, decided step by step, taken back, or put aside. It creates nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pacc_flow import matrix
from pacc_flow.actions.actor import Actor
from pacc_flow.actions.attempts import count_attempt, is_told
from pacc_flow.actions.refusals import Forbidden, Invalid, NotFound, Refusal
from pacc_flow.actions.trail import FileRef, Receipt, record
from pacc_flow.ledger.canonical import instant
from pacc_flow.ledger.kinds import Kind
from pacc_flow.matrix.deciding.decision_log import DecisionLog, Step
from pacc_flow.matrix.deciding.plan_draft import PlanDraft
from pacc_flow.models import Entity, Office, OfficeKind, Proposal, ProposalState
from pacc_flow.models.drafts import draft_of, known_offices, log_of, reading_of, stored_reading

NOT_PLANNING = "Solo Planeación importa planes."
OVER = "Esta propuesta ya se cerró: nada de ella se puede cambiar."
NOTHING_TO_UNDO = "No hay ninguna decisión que deshacer."
TOLD_CHARS, TOLD_CHARS_OF_MANY = 2_000, 200
MANY_ROWS = 3


class DecidedMeanwhile(Refusal):
    """Somebody else of Planning decided something since the person opened the proposal at revision `seen_rev`."""

    status = 409

    def __init__(self, seen_rev: int) -> None:
        super().__init__("Alguien decidió mientras usted miraba. Lo suyo no se guardó.")
        self.seen_rev = seen_rev


class Duplicate(Refusal):
    """The very file is here already: in `proposal`, still open or already a plan."""

    status = 409

    def __init__(self, proposal: Proposal) -> None:
        state = "ya se importó" if proposal.plan_id else "ya se subió y sigue por decidir"
        super().__init__(f"Este archivo {state}.")
        self.proposal = proposal


@dataclass(frozen=True)
class Uploaded:
    proposal: Proposal
    receipt: Receipt


def check_upload(session: Session, entity_id: int, sha256: str, *, actor: Actor) -> None:
    """Raises Forbidden, or Duplicate when the same bytes were uploaded before and not put aside."""
    _permit(actor)
    twin = session.scalar(
        select(Proposal)
        .where(
            Proposal.entity_id == entity_id,
            Proposal.file_sha256 == sha256,
            Proposal.state != ProposalState.DISCARDED,
        )
        .order_by(Proposal.id.desc())
        .options(joinedload(Proposal.plan))
        .limit(1)
    )
    if twin is not None:
        raise Duplicate(twin)


def upload(
    session: Session, entity: Entity, *, file: FileRef, reading: matrix.Proposal, actor: Actor, at: datetime
) -> Uploaded:
    """Keeps what was read of a file that is already in the evidence store. Raises as `check_upload` does."""
    check_upload(session, entity.id, file.sha256, actor=actor)
    proposal = Proposal(
        entity_id=entity.id,
        file_name=file.name,
        file_sha256=file.sha256,
        file_size=file.size,
        reading=stored_reading(reading),
        decisions=DecisionLog().to_json(),
        uploaded_at=at,
        uploaded_by_id=actor.account_id,
    )
    session.add(proposal)
    session.flush()
    waiting = PlanDraft.of(reading, DecisionLog(), known_offices(offices_of(session, entity.id))).waiting
    data = {"rows": len(reading.rows), "waiting": len(waiting), "year": reading.metadata.year}
    kind = Kind.IMPORT_UPLOAD
    receipt = record(session, kind=kind, actor=actor, at=at, subject=proposal, entity_id=entity.id, data=data, files=(file,))
    return Uploaded(proposal, receipt)


def refuse_upload(
    session: Session, entity_id: int, *, file: FileRef, sentence: str, actor: Actor, at: datetime
) -> Receipt | None:
    """A file that was not taken is told, with its digest; a flood by its figure. None when this one is only counted."""
    attempts = count_attempt(session, f"import:{actor.account_id}", at=at)
    if not is_told(attempts):
        return None
    data = {"attempts": attempts, "sentence": sentence[:TOLD_CHARS]}
    return record(session, kind=Kind.IMPORT_REFUSE, actor=actor, at=at, entity_id=entity_id, data=data, files=(file,))


def decide(
    session: Session, proposal_id: int, step: Step, *, entity_id: int, seen_rev: int, actor: Actor, at: datetime
) -> Receipt:
    """Adds one step to what was decided. Raises Invalid naming the fields that the rows could not have, as the first of
    them says, NotFound, Forbidden, or DecidedMeanwhile when `seen_rev` is no longer the revision.
    """
    proposal = load_open(session, proposal_id, entity_id=entity_id, seen_rev=seen_rev, actor=actor)
    offices, reading = known_offices(offices_of(session, entity_id)), reading_of(proposal)
    log = log_of(proposal)
    before = PlanDraft.of(reading, log, offices)
    _check_rows(reading, step)
    step = replace(step, by=actor.account_id, at=instant(at), rev=proposal.rev + 1)
    after = PlanDraft.of(reading, log.then(step), offices)
    errors = {bad.field: bad.why for bad in after.unsound if bad.row in step.rows and bad.field in step.corrections}
    if errors:
        raise Invalid({field: why[0].upper() + why[1:] for field, why in errors.items()})
    data: dict[str, object] = {"rows": list(_told_rows(step, before, after)), "offices": list(_told_offices(step, before))}
    return _keep(session, proposal, after.log, data, actor=actor, at=at)


def undo(
    session: Session, proposal_id: int, *, entity_id: int, seen_rev: int, actor: Actor, at: datetime
) -> tuple[Step, Receipt]:
    """Takes back the last step, whoever took it, and says which it was. Raises Refusal when there is none."""
    proposal = load_open(session, proposal_id, entity_id=entity_id, seen_rev=seen_rev, actor=actor)
    log = log_of(proposal)
    if not log.steps:
        raise Refusal(NOTHING_TO_UNDO)
    last = log.steps[-1]
    data = {"undone": {"rows": list(last.rows), "offices": sorted(last.offices), "rev": last.rev}}
    return last, _keep(session, proposal, log.without_last(), data, actor=actor, at=at)


def discard(session: Session, proposal_id: int, *, entity_id: int, seen_rev: int, actor: Actor, at: datetime) -> Receipt:
    """Puts the proposal aside for good; the file and what was read of it stay."""
    proposal = load_open(session, proposal_id, entity_id=entity_id, seen_rev=seen_rev, actor=actor)
    proposal.state = ProposalState.DISCARDED
    data = {"state": [ProposalState.OPEN, ProposalState.DISCARDED]}
    return record(session, kind=Kind.IMPORT_DISCARD, actor=actor, at=at, subject=proposal, entity_id=entity_id, data=data)


def load_open(session: Session, proposal_id: int, *, entity_id: int, seen_rev: int, actor: Actor) -> Proposal:
    """The proposal, locked until the transaction ends, as the person saw it. Raises as `decide` does."""
    _permit(actor)
    proposal = session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id, Proposal.entity_id == entity_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if proposal is None:
        raise NotFound
    if proposal.state != ProposalState.OPEN:
        raise Refusal(OVER)
    if proposal.rev != seen_rev:
        raise DecidedMeanwhile(seen_rev)
    return proposal


def offices_of(session: Session, entity_id: int) -> Sequence[Office]:
    return session.scalars(select(Office).where(Office.entity_id == entity_id).order_by(Office.name_key)).all()


def current_draft(session: Session, proposal: Proposal) -> PlanDraft:
    return draft_of(proposal, offices_of(session, proposal.entity_id))


def _permit(actor: Actor) -> None:
    if not actor.system and actor.role != OfficeKind.PLANNING:
        raise Forbidden(NOT_PLANNING)


def _check_rows(reading: matrix.Proposal, step: Step) -> None:
    """A step over rows or spellings that the document does not have is a form that we did not write."""
    offices = matrix.propose_offices([row.office_text for row in reading.rows])
    written = {spelling.text for office in offices for spelling in office.spellings}
    if not set(step.rows) <= {row.n for row in reading.rows} or not set(step.offices) <= written:
        raise Refusal("Esa fila o esa oficina no está en el documento.")


def _keep(
    session: Session, proposal: Proposal, log: DecisionLog, data: Mapping[str, object], *, actor: Actor, at: datetime
) -> Receipt:
    proposal.decisions = log.to_json()
    kind, told = Kind.IMPORT_DECIDE, {name: value for name, value in data.items() if value}
    return record(session, kind=kind, actor=actor, at=at, subject=proposal, entity_id=proposal.entity_id, data=told)


def _told_rows(step: Step, before: PlanDraft, after: PlanDraft) -> Iterator[dict[str, object]]:
    """Each row with what it said and says now, long texts cut: the stored decisions have them whole."""
    chars = TOLD_CHARS if len(step.rows) <= MANY_ROWS else TOLD_CHARS_OF_MANY
    for n in step.rows:
        old, new = before.row(n), after.row(n)
        told: dict[str, object] = {"n": n, "accepts": step.accepts, "discards": step.discards}
        for field in step.corrections:
            told[field] = [_told(getattr(row, field), chars) if row else None for row in (old, new)]
        yield told


def _told(value: object, chars: int) -> object:
    if isinstance(value, str):
        return value[:chars]
    return list(value) if isinstance(value, tuple) else value


def _told_offices(step: Step, before: PlanDraft) -> Iterator[dict[str, object]]:
    was = {spelling.text: office.name for office in before.offices for spelling in office.spellings}
    for text, name in step.offices.items():
        yield {"spelling": text[:TOLD_CHARS_OF_MANY], "office": [was[text], name]}
