"""Evidence, taken home: the very bytes that were recorded, as a file, for the people of the entity."""

import json
import logging
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pacc_flow.actions import alarms
from pacc_flow.models import Alarm, AlarmKind, Evidence, EvidenceKind, LedgerRecord
from pacc_flow.web.evidence import attachment
from tests.support.cast import World
from tests.support.web import post, sign_in

PDF = b"%PDF-1.7\n<script>alert(1)</script>"
SHA256 = select(Evidence.sha256).where(Evidence.kind == EvidenceKind.FILE)
NAME = "Informe de la línea, «azul».pdf"

DAMAGES = {"changed": "ya no es el que se registró", "gone": "ya no está donde se guardó"}


@pytest.fixture
def address(world: World, client: FlaskClient) -> str:
    """Of a file that Laura attached, with a link beside it."""
    sign_in(client, "Laura")
    entry = world.entry()
    office = entry.activity.responsibilities[0].office_id
    data = {"rev": entry.rev, "office": office, "percent": "65", "narrative": "Se hizo.", "link": "https://www.a.gov.co/x"}
    address = f"/app/entradas/{entry.id}/guardar"
    world.session.rollback()
    assert post(client, address, data | {"files": [(BytesIO(PDF), NAME)]}).status_code == 302
    file_id = world.session.scalars(select(Evidence.id).where(Evidence.kind == EvidenceKind.FILE)).one()
    world.session.rollback()
    return f"/app/evidencia/{file_id}"


def test_it_comes_back_whole_and_is_never_opened_by_our_own_address(address: str, client: FlaskClient):
    answer = client.get(address)
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Informe de la l_nea, _azul_.pdf"; ')
    assert "filename*=UTF-8''Informe%20de%20la%20l%C3%ADnea%2C%20%C2%ABazul%C2%BB.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "status"), [("Paola", 200), ("Andrés", 200), ("Marta", 200), ("Óscar", 200), ("Ana", 403), ("Charlie", 404)]
)
def test_it_is_for_the_people_of_the_entity_who_work_on_the_plan(name: str, status: int, address: str, client: FlaskClient):
    other = client.application.test_client()
    sign_in(other, name)
    assert other.get(address).status_code == status


def test_without_signing_in_there_is_nothing(address: str, client: FlaskClient):
    assert client.application.test_client().get(address).location == "/entrar"


def test_a_link_is_no_file_and_what_does_not_exist_is_not_there(address: str, client: FlaskClient, world: World):
    link = world.session.scalars(select(Evidence.id).where(Evidence.kind == EvidenceKind.LINK)).one()
    world.session.rollback()
    assert client.get(f"/app/evidencia/{link}").status_code == 404
    assert client.get("/app/evidencia/999999").status_code == 404


def harm(client: FlaskClient, damage: str) -> None:
    """What somebody at the disk does to the only file."""
    place = next(path for path in client.application.extensions["settings"].evidence_dir.rglob("*") if path.is_file())
    if damage == "gone":
        place.unlink()
    else:
        place.write_bytes(b"%PDF-1.7\notra cosa")


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_as_it_was_recorded_is_never_given(
    damage: str, address: str, client: FlaskClient, world: World, caplog: pytest.LogCaptureFixture
):
    harm(client, damage)
    with caplog.at_level(logging.ERROR):
        answer = client.get(address)
    assert answer.status_code == 409
    assert "No coincide con el que se registró" in answer.text
    assert "otra cosa" not in answer.text
    assert "is damaged" in caplog.text
    alarm = world.session.scalars(select(Alarm)).one()
    assert (alarm.kind, alarm.key) == (AlarmKind.EVIDENCE, world.session.scalars(SHA256).one())
    assert (alarm.entity_id, alarm.cleared_at) == (world.entity.id, None)
    assert f"El archivo «{NAME}» {DAMAGES[damage]}" in alarm.sentence
    told = world.session.scalars(select(LedgerRecord).where(LedgerRecord.kind == "alarm:raise")).one()
    assert json.loads(told.body)["data"]["sentence"] == alarm.sentence


def test_asked_for_again_it_stays_one_alarm_that_control_sees_at_once(address: str, client: FlaskClient, world: World):
    harm(client, "changed")
    assert [client.get(address).status_code for _ in range(3)] == [409] * 3
    assert len(world.session.scalars(select(Alarm)).all()) == 1
    officer = client.application.test_client()
    sign_in(officer, "Marta")
    assert "Hay una alarma del registro" in officer.get(address).text


def test_two_who_find_it_at_the_same_moment_raise_one_alarm(
    address: str, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
):
    harm(client, "changed")
    client.get(address)
    blind, look = iter([None]), alarms._standing  # the second one looked before the first; afterwards it sees the alarm
    monkeypatch.setattr(alarms, "_standing", lambda *asked: next(blind, look(*asked)))
    assert client.get(address).status_code == 409
    assert len(world.session.scalars(select(Alarm)).all()) == 1


def test_a_name_cannot_add_a_header():
    assert attachment('a"\r\nX: y.pdf') == "attachment; filename=\"a___X: y.pdf\"; filename*=UTF-8''a%22%0D%0AX%3A%20y.pdf"
