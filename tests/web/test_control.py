"""Internal Control's page of the cut and its verification desk, through the pages themselves."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pacc_flow.actions.publication import publish_cut
from pacc_flow.workflow import Action, State
from tests.support.cast import NOW, World
from tests.support.web import post, sign_in

NOT_A_PERCENT = "El porcentaje va de 0 a 100, con coma si tiene decimales. Por ejemplo: 65 o 88,24."


@pytest.fixture
def control(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Marta")
    return client


@pytest.fixture
def reviewed(world: World) -> World:
    """Entries 1 and 2 wait for Internal Control."""
    for number in (1, 2):
        world.act("Laura", Action.SUBMIT, number, content=world.written("Laura", percent=8824))
        world.act("Andrés", Action.REVIEW, number, comment="Coincide: 15 de 17.")
    return world


def known(world: World, number: int = 1) -> tuple[int, int]:
    entry = world.entry(number)
    found = entry.id, entry.rev
    world.session.rollback()
    return found


def state(world: World, number: int = 1) -> str:
    found = world.entry(number).state
    world.session.rollback()
    return found


def address(world: World, number: int = 1) -> str:
    return f"/app/verificacion/{known(world, number)[0]}"


def decide(client: FlaskClient, world: World, step: str, number: int = 1, **typed: object) -> TestResponse:
    entry_id, rev = known(world, number)
    return post(client, f"/app/verificacion/{entry_id}/{step}", {"rev": rev, **typed})


def test_the_cut_says_what_is_verified_and_what_waits(control: FlaskClient, reviewed: World):
    reviewed.verify(2)
    page = control.get("/app/corte").text
    assert "La verificación vence en 9 días hábiles: falta 1 de 4" in page
    assert "son suyas, hasta el viernes 15 de mayo" in page
    assert "Empezar a verificar" in page
    assert "Actualizar el mapa de riesgos" in page
    assert "Verificar<span" in page
    assert "Publicar el mapa de riesgos" in control.get("/app/corte?estado=verificadas").text


def test_with_nothing_to_verify_the_cut_leads_to_its_publication(control: FlaskClient, reviewed: World):
    for number in (1, 2):
        reviewed.verify(number)
    page = control.get("/app/corte").text
    assert "Nada por verificar: faltan 2 de 4 por llegar" in page
    assert 'href="/app/publicacion"' in page


def test_an_auditor_reads_the_cut_and_is_offered_no_step(client: FlaskClient, reviewed: World):
    sign_in(client, "Óscar")
    page = client.get("/app/corte").text
    assert "La verificación vence en" in page
    assert "las verifica Control Interno, hasta el viernes 15 de mayo" in page
    assert f'href="/app/entradas/{known(reviewed)[0]}"' in page
    for offered in ("Empezar a", "Verificar<span", "/app/verificacion", "son suyas"):
        assert offered not in page
    assert client.get(address(reviewed)).status_code == 403


def test_the_percentage_comes_empty_and_what_was_reported_stands_beside(control: FlaskClient, reviewed: World):
    page = control.get(address(reviewed)).text
    field = re.search(r'<input[^>]*name="verified_percent"[^>]*>', page)
    assert field
    assert 'value=""' in field[0]
    for said in (
        "Reportado: 88,24\u00a0%. Puede ser otro.", "Se publica con el seguimiento. No escriba nombres de personas.",
        "Revisión de Planeación", "«Coincide: 15 de 17.»", "Andrés Rojas",
        "Firma <strong>Marta Lucía Peña</strong>, Control Interno: verifiqué esta entrada, revisión 3, huella",
        "Firma electrónica con su usuario, Ley 527 de 1999, art. 7. No es una firma digital certificada.",
        "Devolver a Planeación o a la oficina", "Al firmar pasa a la <strong>2</strong>",
    ):  # fmt: skip
        assert said in page, said


def test_a_verification_is_signed_and_goes_to_the_next_one(control: FlaskClient, reviewed: World):
    answer = decide(control, reviewed, "verificar", verified_percent="65,5", observation="Faltan 2.", comment="A medias")
    assert (answer.status_code, answer.location) == (302, address(reviewed, 2))
    page = control.get(answer.location).text
    assert "Verificó la 1." in page
    assert "Recibo" in page
    entry = reviewed.entry(1)
    assert (entry.state, entry.verified_percent, entry.observation) == (State.VERIFIED, 6550, "Faltan 2.")
    assert entry.verified_by_id == reviewed.person("Marta").id


# fmt: off
BAD_PERCENTS = (  # typed, sentence
    ("",          "Falta el porcentaje verificado."),
    ("101",       NOT_A_PERCENT),
    ("casi todo", NOT_A_PERCENT),
    ("-1",        NOT_A_PERCENT),
    ("8,8,8",     NOT_A_PERCENT),
)
# fmt: on


@pytest.mark.parametrize(("typed", "sentence"), BAD_PERCENTS)
def test_a_percentage_that_is_none_comes_back_with_its_sentence_and_what_was_typed(
    control: FlaskClient, reviewed: World, typed: str, sentence: str
):
    answer = decide(control, reviewed, "verificar", verified_percent=typed, observation="Faltan dos.")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text
    assert "Faltan dos." in answer.text
    assert state(reviewed) == State.REVIEWED


# fmt: off
RETURNS = (  # step, what the person writes first, to which state, what is said
    ("devolver-planeacion", State.SUBMITTED, "Planeación ya tiene su comentario."),
    ("devolver-oficina",    State.DRAFT,     "La oficina ya tiene su comentario."),
)
# fmt: on


@pytest.mark.parametrize(("step", "target", "said"), RETURNS)
def test_a_return_needs_its_comment_and_says_where_the_entry_went(
    control: FlaskClient, reviewed: World, step: str, target: State, said: str
):
    answer = decide(control, reviewed, step, comment="", verified_percent="40", observation="Dos de cinco.")
    assert answer.status_code == 422
    assert "Escriba qué debe corregir" in answer.text
    assert '<details class="more more-lined" open>' in answer.text
    assert 'value="40"' in answer.text
    assert "Dos de cinco." in answer.text
    answer = decide(control, reviewed, step, comment="No cuadra.")
    assert answer.location == address(reviewed, 2)
    assert said in control.get(answer.location).text
    assert state(reviewed) == target


def test_a_verified_entry_is_reopened_with_a_reason(control: FlaskClient, reviewed: World):
    reviewed.verify(1)
    page = control.get(address(reviewed)).text
    assert "La verificó Marta Lucía Peña con <strong>65\u00a0%</strong>" in page
    assert "Reabrir la verificación" in page
    answer = decide(control, reviewed, "reabrir", comment="")
    assert answer.status_code == 422
    assert "Escriba por qué: queda en la historia de la entrada." in answer.text
    answer = decide(control, reviewed, "reabrir", comment="El total era otro.")
    assert answer.location == address(reviewed)
    page = control.get(answer.location).text
    assert "Reabrió la 1." in page
    assert "«El total era otro.»" in page
    assert state(reviewed) == State.REVIEWED


# fmt: off
OWN = (  # who submits, reviews; the sentence that Marta reads
    ("Marta", "Andrés", "La envió usted: la verifica otra persona de Control Interno."),
    ("Jorge", "Andrés", None),
)
# fmt: on


@pytest.mark.parametrize(("by", "reviewer", "sentence"), OWN)
def test_nobody_verifies_their_own_submission(control: FlaskClient, world: World, by: str, reviewer: str, sentence: str | None):
    world.submit(4, by=by)
    world.review(4, by=reviewer)
    page = control.get(address(world, 4)).text
    if sentence is None:
        assert " disabled aria-describedby" not in page
        return
    assert sentence in page
    assert 'disabled aria-describedby="why-verificar"' in page
    assert "devolver-planeacion" not in page
    for step in ("verificar", "devolver-planeacion", "devolver-oficina"):
        assert decide(control, world, step, 4, verified_percent="50", comment="No.").status_code == 403
    assert state(world, 4) == State.REVIEWED
    assert "La que queda la decide otra persona." in control.get("/app/verificacion").text


def test_what_planning_returned_meanwhile_is_a_conflict_that_keeps_what_was_typed(control: FlaskClient, reviewed: World):
    seen = known(reviewed)[1]
    reviewed.act("Jorge", Action.RETURN_TO_PLANNING, 1, comment="No cuadra.")
    answer = decide(control, reviewed, "verificar", rev=seen, verified_percent="70", observation="Siete de diez.")
    assert answer.status_code == 409
    assert "Alguien la cambió mientras usted la leía" in answer.text
    assert "Jorge Salas la devolvió a Planeación" in answer.text
    assert "Ya no está por verificar: la envió Laura Cifuentes." in answer.text
    assert "Siete de diez." in answer.text
    assert "70" in answer.text
    assert state(reviewed) == State.SUBMITTED


def test_a_published_cut_is_looked_at_and_nothing_is_offered(control: FlaskClient, reviewed: World):
    reviewed.verify(1)
    reasons = {reviewed.entry(number).id: "No se alcanzó." for number in (2, 3, 4)}
    publish_cut(reviewed.session, reviewed.cut().id, actor=reviewed.person("Marta"), reasons=reasons, at=NOW)
    reviewed.session.commit()

    board = control.get("/app/corte").text
    assert "El primer corte de 2026 ya se publicó" in board
    assert 'href="/app/publicacion"' in board
    page = control.get(address(reviewed)).text
    assert "El corte ya se publicó. Para corregir, publique una revisión nueva del seguimiento." in page
    assert "/reabrir" not in page
    assert decide(control, reviewed, "reabrir", comment="No.").status_code == 403
    assert state(reviewed) == State.VERIFIED


def test_the_queue_of_internal_control_goes_to_its_first_one(control: FlaskClient, reviewed: World):
    answer = control.get("/app/verificacion")
    assert answer.location == address(reviewed, 1)
