"""Planning reviews three entries in a row and Internal Control verifies, in a real browser."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from pacc_flow.workflow import Action, State
from tests.support.browser import WIDTHS
from tests.support.cast import NOW, PASSWORD, World
from tests.support.site import Site
from tests.support.web import email_of

STICKING_OUT = """() => document.documentElement.scrollWidth <= window.innerWidth ? []
    : [...document.querySelectorAll("body *")].filter(found => found.getBoundingClientRect().right > window.innerWidth + 1)
        .map(found => found.outerHTML.slice(0, 120))"""


@pytest.fixture
def waiting(world: World) -> World:
    """Three entries wait for Planning, one of them late, and one is Planning's own."""
    for number, by in ((1, "Laura"), (2, "Laura"), (4, "Jorge"), (3, "Andrés")):
        world.submit(number, by=by)
    return world


def enter(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/entrar")
    page.get_by_label("Correo").fill(email_of(name))
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/**")


def check(page: Page, axe: Callable[[Page], list[str]]) -> None:
    """Nothing sticks out sideways and axe finds nothing, with every fold closed and open."""
    page.wait_for_load_state("load")  # the style sheets too
    assert page.evaluate(STICKING_OUT) == [], page.url
    assert axe(page) == [], page.url
    page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
    assert axe(page) == [], page.url


def states(world: World) -> list[str]:
    found = [world.entry(number).state for number in (1, 2, 3, 4)]
    world.session.rollback()
    return found


def id_of(world: World, number: int) -> int:
    found = world.entry(number).id
    world.session.rollback()
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_planning_reviews_three_in_a_row_and_internal_control_verifies(
    waiting: World,
    live_server: Site,
    open_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    width: str,
):
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server, "Andrés")
    expect(page.get_by_role("heading", level=1)).to_contain_text("faltan 4 de 4")
    check(page, axe)
    page.get_by_role("link", name="Empezar a revisar").click()
    check(page, axe)

    page.get_by_role("button", name="Aprobar").click()
    expect(page.get_by_role("status")).to_contain_text("Aprobó la 1. Pasó a Control Interno. Recibo")
    page.get_by_role("button", name="Devolver a la oficina").click()
    expect(page.get_by_role("alert")).to_contain_text("Escriba qué debe corregir")
    expect(page.locator("#error-summary")).to_be_focused()
    check(page, axe)
    page.get_by_label("Comentario").fill("Falta el informe.")
    page.get_by_role("button", name="Devolver a la oficina").click()
    expect(page.get_by_role("status")).to_contain_text("Devolvió la 2.")
    page.get_by_role("button", name="Aprobar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No queda nada por revisar por usted")
    expect(page.get_by_text("La envió usted: la revisa otra persona.")).to_be_visible()
    check(page, axe)
    assert states(waiting) == [State.REVIEWED, State.DRAFT, State.SUBMITTED, State.REVIEWED]

    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server, "Marta")
    expect(page.get_by_role("heading", level=1)).to_contain_text("faltan 2 de 4")
    check(page, axe)
    page.get_by_role("link", name="Empezar a verificar").click()
    check(page, axe)
    page.get_by_label("Porcentaje verificado").fill("65,5")
    page.get_by_label("Observación").fill("Con soportes.")
    page.get_by_role("button", name="Verificar y firmar").click()
    expect(page.get_by_role("status")).to_contain_text("Verificó la 1.")
    assert states(waiting) == [State.VERIFIED, State.DRAFT, State.SUBMITTED, State.REVIEWED]


def test_the_decision_is_reached_and_taken_with_the_keyboard_alone(waiting: World, live_server: Site, page: Page):
    waiting.review(1)
    enter(page, live_server, "Marta")
    page.goto(f"{live_server.url}/app/verificacion")
    page.get_by_label("Porcentaje verificado").focus()
    page.keyboard.type("65")
    page.keyboard.press("Enter")  # Enter never decides
    expect(page.get_by_label("Porcentaje verificado")).to_have_value("65")
    assert states(waiting)[0] == State.REVIEWED
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Verificar y firmar")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Verificó la 1.")


def test_the_board_and_both_desks_need_no_javascript(
    waiting: World, live_server: Site, open_context: Callable[..., BrowserContext]
):
    page = open_context(java_script_enabled=False).new_page()
    enter(page, live_server, "Andrés")
    page.get_by_role("searchbox").fill("mapa")
    page.get_by_role("button", name="Filtrar").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    assert "q=mapa" in page.url
    page.get_by_role("link", name="Revisar la 2").click()
    page.get_by_label("Comentario").fill("Coincide.")
    page.get_by_role("button", name="Aprobar").click()
    expect(page.get_by_role("status")).to_contain_text("Aprobó la 2.")

    page = open_context(java_script_enabled=False).new_page()
    enter(page, live_server, "Marta")
    page.get_by_role("link", name="Empezar a verificar").click()
    page.get_by_text("Devolver a Planeación o a la oficina").click()
    page.get_by_label("Qué se debe corregir").fill("No cuadra.")
    page.get_by_role("button", name="Devolver a Planeación").click()
    expect(page.get_by_role("status")).to_contain_text("Planeación ya tiene su comentario.")
    assert states(waiting)[1] == State.SUBMITTED


@pytest.mark.parametrize("width", WIDTHS)
def test_what_changed_meanwhile_is_shown_and_the_comment_stays(
    waiting: World,
    live_server: Site,
    open_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    width: str,
):
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server, "Diana")
    page.goto(f"{live_server.url}/app/revision")
    waiting.act("Laura", Action.WITHDRAW, 1)
    content = waiting.written("Laura", percent=8000, narrative="Se hizo casi todo.", link=False)
    waiting.act("Laura", Action.SUBMIT, 1, at=NOW, content=content)
    page.get_by_label("Comentario").fill("Coincide con el listado.")
    page.get_by_role("button", name="Aprobar").click()

    expect(page.get_by_role("heading", name="Alguien la cambió mientras usted la leía")).to_be_visible()
    check(page, axe)
    expect(page.locator("ins").first).to_have_text("80\u00a0%")
    expect(page.get_by_label("Comentario")).to_have_value("Coincide con el listado.")
    page.get_by_role("button", name="Aprobar").click()
    expect(page.get_by_role("status")).to_contain_text("Aprobó la 1.")


@pytest.mark.parametrize("width", WIDTHS)
def test_signals_are_read_and_compared_without_javascript_on_every_screen(
    world: World,
    live_server: Site,
    open_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    width: str,
):
    text = "La oficina actualizó el mapa con los líderes de los procesos y lo presentó al comité con todos sus controles."
    for number, end, link in (
        (1, " Se continuará en mayo.", "https://www.entidad.gov.co/mapa"),
        (2, "", "https://drive.google.com/drive/folders/" + "a" * 60),
    ):
        content = world.written("Laura", percent=10_000, narrative=text + end, link=False)
        world.act("Laura", Action.SUBMIT, number, content=replace(content, links=(link,)))
        world.review(number)
    page = open_context(viewport=WIDTHS[width], java_script_enabled=False).new_page()
    enter(page, live_server, "Marta")
    page.goto(f"{live_server.url}/app/verificacion")
    expect(page.get_by_role("heading", name="Señales 3")).to_be_visible()
    page.get_by_text("Comparar los dos textos").click()
    expect(page.locator(".find ins")).to_have_text("Se continuará en mayo.")

    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server, "Marta")
    for number in (1, 2):
        page.goto(f"{live_server.url}/app/verificacion/{id_of(world, number)}")
        check(page, axe)
        world.verify(number, percent=10_000)
    page.goto(f"{live_server.url}/app/publicacion/1")
    expect(page.get_by_text("2 de 2 verificadas tienen algo que conviene mirar.")).to_be_visible()
    check(page, axe)
    page.get_by_role("link", name="Ver la 2").first.click()
    expect(page.get_by_role("heading", level=3, name="Un enlace lleva a una unidad personal")).to_be_visible()
