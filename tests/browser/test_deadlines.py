"""The private calendar of a person and the board of what is late, in a real browser, wide and narrow."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser import WIDTHS
from tests.support.calendars import complaints
from tests.support.cast import NOW, PASSWORD, World
from tests.support.site import Site
from tests.support.web import email_of

STICKING_OUT = "() => document.documentElement.scrollWidth - window.innerWidth"


def enter(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/entrar")
    page.get_by_label("Correo").fill(email_of(name))
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url("**/app/**")


def check(page: Page, axe: Callable[[Page], list[str]]) -> None:
    """Nothing sticks out sideways and axe finds nothing, with every fold open too."""
    page.wait_for_load_state("load")  # the style sheets too
    assert page.evaluate(STICKING_OUT) <= 0, page.url
    assert axe(page) == [], page.url
    folded = page.evaluate("[...document.querySelectorAll('main details')].filter(fold => !fold.open).length")
    page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
    assert not folded or axe(page) == [], page.url
    assert page.evaluate(STICKING_OUT) <= 0, page.url


@pytest.mark.parametrize("width", WIDTHS)
def test_a_person_opens_a_calendar_reads_it_and_closes_it(
    world: World,
    live_server: Site,
    open_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    width: str,
):
    context = open_context(viewport=WIDTHS[width])
    page = context.new_page()
    enter(page, live_server, "Laura")
    page.goto(f"{live_server.url}/app/cuenta")
    page.get_by_role("link", name="Calendario en su teléfono").click()
    check(page, axe)
    page.get_by_label("Lo de la Oficina Comercial").check()
    page.get_by_role("button", name="Abrir la dirección").click()
    address = page.get_by_label("Dirección del calendario").input_value()
    check(page, axe)
    answer = context.request.get(live_server.url + address.removeprefix("http://127.0.0.1:8000"))
    assert (answer.status, complaints(answer.body())) == (200, [])

    page.get_by_role("button", name="Cerrar la dirección").click()
    expect(page.get_by_role("status")).to_contain_text("Cerró la dirección. Quien la tenga ya no puede leer el calendario.")
    check(page, axe)
    assert context.request.get(answer.url).status == 404


@pytest.fixture
def late_site(live_server: Site, time: time_machine.Traveller) -> Site:
    """Two business days after the offices' term."""
    time.move_to(NOW + timedelta(days=8))
    return live_server


@pytest.mark.parametrize("width", WIDTHS)
def test_planning_asks_whoever_holds_things_up(
    world: World,
    late_site: Site,
    open_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    width: str,
):
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, late_site, "Andrés")
    page.get_by_role("link", name="Quién está atrasado").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 entradas atrasadas en 4 oficinas")
    check(page, axe)
    office = page.get_by_role("region", name="Oficina Comercial")
    for name in ("Laura Cifuentes", "Mateo Ríos"):
        office.get_by_label(name).uncheck()
    office.get_by_role("button", name="Pedirles que avancen hoy").click()
    expect(page.get_by_role("alert")).to_contain_text("Elija a quién pedírselo.")
    check(page, axe)
    office.get_by_label("Mensaje").fill("Mañana hay comité.")
    office.get_by_role("button", name="Pedirles que avancen hoy").click()
    expect(page.get_by_role("status")).to_contain_text("Le pidió avanzar a Laura Cifuentes y Mateo Ríos.")
    expect(office.get_by_text("se lo pidió Andrés Rojas hoy").first).to_be_visible()
    check(page, axe)


def test_neither_needs_javascript(world: World, late_site: Site, page_without_javascript: Page):
    page = page_without_javascript
    enter(page, late_site, "Marta")
    page.goto(f"{late_site.url}/app/atrasos")
    page.get_by_label("Paso").select_option("Sin enviar")
    page.get_by_role("button", name="Filtrar").click()
    assert "paso=reportar" in page.url
    page.get_by_role("button", name="Pedirles que avancen hoy (Oficina Comercial)").click()
    expect(page.get_by_role("status")).to_contain_text("Le pidió avanzar a Laura Cifuentes y Mateo Ríos.")
    page.goto(f"{late_site.url}/app/cuenta/calendarios")
    page.get_by_role("button", name="Abrir la dirección").click()
    expect(page.get_by_label("Dirección del calendario")).to_have_value(re.compile(r"/calendarios/[\w-]{32}\.ics$"))
