"""A plan, created whole in one transaction: its components, activities, responsible offices and cuts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.cuts import plan_cuts
from pacc_flow.actions.handing_over import announce_plan
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.trail import FileRef, Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.matrix import Row
from pacc_flow.models import Activity, Component, Entity, Office, Plan, Responsibility, searchable

FIRST_YEAR, LAST_YEAR = 2000, 2200
COMPONENT_CHARS = 300
TOLD_CHARS = 1_000  # of a name, in a record: the row itself keeps it whole, and the record its digest


@dataclass(frozen=True)
class PlannedActivity:
    """One row of the matrix as a person confirmed it; `offices` lead first."""

    number: int
    component: str
    subcomponent: str
    name: str
    goal: str
    due_text: str
    due_dates: tuple[date, ...]
    offices: tuple[Office, ...]
    office_text: str = ""


def planned(rows: Iterable[Row], offices: Mapping[str, Office]) -> list[PlannedActivity]:
    """The decided rows of a matrix as activities, numbered as they stand; `offices` by the name that the rows use."""
    return [
        PlannedActivity(
            number=row.n,
            component=row.component,
            subcomponent=row.subcomponent,
            name=row.activity,
            goal=row.goal,
            due_text=row.due_text,
            due_dates=row.due_dates,
            offices=tuple(offices[name] for name in row.offices),
            office_text=row.office_text,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Created:
    plan: Plan
    receipt: Receipt


def create_plan(
    session: Session,
    entity: Entity,
    *,
    year: int,
    activities: Sequence[PlannedActivity],
    actor: Actor,
    at: datetime,
    name: str = "",
    kind: str = "",
    source: FileRef | None = None,
    asks_evidence: bool = True,
    first_cut: int = 1,
) -> Created:
    """`first_cut` leaves out the cuts of the year that were followed up elsewhere, before this plan was here.

    Raises Invalid naming `year` when there is a plan of that year already, or `activities` when a row is incomplete.
    """
    _check(session, entity, year, activities)
    kind = kind or entity.plan_kind
    plan = Plan(
        entity_id=entity.id,
        entity=entity,
        kind=kind,
        year=year,
        name=name or f"{kind} {year}",
        asks_evidence=asks_evidence,
        source_name=source.name if source else None,
        source_sha256=source.sha256 if source else None,
    )
    session.add(plan)
    session.flush()
    components = _add_components(session, plan, activities, actor=actor, at=at)
    _add_activities(session, plan, components, activities, actor=actor, at=at)
    cuts = plan_cuts(session, plan, first=first_cut, actor=actor, at=at)
    session.flush()
    announce_plan(session, plan, cuts, _numbers_by_office(activities), at)
    data = {"activities": len(activities), "kind": kind, "name": plan.name, "year": year}
    files = (source,) if source else ()
    receipt = record(
        session, kind=Kind.PLAN_CREATE, actor=actor, at=at, subject=plan, entity_id=entity.id, data=data, files=files
    )
    return Created(plan, receipt)


def _numbers_by_office(activities: Sequence[PlannedActivity]) -> dict[int, list[int]]:
    numbers: dict[int, list[int]] = defaultdict(list)
    for planned in activities:
        for office in planned.offices:
            numbers[office.id].append(planned.number)
    return numbers


def _check(session: Session, entity: Entity, year: int, activities: Sequence[PlannedActivity]) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid({"year": f"El año va de {FIRST_YEAR} a {LAST_YEAR}; dice {year}."})
    if session.scalar(select(Plan.id).where(Plan.entity_id == entity.id, Plan.year == year)):
        raise Invalid({"year": f"{entity.name} ya tiene un plan de {year}."})
    if not activities:
        raise Invalid({"activities": "El plan no tiene actividades."})
    if why := next((sentence for planned in activities if (sentence := _why_not(planned))), None):
        raise Invalid({"activities": why})


def _why_not(planned: PlannedActivity) -> str | None:
    if not (planned.name.strip() and planned.component.strip() and planned.offices):
        return f"A la fila {planned.number} le falta la actividad, el componente o la oficina."
    if len(planned.component) > COMPONENT_CHARS:
        return f"El componente de la fila {planned.number} tiene más de {COMPONENT_CHARS} caracteres: acórtelo."
    closed = next((office.name for office in planned.offices if not office.is_active), None)
    return f"La oficina «{closed}», de la fila {planned.number}, está cerrada: elija otra." if closed else None


def _add_components(
    session: Session, plan: Plan, activities: Sequence[PlannedActivity], *, actor: Actor, at: datetime
) -> dict[str, Component]:
    """Numbered in the order in which the plan names them."""
    names = dict.fromkeys(planned.component for planned in activities)
    components = {name: Component(plan_id=plan.id, number=number, name=name) for number, name in enumerate(names, start=1)}
    session.add_all(components.values())
    session.flush()
    for component in components.values():
        data = {"name": component.name, "number": component.number, "plan": plan.id}
        entity_id = plan.entity_id
        record(session, kind=Kind.COMPONENT_CREATE, actor=actor, at=at, subject=component, entity_id=entity_id, data=data)
    return components


def _add_activities(
    session: Session,
    plan: Plan,
    components: Mapping[str, Component],
    activities: Sequence[PlannedActivity],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """All of them at once: a plan of hundreds of activities is as few statements as one of ten."""
    rows = [_activity(plan, components[planned.component], planned) for planned in activities]
    session.add_all(rows)
    session.flush()
    entity_id = plan.entity_id
    for row in rows:
        data = {"name": row.name[:TOLD_CHARS], "number": row.number, "plan": plan.id}
        record(session, kind=Kind.ACTIVITY_CREATE, actor=actor, at=at, subject=row, entity_id=entity_id, data=data)
        for responsibility in row.responsibilities:
            lead = {"activity": row.id, "office": responsibility.office_id, "position": responsibility.position}
            kind, subject = Kind.RESPONSIBILITY_CREATE, responsibility
            record(session, kind=kind, actor=actor, at=at, subject=subject, entity_id=entity_id, data=lead)


def _activity(plan: Plan, component: Component, planned: PlannedActivity) -> Activity:
    return Activity(
        plan_id=plan.id,
        component_id=component.id,
        number=planned.number,
        subcomponent=planned.subcomponent,
        name=planned.name,
        goal=planned.goal,
        due_text=planned.due_text,
        due_dates=[on.isoformat() for on in planned.due_dates],
        office_text=planned.office_text,
        search_text=searchable(f"{planned.number} {planned.name} {planned.goal} {planned.subcomponent}"),
        responsibilities=[
            Responsibility(office_id=office.id, position=position) for position, office in enumerate(planned.offices)
        ],
    )
