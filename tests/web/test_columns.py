"""Planning says which column is which: the file is read again, and the next document of the entity is read that way."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pacc_flow.models.drafts import draft_of, reading_of
from pacc_flow.queries.proposals import all_offices
from tests.actions.test_columns import HEAD, MATRIX, OTHER, ROW
from tests.support.cast import World
from tests.support.web import post, sign_in
from tests.web.test_proposal import create, decide, heading, last_record, proposal, send, uploaded

GOAL, DATE, TWO = "columna-4", "columna-5", "columna-6"


@pytest.fixture
def planner(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Andrés")
    return client


def name_columns(client: FlaskClient, world: World, do: str = "leer", **fields: str) -> TestResponse:
    of = proposal(world)
    typed = {name.replace("_", "-"): field for name, field in fields.items()}
    return post(client, f"/app/importar/{of.id}/columnas", {"do": do, "rev": of.rev, **typed})


def goals(world: World) -> list[str]:
    return [row.goal for row in reading_of(proposal(world)).rows]


def test_each_column_is_shown_with_what_it_holds_and_what_it_is_read_as(world: World, planner: FlaskClient):
    page = planner.get(uploaded(planner, world, MATRIX))
    assert "Columnas: leímos 5 de 8" in page.text
    shown = re.search(r"CLAVE ABC</td>.*?</select>", page.text, re.DOTALL)
    assert shown
    assert "Un foro" in shown[0]
    assert "Un video" in shown[0]
    assert " selected" not in shown[0]
    assert "Columna 8, sin título" in page.text


def test_a_column_named_by_hand_is_read_again_and_remembered_for_the_next_document(world: World, planner: FlaskClient):
    address = uploaded(planner, world, MATRIX)
    answer = name_columns(planner, world, columna_4="goal")
    assert (answer.status_code, answer.location) == (302, address)
    page = planner.get(address)
    assert "Volvimos a leer matriz.tsv." in page.text
    assert "Leímos una columna como Planeación lo indicó: «CLAVE ABC» (Meta o producto)." in page.text
    assert goals(world) == ["Un foro", "Un video"]

    uploaded(planner, world, MATRIX.replace(b"foro", b"taller"), "otra.tsv")
    assert goals(world) == ["Un taller", "Un video"]


def test_what_was_named_by_hand_can_be_taken_back(world: World, planner: FlaskClient):
    address = uploaded(planner, world, MATRIX)
    name_columns(planner, world, columna_4="goal")
    assert "Leerlas como venían" in planner.get(address).text
    name_columns(planner, world, do="solas")
    assert goals(world) == ["", ""]
    assert "Leerlas como venían" not in planner.get(address).text
    uploaded(planner, world, MATRIX.replace(b"foro", b"taller"), "otra.tsv")
    assert goals(world) == ["", ""]


def test_what_was_decided_stays_and_the_row_can_still_be_decided(world: World, planner: FlaskClient):
    address = uploaded(planner, world, MATRIX)
    typed = {"component": "Rendición de cuentas", "activity": "Hacer dos foros", "offices": "Secretaría General"}
    answer = decide(planner, world, "corregir", 1, **{f"dato-{name}": value for name, value in typed.items()})
    assert answer.status_code == 302
    name_columns(planner, world, columna_4="goal")
    draft = draft_of(proposal(world), all_offices(world.session, world.entity.id))
    assert [row.activity for row in draft.decided.rows] == ["Hacer dos foros", "Hacer un video"]
    assert "hay que decidirlas otra vez" not in planner.get(address).text


REFUSED = [
    ({DATE: "goal", GOAL: "goal"}, "«CLAVE ABC» y «FECHA» no pueden ser las dos «Meta o producto». Deje una."),
    ({"columna-3": ""}, "Diga cuál columna trae las actividades."),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED, ids=["two of one", "no activity"])
def test_columns_that_cannot_be_are_refused_and_what_was_chosen_stays(
    world: World, planner: FlaskClient, fields: dict[str, str], sentence: str
):
    uploaded(planner, world, MATRIX)
    before = proposal(world).rev
    answer = name_columns(planner, world, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert re.search(r'<details class="more more-lined" open>\s*<summary>[^<]*<svg.*?</svg>Columnas', answer.text, re.DOTALL)
    assert (proposal(world).rev, world.entity.columns) == (before, None)


def test_columns_that_leave_no_matrix_are_refused_saying_so(world: World, planner: FlaskClient):
    uploaded(planner, world, f"{HEAD}\n{ROW}".encode())
    gone = {f"columna_{n}": "" for n in (1, 2, 3, 5, 7)}
    answer = name_columns(planner, world, **gone, columna_8="activity")
    assert answer.status_code == 422
    assert "Así no se puede leer: No encontramos una matriz" in answer.text


def test_an_answer_that_the_list_does_not_have_changes_nothing(world: World, planner: FlaskClient):
    address = uploaded(planner, world, MATRIX)
    answer = name_columns(planner, world, columna_4="cells")
    assert (answer.status_code, answer.location) == (302, address)
    assert "No había ninguna columna que cambiar." in planner.get(address).text
    assert proposal(world).rev == 1


def test_enter_keeps_what_was_chosen_without_reading_again(world: World, planner: FlaskClient):
    uploaded(planner, world, MATRIX)
    answer = name_columns(planner, world, do="", columna_4="goal")
    assert answer.status_code == 200
    shown = re.search(r"CLAVE ABC</td>.*?</select>", answer.text, re.DOTALL)
    assert shown
    assert '<option value="goal" selected>' in shown[0]
    assert proposal(world).rev == 1


def test_somebody_who_decided_meanwhile_is_not_overrun(world: World, planner: FlaskClient):
    uploaded(planner, world, MATRIX)
    of = proposal(world)
    decide(planner, world, "dejar", 2)
    answer = post(planner, f"/app/importar/{of.id}/columnas", {"do": "leer", "rev": 1, GOAL: "goal"})
    assert answer.status_code == 409
    assert "dejó fuera la fila 2" in answer.text
    assert goals(world) == ["", ""]


def test_a_lost_file_is_said_and_told_and_nothing_changes(world: World, planner: FlaskClient, app: Flask):
    uploaded(planner, world, MATRIX)
    digest = proposal(world).file_sha256
    Path(app.extensions["settings"].evidence_dir, digest[:2], digest).unlink()
    answer = name_columns(planner, world, columna_4="goal")
    assert answer.status_code == 409
    assert "ya no está como se guardó" in answer.text
    assert last_record(world, "alarm:raise")
    assert proposal(world).rev == 1


def test_a_closed_proposal_is_not_read_again(world: World, planner: FlaskClient):
    address = uploaded(planner, world, MATRIX)
    of = proposal(world)
    post(planner, f"/app/importar/{of.id}/descartar", {"rev": of.rev})
    assert "Columnas: leímos" not in planner.get(address).text
    assert name_columns(planner, world, columna_4="goal").status_code == 409


def test_the_percentages_of_two_follow_ups_may_both_be_percentages(world: World, planner: FlaskClient):
    head = HEAD.rstrip("\t") + "\tAvance 30 de abril de 2027\tAvance 31 de agosto de 2027\tNotas"
    rows = [f"{row.rpartition(chr(9))[0]}\t50%\t100%\tSe hizo" for row in (ROW, OTHER)]
    page = planner.get(uploaded(planner, world, "\n".join((head, *rows)).encode()))
    assert "Corte del" in page.text
    assert name_columns(planner, world, columna_4="goal").status_code == 302
    assert [len(row.entries) for row in reading_of(proposal(world)).rows] == [2, 2]
    assert heading(planner.get(f"/app/importar/{proposal(world).id}")).startswith("Leímos 2 actividades")


def test_a_pasted_table_is_read_as_remembered_too(world: World, planner: FlaskClient):
    uploaded(planner, world, MATRIX)
    name_columns(planner, world, columna_4="goal")
    post(planner, "/app/importar", {"do": "pegar", "pasted": MATRIX.decode().replace("foro", "concurso")})
    assert goals(world) == ["Un concurso", "Un video"]
    assert send(planner, MATRIX, "matriz.tsv").status_code == 409


def test_the_percentage_of_each_follow_up_is_another_column_when_a_person_says_so(world: World, planner: FlaskClient):
    head = "COMPONENTE\tACTIVIDADES\tMETA\tRESPONSABLE\tFECHA"
    for cut in ("30 de abril de 2027", "31 de agosto de 2027"):
        head += f"\t% avance {cut}\tCifra de Control {cut}"
    row = "Rendición de cuentas\tHacer un foro\tUn foro\tSecretaría General\t30/11/2027\t50%\t20%\t90%\t70%"
    uploaded(planner, world, f"{head}\n{row}\n".encode())
    answer = name_columns(planner, world, columna_6="", columna_7="percent", columna_8="", columna_9="percent")
    assert answer.status_code == 302
    assert [entry.percent for entry in reading_of(proposal(world)).rows[0].entries] == [2000, 7000]


UNKNOWN = "Eje de trabajo\tQué se hará\tPara cuándo\tQuién\tCómo vamos"
FORUM = "Rendición de cuentas\tHacer un foro con la ciudadanía\t30/06/2027\tSecretaría General\t50%"
REPORT = "Rendición de cuentas\tPublicar el informe de gestión\t30/07/2027\tSecretaría General\t20%"


@pytest.mark.parametrize("lines", [(UNKNOWN, FORUM, REPORT), (FORUM, REPORT)], ids=["unknown headings", "no headings"])
def test_a_table_whose_columns_nobody_recognises_asks_for_them_before_anything_else(
    world: World, planner: FlaskClient, lines: tuple[str, ...]
):
    address = uploaded(planner, world, "\n".join(lines).encode())
    page = planner.get(address)
    assert heading(page) == "Encontramos una tabla de 2 filas: diga qué trae cada columna"
    assert "Columnas: proponemos 5 de 5" in page.text
    assert (
        page.text.index("<details") < page.text.index("Mire lo que trae cada columna") < page.text.index("Lo que encontramos")
    )
    assert re.search(r"<details[^>]* open", page.text)
    assert "Diga primero qué trae cada columna y vuelva a leer el archivo." in page.text
    assert "por sus valores" not in page.text
    assert create(planner, world).status_code == 409

    answer = name_columns(planner, world, columna_5="")
    assert answer.status_code == 302
    page = planner.get(address)
    assert heading(page) == "Leímos 2 actividades; todo está decidido"
    assert [row.percent for row in reading_of(proposal(world)).rows] == [None, None]
    assert "Crear el plan con 2 actividades" in page.text


def test_columns_that_were_proposed_right_are_named_by_reading_again(world: World, planner: FlaskClient):
    address = uploaded(planner, world, f"{UNKNOWN}\n{FORUM}\n{REPORT}".encode())
    name_columns(planner, world)
    assert heading(planner.get(address)) == "Leímos 2 actividades; todo está decidido"
    uploaded(planner, world, "\n".join((UNKNOWN, FORUM.replace("un foro", "otro foro"))).encode(), "otra.tsv")
    assert [row.activity for row in reading_of(proposal(world)).rows] == ["Hacer otro foro con la ciudadanía"]


def test_no_column_that_is_proposed_can_be_read_again_without_its_activity(world: World, planner: FlaskClient):
    uploaded(planner, world, f"{UNKNOWN}\n{FORUM}\n{REPORT}".encode())
    answer = name_columns(planner, world, columna_2="")
    assert answer.status_code == 422
    assert "Diga cuál columna trae las actividades." in answer.text
    assert heading(answer).startswith("Encontramos una tabla de 2 filas")
