"""The acts over an uploaded matrix: each is one record, and whoever may not is refused."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from pacc_flow import matrix
from pacc_flow.actions import proposals as action
from pacc_flow.actions.actor import Actor
from pacc_flow.actions.plan_imports import Choices, create_from_proposal, import_plan, proposed_first_cut
from pacc_flow.actions.refusals import Forbidden, Invalid, NotFound, Refusal
from pacc_flow.actions.trail import FileRef
from pacc_flow.matrix.deciding.decision_log import DecisionLog, Step
from pacc_flow.models import LedgerRecord, Office, OfficeKind, Plan, Proposal
from tests.matrix.matrices import PLAIN, Columns
from tests.support.cast import NOW, SETUP, World

ROWS = (PLAIN, Columns().row(due="31/11/2027"), Columns().row(office="Control Interno"))


def planner(world: World) -> Actor:
    return Actor(account_id=world.person("Andrés").id, role=OfficeKind.PLANNING)


def file_of(content: bytes) -> FileRef:
    return FileRef("matriz.tsv", hashlib.sha256(content).hexdigest(), len(content))


def upload(world: World, *rows: tuple[str, ...]) -> Proposal:
    content = Columns().text(rows or ROWS)
    reading = matrix.read(content, "matriz.tsv")
    made = action.upload(
        world.session, world.entity, file=file_of(content), reading=reading, actor=planner(world), at=NOW
    ).proposal
    world.session.commit()
    return made


def decide(world: World, proposal: Proposal, step: Step, **changed: object) -> None:
    asked = {"entity_id": world.entity.id, "seen_rev": proposal.rev, "actor": planner(world)} | changed
    action.decide(world.session, proposal.id, step, at=NOW, **asked)
    world.session.commit()


def create(world: World, proposal: Proposal, **chosen: object) -> Plan:
    choices = replace(Choices(year=2027), **chosen)
    created = create_from_proposal(
        world.session,
        proposal.id,
        choices,
        entity=world.entity,
        seen_rev=proposal.rev,
        actor=planner(world),
        at=NOW,
    )
    world.session.commit()
    return created.plan


def kinds_of(world: World, proposal: Proposal) -> list[str]:
    told = select(LedgerRecord.kind).where(LedgerRecord.subject_type == "import", LedgerRecord.subject_id == proposal.id)
    return list(world.session.scalars(told.order_by(LedgerRecord.seq)))


def test_each_act_leaves_one_record(world: World):
    proposal = upload(world)
    decide(world, proposal, Step(rows=(2,), corrections={"due_text": "30/11/2027"}))
    decide(world, proposal, Step(rows=(1, 3), accepts=True))
    action.undo(world.session, proposal.id, entity_id=world.entity.id, seen_rev=proposal.rev, actor=planner(world), at=NOW)
    world.session.commit()
    plan = create(world, proposal)
    assert kinds_of(world, proposal) == [
        "import:upload",
        "import:decide",
        "import:decide",
        "import:decide",
        "import:create",
    ]
    assert (proposal.state, proposal.plan_id, proposal.rev) == ("created", plan.id, 5)
    assert len(plan.activities) == 3


def test_what_a_long_row_said_is_told_short(world: World):
    proposal = upload(world, Columns().row(narrative="á" * 30_000))
    decide(world, proposal, Step(rows=(1,), corrections={"narrative": "é" * 30_000}))
    body = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.kind == "import:decide")).one()
    old, new = json.loads(body)["data"]["rows"][0]["narrative"]
    assert (old, new) == ("á" * 2_000, "é" * 2_000)


def test_a_corrected_percentage_and_the_office_of_a_spelling_are_told_old_and_new(world: World):
    proposal = upload(world)
    spelling = "Control Interno"
    decide(world, proposal, Step(rows=(1,), corrections={"percent": "100"}, offices={spelling: "Secretaría General"}))
    body = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.kind == "import:decide")).one()
    data = json.loads(body)["data"]
    assert data["rows"][0]["percent"][1] == 10_000
    assert data["offices"] == [{"spelling": spelling, "office": [spelling, "Secretaría General"]}]


def test_the_activity_of_a_whole_page_fits_in_its_record(world: World):
    proposal = upload(world, Columns().row(activity="ñ" * 32_000))
    assert create(world, proposal).activities[0].name == "ñ" * 32_000


def test_a_row_left_out_is_told_without_what_it_would_say(world: World):
    proposal = upload(world)
    decide(world, proposal, Step(rows=(2,), discards=True))
    decide(world, proposal, Step(rows=(2,), corrections={"due_text": "30/11/2027"}))
    bodies = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.kind == "import:decide")).all()
    assert json.loads(bodies[-1])["data"]["rows"][0]["due_text"] == [None, "30/11/2027"]


def test_many_rows_at_once_are_told_shorter_still(world: World):
    rows = [Columns().row(goal="m" * 1_000) for _ in range(5)]
    proposal = upload(world, *rows)
    decide(world, proposal, Step(rows=(1, 2, 3, 4, 5), corrections={"goal": "n" * 1_000}))
    body = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.kind == "import:decide")).one()
    assert json.loads(body)["data"]["rows"][4]["goal"] == ["m" * 200, "n" * 200]


def test_an_unsound_correction_names_its_field_and_keeps_nothing(world: World):
    proposal = upload(world)
    with pytest.raises(Invalid) as refusal:
        decide(world, proposal, Step(rows=(2,), corrections={"due_text": "31/02/2027", "percent": "101"}))
    assert set(refusal.value.errors) == {"due_text", "percent"}
    assert refusal.value.errors["due_text"].startswith("La fecha 31/02/2027 no existe")
    world.session.rollback()
    assert kinds_of(world, proposal) == ["import:upload"]


def test_a_stale_revision_a_closed_proposal_and_another_entity_are_refused(world: World):
    proposal, step = upload(world), Step(rows=(1,), accepts=True)
    with pytest.raises(action.DecidedMeanwhile):
        decide(world, proposal, step, seen_rev=proposal.rev - 1)
    with pytest.raises(NotFound):
        decide(world, proposal, step, entity_id=world.outsider.entity_id)
    with pytest.raises(Forbidden, match="Solo Planeación"):
        decide(world, proposal, step, actor=Actor(account_id=world.person("Marta").id, role="control"))
    with pytest.raises(Refusal, match="no está en el documento"):
        decide(world, proposal, Step(rows=(99,)))
    with pytest.raises(Refusal, match="No hay ninguna decisión"):
        action.undo(world.session, proposal.id, entity_id=world.entity.id, seen_rev=1, actor=planner(world), at=NOW)
    action.discard(world.session, proposal.id, entity_id=world.entity.id, seen_rev=1, actor=planner(world), at=NOW)
    world.session.commit()
    with pytest.raises(Refusal, match="ya se cerró"):
        decide(world, proposal, step)


def test_the_same_bytes_are_uploaded_once(world: World):
    first = upload(world)
    with pytest.raises(action.Duplicate, match="sigue por decidir") as refusal:
        upload(world)
    assert refusal.value.proposal.id == first.id


def test_a_flood_of_unreadable_files_is_told_by_its_figure(world: World):
    told = [
        action.refuse_upload(
            world.session, world.entity.id, file=FileRef("x", "0" * 64, 0), sentence="Vacío.", actor=planner(world), at=NOW
        )
        for _ in range(12)
    ]
    assert [receipt is not None for receipt in told] == [True] * 10 + [False] * 2


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"first_cut": 0}, "first_cut"),
        ({"first_cut": 4}, "first_cut"),
        ({"planning": "Oficina de Nada"}, "planning"),
        ({"planning": "Oficina de Riesgos", "control": "Oficina de Riesgos"}, "control"),
        ({"year": 2026}, "year"),
        ({"year": 1999}, "year"),
        ({"planning": "Oficina de Riesgos"}, "kind"),
    ],
)
def test_an_odd_choice_names_its_field_and_creates_nothing(world: World, chosen: dict[str, object], field: str):
    proposal = upload(world, PLAIN)
    before = world.session.scalars(select(Office.id)).all()
    with pytest.raises(Invalid) as refusal:
        create(world, proposal, **chosen)
    assert set(refusal.value.errors) == {field}
    world.session.rollback()
    assert world.session.scalars(select(Office.id)).all() == before
    assert kinds_of(world, proposal) == ["import:upload"]


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ((), "Faltan por decidir las filas 2 y 3."),
        ((3,), "Falta por decidir la fila 2."),
        ((1, 2, 3), "No quedó ninguna actividad"),
    ],
)
def test_rows_that_wait_are_named_in_the_refusal(world: World, left_out: tuple[int, ...], said: str):
    late = Columns().row(due="31/11/2027")
    proposal = upload(world, PLAIN, late, late)
    if left_out:
        decide(world, proposal, Step(rows=left_out, discards=True))
    with pytest.raises(Refusal, match=said):
        create(world, proposal)


def test_a_plan_comes_whole_from_a_file_with_its_decisions(world: World):
    content = Columns().text(ROWS)
    log = DecisionLog((Step(rows=(2,), corrections={"due_text": "30/11/2027"}),))
    created = import_plan(
        world.session,
        world.entity,
        reading=matrix.read(content, "matriz.tsv"),
        log=log,
        choices=Choices(year=2027, name="  Programa   de 2027 "),
        file=file_of(content),
        actor=SETUP,
        at=NOW,
    )
    world.session.commit()
    proposal = world.session.scalars(select(Proposal)).one()
    assert (created.plan.name, proposal.plan_id, proposal.state) == ("Programa de 2027", created.plan.id, "created")
    assert kinds_of(world, proposal) == ["import:create"]
    assert world.office("Control Interno").kind == OfficeKind.CONTROL


@pytest.mark.parametrize(
    ("year", "follow_up_on", "today", "first"),
    [
        (2027, None, date(2026, 12, 1), 1),  # a year to come
        (2026, None, date(2026, 5, 4), 1),  # past the cut, but not past its follow-up
        (2026, None, date(2026, 5, 18), 2),
        (2021, date(2021, 8, 31), date(2026, 5, 4), 2),  # a year that is over: the follow-up of the document
        (2021, date(2021, 10, 1), date(2026, 5, 4), 3),
        (2021, None, date(2026, 5, 4), 3),
    ],
)
def test_the_first_cut_is_the_one_still_due_or_the_one_that_the_document_follows_up(
    world: World, year: int, follow_up_on: date | None, today: date, first: int
):
    assert proposed_first_cut(world.entity, year, follow_up_on, today) == first
