"""What a public page says of itself to machines, and to whoever fills the transparency menu of the entity."""

import json
import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from pacc_flow.actions.milestones import move_milestones
from pacc_flow.actions.trail import record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Report
from pacc_flow.reports import FORMATS
from tests.support.cast import NOW, SETUP, World
from tests.web.test_public import NAMES, PAGE, publish, readable

HERE = "http://127.0.0.1:8000"
PLAN = "/entidad/2026/"


@pytest.fixture
def published(world: World) -> Report:
    return publish(world)


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "html.parser")


def said(page: BeautifulSoup, name: str) -> str:
    return str(page.find("meta", {"name": name})["content"])


def dataset(page: BeautifulSoup) -> dict[str, object]:
    (block,) = page.find_all("script", type="application/ld+json")
    found: dict[str, object] = json.loads(block.string)
    return found


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?q=mapa", PLAN])
def test_a_page_names_its_permanent_address_its_days_and_who_publishes_it(client: FlaskClient, published: Report, address: str):
    page = soup(client, address)
    permanent = HERE + address.partition("?")[0]
    assert page.find("link", rel="canonical")["href"] == said(page, "DC.identifier") == permanent
    assert said(page, "DC.publisher") == "Entidad de Prueba"
    assert said(page, "DC.language") == page.html["lang"] == "es-CO"
    assert said(page, "DCTERMS.issued") == said(page, "DCTERMS.modified") == "2026-05-04"
    shown = readable(page.find("section", {"aria-labelledby": "transparencia"}).get_text(" "))
    assert "Fecha de publicación 4 de mayo de 2026" in shown
    assert f"Dirección permanente {permanent}" in shown


def test_the_follow_up_is_a_dataset_with_a_file_in_every_format(client: FlaskClient, published: Report):
    about = dataset(soup(client, PAGE))
    assert (about["@context"], about["@type"], about["@id"]) == ("https://schema.org/", "Dataset", HERE + PAGE)
    files = about["distribution"]
    assert isinstance(files, list)
    assert [one["contentUrl"] for one in files] == [f"{HERE}/entidad/2026/corte-1.{name}" for name in FORMATS]
    assert all(client.get(one["contentUrl"].removeprefix(HERE)).status_code == 200 for one in files)
    document = json.loads(client.get("/entidad/2026/corte-1.json").text)
    assert {name: document[name] for name in ("@id", "name", "datePublished", "version")} == {
        name: about[name] for name in ("@id", "name", "datePublished", "version")
    }


def test_the_plan_is_a_dataset_that_says_when_it_changed(client: FlaskClient, world: World):
    moves, later = {"control_due_on": date(2026, 5, 18)}, NOW + timedelta(days=3)
    move_milestones(world.session, world.cut(), moves, reason="Por la norma.", actor=SETUP, at=later)
    world.session.commit()
    about = dataset(soup(client, PLAN))
    assert (about["@type"], about["datePublished"], about["dateModified"]) == ("Dataset", "2026-05-04", "2026-05-07")


def test_what_looks_like_markup_stays_within_the_data(client: FlaskClient, world: World):
    world.session.rollback()
    plan = world.cut().plan
    plan.name = 'Plan </script><script src="x">'
    record(world.session, kind=Kind.PLAN_CREATE, actor=SETUP, at=NOW, subject=plan, entity_id=plan.entity_id)
    world.session.commit()
    page = soup(client, PLAN)
    assert dataset(page)["name"] == 'Plan </script><script src="x">'
    assert not page.find("script", src="x")


def test_no_person_is_named_in_it(client: FlaskClient, published: Report):
    for address in (PAGE, PLAN):
        head = re.split("</head>", client.get(address).text)[0]
        assert not [name for name in NAMES if name in head or name.split()[0] in head]


def test_the_schema_that_a_document_names_is_there(client: FlaskClient, published: Report):
    document = json.loads(client.get("/entidad/2026/corte-1.json").text)
    answer = client.get(document["$schema"].removeprefix(HERE))
    assert (answer.status_code, answer.content_type) == (200, "application/schema+json; charset=utf-8")
    assert json.loads(answer.text)["title"] == "Seguimiento publicado de un plan anticorrupción"
    assert client.get("/esquemas/seguimiento-v1.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert 'href="/esquemas/seguimiento-v1.json"' in client.get("/entidad/datos/").text
