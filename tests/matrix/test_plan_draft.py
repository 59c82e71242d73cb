"""A proposal with its decisions in it, and the offices of a document against those of the entity."""

import json
from datetime import date

import pytest

from pacc_flow.matrix import Confidence, Decisions, Proposal
from pacc_flow.matrix.deciding.decision_log import DecisionLog, Step
from pacc_flow.matrix.deciding.plan_draft import PlanDraft
from pacc_flow.matrix.offices.document_offices import KnownOffice, role_of
from tests.matrix.matrices import Columns

PLANNING = KnownOffice("Oficina de Planeación", role="planning")
CONTROL = KnownOffice("Control Interno", role="control")
ENTITY = (KnownOffice("Secretaría General"), PLANNING, CONTROL)


def draft(seed: Proposal, *steps: Step, known: tuple[KnownOffice, ...] = ()) -> PlanDraft:
    return PlanDraft.of(seed, DecisionLog(steps), known)


def waiting(of: PlanDraft) -> list[int]:
    return [row.n for row in of.waiting]


def test_nothing_decided_leaves_ten_rows_waiting(seed: Proposal):
    assert waiting(draft(seed)) == [6, 11, 13, 14, 15, 17, 18, 27, 30, 31]
    assert len(draft(seed).new_offices) == 12


def test_a_later_decision_prevails_and_the_last_one_can_be_taken_back(seed: Proposal):
    log = DecisionLog().then(Step(rows=(13,), corrections={"due_text": "30/11/2021"}, rev=2))
    changed = log.then(Step(rows=(13,), corrections={"due_text": "01/12/2021"}, rev=3))
    assert PlanDraft.of(seed, changed, ()).row(13).due_dates == (date(2021, 12, 1),)
    assert PlanDraft.of(seed, changed.without_last(), ()).row(13).due_dates == (date(2021, 11, 30),)
    assert [step.rev for step in changed.since(2)] == [3]


def test_what_was_decided_survives_being_stored(seed: Proposal):
    log = DecisionLog(
        (
            Step(rows=(6,), corrections={"offices": ["Secretaría General"]}, by=7, at="2026-05-04T14:00:00Z", rev=2),
            Step(rows=(30, 31), accepts=True),
            Step(rows=(1,), discards=True),
            Step(offices={"Oficina de Riesgos": "Riesgos"}),
        )
    )
    stored = json.loads(json.dumps(log.to_json()))
    assert DecisionLog.from_json(stored) == log
    assert DecisionLog.from_json({}) == DecisionLog()


def test_a_row_left_out_comes_back_with_its_next_decision(seed: Proposal):
    out = DecisionLog((Step(rows=(1, 2), discards=True),))
    assert PlanDraft.of(seed, out, ()).row(1) is None
    assert PlanDraft.of(seed, out.then(Step(rows=(1,))), ()).row(1) is not None
    assert out.then(Step(rows=(1,))).discarded == {2}


def test_decisions_of_a_file_become_a_log(seed: Proposal):
    decisions = Decisions(
        corrections={13: {"due_text": "30/11/2021"}},
        offices={"Riesgos": ["Oficina de Riesgos"]},
        accepted=frozenset({30}),
        discarded=frozenset({31}),
    )
    of = PlanDraft.of(seed, DecisionLog.of(decisions), ())
    assert waiting(of) == [6, 11, 14, 15, 17, 18, 27]
    assert of.row(1).offices == ("Riesgos",)
    assert DecisionLog.of(Decisions()) == DecisionLog()


def test_offices_of_the_document_meet_those_of_the_entity_by_name_and_by_role(seed: Proposal):
    of = draft(seed, known=ENTITY)
    named = {spelling.text: office for office in of.offices for spelling in office.spellings}
    assert named["Secretaría General"].known == ENTITY[0]
    assert named["Oficina Asesora de Planeación"].known == PLANNING
    assert named["Oficina de Control Interno"].known == CONTROL
    assert named["Oficina de Control Interno"].new_spellings == ("Oficina de Control Interno",)
    assert named["Oficina de Riesgos"].known is None
    assert {row.offices for row in of.decided.rows if row.office_text == "Oficina de Control Interno"} == {("Control Interno",)}


def test_a_remembered_spelling_is_recognised_next_year(seed: Proposal):
    contracts = KnownOffice("Contratación", ("Grupo de contratación",))
    office = next(office for office in draft(seed, known=(contracts,)).offices if office.known)
    assert (office.name, office.new_spellings) == ("Contratación", ("Grupo de Contratos",))
    assert office.confidence is Confidence.MEDIUM


def test_only_one_office_takes_a_role_that_the_entity_has(columns: Columns):
    reading = columns.read([columns.row(office="Oficina de Planeación"), columns.row(office="Grupo de Planeación")])
    known = (KnownOffice("Planeación", role="planning"),)
    assert [(office.name, bool(office.known)) for office in draft(reading, known=known).offices] == [
        ("Planeación", True),
        ("Grupo de Planeación", False),
    ]


def test_an_office_named_before_it_was_settled_is_found_by_its_spelling(seed: Proposal):
    answered = Step(rows=(6,), corrections={"offices": ["Oficina Asesora de Planeación"]})
    settled = Step(offices={"Oficina Asesora de Planeación": "Planeación"})
    of = draft(seed, answered, settled)
    assert of.row(6).offices == ("Planeación",)
    assert of.name_of("Oficina Asesora de Planeación") == "Planeación"
    assert of.name_of("Oficina de Nada") == "Oficina de Nada"
    assert draft(seed, Step(rows=(6,), corrections={"offices": "Oficina de Riesgos"})).row(6).offices == ("Oficina de Riesgos",)


@pytest.mark.parametrize("value", [["Oficina que se fue"], 7])
def test_a_correction_that_no_longer_fits_is_left_out_and_its_row_waits(seed: Proposal, value: object):
    of = draft(seed, Step(rows=(6,), corrections={"offices": value}), Step(rows=(13,), corrections={"due_text": "30/11/2021"}))
    assert [(bad.row, bad.field) for bad in of.unsound] == [(6, "offices")]
    assert 6 in waiting(of)
    assert 13 not in waiting(of)


def test_an_office_of_the_entity_named_by_a_correction_is_used_and_not_new(seed: Proposal):
    legal = KnownOffice("Oficina Jurídica")
    of = draft(seed, Step(rows=(6,), corrections={"offices": ["Oficina Jurídica"]}), known=(legal,))
    office = next(office for office in of.used if office.name == "Oficina Jurídica")
    assert (office.known, office.rows, office.new_spellings) == (legal, [], ())
    assert legal.name not in {office.name for office in of.new_offices}


def test_a_closed_office_is_offered_only_where_the_document_names_it(seed: Proposal):
    closed = (KnownOffice("Archivo", is_active=False), KnownOffice("Secretaría General", is_active=False))
    names = draft(seed, known=closed).names
    assert "Archivo" not in names
    assert "Secretaría General" in names


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Oficina Asesora de Planeación", "planning"),
        ("Dirección de Planeación Institucional", "planning"),
        ("OFICINA DE CONTROL INTERNO", "control"),
        ("Oficina de Control Interno Disciplinario", "office"),
        ("Grupo de Planeación Financiera", "office"),
        ("Secretaría General", "office"),
    ],
)
def test_a_name_says_which_office_reviews_and_which_verifies(name: str, role: str):
    assert role_of(name) == role


def test_a_role_is_proposed_only_while_the_entity_lacks_it(seed: Proposal):
    assert draft(seed).proposed("planning") == "Oficina Asesora de Planeación"
    assert draft(seed).proposed("control") == "Oficina de Control Interno"
    assert draft(seed, known=(PLANNING,)).proposed("planning") == ""
    assert draft(seed, Step(rows=tuple(range(1, 42)), discards=True)).proposed("control") == ""
