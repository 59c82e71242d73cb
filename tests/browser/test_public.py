"""From the signature to the citizen, in a real browser: Internal Control publishes, anybody reads, on screen and on paper."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from pacc_flow.models import CutState
from tests.support.cast import PASSWORD, World
from tests.support.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOLLOW_UP = "/entidad/2026/corte-1/"


def enter(page: "Page", site: Site, email: str) -> None:
    page.goto(f"{site.url}/entrar")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url("**/app/**")


def publish(page: "Page", site: Site, world: World) -> None:
    for number, percent in ((1, 10_000), (2, 7_000)):
        world.submit(number)
        world.review(number)
        world.verify(number, percent=percent)
    world.session.rollback()
    enter(page, site, "marta@entidad.gov.co")
    page.get_by_role("link", name="Publicación").first.click()
    page.get_by_role("link", name="Preparar la firma").click()
    sign = page.get_by_role("button", name="Firmar y publicar")
    sign.wait_for()
    for field in page.get_by_label("Por qué no se reportó").all():
        field.fill("La oficina no entregó el reporte.")
    sign.click()
    page.wait_for_selector("text=Seguimiento publicado")


def looked_at(page: "Page", axe: Callable[["Page"], list[str]]) -> None:
    assert axe(page) == []
    assert page.evaluate(OVERFLOW) == 0


def test_control_signs_and_a_citizen_reads_it_without_a_script(
    live_server: Site, world: World, page_without_javascript: "Page", page: "Page", axe: Callable[["Page"], list[str]]
):
    publish(page_without_javascript, live_server, world)
    assert world.cut().state == CutState.PUBLISHED
    assert "Recibo" in page_without_javascript.inner_text("main")
    page_without_javascript.get_by_role("link", name="Ver la página pública").click()
    assert "25 %" in page_without_javascript.inner_text(".measures").replace("\u00a0", " ")

    page.goto(live_server.url + FOLLOW_UP)
    looked_at(page, axe)
    assert page.inner_text("#a2 .cell-percent").startswith("70")
    page.goto(f"{live_server.url}{FOLLOW_UP}#a3")
    assert page.evaluate("getComputedStyle(document.querySelector('#a3')).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_on_a_phone_the_table_becomes_cards_with_their_labels(
    live_server: Site, world: World, page: "Page", narrow_page: "Page", axe: Callable[["Page"], list[str]]
):
    publish(page, live_server, world)
    narrow_page.goto(live_server.url + FOLLOW_UP)
    looked_at(narrow_page, axe)
    card = narrow_page.inner_text("#a1")
    assert "Meta o producto" in card
    assert "Dependencia responsable" in card
    assert not narrow_page.is_visible(".matrix thead th >> nth=0")


@pytest.mark.parametrize("address", ["/entidad/", "/entidad/2026/corte-2/"])
def test_the_other_public_pages_fit_every_screen(
    live_server: Site, page: "Page", narrow_page: "Page", axe: Callable[["Page"], list[str]], address: str
):
    for window in (page, narrow_page):
        window.goto(live_server.url + address)
        looked_at(window, axe)


@pytest.mark.parametrize(
    ("email", "address"),
    [
        ("marta@entidad.gov.co", "/app/publicacion"),
        ("marta@entidad.gov.co", "/app/publicacion/1"),
        ("laura@entidad.gov.co", "/app/plan"),
        ("andres@entidad.gov.co", "/app/calendario"),
        ("oscar@entidad.gov.co", "/app/registro"),
    ],
)
def test_the_pages_within_fit_every_screen(
    live_server: Site,
    open_context: "Callable[..., BrowserContext]",
    axe: Callable[["Page"], list[str]],
    email: str,
    address: str,
):
    for width in (1280, 320):
        window = open_context(viewport={"width": width, "height": 800}).new_page()
        enter(window, live_server, email)
        window.goto(live_server.url + address)
        looked_at(window, axe)


def test_on_paper_the_follow_up_lies_down_and_keeps_its_table(live_server: Site, world: World, page: "Page"):
    publish(page, live_server, world)
    page.goto(live_server.url + FOLLOW_UP)
    page.emulate_media(media="print")
    assert not page.is_visible(".downloads")
    assert page.is_visible(".matrix thead th >> nth=0")
    sheets = re.findall(rb"/MediaBox *\[0 0 (\d+)[.\d]* (\d+)", page.pdf(prefer_css_page_size=True))
    assert sheets
    assert set(sheets) == {(b"792", b"612")}
