"""The calendar of the entity, its reminders and the terms of a cut, in a real browser: wide, narrow, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_desks import check, enter
from tests.support.browser import WIDTHS
from tests.support.site import Site

Axe = Callable[[Page], list[str]]


@pytest.fixture(params=WIDTHS)
def plain(request: pytest.FixtureRequest, open_context: Callable[..., BrowserContext]) -> Page:
    """A page without JavaScript, wide and narrow."""
    return open_context(viewport=WIDTHS[request.param], java_script_enabled=False).new_page()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_year_is_looked_at_and_kept(live_server: Site, open_context: Callable[..., BrowserContext], axe: Axe, width: str):
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server, "Ana")
    page.goto(f"{live_server.url}/app/admin/entidad/calendario")
    page.get_by_label("Fechas de corte").fill("31/03\n30/06\n30/09\n31/12")
    page.get_by_label("Días en que la entidad no trabaja").fill("24/12/2026")
    page.get_by_role("button", name="Ver cómo queda").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Así quedaría el 2026")
    check(page, axe)
    page.get_by_label("Aplicar también").check()
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("alert")).to_contain_text("Escriba por qué")
    check(page, axe)
    page.get_by_label("Por qué").fill("Lo pidió el comité.")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("status")).to_contain_text("Movió 2 cortes por abrir. Agregó 1 corte.")
    check(page, axe)


def test_the_whole_way_goes_without_javascript(live_server: Site, plain: Page):
    enter(plain, live_server, "Ana")
    plain.goto(f"{live_server.url}/app/admin/entidad/calendario")
    plain.get_by_label("Días hábiles para Control Interno").fill("9")
    plain.get_by_label("Días hábiles para Control Interno").press("Enter")
    expect(plain.get_by_role("heading", level=1)).to_have_text("Así quedaría el 2026")
    plain.get_by_role("button", name="Seguir cambiando").click()
    expect(plain.get_by_label("Días hábiles para Control Interno")).to_have_value("9")
    plain.get_by_role("button", name="Ver cómo queda").click()
    plain.get_by_label("Aplicar también").check()
    plain.get_by_label("Por qué").fill("Lo pidió el comité.")
    plain.get_by_role("button", name="Guardar").click()
    expect(plain.get_by_role("status")).to_contain_text("Movió 2 cortes")


@pytest.mark.parametrize("width", WIDTHS)
def test_whom_the_rungs_would_tell_is_seen_before_they_are_kept(
    live_server: Site, open_context: Callable[..., BrowserContext], axe: Axe, width: str
):
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server, "Ana")
    page.goto(f"{live_server.url}/app/admin/entidad/recordatorios")
    page.get_by_label("A las oficinas, días antes").fill("10, 2")
    page.get_by_label("Ver los correos del").select_option(label="segundo corte de 2026")
    page.get_by_label("A las oficinas, días antes").press("Enter")  # looks, and keeps nothing
    expect(page.get_by_role("heading", level=2)).to_contain_text("Segundo corte de 2026")
    check(page, axe)
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("status")).to_contain_text("Guardó los recordatorios.")
    page.get_by_label("A las oficinas, días antes").fill("quince")
    page.get_by_role("button", name="Ver a quién le llegaría").click()
    expect(page.get_by_role("alert")).to_contain_text("«quince» no es un número de días")
    check(page, axe)


@pytest.mark.parametrize("width", WIDTHS)
def test_planning_moves_a_term_after_seeing_before_and_after(
    live_server: Site, open_context: Callable[..., BrowserContext], axe: Axe, width: str
):
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server, "Andrés")
    page.goto(f"{live_server.url}/app/calendario")
    check(page, axe)
    page.get_by_role("link", name="Mover los plazos del primer corte").click()
    check(page, axe)
    page.get_by_label("Control Interno verifica y publica hasta").fill("20/05/2026")
    page.get_by_role("button", name="Ver el antes y el después").click()
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "reason"
    page.get_by_label("Por qué").fill("Falló el correo de la entidad.")
    page.get_by_role("button", name="Ver el antes y el después").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Así quedarían los plazos")
    check(page, axe)
    page.get_by_role("button", name="Mover los plazos").click()
    expect(page.get_by_role("status")).to_contain_text("Movió los plazos.")
