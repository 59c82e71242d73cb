"""An import at its ease: a pasted table, many rows settled by one answer, and a year that already has its plan."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller

from pacc_flow.models import Activity, Plan
from tests.matrix.test_layouts import Sheet, book, rows
from tests.support.cast import NOW, World
from tests.support.statements import count_statements
from tests.support.web import post, sign_in
from tests.web.test_proposal import (
    OF_2027,
    PLAIN,
    UPLOAD,
    counted,
    create,
    decide,
    heading,
    last_record,
    matrix_of,
    proposal,
    uploaded,
)


@pytest.fixture
def planner(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Andrés")
    return client


def impossible(*activities: str, due: str = "31/11/2027") -> list[tuple[str, ...]]:
    return [OF_2027.row(activity=activity, due=due) for activity in activities]


def test_a_pasted_table_is_read_and_kept_as_a_file(world: World, planner: FlaskClient, time_machine: Traveller):
    time_machine.move_to(NOW, tick=False)
    text = matrix_of(PLAIN).decode().replace("\n", "\r\n")
    answer = post(planner, UPLOAD, {"do": "pegar", "pasted": text}, content_type="multipart/form-data")
    assert answer.status_code == 302
    assert heading(planner.get(answer.location)) == "Leímos 1 actividad; todo está decidido"
    assert proposal(world).file_name == "pegado-2026-05-04-0900.tsv"
    assert last_record(world, "import:upload")["files"][0]["size"] == len(matrix_of(PLAIN))


@pytest.mark.parametrize(
    ("title", "kind"), [("PAAC", "PAAC"), ("Programa de Transparencia y Ética Pública", "PTEP"), ("Matriz", "")]
)
def test_the_kind_of_plan_that_a_document_names_is_offered(world: World, planner: FlaskClient, title: str, kind: str):
    data = matrix_of(PLAIN).replace(b"\n", f"\nSEGUIMIENTO {title}\n".encode(), 1)
    page = planner.get(uploaded(planner, world, data)).text
    offered = re.search(r'name="kind"[^>]*>.*?<option selected value="([A-Z]+)"', page, re.DOTALL)
    assert offered is not None
    assert offered[1] == (kind or proposal(world).entity.plan_kind)


@pytest.mark.parametrize(
    ("text", "said"), [("  \r\n", "Pegue la tabla, con sus encabezados."), ("hola mundo", "No encontramos")]
)
def test_a_pasted_text_that_is_no_table_is_refused_and_stays(world: World, planner: FlaskClient, text: str, said: str):
    before = counted(world)
    answer = post(planner, UPLOAD, {"do": "pegar", "pasted": text}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert said in answer.text
    assert text.strip() in answer.text
    assert counted(world) == before


def test_the_page_says_which_files_it_takes(planner: FlaskClient):
    page = planner.get(UPLOAD).text
    assert 'accept=".xlsx,.xlsm,.xls,.xml,.ods,.csv,.tsv,.txt,.tab,.docx,.pdf"' in page
    assert "LibreOffice (.ods)" in page


def test_one_answer_settles_the_rows_whose_cell_says_the_same(world: World, planner: FlaskClient):
    rows = [*impossible("Uno", "Dos", "Tres"), *impossible("Cuatro", due="31/09/2027")]
    address = uploaded(planner, world, matrix_of(*rows))
    assert "Aplicar también a las 2 filas que dicen «31/11/2027»" in planner.get(f"{address}?fila=1").text
    assert decide(planner, world, "filas", 1, due="2027-11-30").status_code == 302
    told = last_record(world, "import:decide")["data"]["rows"]
    assert [row["n"] for row in told] == [1, 2, 3]
    assert heading(planner.get(address)).endswith("1 espera su decisión")
    decide(planner, world, "deshacer")
    assert heading(planner.get(address)).endswith("4 esperan su decisión")


def test_all_that_only_asks_to_be_confirmed_is_confirmed_at_once_and_taken_back_at_once(world: World, planner: FlaskClient):
    rows = [*(OF_2027.row(activity=f"Foro {n}", due="pronto") for n in range(12)), *impossible("Otro"), PLAIN]
    address = uploaded(planner, world, matrix_of(*rows))
    assert "Confirmar las 12 como las leímos" in planner.get(address).text
    assert "Confirmar las 12 como las leímos" in planner.get(f"{address}?ver=fecha-que-no-se-entiende").text
    assert "como las leímos" not in planner.get(f"{address}?ver=fecha-que-no-existe").text
    before = proposal(world).rev
    assert decide(planner, world, "todas").status_code == 302
    assert proposal(world).rev == before + 1
    page = planner.get(address)
    assert heading(page).endswith("1 espera su decisión")
    assert "confirmó 12 filas" in page.text
    decide(planner, world, "deshacer")
    assert heading(planner.get(address)).endswith("13 esperan su decisión")
    assert decide(planner, world, "todas", rev=before).status_code == 409


def test_with_nothing_to_confirm_at_once_it_is_said(world: World, planner: FlaskClient):
    uploaded(planner, world, matrix_of(PLAIN))
    before = proposal(world).rev
    answer = decide(planner, world, "todas")
    assert "No quedaba ninguna fila que confirmar así." in planner.get(answer.location).text
    assert proposal(world).rev == before


def same_plan(world: World, planner: FlaskClient, *rows: tuple[str, ...]) -> str:
    """The year is planned from some rows, and a second document of that year comes."""
    uploaded(planner, world, matrix_of(PLAIN, OF_2027.row(activity="Actualizar el mapa")), "primera.tsv")
    assert create(planner, world, year=2027, first_cut=1).status_code == 302
    return uploaded(planner, world, matrix_of(*rows), "segunda.tsv")


def test_a_second_document_of_the_year_is_compared_and_the_plan_is_not_touched(world: World, planner: FlaskClient):
    address = same_plan(world, planner, OF_2027.row(goal="2 foros"), OF_2027.row(activity="Publicar los datos abiertos"))
    before = counted(world)
    page = planner.get(address).text
    assert "Comparado con el plan 2027 que ya existe" in page
    assert "El plan no se tocó" in page
    assert re.search(r"1 foro</td>.*2 foros</td>", page)
    assert "Nuevas: 1" in page
    assert "El plan las tiene y el documento no: 1" in page
    assert "Crear el plan con" not in page
    assert create(planner, world, year=2027, first_cut=1).status_code == 422
    assert counted(world) == before


def test_a_document_that_says_the_same_says_so(world: World, planner: FlaskClient):
    address = same_plan(world, planner, OF_2027.row(activity="Actualizar el mapa"), PLAIN)
    page = planner.get(address).text
    assert "El documento dice lo mismo que el plan" in page
    assert "Sus 2 actividades coinciden. El plan no se tocó." in page


def test_to_compare_asks_the_database_the_same_whatever_the_plan(app: Flask, world: World, planner: FlaskClient):
    short = same_plan(world, planner, PLAIN)
    asked = count_statements(app, lambda: planner.get(short))
    many = [OF_2027.row(activity=f"Hacer el foro número {n}") for n in range(60)]
    uploaded(planner, world, matrix_of(*many, year=2028).replace(b"/11/2027", b"/11/2028"), "tercera.tsv")
    assert create(planner, world, year=2028, first_cut=1).status_code == 302
    plan = world.session.scalars(select(Plan.id).where(Plan.year == 2028)).one()
    assert len(world.session.scalars(select(Activity).where(Activity.plan_id == plan)).all()) == 60
    again = uploaded(planner, world, matrix_of(*many[:50], year=2028).replace(b"/11/2027", b"/11/2028"), "cuarta.tsv")
    assert "Comparado con el plan 2028" in planner.get(again).text
    assert count_statements(app, lambda: planner.get(again)) == asked


def test_a_document_without_offices_nor_components_asks_for_each_once(world: World, planner: FlaskClient):
    lines = [
        "ACTIVIDADES\tMETA\tFECHA\tOBSERVACIONES",
        *(f"Hacer el foro {n}\tUn foro {n}\t30/11/2027\tNada" for n in range(1, 13)),
    ]
    address = uploaded(planner, world, "\n".join(lines).encode())
    assert heading(planner.get(address)) == "Leímos 12 actividades; 12 esperan su decisión"
    page = planner.get(address)
    assert "Aplicar también a las 11 filas que preguntan lo mismo" in page.text
    decide(planner, world, "filas", 1, component="Rendición de cuentas", office_other="Secretaría General")
    assert heading(planner.get(address)) == "Leímos 12 actividades; todo está decidido"


def test_the_component_that_a_table_lacks_is_asked_once_for_that_table_alone(world: World, planner: FlaskClient):
    head = "ACTIVIDADES\tMETA\tFECHA\tRESPONSABLE"
    table = [f"Hacer el foro {n}\tUn foro {n}\t30/11/2027\tSecretaría General" for n in range(1, 5)]
    other = [f"Hacer la feria {n}\tUna feria {n}\t30/11/2027\tSecretaría General" for n in range(1, 4)]
    text = "\n".join((head, *table, "", "ACTIVIDAD\tMETA\tFECHA\tRESPONSABLE", *other))
    address = uploaded(planner, world, text.encode())
    assert heading(planner.get(address)) == "Leímos 7 actividades; 7 esperan su decisión"
    decide(planner, world, "filas", 1, component="Rendición de cuentas")
    assert heading(planner.get(address)) == "Leímos 7 actividades; 3 esperan su decisión"


def test_a_row_says_of_which_sheet_its_line_is_when_the_file_has_several(world: World, planner: FlaskClient):
    def fill(sheet: Sheet) -> None:
        rows(sheet, 0, ("Componente", "Actividad", "Meta", "Responsable", "Fecha"))
        rows(sheet, 1, ("Rendición de cuentas", f"Hacer {sheet.name}", "1", "Secretaría General", "31/11/2027"))

    address = uploaded(planner, world, book(Uno=fill, Dos=fill), "hojas.xlsx")
    page = planner.get(address).text
    assert "renglón 2 de la hoja «Uno»" in page
    assert "renglón 2 de la hoja «Dos»" in page
    address = uploaded(planner, world, book(Uno=fill), "hoja.xlsx")
    assert "renglón 2 del archivo" in planner.get(address).text


def test_the_second_version_of_a_plan_in_one_book_is_left_out_with_one_answer(world: World, planner: FlaskClient):
    def fill(sheet: Sheet) -> None:
        rows(sheet, 0, ("Componente", "Actividad", "Meta", "Responsable", "Fecha"))
        for n in range(1, 5):
            rows(sheet, n, ("Rendición de cuentas", f"Hacer el foro {n}", "1", "Secretaría General", "30/11/2027"))

    address = uploaded(planner, world, book(Inicial=fill, Ajustado=fill), "hojas.xlsx")
    assert heading(planner.get(address)) == "Leímos 8 actividades; 4 esperan su decisión"
    decide(planner, world, "filas", 5, kept="fuera")
    assert heading(planner.get(address)) == "Leímos 8 actividades; todo está decidido"
