"""An office reports an activity, corrects what came back and sends it again, in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from pacc_flow.actions.cuts import open_cut
from pacc_flow.workflow import Action, State
from tests.support.browser import WIDTHS
from tests.support.cast import NOW, PASSWORD, SETUP, World
from tests.support.site import Site
from tests.support.web import email_of

# The elements that reach beyond the right edge, when the page can be scrolled sideways.
STICKING_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")]
        .filter(element => element.getBoundingClientRect().right > innerWidth)
        .map(element => element.outerHTML.slice(0, 200))"""


def enter(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/entrar")
    page.get_by_label("Correo").fill(email_of(name))
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/**")


def check(page: Page, axe: Callable[[Page], list[str]]) -> None:
    """Nothing sticks out sideways and axe finds nothing, with every fold closed and open."""
    page.wait_for_load_state()  # a page without its style sheet yet is another page
    assert page.evaluate(STICKING_OUT) == [], page.url
    assert axe(page) == [], page.url
    page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
    assert page.evaluate(STICKING_OUT) == [], page.url
    assert axe(page) == [], page.url


def state(world: World) -> tuple[str, int]:
    entry = world.entry()
    found = entry.state, entry.round
    world.session.rollback()  # a test that only looked holds nobody back
    return found


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A report that may be evidence, and a program that may not."""
    report, program = tmp_path / "informe.pdf", tmp_path / "acta.exe"
    report.write_bytes(b"%PDF-1.7\n")
    program.write_bytes(b"MZ\0")
    return [report, program]


@pytest.mark.parametrize("width", WIDTHS)
def test_an_office_reports_corrects_and_sends(
    world: World,
    live_server: Site,
    open_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    files: list[Path],
    *,
    width: str,
):
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server, "Laura")
    expect(page.get_by_role("heading", level=1)).to_have_text("Le faltan 2 de 2 actividades")
    check(page, axe)

    page.get_by_role("link", name="Reportar la actividad 1", exact=True).click()
    expect(page.get_by_role("button", name="Enviar a Planeación")).to_be_disabled()
    check(page, axe)
    page.get_by_label("Porcentaje de avance acumulado").fill("casi todo")
    page.get_by_label("Qué se hizo entre enero y abril").fill("Se actualizó el mapa con 12 riesgos.")
    page.get_by_label("Agregar archivos").set_input_files(files)
    page.get_by_label("Agregar un enlace").fill("portal.gov.co/mapa")
    page.get_by_role("button", name="Guardar borrador").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary li")).to_have_count(3)
    check(page, axe)

    page.get_by_label("Porcentaje de avance acumulado").fill("65,5")
    page.get_by_label("Agregar un enlace").fill("")
    page.get_by_label("Porcentaje de avance acumulado").press("Enter")
    expect(page.locator(".notices")).to_contain_text("Borrador guardado")
    expect(page.get_by_label("Qué se hizo entre enero y abril")).to_have_value("Se actualizó el mapa con 12 riesgos.")
    assert state(world) == (State.DRAFT, 1), "Enter saves and never sends"
    with page.expect_download() as download:
        page.get_by_role("link", name="informe.pdf").click()
    assert download.value.path().read_bytes() == files[0].read_bytes()

    page.get_by_role("button", name="Enviar a Planeación").click()
    expect(page.locator(".notices")).to_contain_text("Enviada a Planeación")
    expect(page.locator(".notices")).to_contain_text("Recibo")
    assert state(world) == (State.SUBMITTED, 1)

    world.act("Andrés", Action.RETURN_TO_OFFICE, comment="Falta decir cuántos riesgos son altos.")
    page.reload()
    expect(page.get_by_text("«Falta decir cuántos riesgos son altos.»")).to_be_visible()
    check(page, axe)
    page.get_by_role("link", name="Corregir la actividad 1").click()
    check(page, axe)
    page.get_by_label("Qué se hizo entre enero y abril").fill("Se actualizó el mapa con 12 riesgos, 3 de ellos altos.")
    page.get_by_role("button", name="Enviar a Planeación").click()
    page.get_by_role("link", name="Actualizar el mapa de riesgos").click()
    check(page, axe)
    page.get_by_role("link", name="Ver la historia completa").click()
    expect(page.get_by_role("heading", name="La historia está completa")).to_be_visible()
    expect(page.locator(".act ins").first).to_have_text("riesgos, 3 de ellos altos.")
    check(page, axe)
    assert state(world) == (State.SUBMITTED, 2)


def test_it_all_works_without_a_script(world: World, live_server: Site, page_without_javascript: Page, files: list[Path]):
    page = page_without_javascript
    enter(page, live_server, "Laura")
    page.get_by_role("link", name="Reportar la actividad 1", exact=True).click()
    page.get_by_label("Porcentaje de avance acumulado").fill("65")
    page.get_by_label("Qué se hizo entre enero y abril").fill("Se actualizó el mapa.")
    page.get_by_label("Agregar archivos").set_input_files(files[0])
    page.get_by_role("button", name="Guardar borrador").click()
    page.get_by_role("button", name="Quitar informe.pdf").click()
    expect(page.get_by_role("button", name="Enviar a Planeación")).to_be_disabled()
    expect(page.locator("#why-submit")).to_contain_text("reporta avance y no hay evidencia")
    page.get_by_role("button", name="Deshacer el retiro de informe.pdf").click()
    page.get_by_role("button", name="Enviar a Planeación").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Le falta 1 de 2 actividades")
    page.get_by_role("link", name="Actualizar el mapa de riesgos").click()
    page.get_by_role("button", name="Retirar el envío").click()
    expect(page.get_by_label("Qué se hizo entre enero y abril")).to_have_value("Se actualizó el mapa.")
    assert state(world) == (State.DRAFT, 1)


def test_the_previous_cut_is_one_link_away_on_a_phone(world: World, live_server: Site, narrow_page: Page):
    world.submit()
    world.review()
    world.verify()
    open_cut(world.session, world.cut(2), actor=SETUP, at=NOW)
    world.session.commit()
    enter(narrow_page, live_server, "Laura")
    narrow_page.get_by_role("link", name="También está abierto el corte del 31 de agosto").click()
    narrow_page.get_by_role("link", name="Reportar la actividad 1", exact=True).click()
    narrow_page.get_by_role("link", name="Leer el texto del corte anterior").click()
    expect(narrow_page.get_by_role("heading", name="Corte anterior, 30 de abril")).to_be_in_viewport()
