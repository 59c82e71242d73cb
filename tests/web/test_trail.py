"""The register: every act of the entity, newest first, in words and exactly as it was recorded."""

import json
import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from pacc_flow.actions.corrections import publish_correction
from pacc_flow.actions.publication import publish_cut
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entry, LedgerRecord
from pacc_flow.queries.register import Known, RegisterRow
from pacc_flow.web.register_acts import FAMILIES, WORDS, told
from pacc_flow.workflow import Action
from tests.support.bulk import many_entries
from tests.support.cast import NOW, World
from tests.support.statements import count_statements
from tests.support.web import post, sign_in

ADDRESS = "/app/registro"


@pytest.fixture
def auditor(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Óscar")
    return client


def receipts(page: str) -> list[int]:
    return [int(figure.replace(".", "")) for figure in re.findall(r"Recibo ([0-9.]+) <code>", page)]


def sentences(page: str) -> list[str]:
    lines = re.findall(r'<p class="act-line">\s*<span>(.*?)</span>\s*<time', page, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", line).split()) for line in lines]


def test_every_kind_of_record_has_its_words_and_its_family():
    assert set(WORDS) == set(Kind)
    assert {kind.partition(":")[0] for kind in Kind} == set(FAMILIES)


def test_the_newest_act_comes_first_with_its_receipt_and_its_exact_record(auditor: FlaskClient, world: World):
    world.act("Laura", Action.SUBMIT, content=world.written("Laura"))
    world.act("Andrés", Action.RETURN_TO_OFFICE, comment="Falta el acta.")
    page = auditor.get(ADDRESS).text
    found = receipts(page)
    assert found == sorted(found, reverse=True)
    said = sentences(page)
    assert said[:3] == [
        "Andrés Rojas Oficina de Planeación la devolvió a la oficina: actividad 1, primer corte de 2026",
        "Laura Cifuentes Oficina Comercial envió a Planeación: actividad 1, primer corte de 2026",
        "Laura Cifuentes Oficina Comercial agregó evidencia: www.entidad.gov.co/informe, actividad 1, primer corte de 2026",
    ]
    assert "«Falta el acta.»" in page
    newest = world.session.get_one(LedgerRecord, found[0])
    assert newest.entry_hash.hex() in page
    assert json.dumps(newest.body)[1:-1].replace('\\"', "&#34;") in page


def test_a_publication_is_told_whole(auditor: FlaskClient, world: World):
    entries = dict.fromkeys(world.session.scalars(select(Entry.id)), "No llegó.")
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=entries, at=NOW)
    world.session.commit()
    page = auditor.get(ADDRESS).text
    assert sentences(page)[:3] == [
        "Marta Lucía Peña Control Interno firmó y publicó el seguimiento: primer corte de 2026",
        "Marta Lucía Peña Control Interno cerró el corte al publicarlo: primer corte de 2026",
        "Marta Lucía Peña Control Interno la publicó como no reportada: actividad 4, primer corte de 2026",
    ]
    assert "«No llegó.»" in page


def test_a_correction_says_which_revision_it_is(auditor: FlaskClient, world: World):
    marta, entries = world.person("Marta"), dict.fromkeys(world.session.scalars(select(Entry.id)), "No llegó.")
    publish_cut(world.session, world.cut().id, actor=marta, reasons=entries, at=NOW)
    world.session.commit()
    remarks = {1: "Otra."}
    publish_correction(world.session, world.cut().id, actor=marta, remarks=remarks, reason="Faltaba.", at=NOW)
    world.session.commit()
    told = sentences(auditor.get(ADDRESS).text)
    assert told[0].endswith("firmó y publicó el seguimiento: primer corte de 2026, revisión 2")
    assert told[1].endswith("firmó y publicó el seguimiento: primer corte de 2026")


def test_signing_in_and_being_refused_are_there_too(client: FlaskClient, world: World):
    sign_in(client, "Laura", "no es esta")
    sign_in(client, "Laura")
    post(client, "/app/cortes/2/abrir")
    officer = client.application.test_client()
    sign_in(officer, "Marta")
    page = officer.get(ADDRESS).text
    said = sentences(page)
    assert said[1] == "Laura Cifuentes intentó algo que su cuenta no permite"
    assert said[2] == "Laura Cifuentes Oficina Comercial entró"
    assert said[3] == "Alguien sin sesión no logró entrar con la cuenta: Laura Cifuentes"
    assert "«Su cuenta no tiene acceso a esta página.»" in page


@pytest.mark.parametrize(("family", "only"), [("cut", "corte"), ("office", "oficina"), ("account", "cuenta")])
def test_a_family_is_shown_alone(auditor: FlaskClient, world: World, family: str, only: str):
    page = auditor.get(ADDRESS, query_string={"clase": family}).text
    kinds = re.findall(r"<dt>Clase</dt><dd><code>([a-z_:]+)</code>", page)
    assert kinds
    assert {kind.partition(":")[0] for kind in kinds} == {family}
    assert only in " ".join(sentences(page))


@pytest.mark.parametrize("typed", ["04/05/2026", "2026-05-04", " 4/5/2026 "])
def test_a_day_is_that_of_bogota(auditor: FlaskClient, world: World, typed: str):
    late_evening = datetime(2026, 5, 5, 3, 30, tzinfo=UTC)  # half past ten at night of the fourth in Bogotá
    next_day = datetime(2026, 5, 5, 5, 30, tzinfo=UTC)
    world.act("Laura", Action.SAVE, 1, content=world.written("Laura", link=False), at=late_evening)
    world.act("Laura", Action.SAVE, 2, content=world.written("Laura", link=False), at=next_day)
    page = auditor.get(ADDRESS, query_string={"dia": typed, "clase": "entry"}).text
    assert "actividad 1, primer corte de 2026" in sentences(page)[0]
    assert "guardó el borrador: actividad 2" not in " ".join(sentences(page))
    assert "el 4 de mayo de 2026" in page


@pytest.mark.parametrize("typed", ["31/11/2026", "ayer", "0001-01-01", "9999-12-31", "2026-05-04T00", "\x01"])
def test_a_day_that_does_not_exist_is_told_at_its_field(auditor: FlaskClient, typed: str):
    answer = auditor.get(ADDRESS, query_string={"dia": typed})
    assert answer.status_code == 422
    assert f"No hay un día «{typed}»." in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_nothing_found_says_so(auditor: FlaskClient):
    page = auditor.get(ADDRESS, query_string={"dia": "01/01/2026"}).text
    assert "Ningún acto coincide" in page
    assert "Quitar los filtros" in page


def test_fifty_a_page_and_the_same_statements_whatever_the_number(auditor: FlaskClient, world: World):
    few = count_statements(auditor.application, lambda: auditor.get(ADDRESS, query_string={"clase": "cut"}))
    many_entries(world, 60)
    assert count_statements(auditor.application, lambda: auditor.get(ADDRESS)) == few
    total = (
        world.session.scalar(select(func.count()).select_from(LedgerRecord).where(LedgerRecord.entity_id == world.entity.id))
        or 0
    )
    seen: list[int] = []
    for number in range(1, -(-total // 50) + 1):
        seen += receipts(auditor.get(ADDRESS, query_string={"pagina": number}).text)
    assert len(seen) == len(set(seen)) == total
    first = auditor.get(ADDRESS).text
    assert f"Actos 1 a 50 de {total}" in first
    assert 'rel="next" href="/app/registro?pagina=2"' in first
    assert 'rel="prev"' not in first


@pytest.mark.parametrize("asked", ["0", "-1", "abc", "²", "9" * 30])
def test_a_page_that_cannot_be_does_not_break(auditor: FlaskClient, asked: str):
    assert auditor.get(ADDRESS, query_string={"pagina": asked, "clase": "' OR 1=1"}).status_code == 200


def test_the_records_of_another_entity_are_not_there(client: FlaskClient, world: World):
    sign_in(client, "Charlie")
    page = client.get(ADDRESS).text
    own = world.session.scalars(
        select(LedgerRecord.seq).where(LedgerRecord.entity_id == world.outsider.entity_id).order_by(LedgerRecord.seq.desc())
    ).all()
    assert receipts(page) == list(own)
    assert "Laura" not in page
    assert "mapa de riesgos" not in page


@pytest.mark.parametrize("name", ["Laura", "Andrés", "Ana"])
def test_only_control_and_auditors_read_it(client: FlaskClient, name: str):
    sign_in(client, name)
    assert client.get(ADDRESS).status_code == 403


def test_a_kind_of_a_later_version_is_shown_as_it_is():
    body = '{"actor":{"id":null,"office":null,"role":"system","system":"robot"},"at":"2026-05-04T14:00:00.000000Z","data":{}}'
    row = RegisterRow(7, NOW, "moon:land", None, None, None, "00", "11", body, json.loads(body))
    act = told(row, Known({}, {}, {}, {}))
    assert act.did == "El sistema hizo un acto que esta versión no conoce"
    assert ("Clase", "moon:land", "mono") in act.record
