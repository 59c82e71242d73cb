"""Reemplazos in a real browser: without JavaScript, for everyone, and with the sentence that stays above the desks."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from pacc_flow.actions.substitutions import end_substitution, name_substitute
from tests.support.browser import WIDTHS
from tests.support.cast import NOW, PASSWORD, SETUP, World
from tests.support.site import Site
from tests.support.web import email_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

ADDRESS = "/app/cuenta/reemplazos"


def test_a_person_names_and_ends_a_replacement_without_javascript(
    live_server: Site, page_without_javascript: "Page", world: World
):
    page = page_without_javascript
    _sign_in(page, live_server, "Laura")
    page.goto(f"{live_server.url}/app/cuenta")
    page.get_by_role("link", name="Reemplazos").click()
    page.get_by_label("Quién", exact=True).select_option(label="Paola Guerrero (Secretaría General)")
    page.get_by_label("Desde").fill("04/05/2026")
    page.get_by_label("Hasta").fill("03/05/2026")
    page.get_by_role("button", name="Nombrar reemplazo").click()
    assert page.get_by_label("Hasta").input_value() == "03/05/2026"
    assert "no puede quedar antes del primero" in page.get_by_role("alert").inner_text()
    page.get_by_label("Hasta").fill("08/05/2026")
    page.get_by_role("button", name="Nombrar reemplazo").click()
    assert "del 4 al 8 de mayo de 2026" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Terminar").click()
    assert "Reemplazo terminado." in page.get_by_role("status").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_a_substitute_is_for_everyone(
    live_server: Site, page: "Page", axe: Callable[["Page"], list[str]], world: World, width: str
):
    world.submit(1)
    for name, by in (("Paola", "Mateo"), ("Andrés", "Paola"), ("Laura", "Paola"), ("Paola", "Laura")):
        _away(world, name, by, first=18 if by == "Laura" else 4, ended=by == "Mateo")
    sent, draft = world.entry(1).id, world.entry(2).id
    world.session.rollback()
    page.set_viewport_size(WIDTHS[width])
    _sign_in(page, live_server, "Paola")
    for address in (
        ADDRESS,
        "/app/actividades",
        "/app/tablero",
        f"/app/revision/{sent}",
        f"/app/entradas/{draft}",
    ):
        page.goto(live_server.url + address)
        assert "Usted reemplaza a Andrés Rojas" in page.get_by_role("region", name="A quién reemplaza").inner_text()
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def _away(world: World, name: str, by: str, *, first: int = 4, ended: bool = False) -> None:
    days = {"starts_on": date(2026, 5, first), "ends_on": date(2026, 5, first + 4)}
    made = name_substitute(world.session, world.person(name), world.person(by), **days, actor=SETUP, at=NOW)
    world.session.commit()
    if ended:
        end_substitution(world.session, made.substitution, actor=SETUP, at=NOW)
        world.session.commit()


def _sign_in(page: "Page", site: Site, name: str) -> None:
    page.goto(f"{site.url}/entrar")
    page.get_by_label("Correo").fill(email_of(name))
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url("**/app/**")
