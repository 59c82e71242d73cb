"""A matrix on its way to a plan, through the browser's forms: uploaded, decided, taken back, created or put aside."""

import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from pacc_flow.actions.trail import record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Activity, Cut, LedgerRecord, Office, OfficeKind, Plan, Proposal, Responsibility
from pacc_flow.models.drafts import draft_of
from pacc_flow.queries.ledger_integrity import verify_ledger
from tests.matrix.matrices import HEADINGS, Columns
from tests.matrix.matrices import PLAIN as OF_2021
from tests.support.cast import NOW, SETUP, World
from tests.support.statements import count_statements
from tests.support.web import post, sign_in, token_of

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "icetex-2021.tsv"
UPLOAD = "/app/importar"
EDGE = "the-edge-of-a-part"
PLAIN = tuple("30/11/2027" if cell == "30/11/2021" else cell for cell in OF_2021)
OF_2027 = Columns(plain=PLAIN)
HEADER = "Entidad Entidad de Prueba\nVigencia {year}\n"


def send(client: FlaskClient, content: bytes, name: str) -> TestResponse:
    """The form as a browser sends it; the client's own keeps a large body in a file that nobody closes."""
    token = token_of(client.get("/app/cuenta"))
    fields = f'--{EDGE}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = (fields + head).encode() + content + f"\r\n--{EDGE}--\r\n".encode()
    return client.post(UPLOAD, data=body, content_type=f"multipart/form-data; boundary={EDGE}")


def matrix_of(*rows: tuple[str, ...], year: int = 2027) -> bytes:
    return OF_2027.text(list(rows), above=HEADER.format(year=year))


def uploaded(client: FlaskClient, world: World, content: bytes, name: str = "matriz.tsv") -> str:
    """The address of the proposal of a file that could be read."""
    answer = send(client, content, name)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def proposal(world: World) -> Proposal:
    found = select(Proposal).order_by(Proposal.id.desc()).limit(1).execution_options(populate_existing=True)
    world.session.rollback()
    return world.session.scalars(found).one()


def decide(client: FlaskClient, world: World, do: str, n: int = 0, rev: int | None = None, **answers: object) -> TestResponse:
    """Answers of a row carry its number in their names."""
    of = proposal(world)
    named = {f"fila-{n}-{name}" if n and not name.startswith("dato-") else name: value for name, value in answers.items()}
    data = {"do": do, "rev": of.rev if rev is None else rev, "n": n, **named}
    return post(client, f"{UPLOAD}/{of.id}/decidir", data)


def decide_example(client: FlaskClient, world: World) -> None:
    """The ten rows of the example that wait, as a careful person would."""
    decide(client, world, "fila", 6, office="propuesta")
    decide(client, world, "fila", 11, place="leida")
    decide(client, world, "fila", 13, due="2021-11-30")
    for n in (14, 17, 30):
        decide(client, world, "filas", n, place="leida")
    decide(client, world, "fila", 27, place="leida")


def create(client: FlaskClient, world: World, **typed: object) -> TestResponse:
    of = proposal(world)
    data = {"rev": of.rev, "year": 2021, "kind": "PAAC", "first_cut": 3, "name": "", **typed}
    return post(client, f"{UPLOAD}/{of.id}/crear", data)


def heading(page: TestResponse) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
    return found[1] if found else ""


def last_record(world: World, kind: str) -> dict[str, Any]:
    world.session.rollback()
    body = world.session.scalars(
        select(LedgerRecord.body).where(LedgerRecord.kind == kind).order_by(LedgerRecord.seq.desc()).limit(1)
    ).one()
    return dict(json.loads(body))


def counted(world: World) -> dict[str, int]:
    """What there is of everything that an import could change."""
    world.session.rollback()
    tables = (Proposal, Plan, Activity, Responsibility, Office, Cut)
    return {table.__tablename__: world.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


@pytest.fixture
def planner(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Andrés")
    return client


def test_a_matrix_becomes_a_plan_once_its_ten_rows_are_decided(world: World, planner: FlaskClient):
    before = counted(world)
    address = uploaded(planner, world, EXAMPLE.read_bytes(), EXAMPLE.name)
    page = planner.get(address)
    assert heading(page) == "Leímos 41 actividades; 10 esperan su decisión"
    assert "Faltan por decidir las filas 6, 11, 13, 14, 15, 17, 18, 27, 30 y 31." in page.text
    assert "no se vuelven reportes" in page.text

    assert create(planner, world).status_code == 409
    assert counted(world) == before | {"proposal": 1}

    decide_example(planner, world)
    page = planner.get(address)
    assert heading(page) == "Leímos 41 actividades; todo está decidido"
    assert "Crear el plan con 41 actividades" in page.text

    answer = create(planner, world)
    assert (answer.status_code, answer.location) == (302, "/app/plan/2021")
    after = planner.get(answer.location)
    assert "Plan 2021 creado con 41 actividades." in after.text
    assert "Recibo" in after.text
    closed = planner.get(address)
    assert heading(closed) == "Leímos 41 actividades; el plan ya existe"
    assert "/decidir" not in closed.text

    plan = world.session.scalars(select(Plan).where(Plan.year == 2021)).one()
    stored = proposal(world)
    assert (plan.kind, plan.source_name, plan.source_sha256) == ("PAAC", EXAMPLE.name, stored.file_sha256)
    assert (stored.state, stored.plan_id) == ("created", plan.id)
    rows = world.session.scalars(select(Activity).where(Activity.plan_id == plan.id).order_by(Activity.number)).all()
    assert [row.number for row in rows] == list(range(1, 42))
    assert (rows[12].due_text, rows[12].due_dates) == ("30/11/2021", ["2021-11-30"])
    assert rows[5].responsibilities[0].office.name == "Oficina de Planeación"
    assert [cut.number for cut in world.session.scalars(select(Cut).where(Cut.plan_id == plan.id))] == [3]
    assert verify_ledger(world.engine).findings == []


def test_the_original_document_is_read_kept_and_told(world: World, planner: FlaskClient, app: Flask, seed_dir: Path):
    seed = seed_dir / "icetex-seguimiento-paac-2021-corte-3.txt"
    uploaded(planner, world, seed.read_bytes(), seed.name)
    stored = proposal(world)
    told = last_record(world, "import:upload")
    assert told["data"] == {"rows": 41, "waiting": 10, "year": 2021}
    assert told["files"] == [{"name": seed.name, "sha256": stored.file_sha256, "size": seed.stat().st_size}]
    kept = app.extensions["settings"].evidence_dir / stored.file_sha256[:2] / stored.file_sha256
    assert kept.read_bytes() == seed.read_bytes()


def test_a_workbook_with_merged_cells_is_read(world: World, planner: FlaskClient):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Matriz")
        for column, title in enumerate(HEADINGS):
            sheet.write(0, column, title)
        sheet.merge_range(1, 0, 2, 0, "RENDICION DE CUENTAS")
        for line, activity in ((1, "Hacer un foro"), (2, "Hacer otro foro")):
            for column, value in enumerate(("", "DIÁLOGO", activity, *OF_2021[3:])):
                if column:
                    sheet.write(line, column, value)
    address = uploaded(planner, world, stream.getvalue(), "plan.xlsx")
    page = planner.get(address)
    assert heading(page) == "Leímos 2 actividades; todo está decidido"
    assert "Libro de Excel en 8 columnas" in page.text
    assert create(planner, world, year=2027, first_cut=1).status_code == 302
    plan = world.session.scalars(select(Plan).where(Plan.year == 2027)).one()
    assert {row.component.name for row in plan.activities} == {"RENDICION DE CUENTAS"}


REFUSED_FILES = [
    ("plan.tsv", b"", "El archivo está vacío"),
    ("plan.tsv", b"hola\tmundo\n", "No encontramos una matriz"),
    ("plan.xlsx", b"PK\x03\x04 roto", "incompleto o dañado"),
    ("plan.xlsx", OF_2027.text([PLAIN]), "pero por dentro es un texto"),
    ("plan.tsv", b"\x7fELF" + b"\0" * 100, "El archivo es un programa"),
    ("plan.tsv", b"a" * (30 * 2**20), "pesa más de 20 MB"),
]


@pytest.mark.parametrize(("name", "content", "said"), REFUSED_FILES, ids=[row[2] for row in REFUSED_FILES])
def test_a_file_that_cannot_be_read_is_refused_and_told(
    world: World, planner: FlaskClient, name: str, content: bytes, said: str
):
    before = counted(world)
    answer = send(planner, content, name)
    assert answer.status_code == 422
    assert f"No pudimos leer {name}" in answer.text
    assert said in answer.text
    assert "No se cambió nada." in answer.text
    assert counted(world) == before
    told = last_record(world, "import:refuse")
    assert said in told["data"]["sentence"]
    assert told["files"][0]["size"] == len(content)


def test_to_send_no_file_is_an_error_at_the_field(world: World, planner: FlaskClient):
    answer = post(planner, UPLOAD, {}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Elija el archivo de la matriz." in answer.text


def test_the_same_file_twice_says_so_before_anything_is_created(world: World, planner: FlaskClient):
    content = matrix_of(PLAIN)
    address = uploaded(planner, world, content)
    again = send(planner, content, "otro-nombre.tsv")
    assert again.status_code == 409
    assert "Este archivo ya se subió y sigue por decidir." in again.text
    assert f'href="{address}"' in again.text
    create(planner, world, year=2027, first_cut=1)
    imported = send(planner, content, "matriz.tsv")
    assert imported.status_code == 409
    assert "Este archivo ya se importó." in imported.text
    assert "/app/plan/2027" in imported.text
    assert counted(world)["proposal"] == 1


def test_a_file_put_aside_may_be_uploaded_again(world: World, planner: FlaskClient):
    content = matrix_of(PLAIN)
    address = uploaded(planner, world, content)
    answer = post(planner, f"{address}/descartar", {"rev": proposal(world).rev})
    assert (answer.status_code, answer.location) == (302, UPLOAD)
    assert proposal(world).state == "discarded"
    page = planner.get(address)
    assert "Esta propuesta se descartó" in page.text
    assert "Crear el plan" not in page.text
    assert decide(planner, world, "fila", 1, place="leida").status_code == 409
    assert uploaded(planner, world, content) != address


def test_a_plan_of_that_year_is_told_before_and_refused_at_creation(world: World, planner: FlaskClient):
    address = uploaded(planner, world, matrix_of(OF_2027.row(due="30/11/2026"), year=2026))
    page = planner.get(address).text
    assert "Ya hay un plan de 2026: con este documento no se crea otro de la misma vigencia." in page
    assert "Crear el plan con" not in page
    assert "Crear el plan de otra vigencia con 1 actividad" in page
    before = counted(world)
    answer = create(planner, world, year=2026, first_cut=1)
    assert answer.status_code == 422
    assert "Entidad de Prueba ya tiene un plan de 2026." in answer.text
    assert counted(world) == before
    assert create(planner, world, year=2027, first_cut=1).status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"year": "mañana"}, "Escriba un año de 2000 a 2200."),
        ({"year": "1999"}, "Escriba un año de 2000 a 2200."),
        ({"first_cut": "9"}, "Elija una de la lista."),
        ({"kind": "PLAN"}, "Elija una de la lista."),
        ({"name": "x" * 201}, "Escriba hasta 200 caracteres."),
    ],
)
def test_an_odd_choice_comes_back_beside_its_field(world: World, planner: FlaskClient, typed: dict[str, str], said: str):
    uploaded(planner, world, matrix_of(PLAIN))
    before = counted(world)
    answer = create(planner, world, **typed)
    assert answer.status_code == 422
    assert "No se creó el plan" in answer.text
    assert said in answer.text
    assert counted(world) == before


BAD_CORRECTIONS = [
    ("dato-percent", "101", "El porcentaje va de 0 a 100"),
    ("dato-percent", "casi todo", "El porcentaje va de 0 a 100"),
    ("dato-due_text", "31/11/2021", "La fecha 31/11/2021 no existe. Noviembre tiene 30 días."),
    ("dato-due_text", "pronto", "«pronto» no es una fecha"),
    ("dato-activity", "   ", "La actividad no puede quedar en blanco"),
    ("dato-component", "", "El componente no puede quedar en blanco"),
    ("dato-offices", "Oficina de Nada", "«Oficina de Nada» no está en el catálogo"),
    ("dato-component", "x" * 301, "Escriba hasta 300 caracteres."),
]


def correction(**typed: str) -> dict[str, str]:
    names = ("component", "subcomponent", "activity", "goal", "due_text", "percent", "narrative", "offices")
    values = dict(zip(names, ("RENDICION DE CUENTAS", "DIÁLOGO", *PLAIN[2:]), strict=True)) | {"percent": "100"}
    return {f"dato-{name}": value for name, value in values.items()} | typed


@pytest.mark.parametrize(
    ("field", "value", "said"), BAD_CORRECTIONS, ids=[f"{row[0]} {row[1][:12]}" for row in BAD_CORRECTIONS]
)
def test_a_bad_correction_comes_back_beside_its_field_with_what_was_typed(
    world: World, planner: FlaskClient, field: str, value: str, said: str
):
    uploaded(planner, world, matrix_of(PLAIN))
    before = proposal(world).rev
    answer = decide(planner, world, "corregir", 1, **correction(**{field: value}))
    assert answer.status_code == 422
    assert said in answer.text
    assert f'id="{field}-error"' in answer.text
    assert field == "dato-offices" or value.strip() in answer.text
    assert proposal(world).rev == before


def test_every_value_of_a_row_can_be_corrected_and_is_told_old_and_new(world: World, planner: FlaskClient):
    uploaded(planner, world, matrix_of(PLAIN))
    typed = {"dato-activity": "Hacer dos foros", "dato-due_text": "01/12/2027", "dato-percent": "88,24"}
    answer = decide(planner, world, "corregir", 1, **correction(**typed))
    assert answer.status_code == 302
    told = last_record(world, "import:decide")
    row = told["data"]["rows"][0]
    assert row["activity"] == ["Hacer un foro", "Hacer dos foros"]
    assert row["due_text"] == ["30/11/2027", "01/12/2027"]
    assert row["percent"] == [10000, 8824]
    assert "goal" not in row
    assert told["actor"]["role"] == "planning"
    page = planner.get(f"/app/importar/{proposal(world).id}?ver=decididas&fila=1")
    assert "Hacer dos foros" in page.text


def test_to_correct_nothing_is_said_and_changes_nothing(world: World, planner: FlaskClient):
    uploaded(planner, world, matrix_of(PLAIN))
    before = proposal(world).rev
    answer = decide(planner, world, "corregir", 1, **correction())
    assert answer.status_code == 302
    assert "No había nada que cambiar" in planner.get(answer.location).text
    assert proposal(world).rev == before


def test_a_question_without_an_answer_comes_back(world: World, planner: FlaskClient):
    uploaded(planner, world, OF_2027.text([OF_2027.row(due="31/11/2027")], above=HEADER.format(year=2027)))
    assert "Elija una respuesta." in decide(planner, world, "fila", 1).text
    empty = decide(planner, world, "fila", 1, due="otra", due_other=" ")
    assert (empty.status_code, "Escriba la fecha." in empty.text) == (422, True)
    wrong = decide(planner, world, "fila", 1, due="otra", due_other="30/02/2027")
    assert (wrong.status_code, "La fecha 30/02/2027 no existe" in wrong.text) == (422, True)
    assert "30/02/2027" in wrong.text
    assert decide(planner, world, "fila", 1, due="otra", due_other="29/11/2027").status_code == 302
    assert heading(planner.get(f"{UPLOAD}/{proposal(world).id}")) == "Leímos 1 actividad; todo está decidido"


WITH_DOUBTS = [  # what the cell says, what is answered, what the row says then
    ({"office": ""}, {"office": "otra", "office_other": "Secretaría General"}, {"offices": ("Secretaría General",)}),
    ({"office": ""}, {"office_other": "Secretaría General"}, {"offices": ("Secretaría General",)}),
    ({"percent": "casi todo"}, {"percent": "90"}, {"percent": 9000}),
    ({"activity": ""}, {"activity": "Hacer el foro"}, {"activity": "Hacer el foro"}),
    ({"component": "", "subcomponent": ""}, {"component": "TRANSPARENCIA"}, {"component": "TRANSPARENCIA"}),
    ({"due": ""}, {"due": "leida"}, {"due_text": "", "due_dates": ()}),
    ({"due": "pronto"}, {"due": "leida"}, {"due_text": "pronto", "due_dates": ()}),
    ({"due": "pronto"}, {"due": "otra", "due_other": "1/12/2027"}, {"due_dates": (date(2027, 12, 1),)}),
    ({"due": "30/10/2027 31/11/2027"}, {"due": "2027-11-30"}, {"due_text": "30/10/2027 30/11/2027"}),
    ({"due": "30/02/1800"}, {"due_other": "1/12/2027"}, {"due_text": "1/12/2027"}),
]


@pytest.mark.parametrize(("written", "answers", "then"), WITH_DOUBTS)
def test_each_kind_of_doubt_is_settled_by_its_answer(
    world: World, planner: FlaskClient, written: dict[str, str], answers: dict[str, str], then: dict[str, object]
):
    another = OF_2027.row(activity="Hacer la feria")
    others = [another] if "percent" in written or "activity" in written or "due" in written else []
    address = uploaded(planner, world, matrix_of(OF_2027.row(**written), *others))
    assert "espera su decisión" in planner.get(address).text
    assert decide(planner, world, "fila", 1, **answers).status_code == 302
    assert "todo está decidido" in planner.get(address).text
    row = draft_of(proposal(world), world.session.scalars(select(Office).where(Office.entity_id == world.entity.id))).row(1)
    assert {name: getattr(row, name) for name in then} == then


def test_one_answer_settles_the_rows_that_ask_the_same(world: World, planner: FlaskClient):
    address = uploaded(planner, world, EXAMPLE.read_bytes(), EXAMPLE.name)
    assert "Aplicar también a la 31" in planner.get(f"{address}?fila=30").text
    decide(planner, world, "filas", 30, place="otra-lectura")
    told = last_record(world, "import:decide")["data"]["rows"]
    assert [row["n"] for row in told] == [30, 31]
    assert told[0]["component"][1].startswith("MECANISMOS PARA LA TRANSPARENCIA")
    assert heading(planner.get(address)).endswith("8 esperan su decisión")


def test_the_last_decision_can_be_taken_back_one_at_a_time(world: World, planner: FlaskClient):
    address = uploaded(planner, world, EXAMPLE.read_bytes(), EXAMPLE.name)
    decide(planner, world, "fila", 6, office="propuesta")
    decide(planner, world, "fila", 13, due="2021-12-01")
    assert "8 esperan" in planner.get(address).text
    answer = decide(planner, world, "deshacer")
    assert answer.status_code == 302
    page = planner.get(address)
    assert "9 esperan" in page.text
    assert "Se deshizo lo último" in page.text
    assert last_record(world, "import:decide")["data"]["undone"]["rows"] == [13]
    decide(planner, world, "deshacer")
    assert "10 esperan" in planner.get(address).text
    assert "Deshacer lo último" not in planner.get(address).text
    assert decide(planner, world, "deshacer").status_code == 409


def test_a_decision_over_a_stale_page_is_a_conflict_that_shows_what_changed(app: Flask, world: World, planner: FlaskClient):
    uploaded(planner, world, EXAMPLE.read_bytes(), EXAMPLE.name)
    stale = proposal(world).rev
    other = app.test_client()
    sign_in(other, "Diana")
    assert decide(other, world, "fila", 6, office="propuesta").status_code == 302
    answer = decide(planner, world, "fila", 13, rev=stale, due="otra", due_other="28/11/2021")
    assert answer.status_code == 409
    assert "Alguien decidió mientras usted miraba" in answer.text
    assert "<strong>Diana Torres</strong> confirmó la fila 6" in answer.text
    assert 'value="28/11/2021"' in answer.text
    assert heading(planner.get(f"{UPLOAD}/{proposal(world).id}")).endswith("9 esperan su decisión")
    for do in ("deshacer", "oficinas"):
        stale_again = decide(planner, world, do, rev=stale, office=["Oficina de Riesgos"], **{"as": ["Riesgos"]})
        assert stale_again.status_code == 409, do
    of = proposal(world)
    assert post(planner, f"{UPLOAD}/{of.id}/descartar", {"rev": stale}).status_code == 409
    assert create(planner, world, rev=stale).status_code == 409
    assert proposal(world).state == "open"


def test_enter_decides_nothing_and_keeps_what_was_typed(world: World, planner: FlaskClient):
    uploaded(planner, world, EXAMPLE.read_bytes(), EXAMPLE.name)
    before = proposal(world).rev
    answer = decide(planner, world, "", 13, due="otra", due_other="28/11/2021")
    assert (answer.status_code, 'value="28/11/2021"' in answer.text) == (200, True)
    assert decide(planner, world, "").status_code == 302
    assert proposal(world).rev == before


def test_a_row_that_is_no_activity_is_left_out_and_can_come_back(world: World, planner: FlaskClient):
    address = uploaded(planner, world, matrix_of(PLAIN, OF_2027.row(activity="Total")))
    decide(planner, world, "dejar", 2)
    page = planner.get(f"{address}?ver=fuera&fila=2")
    assert "Dejadas fuera" in page.text
    assert "Crear el plan con 1 actividad<" in page.text
    decide(planner, world, "devolver", 2)
    assert "Crear el plan con 2 actividades" in planner.get(address).text
    decide(planner, world, "dejar", 1)
    decide(planner, world, "dejar", 2)
    assert "No quedó ninguna actividad" in planner.get(address).text


def test_the_spellings_of_an_office_are_settled_together_and_remembered(world: World, planner: FlaskClient):
    rows = [
        OF_2027.row(office=text) for text in ("Grupo de Contratos", "Grupo de contratación", "Oficina Asesora de Planeación")
    ]
    address = uploaded(planner, world, matrix_of(*rows))
    page = planner.get(address)
    assert "Una oficina escrita de dos formas" in page.text
    assert "Tomamos una oficina por otra que ya existe" in page.text
    spellings = ["Grupo de Contratos", "Grupo de contratación"]
    decide(planner, world, "grupo", group="Grupo de Contratos", spelling=spellings, name="", other="Contratación")
    assert "Una oficina escrita de" not in planner.get(address).text
    told = last_record(world, "import:decide")["data"]["offices"]
    assert {"office": ["Grupo de Contratos", "Contratación"], "spelling": "Grupo de contratación"} in told
    assert create(planner, world, year=2027, first_cut=1).status_code == 302
    made = world.office("Contratación")
    assert sorted(made.spellings) == sorted(spellings)
    assert world.office("Oficina de Planeación").spellings == ["Oficina Asesora de Planeación"]
    assert last_record(world, "office:create")["data"]["name"] == "Contratación"


def test_a_spelling_that_is_another_office_is_parted_from_the_group(world: World, planner: FlaskClient):
    rows = [OF_2027.row(office=text) for text in ("Grupo de Contratos", "Grupo de contratación")]
    uploaded(planner, world, matrix_of(*rows))
    decide(planner, world, "grupo", group="Grupo de Contratos", spelling="Grupo de Contratos", name="Grupo de Contratos")
    assert create(planner, world, year=2027, first_cut=1).status_code == 302
    assert world.office("Grupo de contratación").id != world.office("Grupo de Contratos").id


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"spelling": [], "name": "X"}, "Marque al menos una de las formas"),
        ({"spelling": ["Oficina A.", "Oficina A"], "name": "", "other": ""}, "Escriba el nombre de la oficina"),
        ({"spelling": ["Oficina A.", "Oficina A"], "name": "x" * 201}, "Escriba el nombre de la oficina"),
        ({"spelling": ["Oficina A"], "name": "Oficina A"}, "son la misma oficina"),
    ],
)
def test_an_office_that_cannot_be_so_is_refused(world: World, planner: FlaskClient, answers: dict[str, Any], said: str):
    uploaded(planner, world, matrix_of(*(OF_2027.row(office=text) for text in ("Oficina Alfa", "Oficina Alfa."))))
    before = proposal(world).rev
    spelled = [text.replace("Oficina A", "Oficina Alfa") for text in answers["spelling"]]
    answer = decide(planner, world, "grupo", **(answers | {"group": "Oficina Alfa", "spelling": spelled}))
    assert answer.status_code == 422
    assert said in answer.text
    assert proposal(world).rev == before


def test_forged_answers_name_nothing_and_change_nothing(world: World, planner: FlaskClient):
    uploaded(planner, world, matrix_of(PLAIN))
    before = proposal(world).rev
    assert decide(planner, world, "fila", 99, place="leida").status_code == 404
    assert decide(planner, world, "corregir", 99).status_code == 404
    assert decide(planner, world, "dejar", 99).status_code == 409
    assert decide(planner, world, "grupo", group="Nadie", spelling="x", name="y").status_code == 404
    assert decide(planner, world, "oficinas").status_code == 404
    assert planner.get(f"{UPLOAD}/999999999999").status_code == 404
    assert planner.get(f"{UPLOAD}/99").status_code == 404
    assert proposal(world).rev == before


@pytest.mark.parametrize("shows", ["mirar", "sin-dudas", "fila-corrida-de-celda", "nada-de-esto", "decididas"])
def test_what_was_found_can_be_looked_at_by_kind(world: World, planner: FlaskClient, shows: str):
    address = uploaded(planner, world, EXAMPLE.read_bytes(), EXAMPLE.name)
    page = planner.get(f"{address}?ver={shows}&fila=27")
    assert page.status_code == 200
    assert "Celdas originales" in page.text
    assert "FECHA DE CULMINACION" in page.text
    numbers = re.findall(r'<li><a href="[^"]*fila=(\d+)#', page.text)
    if shows == "fila-corrida-de-celda":
        assert numbers == ["6"]


@pytest.mark.parametrize("name", ["Laura", "Marta", "Óscar", "Ana", "Charlie"])
def test_only_planning_of_the_entity_imports(app: Flask, world: World, planner: FlaskClient, name: str):
    address = uploaded(planner, world, matrix_of(PLAIN))
    other = app.test_client()
    sign_in(other, name)
    before = proposal(world).rev
    assert other.get(UPLOAD).status_code == 403
    assert other.get(address).status_code == 403
    assert send(other, matrix_of(PLAIN, year=2030), "otra.tsv").status_code == 403
    for act in ("decidir", "crear", "descartar"):
        assert post(other, f"{address}/{act}", {"rev": before, "do": "dejar", "n": 1}).status_code == 403
    assert proposal(world).rev == before


def test_the_roles_of_new_offices_are_proposed_by_name_and_confirmed(world: World, planner: FlaskClient):
    """An entity whose Internal Control is still to be named, because the document brings it."""
    control = world.office("Control Interno")
    control.kind, control.name, control.name_key = OfficeKind.OFFICE, "Archivo", "archivo"
    record(world.session, kind=Kind.OFFICE_UPDATE, actor=SETUP, at=NOW, subject=control, entity_id=control.entity_id)
    world.session.commit()
    address = uploaded(planner, world, matrix_of(OF_2027.row(office="Oficina de Control Interno"), PLAIN))
    assert '<option selected value="Oficina de Control Interno">' in planner.get(address).text
    refused = create(planner, world, year=2027, first_cut=1, control="Oficina de Nada")
    assert refused.status_code == 422
    assert create(planner, world, year=2027, first_cut=1, control="Oficina de Control Interno").status_code == 302
    assert world.office("Oficina de Control Interno").kind == OfficeKind.CONTROL


def test_the_list_of_proposals_says_what_waits_and_what_became_of_the_others(world: World, planner: FlaskClient):
    assert "No hay propuestas por decidir" in planner.get(UPLOAD).text
    uploaded(planner, world, matrix_of(PLAIN), "primera.tsv")
    create(planner, world, year=2027, first_cut=1)
    uploaded(planner, world, matrix_of(PLAIN, PLAIN), "segunda.tsv")
    page = planner.get(UPLOAD).text
    assert "segunda.tsv" in page
    assert "Ver el plan 2027" in page


def test_a_page_asks_the_database_the_same_whatever_the_rows(
    app: Flask, world: World, planner: FlaskClient, ask: Callable[[str], int]
):
    few = uploaded(planner, world, matrix_of(*_many(41)))
    asked = ask(few)
    many = uploaded(planner, world, matrix_of(*_many(400)))
    assert ask(many) == asked
    assert ask(UPLOAD) == ask(UPLOAD)


@pytest.fixture
def ask(app: Flask, planner: FlaskClient) -> Callable[[str], int]:
    def counted_for(address: str) -> int:
        return count_statements(app, lambda: planner.get(address))

    return counted_for


def _many(count: int) -> list[tuple[str, ...]]:
    return [OF_2027.row(activity=f"Hacer el foro {n}", due="31/11/2027" if n % 4 else "30/11/2027") for n in range(count)]
