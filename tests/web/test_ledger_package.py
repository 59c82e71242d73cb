"""The bundle of an auditor, from the page of the register: whole, verifiable, and for those who read the log alone."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.installation import signer_folder
from pacc_flow.verifier import pacc_verify
from tests.support.cast import NOW, World
from tests.support.web import post, sign_in

ADDRESS = "/app/registro/paquete"
PDF = b"%PDF-1.7\nacta"


@pytest.fixture
def signed(app: Flask) -> int:
    checkpoint = sign(app.extensions["sessions"], signer_folder(app.extensions["settings"]), at=NOW)
    assert checkpoint
    return checkpoint.size


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("name", ["Óscar", "Marta"])
def test_whoever_reads_the_log_takes_it_away_whole(
    client: FlaskClient, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    sign_in(client, name)
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == "attachment; filename=registro-entidad-2026-05-04.zip"
    assert answer.headers["Cache-Control"] == "no-store"
    (tmp_path / "paquete.zip").write_bytes(answer.data)
    (tmp_path / "llave.txt").write_bytes(client.get("/entidad/registro/llave").data)
    order = [str(tmp_path / "paquete.zip"), "--key", str(tmp_path / "llave.txt")]
    assert pacc_verify.main(order) == 0, capsys.readouterr().out


def test_it_holds_the_evidence_and_nothing_of_another_entity(client: FlaskClient, world: World, signed: int):
    sign_in(client, "Laura")
    entry = world.entry()
    form = {"rev": entry.rev, "office": world.office("Oficina Comercial").id, "percent": "65", "narrative": "Se hizo."}
    address = f"/app/entradas/{entry.id}/guardar"
    assert post(client, address, form | {"files": [(io.BytesIO(PDF), "acta.pdf")]}).status_code == 302
    auditor, outsider = client.application.test_client(), client.application.test_client()
    sign_in(auditor, "Óscar")
    sign_in(outsider, "Charlie")
    ours, theirs = (zipfile.ZipFile(io.BytesIO(one.get(ADDRESS).data)) for one in (auditor, outsider))
    evidence = [name for name in ours.namelist() if name.startswith("evidence/")]
    assert [ours.read(name) for name in evidence] == [PDF]
    assert not [name for name in theirs.namelist() if name.startswith("evidence/")]
    assert json.loads(theirs.read("manifest.json"))["entity"] == world.outsider.entity_id
    assert "mapa de riesgos" in ours.read("rows.jsonl").decode()
    for name in ("entries.tsv", "rows.jsonl"):
        told = theirs.read(name).decode()
        assert "mapa de riesgos" not in told
        assert "laura@entidad.gov.co" not in told
        assert f'"entity":{world.entity.id},' not in told


def test_it_is_sent_while_it_is_read(app: Flask, client: FlaskClient, world: World, signed: int):
    """Nothing is asked of the log before the answer is taken, and hanging up gives the connection back."""
    sign_in(client, "Óscar")
    answer = client.get(ADDRESS)
    pieces = answer.iter_encoded()
    assert next(pieces)
    assert "Content-Length" not in answer.headers
    answer.close()
    assert app.extensions["engine"].pool.checkedout() == 0


@pytest.mark.parametrize("name", ["Ana", "Laura", "Andrés"])
def test_nobody_else_gets_it(client: FlaskClient, signed: int, name: str):
    sign_in(client, name)
    answer = client.get(ADDRESS)
    assert answer.status_code == 403
    assert b"PK" not in answer.data[:4]


def test_before_the_first_signature_it_says_so(client: FlaskClient):
    sign_in(client, "Óscar")
    answer = client.get(ADDRESS)
    assert answer.status_code == 409
    assert "Todavía no hay paquete" in answer.text


def test_the_register_offers_it_and_says_how_to_check_it(client: FlaskClient):
    sign_in(client, "Óscar")
    page = client.get("/app/registro").text
    assert f'href="{ADDRESS}"' in page
    assert 'href="/verificador/"' in page
    assert 'href="/entidad/registro/"' in page
