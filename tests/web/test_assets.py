"""Assets by an address that names their content are kept for ever; by any other, for as long as they may change."""

import re

from flask.testing import FlaskClient


def test_an_asset_whose_address_names_its_content_is_immutable(client: FlaskClient):
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+\?v=[0-9a-f]{12})"', client.get("/entrar").text)
    assert len(addresses) > 3
    for address in addresses:
        with client.get(address) as answer:
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_any_other_address_is_not(client: FlaskClient):
    for end in ("", "?v=", "?v=000000000000"):
        with client.get(f"/static/css/pacc.css{end}") as answer:
            assert "immutable" not in answer.headers["Cache-Control"]
    assert client.get("/static/css/nada.css?v=000000000000").status_code == 404
