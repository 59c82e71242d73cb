"""Planning brings the plan of 2021 from its matrix, in a real browser, with no script and on the narrowest screen too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser import WIDTHS
from tests.support.cast import PASSWORD, World
from tests.support.site import Site
from tests.support.web import email_of

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "icetex-2021.tsv"
STICKING_OUT = "() => document.documentElement.scrollWidth > window.innerWidth"


def enter(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/entrar")
    page.get_by_label("Correo").fill(email_of("Andrés"))
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/**")
    page.goto(f"{site.url}/app/importar")


def check(page: Page, axe: Callable[[Page], list[str]]) -> None:
    """Nothing sticks out sideways and axe finds nothing, with every fold closed and open."""
    for _ in range(2):
        page.wait_for_load_state("load")
        assert not page.evaluate(STICKING_OUT), page.url
        assert axe(page) == [], page.url
        page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")


def bring(page: Page) -> None:
    page.get_by_label("Archivo de la matriz").set_input_files(EXAMPLE)
    page.get_by_role("button", name="Leer la matriz").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leímos 41 actividades; 10 esperan su decisión")


def decide(page: Page) -> None:
    """The offices, then the ten rows that wait."""
    page.get_by_role("button", name="Aplicar a las 12 filas").click()
    page.get_by_role("button", name="Aplicar a las 8 filas").click()
    page.get_by_role("button", name="Confirmar la fila 6", exact=True).click()
    page.get_by_role("button", name="Confirmar la fila 11", exact=True).click()
    page.get_by_role("radio", name="30 de noviembre de 2021").check()
    page.get_by_role("button", name="Confirmar la fila 13", exact=True).click()
    for also in ("Aplicar también a la 15", "Aplicar también a la 18"):
        page.get_by_role("button", name=also).click()
    page.get_by_role("button", name="Confirmar la fila 27", exact=True).click()
    page.get_by_role("button", name="Aplicar también a la 31").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leímos 41 actividades; todo está decidido")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("world_url", ["sqlite"], indirect=True)
def test_planning_decides_the_ten_rows_and_creates_the_plan(
    world: World,
    live_server: Site,
    open_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    width: str,
):
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server)
    check(page, axe)
    bring(page)
    create = page.get_by_role("button", name="Crear el plan con 41 actividades")
    expect(create).to_be_disabled()
    expect(page.get_by_text("Faltan por decidir las filas 6, 11, 13")).to_be_visible()
    check(page, axe)
    decide(page)
    check(page, axe)
    create.click()
    page.wait_for_url("**/app/plan/2021")
    expect(page.get_by_text("Plan 2021 creado con 41 actividades.")).to_be_visible()


@pytest.mark.parametrize("world_url", ["sqlite"], indirect=True)
def test_no_script_is_needed_and_enter_decides_nothing(world: World, live_server: Site, page_without_javascript: Page):
    page = page_without_javascript
    enter(page, live_server)
    bring(page)
    row = page.get_by_role("region", name="Fila 13:")
    expect(row.get_by_label("Fecha", exact=True)).to_be_hidden()
    row.get_by_role("radio", name="Otra fecha").check()
    row.get_by_label("Fecha", exact=True).fill("28/11/2021")
    row.get_by_label("Fecha", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Leímos 41 actividades; 10 esperan su decisión")
    expect(row.get_by_label("Fecha", exact=True)).to_have_value("28/11/2021")
    row.get_by_role("button", name="Confirmar la fila 13").click()
    decided = "Leímos 41 actividades; 9 esperan su decisión"
    expect(page.get_by_role("heading", level=1)).to_have_text(decided)
    page.get_by_role("button", name="Deshacer lo último").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leímos 41 actividades; 10 esperan su decisión")


@pytest.mark.parametrize("world_url", ["sqlite"], indirect=True)
def test_a_bad_correction_is_shown_beside_its_field(
    world: World, live_server: Site, narrow_page: Page, axe: Callable[[Page], list[str]]
):
    page = narrow_page
    enter(page, live_server)
    bring(page)
    page.get_by_role("link", name="Corregir otro dato de la fila 6").click()
    page.get_by_label("Porcentaje de avance").fill("casi todo")
    page.get_by_role("button", name="Guardar la fila 6").click()
    expect(page.get_by_label("Porcentaje de avance")).to_have_value("casi todo")
    expect(page.get_by_role("alert")).to_contain_text("El porcentaje va de 0 a 100")
    check(page, axe)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("world_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("world")
def test_planning_says_which_column_is_which_and_the_document_is_read_again(
    live_server: Site,
    open_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    tmp_path: Path,
    width: str,
):
    renamed = tmp_path / "otra.tsv"
    renamed.write_bytes(EXAMPLE.read_bytes().replace(b"DEPENDENCIA RESPONSABLE", b"CLAVE XYZ"))
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server)
    page.get_by_label("Archivo de la matriz").set_input_files(renamed)
    page.get_by_role("button", name="Leer la matriz").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leímos 41 actividades; 41 esperan su decisión")
    page.get_by_text("Columnas: leímos 7 de 8").click()
    page.get_by_label("La columna CLAVE XYZ se lee como").select_option("Dependencia responsable")
    check(page, axe)
    page.get_by_role("button", name="Volver a leer con estas columnas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leímos 41 actividades; 10 esperan su decisión")
    expect(page.get_by_text("«CLAVE XYZ» (Dependencia responsable)")).to_be_visible()
    check(page, axe)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("world_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("world")
def test_planning_is_asked_for_the_columns_of_a_table_that_nobody_recognises(
    live_server: Site,
    open_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    tmp_path: Path,
    width: str,
):
    unknown = tmp_path / "otra.tsv"
    unknown.write_text(
        "Eje de trabajo\tQué se hará\tPara cuándo\tQuién\tCómo vamos\n"
        "Rendición de cuentas\tHacer un foro con la ciudadanía\t30/06/2027\tSecretaría General\t50%\n"
        "Transparencia\tActualizar la página web\t30/08/2027\tSecretaría General\tcasi\n",
        "utf-8",
    )
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server)
    page.get_by_label("Archivo de la matriz").set_input_files(unknown)
    page.get_by_role("button", name="Leer la matriz").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Encontramos una tabla de 2 filas: diga qué trae cada columna")
    expect(page.get_by_label("La columna Qué se hará se lee como")).to_be_visible()
    expect(page.get_by_role("button", name="Crear el plan con 2 actividades")).to_be_disabled()
    page.get_by_label("La columna Cómo vamos se lee como").select_option("Descripción")
    check(page, axe)
    page.get_by_role("button", name="Volver a leer con estas columnas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leímos 2 actividades; todo está decidido")
    check(page, axe)
