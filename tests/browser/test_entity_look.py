"""How documents look, chosen in a real browser: wide, narrow, without JavaScript."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_desks import check, enter
from tests.support.browser import WIDTHS
from tests.support.pictures import picture
from tests.support.site import Site

Axe = Callable[[Page], list[str]]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_look_is_chosen_corrected_and_kept(
    live_server: Site, open_context: Callable[..., BrowserContext], axe: Axe, tmp_path: Path, width: str
):
    logo = tmp_path / "escudo.jpg"
    logo.write_bytes(picture("JPEG"))
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server, "Ana")
    page.goto(f"{live_server.url}/app/admin/entidad/documentos")
    check(page, axe)
    page.get_by_label("Logo").set_input_files(logo)
    page.get_by_label("Color").fill("#ffee00")
    page.get_by_label("Firma 1: qué hizo").fill("Elaboró")
    page.get_by_label("Componente", exact=True).fill("2")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("alert")).to_contain_text("El archivo del logo hay que elegirlo otra vez.")
    check(page, axe)
    page.get_by_role("alert").get_by_role("link", name="Elija la dependencia que firma.").click()
    assert page.evaluate("document.activeElement.id") == "office_1"
    page.get_by_label("Firma 1: dependencia").select_option("Oficina de Planeación")
    page.get_by_label("Color").fill("#7a1f1f")
    page.get_by_label("Subcomponente").fill("1")
    page.get_by_label("Logo").set_input_files(logo)
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("status")).to_contain_text("Guardó cómo se ven los documentos.")
    shown = page.get_by_role("img", name="Logo de Entidad de Prueba")
    assert shown.evaluate("image => image.complete && image.naturalWidth") == 300
    check(page, axe)


def test_the_document_opens_beside_the_form_which_stays_as_it_was(
    live_server: Site, open_context: Callable[..., BrowserContext]
):
    context = open_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, live_server, "Ana")
    page.goto(f"{live_server.url}/app/admin/entidad/documentos")
    page.get_by_label("Texto de la portada").fill("x" * 1501)
    with context.expect_page() as opened:
        page.get_by_role("button", name="Ver el PDF").click()
    expect(opened.value.get_by_role("alert")).to_contain_text("no puede pasar de 1500 caracteres")
    expect(page.get_by_label("Texto de la portada")).to_have_value("x" * 1501)
    page.get_by_label("Texto de la portada").fill("Informe")
    with context.expect_event("response", lambda answer: "formato=pdf" in answer.url) as answered:
        page.get_by_role("button", name="Ver el PDF").click()
    assert (answered.value.status, answered.value.headers["content-type"]) == (200, "application/pdf")
