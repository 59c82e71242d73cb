"""A cut: planned with its plan, opened on its day by the scheduler or before it by Planning."""

from datetime import date

import pytest
from sqlalchemy import func, select

from pacc_flow.actions.cuts import load_cut, open_cut, open_cut_early, plan_cuts
from pacc_flow.actions.plans import PlannedActivity, create_plan
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.refusals import Forbidden, NotFound, Refusal
from pacc_flow.models import Cut, CutState, Entry, LedgerRecord, Office, Plan
from pacc_flow.workflow import State
from tests.support.cast import NOW, SETUP, World


def cut(world: World, number: int) -> Cut:
    return world.session.scalars(select(Cut).where(Cut.number == number)).one()


def test_the_cuts_of_a_year_follow_the_schedule_with_their_milestones(world: World):
    cuts = world.session.scalars(select(Cut).order_by(Cut.number)).all()
    assert [(one.name, one.cut_on, one.control_due_on) for one in cuts] == [
        ("Primer corte", date(2026, 4, 30), date(2026, 5, 15)),
        ("Segundo corte", date(2026, 8, 31), date(2026, 9, 14)),
        ("Tercer corte", date(2026, 12, 31), date(2027, 1, 18)),
    ]
    assert {one.calendar_version for one in cuts} == {cuts[0].calendar_version}
    assert cuts[1].opens_on == date(2026, 8, 16)


def test_the_cuts_followed_up_elsewhere_are_left_out(world: World):
    office = world.office("Oficina Comercial")
    activity = PlannedActivity(1, "Uno", "", "Hacer algo", "", "", (), (office,))
    plan = create_plan(world.session, world.entity, year=2027, activities=[activity], actor=SETUP, at=NOW, first_cut=4).plan
    cuts = plan_cuts(world.session, plan, first=3, actor=SETUP, at=NOW)
    world.session.commit()
    assert [one.number for one in cuts] == [3]
    kept = world.session.scalar(select(func.count()).select_from(Cut).join(Cut.plan).where(Plan.year == 2027))
    assert kept == 1


def test_planning_opens_a_cut_before_its_day_in_the_name_of_its_office(world: World):
    second = cut(world, 2)
    receipt = open_cut_early(world.session, second.id, actor=world.person("Andrés"), at=NOW)
    world.session.commit()

    assert (second.state, second.opened_at) == (CutState.OPEN, NOW)
    assert world.session.scalar(select(func.count()).select_from(Entry).where(Entry.cut_id == second.id)) == 4
    body = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.seq == receipt.seq)).one()
    office = world.session.scalars(select(Office).where(Office.kind == "planning")).one()
    assert f'"office":{office.id},"role":"planning"' in body


@pytest.mark.parametrize(
    ("name", "number", "refusal", "sentence"),
    [
        ("Laura", 2, Forbidden, "El corte lo abre Planeación."),
        ("Marta", 2, Forbidden, "El corte lo abre Planeación."),
        ("Ana", 2, Forbidden, "El administrador no mueve entradas."),
        ("Óscar", 2, Forbidden, "Su cuenta solo permite leer."),
        ("Andrés", 1, Refusal, "Este corte ya se abrió."),
        ("Charlie", 2, NotFound, "No encontramos lo que busca, o no es de su entidad."),
    ],
)
def test_nobody_else_opens_a_cut_and_none_is_opened_twice(
    world: World, name: str, number: int, refusal: type[Refusal], sentence: str
):
    wanted, before = cut(world, number), cut(world, number).state
    with pytest.raises(refusal) as refused:
        open_cut_early(world.session, wanted.id, actor=world.person(name), at=NOW)
    assert refused.value.sentence == sentence
    assert type(refused.value) is refusal
    world.session.rollback()
    assert cut(world, number).state == before


def test_progress_starts_from_what_was_verified_at_the_cut_before(world: World):
    world.submit(1)
    world.review(1)
    world.verify(1, percent=4000)
    left = world.session.scalars(select(Entry.id).where(Entry.state != State.VERIFIED)).all()
    publish_cut(world.session, cut(world, 1).id, actor=world.person("Marta"), reasons=dict.fromkeys(left, "Sin dato."), at=NOW)
    world.session.commit()
    open_cut(world.session, load_cut(world.session, cut(world, 2).id, entity_id=world.entity.id), actor=SETUP, at=NOW)
    world.session.commit()
    entries = world.session.scalars(select(Entry).join(Entry.cut).where(Cut.number == 2).order_by(Entry.activity_id))
    assert [entry.baseline_percent for entry in entries] == [4000, None, None, None]


def test_a_cut_of_another_entity_does_not_exist(world: World):
    with pytest.raises(NotFound):
        load_cut(world.session, cut(world, 1).id, entity_id=world.outsider.entity_id, lock=False)
