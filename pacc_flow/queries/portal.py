"""What anyone may see of the plans of an entity: those in force, what follows them up, and what changed in them.

A plan is public from the first day of its year on, see docs/adr/0020. Of what is recorded about it, only what concerns
whoever reads it from outside is told: when, and in which role, never by whom nor why.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Activity, Component, Cut, Entity, LedgerRecord, Office, Plan, Report, Responsibility

# The other terms of a cut are how the entity works within, and no promise to anyone outside.
PUBLIC_DATES = ("cut_on", "control_due_on")


@dataclass(frozen=True, slots=True)
class CutLine:
    """`due_on` is until when the follow-up must be published; the last three are of the revision in force, or None."""

    number: int
    name: str
    cut_on: date
    due_on: date
    revision: int | None = None
    published_at: datetime | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class YearLine:
    year: int
    plan_name: str
    is_in_force: bool
    cuts: Sequence[CutLine]

    @property
    def published(self) -> list[CutLine]:
        """The newest first."""
        return [cut for cut in reversed(self.cuts) if cut.published_at]

    @property
    def awaited(self) -> list[CutLine]:
        return [cut for cut in self.cuts if not cut.published_at]


@dataclass(frozen=True, slots=True)
class PlanChange:
    """`kind` is plan:create, cut:plan or cut:move_milestone; `role` is that of whoever did it, as the ledger names roles.
    `moved` has what moved, each from one day to another. `cut` is blank for what concerns the whole plan.
    """

    kind: str
    at: datetime
    role: str
    cut: str
    moved: Sequence[tuple[str, date, date]]


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """`changes` in their order, the creation first. `is_as_created` while no activity, office or component changed."""

    entity: Entity
    plan: Plan
    activities: Sequence[Activity]
    cuts: Sequence[Cut]
    changes: Sequence[PlanChange]

    @property
    def components(self) -> list[tuple[Component, list[Activity]]]:
        own: dict[int, tuple[Component, list[Activity]]] = {}
        for activity in self.activities:
            own.setdefault(activity.component_id, (activity.component, []))[1].append(activity)
        return [own[number] for number in sorted(own, key=lambda number: own[number][0].number)]

    @property
    def changed_at(self) -> datetime:
        return max(change.at for change in self.changes)

    @property
    def is_as_created(self) -> bool:
        rows = [row for one in self.activities for row in (one, one.component, *one.responsibilities)]
        return all(row.rev == 1 for row in rows)


def years_of(session: Session, entity_id: int, *, this_year: int) -> list[YearLine]:
    """The newest year first, those that begin later left out unless something of them was published; one statement."""
    found = session.execute(_lines().where(Entity.id == entity_id))
    return _years([cut for row in found for cut in _cut(row)], this_year)


def all_years(session: Session, *, this_year: int) -> dict[str, list[YearLine]]:
    """The same of every entity, by its short name; an entity without plans has an empty list. One statement."""
    rows: dict[str, list[tuple[int, str, CutLine]]] = defaultdict(list)
    for row in session.execute(_lines()):
        rows[row.slug] += _cut(row)
    return {slug: _years(own, this_year) for slug, own in rows.items()}


def _lines() -> Select[*tuple[Any, ...]]:
    later = aliased(Report)
    is_superseded = select(later.id).where(later.cut_id == Report.cut_id, later.revision > Report.revision).exists()
    columns = (
        *(Entity.slug, Plan.year, Plan.name.label("plan_name")),
        *(
            Cut.number,
            Cut.name,
            Cut.cut_on,
            Cut.control_due_on,
            Report.revision,
            Report.published_at,
            Office.name.label("office"),
        ),
    )
    found: Select[*tuple[Any, ...]] = select(*columns).select_from(Entity)
    return (
        found.outerjoin(Plan, Plan.entity_id == Entity.id)
        .outerjoin(Cut, Cut.plan_id == Plan.id)
        .outerjoin(Report, and_(Report.cut_id == Cut.id, ~is_superseded))
        .outerjoin(Report.signed_by_office)
        .order_by(Entity.slug, Plan.year.desc(), Cut.number)
    )


def _cut(row: Row[Any]) -> list[tuple[int, str, CutLine]]:
    """Nothing for an entity without plans."""
    if not row.number:
        return []
    signed = (row.revision, row.published_at, row.office)
    return [(row.year, row.plan_name, CutLine(row.number, row.name, row.cut_on, row.control_due_on, *signed))]


def _years(rows: Sequence[tuple[int, str, CutLine]], this_year: int) -> list[YearLine]:
    years = []
    for (year, name), own in groupby(rows, key=lambda row: row[:2]):
        cuts = [cut for _, _, cut in own]
        if year <= this_year or any(cut.published_at for cut in cuts):
            years.append(YearLine(year, name, year <= this_year, cuts))
    return years


def public_plan(session: Session, slug: str, year: int, *, this_year: int) -> PublicPlan | None:
    """None when the entity has no plan of that year, or one that is not in force yet; two statements."""
    if year > this_year:
        return None
    activities = session.scalars(
        select(Activity)
        .join(Activity.plan)
        .join(Plan.entity)
        .join(Activity.component)
        .join(Activity.responsibilities)
        .join(Responsibility.office)
        .where(Entity.slug == slug, Plan.year == year)
        .options(
            contains_eager(Activity.plan).contains_eager(Plan.entity),
            contains_eager(Activity.component),
            contains_eager(Activity.responsibilities).contains_eager(Responsibility.office),
        )
        .order_by(Activity.number, Responsibility.position)
    )
    rows = activities.unique().all()
    if not rows:
        return None
    plan = rows[0].plan
    cuts, changes = _cuts_and_changes(session, plan.id)
    return PublicPlan(plan.entity, plan, rows, cuts, changes)


def _cuts_and_changes(session: Session, plan_id: int) -> tuple[list[Cut], list[PlanChange]]:
    of_plan = and_(LedgerRecord.subject_type == "plan", LedgerRecord.subject_id == Cut.plan_id)
    of_cut = and_(LedgerRecord.subject_type == "cut", LedgerRecord.subject_id == Cut.id)
    kinds = (Kind.PLAN_CREATE, Kind.CUT_PLAN, Kind.CUT_MOVE_MILESTONE)
    found = session.execute(
        select(Cut, LedgerRecord)
        .join(LedgerRecord, or_(of_plan, of_cut))
        .where(Cut.plan_id == plan_id, LedgerRecord.kind.in_(kinds))
        .order_by(Cut.number, LedgerRecord.seq)
    ).all()
    cuts = list(dict.fromkeys(cut for cut, _ in found))
    told = {record.seq: _change(cut, record) for cut, record in found}
    created = next(change.at for change in told.values() if change.kind == Kind.PLAN_CREATE)
    # The cuts that were planned with the plan are part of it; one planned later was added.
    kept = [
        change
        for _, change in sorted(told.items())
        if change.kind == Kind.PLAN_CREATE or change.moved or (change.kind == Kind.CUT_PLAN and change.at > created)
    ]
    return cuts, sorted(kept, key=lambda change: change.at)


def _change(cut: Cut, record: LedgerRecord) -> PlanChange:
    body = json.loads(record.body)
    moved = body["data"].get("milestones", {})
    return PlanChange(
        kind=record.kind,
        at=record.at,
        role=body["actor"]["role"],
        cut="" if record.kind == Kind.PLAN_CREATE else cut.name,
        moved=[_move(name, *moved[name]) for name in PUBLIC_DATES if name in moved],
    )


def _move(name: str, before: str, after: str) -> tuple[str, date, date]:
    return name, date.fromisoformat(before), date.fromisoformat(after)
