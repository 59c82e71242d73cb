"""The third cut of 2021, worked through the software by every one of its people, as a citizen then finds it."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from config import Settings
from pacc_flow import create_app
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.storage import EvidenceStore
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.cli.demo import matrix_2021
from pacc_flow.cli.demo.settling import settle_in
from pacc_flow.models.engine import create_engine
from pacc_flow.web.database import db

ADDRESS = "/icetex/2021/corte-3"


@pytest.fixture
def citizen(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    proposal = matrix_2021.read()
    engine = create_engine(database_url)
    with make_session_factory(engine)() as session:
        stage = settle_in(
            session,
            EvidenceStore(tmp_path / "evidence", 20_000_000),
            SignerFolder(tmp_path / "signer", "localhost"),
            "icetex",
            proposal,
        )
        matrix_2021.follow_up(stage, proposal)
    engine.dispose()
    app = create_app(Settings(secret_key="k" * 40, database_url=database_url, var_dir=tmp_path))
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def test_a_citizen_reads_the_41_activities_and_both_measures(citizen: FlaskClient):
    page = citizen.get(f"{ADDRESS}/").text.replace("\u00a0", " ")
    assert re.findall(r'class="result-figure">([^<]+)<', page) == ["95,12 %", "99,43 %"]
    assert "39 de las 41 actividades llegaron al 100 %." in page
    assert re.findall(r'<tr id="a(\d+)">', page) == [str(number) for number in range(1, 42)]
    assert page.count('scope="rowgroup"') == 6
    assert "Lo firmó <strong>la Oficina de Control Interno</strong> el 20 de enero de 2022, 10:20 a. m." in page
    assert "Sin terminar: actividades 33 y 34." in page
    assert "71,43 %" in page


def test_the_matrix_as_it_was_published_stays_and_its_correction_says_why(citizen: FlaskClient):
    first = citizen.get(f"{ADDRESS}/revision-1/").text.replace("\u00a0", " ")
    assert "Lo firmó <strong>la Oficina de Control Interno</strong> el 14 de enero de 2022, 4:05 p. m." in first
    assert "Hay una revisión más reciente, del 20 de enero de 2022. Esta se conserva." in first
    changes = citizen.get(f"{ADDRESS}/cambios/").text.replace("\u00a0", " ")
    assert "Faltaba la observación de Control Interno sobre el soporte de la actividad 1." in changes
    assert changes.count('<th scope="row">') == 1


def test_the_documents_hold_the_same_follow_up(citizen: FlaskClient):
    sheet = openpyxl.load_workbook(io.BytesIO(citizen.get(f"{ADDRESS}.xlsx").data))["Seguimiento"]
    assert sum(1 for row in sheet.iter_rows(min_row=8, values_only=True) if row[2]) == 41

    rows = list(csv.reader(io.StringIO(citizen.get(f"{ADDRESS}.csv").text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 42

    document = json.loads(citizen.get(f"{ADDRESS}.json").text)
    total = document["summary"]["total"]
    assert (total["programmed"], total["fulfilled"]) == (41, 39)
    assert (total["fulfilment"]["percent"], total["average"]["percent"]) == (9512, 9943)
    assert len(document["snapshot"]["rows"]) == 41
