"""Public pages that were just made are given again for a moment, and never for longer than they say the same."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pacc_flow.web.kept import Pages
from tests.support.cast import World
from tests.support.statements import statements
from tests.web.test_public import PAGE, publish


@pytest.fixture
def pages() -> Pages:
    return Pages(room=10)


def test_a_page_of_the_same_tag_is_made_once(pages: Pages):
    assert pages.hold("/a", "1", None, lambda: "uno", 0).page == b"uno"
    assert pages.hold("/a", "1", None, lambda: "otro", 0).page == b"uno"
    assert pages.hold("/a", "2", None, lambda: "dos", 0).page == b"dos"


def test_it_counts_as_just_made_for_its_seconds(pages: Pages):
    pages.hold("/a", "1", None, lambda: "uno", 60)
    pages.hold("/b", "1", None, lambda: "uno", 0)
    held = pages.just_made("/a")
    assert held is not None
    assert (held.tag, held.page) == ("1", b"uno")
    assert pages.just_made("/b") is None
    assert pages.just_made("/c") is None


def test_the_oldest_make_room(pages: Pages):
    for address in ("/a", "/b", "/c"):
        pages.hold(address, "1", None, lambda: "12345", 60)
    assert [bool(pages.just_made(address)) for address in ("/a", "/b", "/c")] == [False, True, True]


def test_a_page_asked_for_again_at_once_asks_nothing_of_the_database(app: Flask, client: FlaskClient, world: World):
    publish(world)
    app.config["PUBLIC_PAGE_SECONDS"] = 60
    first = client.get(f"{PAGE}?q=informe")
    with statements(app) as asked:
        again = client.get(f"{PAGE}?q=informe")
    assert not asked
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert client.get(f"{PAGE}?q=informe", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
