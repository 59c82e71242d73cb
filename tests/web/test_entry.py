"""The report of an activity, through the browser's forms."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from pacc_flow.models import Evidence, LedgerRecord
from pacc_flow.workflow import Action, State
from tests.support.cast import World
from tests.support.web import post, sign_in

PDF = b"%PDF-1.7\n1 0 obj\n"
NOT_A_PERCENT = "El porcentaje va de 0 a 100, con coma si tiene decimales. Por ejemplo: 65 o 88,24."


def id_of(world: World, number: int = 1) -> int:
    entry_id = world.entry(number).id
    world.session.rollback()  # a test that only looked holds nobody back
    return entry_id


def typed(world: World, number: int = 1, **more: object) -> dict[str, object]:
    """What the form of an entry sends, by the office that leads it, over the revision as it stands."""
    entry = world.entry(number)
    lead = next(row.office_id for row in entry.activity.responsibilities if row.position == 0)
    found = {"rev": entry.rev, "office": lead, "percent": "65", "narrative": "Se hizo.", "link": ""} | more
    world.session.rollback()
    return found


def save(client: FlaskClient, world: World, number: int = 1, **more: object) -> TestResponse:
    return post(client, f"/app/entradas/{id_of(world, number)}/guardar", typed(world, number, **more))


def send(client: FlaskClient, world: World, number: int = 1, **more: object) -> TestResponse:
    return post(client, f"/app/entradas/{id_of(world, number)}/enviar", typed(world, number, **more))


def evidence_of(world: World, number: int = 1) -> list[Evidence]:
    entry_id = id_of(world, number)
    found = world.session.scalars(
        select(Evidence).where(Evidence.entry_id == entry_id).order_by(Evidence.id).execution_options(populate_existing=True)
    ).all()
    world.session.rollback()
    return list(found)


def test_an_office_saves_a_draft_and_gets_its_receipt(world: World, client: FlaskClient):
    sign_in(client, "Laura")
    answer = save(client, world, percent="88,24")
    assert (answer.status_code, answer.location) == (302, f"/app/entradas/{id_of(world)}")
    page = client.get(answer.location)
    assert "Borrador guardado" in page.text
    assert "Recibo" in page.text
    assert world.entry().percent == 8824
