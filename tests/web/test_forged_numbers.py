"""A number that no row could have is no address, no revision and no office: it is refused, never a failure of ours."""

import io
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from pacc_flow.actions.storage import EvidenceStore, FileRefused
from tests.support.cast import World
from tests.support.web import post, sign_in

HUGE = 99_999_999_999_999_999_999


@pytest.mark.parametrize("address", ["/app/entradas/{}", "/app/entradas/{}/historia", "/app/evidencia/{}"])
def test_an_address_of_a_row_that_no_database_holds_is_not_found(world: World, client: FlaskClient, address: str):
    sign_in(client, "Laura")
    assert client.get(address.format(HUGE)).status_code == 404


@pytest.mark.parametrize("field", ["rev", "office"])
def test_a_forged_number_in_a_form_changes_nothing(world: World, client: FlaskClient, field: str):
    entry = world.entry()
    sign_in(client, "Laura")
    typed = {"rev": str(entry.rev), "percent": "10", "narrative": "Algo."} | {field: str(HUGE)}
    assert post(client, f"/app/entradas/{entry.id}/guardar", typed).status_code in (403, 409, 422)
    assert world.entry().rev == entry.rev


def test_a_document_whose_archive_is_broken_inside_is_refused_like_any_other(tmp_path: Path):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types>" + "x" * 500 + "</Types>")
    data = bytearray(raw.getvalue())
    data[52:60] = b"\xff" * 8
    with pytest.raises(FileRefused):
        EvidenceStore(tmp_path, 1_000_000).keep(io.BytesIO(bytes(data)), "acta.docx")
