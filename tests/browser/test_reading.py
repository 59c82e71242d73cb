"""Whoever brings a long matrix sees how it goes, in a real browser; and whatever goes wrong, the file is still chosen."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from pacc_flow import matrix
from pacc_flow.actions import reading_progress
from pacc_flow.matrix import Part
from pacc_flow.matrix.pace import Progress
from pacc_flow.web import security
from tests.browser.test_import import STICKING_OUT, bring, enter
from tests.matrix.test_formats import pdf_matrix
from tests.support.browser import WIDTHS
from tests.support.site import Site
from tests.web.test_proposal import PLAIN, matrix_of

pytestmark = [pytest.mark.parametrize("world_url", ["sqlite"], indirect=True), pytest.mark.usefixtures("world")]


@dataclass(frozen=True)
class Held:
    """A PDF of several pages whose reading stands still at the third one until it may go on."""

    path: Path
    may_go_on: Event


@pytest.fixture
def pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    held, real = Held(tmp_path / "matriz.pdf", Event()), matrix.read
    held.path.write_bytes(pdf_matrix(pages=6))

    def read(content: bytes, name: str, *, columns: Mapping[str, str] | None, on_progress: Progress) -> matrix.Proposal:
        def tell(done: int, of: int, part: Part = Part.LINE, /) -> None:
            on_progress(done, of, part)
            if (done, part) == (3, Part.PAGE):
                held.may_go_on.wait(60)

        return real(content, name, columns=columns, on_progress=tell)

    monkeypatch.setattr(matrix, "read", read)
    monkeypatch.setattr(reading_progress, "_EVERY", 0)
    yield held
    held.may_go_on.set()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "matriz.tsv"
    path.write_bytes(matrix_of(PLAIN))
    return path


def send(page: Page, file: Path) -> None:
    page.get_by_label("Archivo de la matriz").set_input_files(file)
    page.get_by_role("button", name="Leer la matriz").click()


def check(page: Page, axe: Callable[[Page], list[str]]) -> None:
    assert not page.evaluate(STICKING_OUT)
    assert axe(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_reading_of_a_long_file_is_seen_and_ends_at_its_proposal(
    live_server: Site, open_context: Callable[..., BrowserContext], axe: Callable[[Page], list[str]], pdf: Held, width: str
):
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server)
    send(page, pdf.path)
    words = re.compile(r"^Leyendo la matriz: página 3 de \d\d$")
    expect(page.get_by_role("group", name=words)).to_be_focused()
    value = float(page.get_by_role("progressbar", name=words).get_attribute("value") or 0)
    assert 15 < value < 50
    expect(page.get_by_role("button", name="Leer la matriz")).to_be_hidden()
    expect(page.get_by_text("Pegar la tabla en vez de subir un archivo")).to_be_hidden()
    check(page, axe)
    pdf.may_go_on.set()
    page.wait_for_url("**/app/importar/1")
    expect(page.get_by_role("status").get_by_text("Leímos matriz.pdf.")).to_be_visible()


def test_it_is_asked_about_while_it_lasts_and_never_afterwards(live_server: Site, page: Page, pdf: Held):
    enter(page, live_server)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/avance/" in request.url else None)
    send(page, pdf.path)
    expect(page.locator("#reading-words")).to_contain_text("página 3 de")
    page.route("**/app/importar/1", lambda route: route.fulfill(status=204))  # the page stays, to be watched
    with page.expect_request("**/app/importar/1"):
        pdf.may_go_on.set()
    count = len(asked)
    assert count > 0
    page.wait_for_timeout(2_000)
    assert len(asked) == count


def test_a_connection_that_breaks_keeps_the_file_and_can_be_tried_again(
    live_server: Site, page: Page, axe: Callable[[Page], list[str]], table: Path
):
    enter(page, live_server)
    page.route("**/app/importar", lambda route: route.abort())
    send(page, table)
    failed = page.get_by_role("heading", name="Se cortó la conexión")
    expect(failed).to_be_visible()
    expect(page.locator("[data-failed]:focus")).to_have_count(1)
    assert axe(page) == []
    assert page.get_by_label("Archivo de la matriz").evaluate("field => field.files[0].name") == "matriz.tsv"
    page.unroute("**/app/importar")
    page.get_by_role("button", name="Leer la matriz").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Leímos 1 actividad")


def test_an_answer_of_a_server_in_between_is_a_connection_that_broke(live_server: Site, page: Page, table: Path):
    def answer(route: Route) -> None:
        route.fulfill(status=504, body="<h1>Gateway Timeout</h1>", content_type="text/html")

    enter(page, live_server)
    page.route("**/app/importar", answer)
    send(page, table)
    expect(page.get_by_role("heading", name="Se cortó la conexión")).to_be_visible()
    expect(page.get_by_role("button", name="Leer la matriz")).to_be_enabled()


def test_a_refusal_is_shown_whole_and_the_next_try_goes_the_same_way(
    live_server: Site, page: Page, axe: Callable[[Page], list[str]], tmp_path: Path, table: Path
):
    bad = tmp_path / "notas.txt"
    bad.write_text("nada que leer")
    enter(page, live_server)
    page.get_by_role("button", name="Leer la matriz").click()
    expect(page.get_by_role("alert")).to_contain_text("Elija el archivo de la matriz.")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page).to_have_title("Error: Importar un plan · Entidad de Prueba")
    assert axe(page) == []
    send(page, bad)
    expect(page.get_by_role("heading", name="No pudimos leer notas.txt")).to_be_visible()
    expect(page.locator("main")).to_be_focused()
    send(page, table)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Leímos 1 actividad")
    page.goto(f"{live_server.url}/app/importar")
    send(page, table)
    expect(page.get_by_role("link", name="Seguir con esa propuesta")).to_be_visible()


def test_a_pasted_table_goes_the_same_way_and_one_too_long_is_told_of(
    live_server: Site, page: Page, monkeypatch: pytest.MonkeyPatch
):
    """Too long for this test is what Chromium draws in a moment, and yet more than a connection holds on its way."""
    monkeypatch.setitem(security.LONG_TEXTS, "proposal.receive", 100_000)
    enter(page, live_server)
    page.get_by_text("Pegar la tabla en vez de subir un archivo").click()
    field = page.get_by_label("Tabla pegada")
    field.evaluate("(field, text) => { field.value = text }", f"{'x' * 2_000}\n" * 1_000)
    page.get_by_role("button", name="Leer la tabla").click()
    expect(page.get_by_role("alert")).to_contain_text("La tabla pesa más de 8 MB")
    field.fill(matrix_of(PLAIN).decode())
    page.get_by_role("button", name="Leer la tabla").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Leímos 1 actividad")


def test_whoever_was_signed_out_meanwhile_is_asked_to_sign_in(live_server: Site, page: Page, table: Path):
    enter(page, live_server)
    page.wait_for_load_state("networkidle")  # whatever is still on its way would bring the cookie back
    page.context.clear_cookies()
    send(page, table)
    expect(page.get_by_text("La página venció")).to_be_visible()


def test_without_a_script_it_is_sent_by_the_browser(live_server: Site, page_without_javascript: Page):
    enter(page_without_javascript, live_server)
    expect(page_without_javascript.locator(".reading").first).to_be_hidden()
    bring(page_without_javascript)
