"""A citizen verifies a document in a real browser: the file stays at home, and without a script it is sent and forgotten."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request

from tests.support.cast import World
from tests.support.site import Site
from tests.web.test_public import PAGE, publish
from tests.web.test_verifying import file_now

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
STAYS, SENT = "El archivo no sale de su computador", "El archivo se envía para sacar su huella y no se guarda"


@pytest.fixture
def document(live_server: Site, world: World, tmp_path: Path) -> Path:
    """The PDF of a follow-up as anyone downloads it."""
    publish(world)
    file_now(live_server.app, world)
    path = tmp_path / "descargado.pdf"
    path.write_bytes(live_server.app.test_client().get("/entidad/2026/corte-1.pdf").data)
    return path


def looked_at(page: Page, axe: Callable[[Page], list[str]]) -> None:
    assert axe(page) == []
    assert page.evaluate(OVERFLOW) == 0


def sent_by(page: Page) -> list[Request]:
    """Whatever the page sends from now on that is more than an address."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method != "GET" or request.post_data_buffer else None)
    return sent


def test_with_a_script_the_file_never_leaves_and_the_keyboard_is_enough(live_server: Site, document: Path, page: Page):
    sent = sent_by(page)
    page.goto(f"{live_server.url}{PAGE}")
    page.get_by_role("link", name="Verificar un documento").first.click()
    page.wait_for_selector(f"text={STAYS}")
    assert not page.is_visible(f"text={SENT}")
    page.set_input_files("#documento", document)
    page.focus("#documento")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verificar/?huella=*")
    assert "Es el PDF completo del seguimiento del primer corte de 2026" in page.inner_text("main")
    assert sent == []


def test_without_a_script_it_is_sent_and_the_page_says_so(live_server: Site, document: Path, page_without_javascript: Page):
    page = page_without_javascript
    page.goto(f"{live_server.url}/verificar/")
    assert page.is_visible(f"text={SENT}")
    assert not page.is_visible(f"text={STAYS}")
    page.set_input_files("#documento", document)
    page.get_by_role("button", name="Verificar el archivo").click()
    page.wait_for_url("**/verificar/?huella=*")
    assert "Es el PDF completo" in page.inner_text("main")


def test_where_the_browser_cannot_work_it_out_the_file_is_sent(live_server: Site, document: Path, page: Page):
    """As on a page without https, where browsers have no such means."""
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', {get: () => undefined})")
    sent = sent_by(page)
    page.goto(f"{live_server.url}/verificar/")
    assert page.is_visible(f"text={SENT}")
    page.set_input_files("#documento", document)
    page.get_by_role("button", name="Verificar el archivo").click()
    page.wait_for_url("**/verificar/?huella=*")
    assert [request.method for request in sent] == ["POST"]


def test_a_file_that_cannot_be_read_is_told_and_not_sent(live_server: Site, document: Path, page: Page):
    sent = sent_by(page)
    page.goto(f"{live_server.url}/verificar/")
    page.set_input_files("#documento", document)
    page.evaluate("() => { File.prototype.arrayBuffer = () => Promise.reject(new Error('gone')); }")
    page.get_by_role("button", name="Verificar el archivo").click()
    page.wait_for_selector("text=Su navegador no pudo leer el archivo. No se envió nada.")
    assert sent == []


def test_every_answer_fits_every_screen(
    live_server: Site, document: Path, page: Page, narrow_page: Page, axe: Callable[[Page], list[str]]
):
    for window in (page, narrow_page):
        window.goto(f"{live_server.url}/verificar/")
        looked_at(window, axe)
        window.set_input_files("#documento", document)
        window.get_by_role("button", name="Verificar el archivo").click()
        window.wait_for_url("**/verificar/?huella=*")
        looked_at(window, axe)
        for typed in ("hola", "3", "3 · 00000000", "999999", "f" * 64):
            window.goto(f"{live_server.url}/verificar/?numero={typed}")
            looked_at(window, axe)
