"""What is searched among the activities of a published follow-up, by its address alone."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pacc_flow.models import Report
from pacc_flow.reports import Snapshot, Status, summarise
from pacc_flow.web.documents import FollowUp
from pacc_flow.web.matrix_search import LONGEST, STATUSES, Asked
from tests.support.cast import World
from tests.support.follow_ups import one_of_each, row_of, snapshot_of
from tests.support.statements import statements
from tests.web.test_public import PAGE, publish, readable


@pytest.fixture
def published(world: World) -> Report:
    return publish(world)


def numbers(snapshot: Snapshot, **args: str) -> list[int]:
    asked = Asked.of(args, snapshot)
    assert not asked.refusals
    return [row.n for row in asked.among(snapshot, snapshot.to_canonical_bytes().decode())]


@pytest.mark.parametrize(("args", "found"), [
    ({},                                                          [1, 2, 3, 4, 7]),
    ({"q": "", "dependencia": "", "estado": "", "componente": ""}, [1, 2, 3, 4, 7]),
    ({"q": "ACTA  comite"},                                       [2]),
    ({"q": "falta el"},                                           [3]),
    ({"q": "no presento su reporte"},                             [7]),
    ({"q": "7"},                                                  [7]),
    ({"q": "rendicion"},                                          [3, 4, 7]),
    ({"q": "ninguna cosa"},                                       []),
    ({"dependencia": "Tecnología y Proyectos"},                   [2]),
    ({"estado": "no-reportada"},                                  [7]),
    ({"componente": "1"},                                         [1, 2]),
    ({"componente": "1", "estado": "cumplida"},                   [1]),
    ({"componente": "2", "dependencia": "Planeación"},            []),
])  # fmt: skip
def test_it_finds_what_answers_to_all_that_is_asked(args: dict[str, str], found: list[int]):
    assert numbers(one_of_each(), **args) == found


def test_every_state_can_be_asked_for():
    snapshot = one_of_each()
    found = [numbers(snapshot, estado=slug) for slug in STATUSES]
    assert list(STATUSES.values()) == list(Status)
    assert sorted(n for some in found for n in some) == [row.n for row in snapshot.rows]


@pytest.mark.parametrize("change", [
    {"activity": "Lo buscado"},
    {"subcomponent": "lo BUSCADO"},
    {"goal": "lo\nbuscado"},
    {"due_text": "lo buscado"},
    {"narrative": "lo buscado"},
    {"observation": "ló buscádo"},
    {"offices": ("Lo Buscado",)},
])  # fmt: skip
def test_words_are_looked_for_in_all_that_a_row_says(change: dict[str, object]):
    snapshot = snapshot_of(row_of(), row_of(n=2, **change))
    assert numbers(snapshot, q="lo buscado") == [2]


@pytest.mark.parametrize(("address", "sentence"), [
    ("?estado=terminada",              "No hay un estado «terminada»"),
    ("?componente=9",                  "En este seguimiento no hay actividades del componente «9»"),
    ("?componente=0x1",                "En este seguimiento no hay actividades del componente «0x1»"),
    ("?dependencia=Nadie",             "En este seguimiento no responde la dependencia «Nadie»"),
    ("?dependencia=%3Cscript%3E",      "no responde la dependencia «&lt;script&gt;»"),
    (f"?dependencia={'x' * 5000}",     f"la dependencia «{'x' * 60}»"),
    (f"?q={'x' * (LONGEST + 1)}",      "más de 100 caracteres"),
])  # fmt: skip
def test_what_nobody_can_have_chosen_is_said_and_narrows_nothing(
    client: FlaskClient, published: Report, address: str, sentence: str
):
    answer = client.get(PAGE + address)
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"
    assert sentence in readable(answer.text)
    assert answer.text.count('<tr id="a') == 4


def test_it_says_how_many_were_found_and_how_to_see_all_again(client: FlaskClient, published: Report):
    page = readable(client.get(f"{PAGE}?q=mapa&estado=cumplida").text)
    assert "<strong>1 de 4 actividades</strong> con «mapa», estado «Cumplida»." in page
    assert f'href="{PAGE}#actividades">Quitar los filtros</a>' in page
    assert 'value="mapa"' in page
    assert '<option value="cumplida" selected>' in page
    assert re.findall(r'<tr id="a(\d)"', page) == ["1"]
    assert f'href="{PAGE}#a1"' in page  # to be copied: the row within the whole page


def test_when_nothing_is_found_it_says_so(client: FlaskClient, published: Report):
    page = readable(client.get(f"{PAGE}?q=nada+de+esto").text)
    assert "Ninguna de las 4 actividades coincide</strong> con «nada de esto»." in page
    assert 'class="matrix' not in page


def test_each_row_and_component_can_be_pointed_at(client: FlaskClient, published: Report):
    page = client.get(PAGE).text
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', page):
        assert target in [*ids, "contenido"], target
    assert re.findall(r'href="#a(\d)"', page) == ["1", "2", "3", "4"]
    assert re.findall(r'href="#c(\d)"', page) == ["1", "2"]
    assert page.count("Volver a los componentes") == 2


def test_a_component_that_comes_again_is_pointed_at_once():
    snapshot = snapshot_of(row_of(), row_of(n=2, component=2), row_of(n=3))
    groups = FollowUp(snapshot, summarise(snapshot), []).groups_of(snapshot.rows)
    assert [group.anchor for group in groups] == ["c1", "c2", ""]


def test_each_search_is_a_page_that_can_be_kept_apart_from_the_others(app: Flask, client: FlaskClient, published: Report):
    addresses = [PAGE, f"{PAGE}?q=mapa", f"{PAGE}?q=mapa&componente=1", f"{PAGE}?q=1&componente=1"]
    tags = []
    for address in addresses:
        with statements(app) as asked:
            answer = client.get(address)
        assert len(asked) <= 2
        assert answer.headers["Cache-Control"] == "max-age=300, public"
        tags.append(answer.headers["ETag"])
        assert client.get(address, headers={"If-None-Match": tags[-1]}).status_code == 304
    assert len(set(tags)) == len(addresses)
    same = client.get(f"{PAGE}?componente=1&q=++mapa&dependencia=&otra=cosa")
    assert same.headers["ETag"] == tags[2]
