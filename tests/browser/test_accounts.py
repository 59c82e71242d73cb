"""A person is added, invited, chooses a password and signs in: in a real browser, wide, narrow and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.browser import WIDTHS
from tests.support.cast import PASSWORD
from tests.support.site import Site

ENTITY = ("entidad/calendario", "entidad/recordatorios")
ADMIN_PAGES = (
    "personas",
    "personas/nueva",
    "personas/1",
    "personas/1/invitacion",
    "oficinas",
    "oficinas/1",
    "entidad",
    *ENTITY,
)
PUBLIC_PAGES = ("/entrar", "/ayuda/", "/ayuda/registro", "/ayuda/accesibilidad", "/nada/de/nada", "/")
NEW = "cuatro gatos en un tejado"


def test_a_person_is_added_invited_and_signs_in_without_javascript(live_server: Site, page_without_javascript: Page):
    page = page_without_javascript
    _sign_in(page, live_server, "ana@entidad.gov.co", PASSWORD)
    page.get_by_role("link", name="Agregar una persona").click()
    page.get_by_label("Nombre").fill("Rosa Nueva")
    page.get_by_label("Correo").fill("rosa@entidad.gov.co")
    page.get_by_role("checkbox", name="Oficina Comercial", exact=True).check()
    page.get_by_role("button", name="Agregar").click()
    page.get_by_role("button", name="Crear el enlace").click()
    link = page.get_by_label("Enlace").input_value()
    _sign_out(page)

    page.goto(live_server.url + "/clave/" + link.rpartition("/")[2])
    page.get_by_label("Contraseña nueva").fill(NEW)
    page.get_by_label("La misma, otra vez").fill(NEW)
    page.get_by_role("button", name="Guardar la contraseña").click()
    assert page.get_by_role("status").inner_text().strip() == "Su contraseña quedó lista. Entre con ella."
    _type(page, "rosa@entidad.gov.co", NEW)
    page.wait_for_url("**/app/actividades")


def test_a_refused_sign_in_is_said_at_the_top_and_keeps_the_address(live_server: Site, page: Page):
    _sign_in(page, live_server, "laura@entidad.gov.co", "otra clave larga")
    assert "El correo o la contraseña no coinciden." in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Correo").input_value() == "laura@entidad.gov.co"
    assert page.get_by_label("Contraseña").input_value() == ""


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_administrator_and_of_help_is_for_everyone(
    live_server: Site, page: Page, axe: Callable[[Page], list[str]], width: str
):
    page.set_viewport_size(WIDTHS[width])
    addresses = [*PUBLIC_PAGES, *(f"/app/admin/{name}" for name in ADMIN_PAGES), "/app/cuenta"]
    for address in addresses:
        if address == f"/app/admin/{ADMIN_PAGES[0]}":
            _sign_in(page, live_server, "ana@entidad.gov.co", PASSWORD)
        page.goto(live_server.url + address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_form_with_errors_leads_to_its_fields(live_server: Site, page: Page, axe: Callable[[Page], list[str]]):
    _sign_in(page, live_server, "ana@entidad.gov.co", PASSWORD)
    page.goto(f"{live_server.url}/app/admin/entidad/calendario")
    page.get_by_label("Fechas de corte").fill("31/11")
    page.get_by_role("button", name="Ver cómo queda").click()
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "schedule"
    assert page.get_by_label("Fechas de corte").input_value() == "31/11"
    assert axe(page) == []


def _sign_in(page: Page, site: Site, email: str, password: str) -> None:
    page.goto(f"{site.url}/entrar")
    _type(page, email, password)


def _type(page: Page, email: str, password: str) -> None:
    page.get_by_label("Correo").fill(email)
    page.get_by_label("Contraseña").fill(password)
    page.get_by_role("button", name="Entrar").click()


def _sign_out(page: Page) -> None:
    page.locator(".account summary").click()
    page.get_by_role("button", name="Cerrar sesión").click()
