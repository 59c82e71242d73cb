"""Planning's board and its review desk, through the pages themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.trail import record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import CutState, LedgerRecord
from pacc_flow.web.database import db
from pacc_flow.workflow import Action, State
from tests.support.cast import NOW, SETUP, World
from tests.support.growth import grow_cut
from tests.support.web import post, sign_in

MOST_STATEMENTS = 10  # the account and the menu included
TOO_LATE = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)


@pytest.fixture
def planning(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Andrés")
    return client


def seat(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, name)
    return client


def known(world: World, number: int = 1) -> tuple[int, int]:
    """The id and the revision of an entry, and the database left as free as it was."""
    entry = world.entry(number)
    found = entry.id, entry.rev
    world.session.rollback()
    return found


def state(world: World, number: int = 1) -> str:
    found = world.entry(number).state
    world.session.rollback()
    return found


def address(world: World, number: int = 1, step: str = "") -> str:
    return f"/app/revision/{known(world, number)[0]}{step}"


def decide(client: FlaskClient, world: World, step: str, number: int = 1, **typed: object) -> TestResponse:
    return post(client, address(world, number, f"/{step}"), {"rev": known(world, number)[1], **typed})


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    yield seen
    event.remove(engine, "before_cursor_execute", listen)


# The heading says how the cut stands: what was done before, when, and what it says.
def test_the_board_says_what_is_due_and_how_much_is_left(
    app: Flask, planning: FlaskClient, world: World, time: time_machine.Traveller
):
    def heading() -> str:
        return planning.get("/app/tablero").text

    assert "Nada por revisar: faltan 4 de 4 por enviar" in heading()
    world.submit(1)
    assert "La revisión vence en 6 días hábiles: falta 1 de 4" in heading()
    time.move_to(TOO_LATE)
    planning = seat(app, "Andrés")
    assert "La revisión vence hoy: falta 1 de 4" in heading()
    world.review(1, by="Diana")
    for number, by in ((2, "Laura"), (3, "Andrés"), (4, "Marta")):
        world.submit(number, by=by)
        world.review(number, by="Diana")
    assert "Revisión terminada: Control Interno verifica 4 de 4" in heading()
    for number in (1, 2, 3, 4):
        world.verify(number, by="Jorge")
    assert "Las 4 actividades están verificadas" in heading()


def test_the_board_lists_what_waits_and_filters_by_an_address_that_can_be_shared(planning: FlaskClient, world: World):
    world.submit(1)
    waiting, all_of_them, found = (
        planning.get(f"/app/tablero{search}").text for search in ("", "?estado=todas", "?estado=todas&q=AUDIENCIA")
    )
    assert "Actualizar el mapa de riesgos" in waiting
    assert "Publicar el mapa de riesgos" not in waiting
    assert "Publicar el mapa de riesgos" in all_of_them
    assert "Realizar la audiencia pública" in found
    assert "Actualizar el mapa de riesgos" not in found
    assert 'href="/app/tablero?estado=sin-enviar"' in waiting


def test_a_row_says_when_it_arrived_and_how_late(app: Flask, world: World, time: time_machine.Traveller):
    world.act("Laura", Action.SUBMIT, 1, at=NOW, content=world.written("Laura", percent=8824))
    world.act("Laura", Action.SUBMIT, 2, at=TOO_LATE, content=world.written("Laura"))
    time.move_to(TOO_LATE)
    planning = seat(app, "Andrés")
    board = planning.get("/app/tablero").text
    assert "88,24\u00a0%" in board
    assert "hace 8 días" in board
    assert "2 días hábiles tarde" in board
    assert board.index("Publicar el mapa") < board.index("Actualizar el mapa")
    assert "1 sin enviar, 2 días hábiles tarde" in board


def test_ones_own_submission_is_listed_with_the_reason_and_can_only_be_looked_at(
    app: Flask, planning: FlaskClient, world: World
):
    world.submit(3, by="Andrés")
    board = planning.get("/app/tablero").text
    assert "La envió usted: la revisa otra persona." in board
    assert "Revisar<span" not in board
    assert "Ver<span" in board
    assert "Revisar<span" in seat(app, "Diana").get("/app/tablero").text


# fmt: off
ODD_SEARCHES = (
    "?estado=otro", "?oficina=x", "?orden=al-revés", "?pagina=0", "?pagina=99999999999999999999", "?oficina=" + "9" * 30,
    "?q=" + "a" * 500, "?q=%25_%5C", "?pagina=2", "?oficina=-1", "?corte=",
)
# fmt: on


@pytest.mark.parametrize("search", ODD_SEARCHES)
def test_an_address_that_nobody_could_have_asked_for_still_shows_a_board(planning: FlaskClient, search: str):
    assert planning.get(f"/app/tablero{search}").status_code == 200


@pytest.mark.parametrize("search", ["?corte=999", "?corte=x"])
def test_a_cut_that_is_not_there_is_not_found(planning: FlaskClient, search: str):
    assert planning.get(f"/app/tablero{search}").status_code == 404


def test_a_search_without_results_says_what_was_looked_for(planning: FlaskClient):
    page = planning.get("/app/tablero?q=linea&estado=revisadas").text
    assert "Ninguna entrada coincide" in page
    assert "Buscó «linea» en entradas revisadas." in page
    assert "Quitar los filtros" in page


def test_with_nothing_to_review_the_board_says_who_is_missing(planning: FlaskClient):
    page = planning.get("/app/tablero").text
    assert "No queda nada por revisar" in page
    assert "4 entradas siguen sin enviar en 3 oficinas." in page
    assert "Ver quién falta" in page


def test_without_a_cut_to_show_the_board_says_when_the_next_one_opens(planning: FlaskClient, world: World):
    open_cut = world.cut()
    open_cut.state, open_cut.opened_at = CutState.PLANNED, None
    record(world.session, kind=Kind.CUT_PLAN, actor=SETUP, at=NOW, subject=open_cut, entity_id=world.entity.id)
    world.session.commit()
    page = planning.get("/app/tablero").text
    assert "No hay un corte abierto" in page
    assert "Segundo corte de 2026" in page
    assert "Abre el domingo 16 de agosto." in page


def test_the_pages_ask_the_database_the_same_whatever_the_number_of_entries(app: Flask, planning: FlaskClient, world: World):
    world.submit(1)
    pages = ("/app/tablero", "/app/tablero?estado=todas&q=mapa", address(world), "/app/revision")
    counts = []
    for total in (41, 300):
        grow_cut(world.session, world.cut(), total)
        world.session.rollback()
        for page in pages:
            with statements(app) as seen:
                assert planning.get(page).status_code in (200, 302)
            counts.append(len([line for line in seen if line.startswith("SELECT")]))
    few, many = counts[: len(pages)], counts[len(pages) :]
    assert few == many
    assert max(few) <= MOST_STATEMENTS


def test_the_queue_goes_straight_to_the_first_one_that_may_be_decided(planning: FlaskClient, world: World):
    world.submit(3, by="Andrés")
    world.submit(1)
    answer = planning.get("/app/revision")
    assert (answer.status_code, answer.location) == (302, address(world, 1))
    page = planning.get(answer.location).text
    assert "1 de 1" in page
    assert "La envió usted" in page  # the other one stays in the queue, with the reason


def test_a_queue_of_ones_own_says_who_decides_them(planning: FlaskClient, world: World):
    assert "Está al día" in planning.get("/app/revision").text
    world.submit(3, by="Andrés")
    page = planning.get("/app/revision").text
    assert "No queda nada por revisar por usted" in page
    assert "La que queda la decide otra persona." in page


def test_the_desk_shows_all_that_the_decision_is_about(planning: FlaskClient, world: World):
    world.act("Paola", Action.SAVE, 2, content=world.written("Paola", narrative="Nuestra parte.", link=False))
    world.act("Laura", Action.SUBMIT, 2, content=world.written("Laura", percent=8824, narrative="Se hizo."), comment="Va.")
    page = planning.get(address(world, 2)).text
    for said in (
        "Publicar el mapa de riesgos", "Un documento", "30 de diciembre de 2026", "Oficina Comercial; Secretaría General",
        "88,24\u00a0%", "Nuestra parte.", "Se hizo.", "Enviada por Laura Cifuentes", "ronda 1", "«Va.»",
        "https://www.entidad.gov.co/informe", "Obligatorio para devolver", "revisión 3, huella", "Historia de la entrada",
        "Es la última que espera por usted.",
    ):  # fmt: skip
        assert said in page, said


def test_an_approval_goes_to_the_next_one_and_leaves_its_receipt(planning: FlaskClient, world: World):
    world.submit(1)
    world.submit(2)
    page = planning.get(address(world, 1)).text
    assert "Al decidir pasa a la <strong>2</strong>" in page
    answer = decide(planning, world, "aprobar", 1, comment="Coincide.")
    assert (answer.status_code, answer.location) == (302, address(world, 2))
    page = planning.get(answer.location).text
    assert "Aprobó la 1." in page
    assert "Recibo" in page
    assert "Aprobó la 1." not in planning.get(answer.location).text
    entry = world.entry(1)
    assert (entry.state, entry.review_comment) == (State.REVIEWED, "Coincide.")


def test_after_the_last_one_the_queue_says_that_nothing_is_left(planning: FlaskClient, world: World):
    world.submit(1)
    answer = decide(planning, world, "aprobar")
    assert answer.location == "/app/revision"
    page = planning.get(answer.location).text
    assert "Aprobó la 1." in page
    assert "No queda nada por revisar" in page


def test_a_return_needs_its_comment_and_keeps_what_was_typed(planning: FlaskClient, world: World):
    world.submit(1)
    answer = decide(planning, world, "devolver", comment="  ")
    assert answer.status_code == 422
    assert "Escriba qué debe corregir: la oficina lo necesita para volver a enviarla." in answer.text
    assert state(world) == State.SUBMITTED
    too_long = "Falta el informe. " * 200
    answer = decide(planning, world, "devolver", comment=too_long)
    assert answer.status_code == 422
    assert too_long in answer.text
    answer = decide(planning, world, "devolver", comment="Falta el informe.")
    assert answer.status_code == 302
    entry = world.entry(1)
    assert (entry.state, entry.round, entry.return_comment) == (State.DRAFT, 2, "Falta el informe.")


def test_what_changed_meanwhile_is_a_conflict_that_shows_it_and_keeps_the_comment(planning: FlaskClient, world: World):
    world.act("Laura", Action.SUBMIT, 1, content=world.written("Laura", percent=10000, narrative="Se aplicó con dos grupos."))
    seen = known(world)[1]
    world.act("Laura", Action.WITHDRAW, 1)
    content = world.written("Laura", percent=8000, narrative="Se aplicó con dos grupos. Los otros van después.", link=False)
    world.act("Laura", Action.SUBMIT, 1, content=content)

    answer = decide(planning, world, "aprobar", rev=seen, comment="Coincide con el listado.")

    assert answer.status_code == 409
    for said in (
        "Alguien la cambió mientras usted la leía", "Laura Cifuentes la volvió a enviar a las 9:00",
        "Su decisión no se guardó; su comentario sigue abajo.", "<del>100\u00a0%</del> <ins>80\u00a0%</ins>",
        "<ins>Los otros van después.</ins>", "Coincide con el listado.", "Ver la versión nueva y decidir", "Volver a la cola",
    ):  # fmt: skip
        assert said in answer.text, said
    assert state(world) == State.SUBMITTED
    assert f'name="rev" value="{known(world)[1]}"' in answer.text
    assert decide(planning, world, "aprobar", comment="Coincide.").status_code == 302


def test_of_two_people_who_decide_at_once_the_second_sees_what_the_first_did(planning: FlaskClient, world: World):
    world.submit(1)
    seen = known(world)[1]
    world.review(1, by="Diana")
    answer = decide(planning, world, "devolver", rev=seen, comment="Falta el informe.")
    assert answer.status_code == 409
    assert "Diana Torres la aprobó" in answer.text
    assert "Falta el informe." in answer.text
    assert "Ya no está por revisar: la aprobó Diana Torres." in answer.text
    assert "/aprobar" not in answer.text
    kinds = world.session.scalars(select(LedgerRecord.kind).order_by(LedgerRecord.seq.desc()).limit(1)).all()
    assert kinds == ["refusal:step"]


# fmt: off
FORGED = (  # what was posted                     who wrote it   status
    ("no revision at all",       {"rev": ""},       "Laura",   409),
    ("a revision of the future", {"rev": "99"},     "Laura",   409),
    ("a revision in letters",    {"rev": "última"}, "Laura",   409),
    ("one's own submission",     {},                "Andrés",  403),
)
# fmt: on


@pytest.mark.parametrize(("posted", "by", "status"), [row[1:] for row in FORGED], ids=[row[0] for row in FORGED])
def test_a_forged_decision_is_refused_and_changes_nothing(
    planning: FlaskClient, world: World, posted: dict[str, str], by: str, status: int
):
    number = 3 if by == "Andrés" else 1
    world.submit(number, by=by)
    assert decide(planning, world, "aprobar", number, **posted).status_code == status
    assert state(world, number) == State.SUBMITTED


def test_a_step_that_the_table_does_not_have_is_refused(planning: FlaskClient, world: World):
    assert decide(planning, world, "aprobar").status_code == 409
    assert decide(planning, world, "devolver", comment="No.").status_code == 409
    assert state(world) == State.DRAFT


def test_an_entry_of_another_entity_is_not_there(client: FlaskClient, world: World):
    sign_in(client, "Charlie")
    found = known(world)
    assert client.get(f"/app/verificacion/{found[0]}").status_code == 404
    for step in ("verificar", "devolver-oficina", "devolver-planeacion", "reabrir"):
        assert post(client, f"/app/verificacion/{found[0]}/{step}", {"rev": found[1]}).status_code == 404


def test_an_entry_that_no_longer_waits_is_read_with_the_reason(planning: FlaskClient, world: World):
    world.submit(1)
    world.act("Andrés", Action.RETURN_TO_OFFICE, 1, comment="Falta el informe.")
    page = planning.get(address(world)).text
    assert "Esta entrada" not in page
    assert "Ya no está por revisar: la devolvió Andrés Rojas." in page
    assert "Falta el informe." in page
    assert "<textarea" not in page


def test_what_internal_control_sent_back_shows_its_comment(planning: FlaskClient, world: World):
    world.submit(1)
    world.review(1, by="Diana")
    world.act("Marta", Action.RETURN_TO_PLANNING, 1, comment="No cuadra el total.")
    page = planning.get(address(world)).text
    assert "Control Interno la devolvió" in page
    assert "«No cuadra el total.»" in page
    assert "Marta Lucía Peña" in page


def test_the_next_round_shows_what_was_asked_before(planning: FlaskClient, world: World):
    world.submit(1)
    world.act("Diana", Action.RETURN_TO_OFFICE, 1, comment="Falta el informe.")
    world.act("Laura", Action.SUBMIT, 1, at=TOO_LATE, content=world.written("Laura"))
    page = planning.get(address(world)).text
    assert "Lo que se pidió corregir" in page
    assert "ronda 2" in page


def test_an_entry_of_a_published_cut_is_only_looked_at(planning: FlaskClient, world: World):
    world.submit(1)
    reasons = {world.entry(number).id: "No se alcanzó." for number in (1, 2, 3, 4)}
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    world.session.commit()
    assert world.cut().state == CutState.PUBLISHED
    world.session.rollback()

    page = planning.get(address(world)).text
    assert "El corte ya se publicó. Para corregir, publique una revisión nueva del seguimiento." in page
    assert "<textarea" not in page
    board = planning.get("/app/tablero").text
    assert "El primer corte de 2026 ya se publicó" in board
    assert "Actualizar el mapa de riesgos" in board
    assert "Empezar a revisar" not in board
    assert decide(planning, world, "aprobar").status_code == 403
