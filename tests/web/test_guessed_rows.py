"""What the reader supposed of a row is asked before it enters the plan, with the other reading at hand."""

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from pacc_flow.actions import proposals as action
from pacc_flow.actions.actor import Actor
from pacc_flow.actions.trail import FileRef
from pacc_flow.matrix import Code, Confidence, Finding, read
from pacc_flow.matrix.proposal import Entry
from pacc_flow.models import OfficeKind
from pacc_flow.models.drafts import draft_of
from pacc_flow.queries.proposals import all_offices
from tests.support.cast import NOW, World
from tests.support.web import sign_in
from tests.web.test_proposal import OF_2027, PLAIN, UPLOAD, decide, heading, matrix_of, proposal

OTHER_ROW = OF_2027.row(activity="Otra cosa")


@pytest.fixture
def planner(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Andrés")
    return client


def proposed(world: World, *findings: Finding, **changed: object) -> str:
    """The address of a proposal whose first row was read with those doubts, by whatever reader."""
    reading = read(matrix_of(PLAIN, OTHER_ROW), "matriz.tsv")
    first, *others = reading.rows
    doubted = replace(first, findings=findings, **changed)
    made = action.upload(
        world.session,
        world.entity,
        file=FileRef("matriz.tsv", "ab" * 32, 100),
        reading=replace(reading, rows=(doubted, *others)),
        actor=Actor(account_id=world.person("Andrés").id, role=OfficeKind.PLANNING),
        at=NOW,
    )
    world.session.commit()
    return f"{UPLOAD}/{made.proposal.id}"


GUESSED_DATE = Finding(Code.DATE_GUESSED, "due_dates", "«nov 30» no dice el año. Leímos 2027.", Confidence.LOW, "2028-11-30")
GLUED = Finding(Code.DATES_GLUED, "due_dates", "Trae varias fechas pegadas. Leímos dos.", Confidence.MEDIUM)
GUESSED_PERCENT = Finding(Code.PERCENT_GUESSED, "percent", "«3 de 4» es una cuenta. Leímos 75 %.", Confidence.MEDIUM, "80")
STRUCK = Finding(Code.STRUCK_ACTIVITY, "activity", "La actividad está tachada. Puede que ya no sea.", Confidence.MEDIUM, "")
REPEATED = Finding(Code.REPEATED_ACTIVITY, "activity", "La actividad está en la fila 2. Puede sobrar.", Confidence.MEDIUM)
CONTINUES = Finding(
    Code.ACTIVITY_MISSING, "activity", "La fila no trae actividad. Puede ser…", Confidence.MEDIUM, "La de arriba"
)

ANSWERED = [
    (GUESSED_DATE, {"due": "leida"}, {"due_dates": (date(2027, 11, 30),)}),
    (GUESSED_DATE, {"due": "otra-lectura"}, {"due_dates": (date(2028, 11, 30),), "due_text": "30/11/2028"}),
    (GUESSED_DATE, {"due": "otra", "due_other": "1/12/2027"}, {"due_dates": (date(2027, 12, 1),)}),
    (GLUED, {"due": "leida"}, {"due_text": "30/11/2027"}),
    (GUESSED_PERCENT, {"percent": "leida"}, {"percent": 10000}),
    (GUESSED_PERCENT, {"percent": "otra-lectura"}, {"percent": 8000}),
    (GUESSED_PERCENT, {"percent": "otra", "percent_other": "12,5"}, {"percent": 1250}),
    (replace(GUESSED_PERCENT, alternative=""), {"percent": "otra-lectura"}, {"percent": None}),
    (STRUCK, {"kept": "leida"}, {"activity": "Hacer un foro"}),
    (REPEATED, {"kept": "leida"}, {"activity": "Hacer un foro"}),
    (CONTINUES, {"activity": "propuesta"}, {"activity": "La de arriba"}),
    (CONTINUES, {"activity": "otra", "activity_other": "Otra más"}, {"activity": "Otra más"}),
]


@pytest.mark.parametrize(("finding", "answers", "then"), ANSWERED)
def test_what_was_supposed_is_confirmed_or_changed(
    world: World, planner: FlaskClient, finding: Finding, answers: dict[str, str], then: dict[str, object]
):
    address = proposed(world, finding)
    assert heading(planner.get(address)).endswith("1 espera su decisión")
    assert decide(planner, world, "fila", 1, **answers).status_code == 302
    assert heading(planner.get(address)).endswith("todo está decidido")
    row = draft_of(proposal(world), all_offices(world.session, world.entity.id)).row(1)
    assert {name: getattr(row, name) for name in then} == then


@pytest.mark.parametrize("finding", [STRUCK, REPEATED], ids=["struck", "repeated"])
def test_a_row_that_should_not_be_there_is_left_out_by_its_answer_and_can_come_back(
    world: World, planner: FlaskClient, finding: Finding
):
    address = proposed(world, finding, percent=None)
    assert "Elija una respuesta." in decide(planner, world, "fila", 1).text
    assert "Elija una respuesta." in decide(planner, world, "fila", 1, kept="otra").text
    assert decide(planner, world, "fila", 1, kept="fuera").status_code == 302
    assert "Crear el plan con 1 actividad<" in planner.get(address).text
    decide(planner, world, "deshacer")
    assert heading(planner.get(address)).endswith("1 espera su decisión")


@pytest.mark.parametrize(("typed", "said"), [("", "Escriba el porcentaje."), ("101", "El porcentaje va de 0 a 100")])
def test_another_percentage_is_judged_where_it_was_typed(world: World, planner: FlaskClient, typed: str, said: str):
    proposed(world, GUESSED_PERCENT)
    answer = decide(planner, world, "fila", 1, percent="otra", percent_other=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'id="fila-1-percent_other-error"' in answer.text


def test_the_follow_ups_of_a_row_are_shown_with_their_cut(world: World, planner: FlaskClient):
    entries = (Entry(date(2027, 4, 30), 3333, "Se empezó."), Entry(None, None, ""))
    page = planner.get(f"{proposed(world, entries=entries)}?ver=sin-dudas&fila=1").text
    assert "Seguimientos que el documento trae de la fila 1" in page
    assert "30 de abril de 2027" in page
    assert "33,33" in page
    assert "Se empezó." in page
    assert "Sin fecha" in page


def test_kinds_of_doubts_that_are_as_many_are_listed_in_the_order_of_the_rows(planner: FlaskClient, world: World):
    doubts = (STRUCK, GUESSED_PERCENT, GLUED, REPEATED, GUESSED_DATE)
    page = planner.get(proposed(world, *doubts)).text
    listed = page[page.index("Por decidir") :]
    places = [listed.index(finding.title) for finding in doubts]
    assert places == sorted(places)
