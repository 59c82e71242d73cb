"""A plan as a document can be compared with it: what each of its activities states, in a fixed number of statements."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.matrix.deciding.difference import Statement
from pacc_flow.models import Activity, Component, Office, Plan, Responsibility


def statements_of(session: Session, entity_id: int, year: int) -> list[Statement]:
    """In the order of the plan; none when the entity has no plan of that year."""
    of_plan = (Plan.entity_id == entity_id, Plan.year == year)
    named = session.execute(
        select(Responsibility.activity_id, Office.name)
        .join(Office, Office.id == Responsibility.office_id)
        .join(Activity, Activity.id == Responsibility.activity_id)
        .join(Plan, Plan.id == Activity.plan_id)
        .where(*of_plan)
    )
    offices = defaultdict[int, set[str]](set)
    for activity_id, name in named:
        offices[activity_id].add(name)
    rows = session.execute(
        select(Activity, Component.name)
        .join(Component, Component.id == Activity.component_id)
        .join(Plan, Plan.id == Activity.plan_id)
        .where(*of_plan)
        .order_by(Activity.number)
    )
    return [
        Statement(
            n=activity.number,
            component=component,
            subcomponent=activity.subcomponent,
            activity=activity.name,
            goal=activity.goal,
            due=activity.due_text,
            offices=frozenset(offices[activity.id]),
        )
        for activity, component in rows
    ]
