"""The public portal in a real browser: what is searched without a script, every width, the keyboard, and paper."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from pacc_flow.actions.cuts import open_cut_early
from pacc_flow.actions.publication import publish_cut
from pacc_flow.models import Entry
from tests.browser.test_public import FOLLOW_UP, looked_at
from tests.support.cast import NOW, World
from tests.support.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

SECOND, PLAN, HOME = "/entidad/2026/corte-2/", "/entidad/2026/", "/entidad/"
ADDRESSES = [HOME, PLAN, SECOND, f"{SECOND}?q=mapa&estado=no-reportada", f"{SECOND}?q=nada+de+esto", f"{SECOND}?estado=otro"]
# Twice as large is half as wide: 1280 pixels at 200 %.
WIDTHS = {"1280": (1280, 1), "200 %": (640, 2), "320": (320, 1)}


@pytest.fixture
def published(world: World) -> None:
    """Both cuts, so that they stand beside each other."""
    for number, percent in ((1, 10_000), (2, 7_000)):
        world.submit(number)
        world.review(number)
        world.verify(number, percent=percent)
    for number in (1, 2):
        cut = world.cut(number)
        left = world.session.scalars(select(Entry.id).where(Entry.cut_id == cut.id, Entry.state != "verified"))
        reasons = dict.fromkeys(left, "La oficina no entregó el reporte.")
        publish_cut(world.session, cut.id, actor=world.person("Marta"), reasons=reasons, at=NOW)
        if number == 1:
            open_cut_early(world.session, world.cut(2).id, actor=world.person("Andrés"), at=NOW)
        world.session.commit()
    world.session.rollback()


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_fits_and_can_be_read_by_anybody(
    live_server: Site, open_context: "Callable[..., BrowserContext]", axe: Callable[["Page"], list[str]], width: str
):
    pixels, scale = WIDTHS[width]
    window = open_context(viewport={"width": pixels, "height": 800}, device_scale_factor=scale).new_page()
    for address in ADDRESSES:
        window.goto(live_server.url + address)
        looked_at(window, axe)


@pytest.mark.usefixtures("published")
def test_no_text_of_a_chart_is_smaller_than_a_label_on_a_phone(live_server: Site, narrow_page: "Page"):
    narrow_page.goto(live_server.url + SECOND)
    sizes = "[...document.querySelectorAll('.chart *')].filter(one => one.textContent.trim() && one.getClientRects().length)"
    smallest = narrow_page.evaluate(f"Math.min(...{sizes}.map(one => parseFloat(getComputedStyle(one).fontSize)))")
    assert smallest >= 13
    bars = narrow_page.evaluate("[...document.querySelectorAll('.chart-svg')].map(one => one.getBoundingClientRect().width)")
    assert min(bars) > 200


@pytest.mark.usefixtures("published")
def test_somebody_searches_with_the_keyboard_and_without_a_script(live_server: Site, page_without_javascript: "Page"):
    window = page_without_javascript
    window.goto(live_server.url + SECOND)
    window.get_by_label("Buscar").focus()
    window.keyboard.type("MAPA")
    window.keyboard.press("Tab")
    window.keyboard.press("Tab")
    window.keyboard.type("No rep")
    window.keyboard.press("Tab")
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.textContent") == "Filtrar"
    window.keyboard.press("Enter")
    window.wait_for_url("**/corte-2/?q=MAPA&dependencia=&estado=no-reportada&componente=#actividades")
    assert "2 de 4 actividades con «MAPA», estado «No reportada»." in window.inner_text(".found").replace("\u00a0", " ")
    window.get_by_role("link", name="Quitar los filtros").click()
    window.wait_for_url(f"**{SECOND}#actividades")
    assert window.locator(".matrix tbody tr").count() == 4


@pytest.mark.usefixtures("published")
def test_an_activity_is_pointed_at_and_a_component_is_jumped_to(live_server: Site, page: "Page"):
    page.goto(f"{live_server.url}{SECOND}?q=mapa")
    page.get_by_role("link", name="Enlace a la actividad 1").click()
    page.wait_for_url(f"**{SECOND}#a1")
    page.get_by_role("navigation", name="Saltar a un componente").get_by_role("link").last.click()
    page.wait_for_url("**#c2")
    page.locator("#c2:target").wait_for()
    assert "Rendición de cuentas" in page.inner_text("#c2")


@pytest.mark.usefixtures("published")
def test_the_block_of_data_is_there_and_the_policy_has_nothing_to_say_of_it(live_server: Site, page: "Page"):
    """A refusal would be told in the console, and fail the test by itself (see tests/support/browser.py)."""
    for address in (FOLLOW_UP, PLAN):
        page.goto(live_server.url + address)
        kind = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@type']")
        assert kind == "Dataset"


@pytest.mark.usefixtures("published")
def test_on_paper_the_charts_stay_and_what_can_be_pressed_goes_away(live_server: Site, page: "Page"):
    page.goto(f"{live_server.url}{SECOND}?componente=1")
    page.emulate_media(media="print")
    assert page.is_visible(".chart-table .chart-svg >> nth=0")
    assert page.is_visible(".found")
    for pressed in (".filters", ".jump", ".row-link >> nth=0", "text=Quitar los filtros"):
        assert not page.is_visible(pressed)
