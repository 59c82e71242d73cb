"""Many entries at once, through the same models and trail as everybody's: for what must hold however large a plan is."""

from sqlalchemy import select

from pacc_flow.actions.content import EMPTY_DIGEST
from pacc_flow.actions.trail import record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Activity, Component, Entry, Responsibility, searchable
from pacc_flow.models.base import Audited
from tests.support.cast import NOW, SETUP, World

FIRST_NUMBER = 101


def many_entries(world: World, count: int, *, office: str = "Oficina Comercial") -> list[int]:
    """Adds `count` activities led by `office` to the plan, each with its draft in the open cut: their ids, in order.

    They are numbered from 101, above those of the cast.
    """
    cut, lead = world.cut(), world.office(office)
    component = world.session.scalars(select(Component).where(Component.plan_id == cut.plan_id)).first()
    activities = [
        Activity(
            plan_id=cut.plan_id,
            component_id=component.id,
            number=number,
            name=f"Actividad número {number}",
            goal="Un documento",
            due_dates=["2026-12-30"],
            search_text=searchable(f"{number} actividad"),
        )
        for number in range(FIRST_NUMBER, FIRST_NUMBER + count)
    ]
    world.session.add_all(activities)
    world.session.flush()
    responsibilities = [Responsibility(activity_id=row.id, office_id=lead.id, position=0) for row in activities]
    entries = [Entry(cut_id=cut.id, activity_id=row.id, content_sha256=EMPTY_DIGEST) for row in activities]
    world.session.add_all([*responsibilities, *entries])
    world.session.flush()
    _record_all(world, Kind.ACTIVITY_CREATE, activities)
    _record_all(world, Kind.RESPONSIBILITY_CREATE, responsibilities)
    _record_all(world, Kind.ENTRY_CREATE, entries)
    world.session.commit()
    return [entry.id for entry in entries]


def _record_all(world: World, kind: Kind, rows: list[Audited]) -> None:
    entity_id = world.entity.id
    for row in rows:
        record(world.session, kind=kind, actor=SETUP, at=NOW, subject=row, entity_id=entity_id)
