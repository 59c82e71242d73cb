"""The log in a real browser: a citizen checks it, an auditor takes it away, and an alarm cannot be overlooked."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from pacc_flow.actions.alarms import raise_alarm
from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.installation import signer_folder
from pacc_flow.actions.publication import publish_cut
from pacc_flow.models import AlarmKind, Entry, LedgerCheckpoint, LedgerRecord
from tests.support.browser import WIDTHS
from tests.support.cast import NOW, PASSWORD, SETUP, World
from tests.support.site import Site
from tests.support.web import email_of

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
REGISTER = "/entidad/registro/"


def enter(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/entrar")
    page.get_by_label("Correo").fill(email_of(name))
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/**")


def sign_now(app: Flask) -> None:
    sign(app.extensions["sessions"], signer_folder(app.extensions["settings"]), at=NOW)


@pytest.fixture
def published(app: Flask, world: World) -> None:
    """Two checkpoints, the newer one with a publication."""
    sign_now(app)
    reasons = dict.fromkeys(world.session.scalars(select(Entry.id)), "No llegó.")
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    world.session.commit()
    sign_now(app)


def kept(page: Page, link: str, path: Path) -> Path:
    """What a citizen saves of a link that opens as text."""
    address = page.get_by_role("link", name=link).first.get_attribute("href") or ""
    path.write_bytes(page.request.get(address if "://" in address else f"{page.url.split('/entidad')[0]}{address}").body())
    return path


def downloaded(page: Page, press: Callable[[], None], folder: Path) -> Path:
    with page.expect_download() as waiting:
        press()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def verifies(verifier: Path, *order: object) -> bool:
    return subprocess.run([sys.executable, verifier, *map(str, order)], capture_output=True, check=False).returncode == 0


@pytest.mark.usefixtures("published")
def test_a_citizen_takes_the_verifier_and_the_proofs_and_they_agree(
    live_server: Site, world: World, page_without_javascript: Page, tmp_path: Path
):
    page = page_without_javascript
    page.goto(f"{live_server.url}/entidad/")
    page.get_by_role("link", name="Ver el registro y comprobarlo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("El registro")
    key = kept(page, "Abrirla como texto", tmp_path / "llave.txt")
    newest, oldest = sorted(world.session.scalars(select(LedgerCheckpoint.size)), reverse=True)
    new = kept(page, f"Abrir el de {newest} anotaciones", tmp_path / "nuevo.txt")
    old = kept(page, f"Abrir el de {oldest} anotaciones", tmp_path / "viejo.txt")
    proof = kept(page, f"De {oldest} a {newest}", tmp_path / "consistencia.txt")
    record = world.session.get_one(LedgerRecord, oldest)
    world.session.rollback()
    page.get_by_label("Número del recibo").fill(str(record.seq))
    receipt = downloaded(page, page.get_by_role("button", name="Descargar la prueba").click, tmp_path)
    page.get_by_role("link", name="verificador").first.click()
    verifier = downloaded(page, page.get_by_role("link", name="Descargar pacc_verify.py").click, tmp_path)
    page.goto(f"{live_server.url}/entidad/2026/corte-1/")
    document = downloaded(page, page.get_by_role("link", name="JSON").click, tmp_path)
    assert verifies(verifier, old, new, proof, "--key", key)
    assert verifies(verifier, receipt, "--receipt", record.entry_hash.hex(), "--key", key)
    assert verifies(verifier, document, "--key", key)
    document.write_text(document.read_text("utf-8").replace("No llegó.", "Sí llegó."), "utf-8")
    assert not verifies(verifier, document, "--key", key)


def test_an_auditor_takes_the_whole_log_away(app: Flask, live_server: Site, page: Page, tmp_path: Path):
    sign_now(app)
    enter(page, live_server, "Óscar")
    page.goto(f"{live_server.url}/app/registro")
    bundle = downloaded(page, page.get_by_role("link", name="Descargar el paquete").click, tmp_path)
    assert bundle.name == "registro-entidad-2026-05-04.zip"
    page.get_by_role("link", name="verificador").click()
    verifier = downloaded(page, page.get_by_role("link", name="Descargar pacc_verify.py").click, tmp_path)
    assert verifies(verifier, bundle)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_it_fits_and_is_for_all(
    live_server: Site, width: str, open_context: Callable[..., BrowserContext], axe: Callable[[Page], list[str]]
):
    page = open_context(viewport=WIDTHS[width]).new_page()
    for number, address in enumerate((REGISTER, "/otra/registro/", "/verificador/", "/entidad/2026/corte-1/", "/entidad/")):
        page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state()
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/public-{number}-{width}.png", full_page=True)
        assert page.evaluate(OVERFLOW) == 0, address
        assert axe(page) == [], address


@pytest.mark.parametrize("width", WIDTHS)
def test_an_alarm_cannot_be_overlooked_and_says_what_to_do(
    live_server: Site, world: World, width: str, open_context: Callable[..., BrowserContext], axe: Callable[[Page], list[str]]
):
    for key in ("uno", "dos"):
        sentence = f"El archivo «{key}-{'largo' * 12}.pdf» ya no es el que se registró: su contenido cambió."
        raise_alarm(world.session, AlarmKind.EVIDENCE, key, sentence, entity_id=world.entity.id, actor=SETUP, at=NOW)
        world.session.commit()
    world.session.rollback()
    page = open_context(viewport=WIDTHS[width]).new_page()
    enter(page, live_server, "Marta")
    for number, address in enumerate(("/app/verificacion", "/app/registro", "/app/corte")):
        page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state()
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/alarm-{number}-{width}.png", full_page=True)
        expect(page.get_by_role("region", name="Alarmas del registro")).to_contain_text("Hay 2 alarmas del registro")
        assert page.evaluate(OVERFLOW) == 0, address
        assert axe(page) == [], address
    page.get_by_role("link", name="Qué hacer").click()
    expect(page.get_by_role("heading", name="Si aparece una alarma")).to_be_in_viewport()
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/help-{width}.png", full_page=True)
