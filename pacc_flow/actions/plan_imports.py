"""A decided matrix becomes a plan, whole, in one transaction: its new offices, the plan with its cuts, and the proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from pacc_flow import matrix
from pacc_flow.actions.actor import Actor
from pacc_flow.actions.entities import create_office, update_office
from pacc_flow.actions.plans import Created, create_plan, planned
from pacc_flow.actions.proposals import check_upload, current_draft, load_open, offices_of
from pacc_flow.actions.refusals import Invalid, Refusal
from pacc_flow.actions.trail import FileRef, record
from pacc_flow.calendar import milestones
from pacc_flow.ledger.kinds import Kind
from pacc_flow.matrix.deciding.decision_log import DecisionLog
from pacc_flow.matrix.deciding.plan_draft import PlanDraft
from pacc_flow.models import Entity, Office, OfficeKind, Proposal, ProposalState
from pacc_flow.models.calendars import calendar_of, offsets_of, schedule_of
from pacc_flow.models.drafts import known_offices, stored_reading

COLUMNS_FIRST = "Diga primero qué trae cada columna y vuelva a leer el archivo."


@dataclass(frozen=True)
class Choices:
    """What a person chooses when the plan is created. `planning` and `control` name the offices of the document that
    review and verify, where the entity has none yet; `first_cut` is the first that is followed up here.
    """

    year: int
    kind: str = ""
    name: str = ""
    first_cut: int = 1
    planning: str = ""
    control: str = ""


def create_from_proposal(
    session: Session,
    proposal_id: int,
    choices: Choices,
    *,
    entity: Entity,
    seen_rev: int,
    actor: Actor,
    at: datetime,
) -> Created:
    """Raises Refusal naming the rows that still wait, Invalid naming `year`, `first_cut`, `planning`, `control`, `name` or
    `activities`, and as `decide` does.
    """
    proposal = load_open(session, proposal_id, entity_id=entity.id, seen_rev=seen_rev, actor=actor)
    draft = current_draft(session, proposal)
    file = FileRef(proposal.file_name, proposal.file_sha256, proposal.file_size)
    created = _create(session, entity, draft, choices, file, actor=actor, at=at)
    proposal.state, proposal.plan_id = ProposalState.CREATED, created.plan.id
    _record(session, proposal, created, len(draft.decided.rows), actor=actor, at=at)
    return created


def import_plan(
    session: Session,
    entity: Entity,
    *,
    reading: matrix.Proposal,
    log: DecisionLog,
    choices: Choices,
    file: FileRef,
    actor: Actor,
    at: datetime,
) -> Created:
    """A plan and its proposal at once, from a file whose decisions are all taken. Raises as `create_from_proposal`, and
    Duplicate when the file is here already.
    """
    check_upload(session, entity.id, file.sha256, actor=actor)
    draft = PlanDraft.of(reading, log, known_offices(offices_of(session, entity.id)))
    created = _create(session, entity, draft, choices, file, actor=actor, at=at)
    proposal = Proposal(
        entity_id=entity.id,
        file_name=file.name,
        file_sha256=file.sha256,
        file_size=file.size,
        reading=stored_reading(reading),
        decisions=log.to_json(),
        state=ProposalState.CREATED,
        uploaded_at=at,
        uploaded_by_id=actor.account_id,
        plan_id=created.plan.id,
    )
    session.add(proposal)
    session.flush()
    _record(session, proposal, created, len(draft.decided.rows), actor=actor, at=at)
    return created


def why_not_create(draft: PlanDraft) -> str | None:
    """The sentence beside the disabled button."""
    if draft.reading.asks_for_columns:
        return COLUMNS_FIRST
    numbers = [str(row.n) for row in draft.waiting]
    if len(numbers) > 1:
        return f"Faltan por decidir las filas {', '.join(numbers[:-1])} y {numbers[-1]}."
    if numbers:
        return f"Falta por decidir la fila {numbers[0]}."
    return None if draft.decided.rows else "No quedó ninguna actividad: todas las filas se dejaron fuera."


def proposed_first_cut(entity: Entity, year: int, follow_up_on: date | None, today: date) -> int:
    """The first cut whose follow-up is still due; of a year that is over, the one that the document follows up."""
    dates = schedule_of(entity).dates(year)
    calendar, offsets = calendar_of(entity), offsets_of(entity)
    for number, cut_on in enumerate(dates, start=1):
        if milestones(cut_on, offsets, calendar).control_due_on >= today:
            return number
    return dates.index(follow_up_on) + 1 if follow_up_on in dates else len(dates)


def _create(
    session: Session, entity: Entity, draft: PlanDraft, choices: Choices, file: FileRef, *, actor: Actor, at: datetime
) -> Created:
    if refusal := why_not_create(draft):
        raise Refusal(refusal)
    _check(entity, draft, choices)
    offices = _make_offices(session, entity, draft, choices, actor=actor, at=at)
    return create_plan(
        session,
        entity,
        year=choices.year,
        kind=choices.kind,
        name=" ".join(choices.name.split()),
        activities=planned(draft.decided.rows, offices),
        source=file,
        first_cut=choices.first_cut,
        actor=actor,
        at=at,
    )


def _check(entity: Entity, draft: PlanDraft, choices: Choices) -> None:
    errors = {}
    if not 1 <= choices.first_cut <= len(entity.schedule):
        errors["first_cut"] = "Elija uno de los cortes del año."
    names = {office.name for office in draft.used}
    for field in ("planning", "control"):
        if getattr(choices, field) and getattr(choices, field) not in names:
            errors[field] = "Elija una de las oficinas del documento."
    if choices.planning and choices.planning == choices.control:
        errors["control"] = "Planeación y Control Interno son oficinas distintas: una revisa y la otra verifica."
    if errors:
        raise Invalid(errors)


def _make_offices(
    session: Session, entity: Entity, draft: PlanDraft, choices: Choices, *, actor: Actor, at: datetime
) -> dict[str, Office]:
    """The offices that the rows name: new ones are created, and those there were remember how the document writes them."""
    roles = {choices.planning: OfficeKind.PLANNING, choices.control: OfficeKind.CONTROL}
    existing = {office.name: office for office in offices_of(session, entity.id)}
    offices: dict[str, Office] = {}
    for found in draft.used:
        office = existing.get(found.name)
        if office is None:
            kind = roles.get(found.name, OfficeKind.OFFICE)
            spellings = found.new_spellings
            office = create_office(session, entity, name=found.name, kind=kind, spellings=spellings, actor=actor, at=at)
        else:
            _remember(session, office, found.new_spellings, roles, actor=actor, at=at)
        offices[found.name] = office
    return offices


def _remember(
    session: Session,
    office: Office,
    spellings: tuple[str, ...],
    roles: Mapping[str, OfficeKind],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    update_office(
        session,
        office,
        name=office.name,
        kind=roles.get(office.name, OfficeKind(office.kind)),
        spellings=(*office.spellings, *spellings),
        is_active=office.is_active,
        actor=actor,
        at=at,
    )


def _record(session: Session, proposal: Proposal, created: Created, activities: int, *, actor: Actor, at: datetime) -> None:
    data = {"activities": activities, "plan": created.plan.id, "year": created.plan.year}
    file = FileRef(proposal.file_name, proposal.file_sha256, proposal.file_size)
    kind, entity_id = Kind.IMPORT_CREATE, proposal.entity_id
    record(session, kind=kind, actor=actor, at=at, subject=proposal, entity_id=entity_id, data=data, files=(file,))
