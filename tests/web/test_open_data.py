"""What is published, told to machines: the catalogue, the feed and the map of the site, and nothing that is not published."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from pacc_flow.models import Report
from pacc_flow.reports import FORMATS
from tests.support.cast import PEOPLE, World
from tests.support.statements import statements
from tests.web.test_public import publish

HERE = "http://127.0.0.1:8000"
FOLLOW_UP = f"{HERE}/entidad/2026/corte-1/"
PAGE, LINKED, ATOM, MAP = "/entidad/datos/", "/entidad/datos/catalogo.jsonld", "/entidad/publicado.atom", "/sitemap.xml"
ADDRESSES = (PAGE, LINKED, ATOM, MAP)
_ATOM = "{http://www.w3.org/2005/Atom}"
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def published(world: World) -> Report:
    return publish(world)


def test_the_catalogue_lists_each_follow_up_with_a_file_in_every_format(client: FlaskClient, published: Report):
    answer = client.get(LINKED)
    assert answer.content_type == "application/ld+json; charset=utf-8"
    catalogue = json.loads(answer.text)
    assert (catalogue["@type"], catalogue["@id"]) == ("dcat:Catalog", f"{HERE}{PAGE}")
    (dataset,) = catalogue["dcat:dataset"]
    assert dataset["@id"] == FOLLOW_UP
    assert dataset["dct:issued"] == {"@type": "xsd:date", "@value": "2026-05-04"}
    assert dataset["dcat:version"] == "1"
    assert dataset["spdx:checksum"]["spdx:checksumValue"] == published.snapshot_sha256
    files = [one["dcat:downloadURL"]["@id"].removeprefix(HERE) for one in dataset["dcat:distribution"]]
    assert files == [f"/entidad/2026/corte-1.{name}" for name in FORMATS]
    assert [client.get(file).status_code for file in files] == [200] * len(FORMATS)


def test_the_feed_tells_each_publication_under_an_address_of_its_revision(client: FlaskClient, published: Report):
    answer = client.get(ATOM)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.data)
    (entry,) = feed.iter(f"{_ATOM}entry")
    assert entry.findtext(f"{_ATOM}id") == f"{FOLLOW_UP}#revision-1"
    assert entry.findtext(f"{_ATOM}title") == "Primer corte de 2026"
    assert entry.findtext(f"{_ATOM}updated") == feed.findtext(f"{_ATOM}updated") == "2026-05-04T14:00:00Z"
    assert published.snapshot_sha256 in (entry.findtext(f"{_ATOM}summary") or "")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{_ATOM}link")}
    assert links == {"self": f"{HERE}{ATOM}", "alternate": f"{HERE}/entidad/"}


@pytest.mark.usefixtures("published")
def test_the_map_of_the_site_has_each_public_page_and_each_opens(client: FlaskClient):
    found = [one.text or "" for one in etree.fromstring(client.get(MAP).data).iter(f"{_MAP}loc")]
    assert FOLLOW_UP in found
    assert f"{HERE}/otra/" in found
    assert f"{HERE}/entidad/2026/" in found
    assert all(client.get(address.removeprefix(HERE)).status_code == 200 for address in found)


@pytest.mark.usefixtures("published")
def test_people_find_every_file_and_where_programs_read_the_same(client: FlaskClient):
    page = client.get(PAGE).text
    assert "1 conjunto de datos" in page
    for address in (*(f"/entidad/2026/corte-1.{name}" for name in FORMATS), LINKED, ATOM):
        assert f'href="{address}"' in page
    assert f'href="{PAGE}"' in client.get("/entidad/").text


def test_before_anything_is_published_each_says_so_and_nothing_else(client: FlaskClient):
    assert "Todavía no hay datos publicados" in client.get(PAGE).text
    assert json.loads(client.get(LINKED).text)["dcat:dataset"] == []
    assert "<entry>" not in client.get(ATOM).text
    assert "corte-1" not in client.get(MAP).text


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("address", ADDRESSES)
def test_it_names_no_person_and_is_not_sent_again_while_nothing_changes(app: Flask, client: FlaskClient, address: str):
    with statements(app) as asked:
        answer = client.get(address)
    assert not [name for name, email, *_ in PEOPLE if name in answer.text or email in answer.text]
    assert len(asked) <= 2
    held = {"If-None-Match": answer.headers["ETag"]}
    if address != MAP:  # a plan comes into it on the first day of its year, which nobody notes
        held["If-Modified-Since"] = answer.headers["Last-Modified"]
    for header, value in held.items():
        assert client.get(address, headers={header: value}).status_code == 304


@pytest.mark.parametrize("address", ["/nadie/datos/", "/nadie/datos/catalogo.jsonld", "/nadie/publicado.atom", "/Ñ/datos/"])
def test_of_an_entity_that_does_not_exist_there_is_nothing(client: FlaskClient, address: str):
    assert client.get(address).status_code == 404
