"""The pictures of the README, taken anew from the demonstration of today: `python scripts/screenshots.py`.

Needs what `make test` installs. The site runs on the loopback, over a database that goes when it is done.
"""

import logging
import os
import threading
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from config import ROOT, Settings
from pacc_flow import clock, create_app
from pacc_flow.actions.installation import evidence_store, signer_folder
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.cli import demo
from pacc_flow.cli.demo.cast import PASSWORD
from pacc_flow.models.engine import create_engine
from pacc_flow.models.schema import upgrade

IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1280, 860


class Picture(NamedTuple):
    """`follow` are the texts of links pressed one after the other from the address."""

    name: str
    user: str
    address: str
    follow: tuple[str, ...] = ()


# fmt: off
PICTURES = (
    Picture("office-home",  "comercial",  "/app/actividades"),
    Picture("entry-form",   "comercial",  "/app/actividades", ("Corregir",)),
    Picture("board",        "planeacion", "/app/tablero"),
    Picture("verification", "control",    "/app/verificacion"),
    Picture("follow-up",    "",           "/icetex/2021/corte-3/"),
)
# fmt: on


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        environ = {"PACC_VAR": folder, "PACC_SECRET_KEY": "only for the pictures of the README, on the loopback"}
        settings = Settings.from_environ(environ)
        load_demonstration(settings, clock.now())
        server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=sandbox())
            for picture in PICTURES:
                take(browser, site, picture)
            take_proposal(browser, site)
            browser.close()
        server.shutdown()


def load_demonstration(settings: Settings, now: datetime) -> None:
    upgrade(settings.database_url)
    engine = create_engine(settings.database_url)
    with make_session_factory(engine)() as session:
        demo.load(session, evidence_store(settings), signer_folder(settings), clock.bogota_date(now))
    engine.dispose()


def take(browser: Browser, site: str, picture: Picture) -> None:
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    if picture.user:
        sign_in(page, site, picture.user)
    page.goto(site + picture.address)
    for text in picture.follow:
        page.get_by_role("link", name=text).first.click()
        page.wait_for_load_state()
    page.screenshot(path=IMAGES / f"{picture.name}.png")
    page.close()


def take_proposal(browser: Browser, site: str) -> None:
    """The example is read again; its year is taken, so the plan could not be created, but the proposal shows."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    sign_in(page, site, "planeacion")
    page.goto(f"{site}/app/importar")
    page.set_input_files("input[type=file]", ROOT / "examples" / "icetex-2021.tsv")
    with page.expect_navigation():
        page.locator("main form button[type=submit]:visible").first.click()
    page.screenshot(path=IMAGES / "proposal.png")
    page.close()


def sign_in(page: Page, site: str, user: str) -> None:
    page.goto(f"{site}/entrar")
    page.fill("input[name=email]", f"{user}@icetex.demo")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/app/**")


def chromium() -> Path:
    return next(path for path in map(Path, ("/usr/bin/chromium", "/usr/bin/google-chrome")) if path.exists())


def sandbox() -> list[str]:
    """Chromium refuses its own sandbox to root."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


if __name__ == "__main__":
    main()
