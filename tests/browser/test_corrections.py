"""A correction in a real browser, without a script: chosen, written, looked at, signed, and read by anybody."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.test_public import FOLLOW_UP, looked_at, publish
from tests.support.cast import World
from tests.support.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_control_corrects_what_is_published_and_a_citizen_reads_what_changed(
    live_server: Site, world: World, page_without_javascript: "Page", page: "Page", axe: Callable[["Page"], list[str]]
):
    desk = page_without_javascript
    publish(desk, live_server, world)
    desk.get_by_role("link", name="Corregir lo publicado").click()
    desk.fill("[name=q]", "mapa")
    desk.press("[name=q]", "Enter")
    desk.wait_for_selector("text=Actividades con «mapa»")
    desk.get_by_label("2. Publicar el mapa de riesgos").check()
    desk.get_by_role("button", name="Seguir: escribir la corrección").click()
    desk.fill("[name=percent_2]", "88,24")
    desk.fill("[name=reason]", "El porcentaje se digitó mal.")
    desk.press("[name=percent_2]", "Enter")
    desk.wait_for_selector("text=Lo que cambia con la revisión 2")
    desk.get_by_role("button", name="Firmar y publicar la revisión 2").click()
    desk.wait_for_selector("text=Firmó y publicó la revisión 2.")

    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (FOLLOW_UP, f"{FOLLOW_UP}revision-1/", f"{FOLLOW_UP}cambios/"):
            page.goto(live_server.url + address)
            looked_at(page, axe)
    page.goto(f"{live_server.url}{FOLLOW_UP}revision-1/")
    page.get_by_role("link", name="Ver qué cambió", exact=True).click()
    assert "88,24 %" in page.inner_text("main").replace("\u00a0", " ")
    page.get_by_role("link", name="Revisión 2").click()
    assert page.url == live_server.url + FOLLOW_UP


def test_the_two_steps_of_a_correction_fit_every_screen(
    live_server: Site, world: World, page: "Page", axe: Callable[["Page"], list[str]]
):
    publish(page, live_server, world)
    page.get_by_role("link", name="Corregir lo publicado").click()
    page.get_by_label("2. Publicar el mapa de riesgos").check()
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        looked_at(page, axe)
    page.get_by_role("button", name="Seguir: escribir la corrección").click()
    page.fill("[name=percent_2]", "88,24")
    page.get_by_role("button", name="Ver qué cambia").click()
    page.wait_for_selector("text=Lo que cambia con la revisión 2")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        looked_at(page, axe)
