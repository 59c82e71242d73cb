"""A plan as it is read: its activities by component, with their offices."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from pacc_flow.models import Activity, Component, Plan, Responsibility


@dataclass(frozen=True)
class PlanPage:
    """`years` are those with a plan, the newest first. Components without activities are listed too."""

    plan: Plan
    years: Sequence[int]
    components: list[tuple[Component, list[Activity]]]


def years_of(session: Session, entity_id: int) -> Sequence[int]:
    return session.scalars(select(Plan.year).where(Plan.entity_id == entity_id).order_by(Plan.year.desc())).all()


def plan_page(session: Session, entity_id: int, *, year: int, years: Sequence[int]) -> PlanPage | None:
    plan = session.scalar(
        select(Plan)
        .where(Plan.entity_id == entity_id, Plan.year == year)
        .options(
            selectinload(Plan.components),
            # Joined, not asked for in batches: the number of statements must not grow with the plan.
            selectinload(Plan.activities)
            .joinedload(Activity.responsibilities, innerjoin=True)
            .joinedload(Responsibility.office, innerjoin=True),
        )
    )
    if plan is None:
        return None
    by_component: dict[int, list[Activity]] = {component.id: [] for component in plan.components}
    for activity in plan.activities:
        by_component[activity.component_id].append(activity)
    return PlanPage(plan, years, [(component, by_component[component.id]) for component in plan.components])
