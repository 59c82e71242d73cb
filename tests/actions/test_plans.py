"""A plan, created whole or not at all."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, select

from pacc_flow.actions.entities import update_office
from pacc_flow.actions.plans import PlannedActivity, create_plan
from pacc_flow.actions.refusals import Invalid
from pacc_flow.models import OfficeKind, Plan
from tests.support.cast import NOW, SETUP, World


def activity(world: World, number: int = 1) -> PlannedActivity:
    offices = (world.office("Secretaría General"), world.office("Oficina Comercial"))
    return PlannedActivity(
        number, "Componente", "", f"Actividad {number}", "Meta", "30/11/2027", (date(2027, 11, 30),), offices
    )


def test_a_plan_brings_its_components_activities_offices_and_cuts(world: World):
    rows = [activity(world, 1), replace(activity(world, 2), component="Otro"), activity(world, 3)]
    plan = create_plan(world.session, world.entity, year=2027, activities=rows, actor=SETUP, at=NOW, first_cut=2).plan
    world.session.commit()
    assert [(part.number, part.name) for part in plan.components] == [(1, "Componente"), (2, "Otro")]
    leads = [[row.office.name for row in one.responsibilities] for one in plan.activities]
    assert leads == [["Secretaría General", "Oficina Comercial"]] * 3
    assert [cut.number for cut in world.session.scalars(select(Plan).where(Plan.id == plan.id)).one().activities] == [1, 2, 3]
    assert (plan.name, plan.kind, plan.source_sha256) == ("PTEP 2027", "PTEP", None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "  "}, "A la fila 1 le falta la actividad"),
        ({"component": ""}, "A la fila 1 le falta la actividad, el componente"),
        ({"offices": ()}, "o la oficina"),
        ({"component": "x" * 301}, "tiene más de 300 caracteres"),
    ],
)
def test_an_incomplete_row_is_named(world: World, change: dict[str, object], said: str):
    with pytest.raises(Invalid, match=said):
        create_plan(
            world.session, world.entity, year=2027, activities=[replace(activity(world), **change)], actor=SETUP, at=NOW
        )


def test_a_closed_office_answers_for_nothing_new(world: World):
    office = world.office("Oficina Comercial")
    same = {"name": office.name, "kind": OfficeKind.OFFICE, "spellings": ()}
    update_office(world.session, office, **same, is_active=False, actor=SETUP, at=NOW)
    world.session.commit()
    with pytest.raises(Invalid, match="«Oficina Comercial», de la fila 1, está cerrada"):
        create_plan(world.session, world.entity, year=2027, activities=[activity(world)], actor=SETUP, at=NOW)


def test_a_plan_without_activities_is_refused(world: World):
    with pytest.raises(Invalid, match="no tiene actividades"):
        create_plan(world.session, world.entity, year=2027, activities=[], actor=SETUP, at=NOW)


@pytest.mark.parametrize("world_url", ["postgresql"], indirect=True)
def test_a_plan_of_many_activities_is_little_more_statements_than_a_small_one(world: World):
    """SQLite, which is in the same process, gives each new row its number one at a time."""

    def statements(year: int, count: int) -> int:
        seen: list[str] = []
        rows = [activity(world, number) for number in range(1, count + 1)]
        listen = lambda _c, _k, statement, *_: seen.append(statement)  # noqa: E731 - the very one to remove
        event.listen(world.engine, "before_cursor_execute", listen)
        create_plan(world.session, world.entity, year=year, activities=rows, actor=SETUP, at=NOW)
        world.session.commit()
        event.remove(world.engine, "before_cursor_execute", listen)
        return len(seen)

    assert statements(2028, 400) - statements(2027, 41) < 20
