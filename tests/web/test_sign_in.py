"""Signing in and out."""

from flask.testing import FlaskClient

from tests.support.web import sign_in


def test_a_person_signs_in_and_lands_on_their_desk(client: FlaskClient):
    answer = sign_in(client, "Laura")
    assert (answer.status_code, answer.location) == (302, "/app/")
    assert client.get("/app/cuenta").status_code == 200
