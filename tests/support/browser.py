"""A real Chromium that sees the loopback alone: a page that asks anything of another host fails its test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
LOOPBACK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
WAIT_MILLISECONDS = 30_000  # a page that never comes fails its test; a slow machine does not
WIDTHS: dict[str, "ViewportSize"] = {"wide": {"width": 1280, "height": 800}, "narrow": {"width": 320, "height": 640}}
WCAG_21_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js"

RUN_AXE = """tags => axe.run(document, {preload: false, runOnly: {type: "tag", values: tags}}).then(
    ({violations}) => violations.map(
        found => `${found.id}: ${found.help} — ${found.nodes.map(node => node.html).join(" ; ")}`))"""


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for the whole session, started when the first test asks for it."""
    from playwright.sync_api import sync_playwright

    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        raise RuntimeError("no Chromium is installed: run scripts/test_setup.sh")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, LOOPBACK, *sandbox])
        yield browser
        browser.close()


@pytest.fixture
def open_context(browser: "Browser") -> "Iterator[Callable[..., BrowserContext]]":
    """Opens a person's own window: cookies apart from every other, Spanish, Bogotá's time. Takes Playwright's options."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(**options: Any) -> "BrowserContext":  # noqa: ANN401  # Playwright's own, passed on as they come
        settled: dict[str, Any] = {
            "locale": "es-CO",
            "timezone_id": "America/Bogota",
            "viewport": {"width": 1280, "height": 800},
        }
        context = browser.new_context(**{**settled, **options})
        context.set_default_timeout(WAIT_MILLISECONDS)
        _keep_to_loopback(context, complaints)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_context: "Callable[..., BrowserContext]") -> "Page":
    return open_context().new_page()


@pytest.fixture
def page_without_javascript(open_context: "Callable[..., BrowserContext]") -> "Page":
    return open_context(java_script_enabled=False).new_page()


@pytest.fixture
def narrow_page(open_context: "Callable[..., BrowserContext]") -> "Page":
    """The narrowest screen that every page must fit: 320 CSS pixels."""
    return open_context(viewport={"width": 320, "height": 640}).new_page()


@pytest.fixture
def axe() -> "Callable[[Page], list[str]]":
    """What axe-core finds against WCAG 2.1 AA on the page as it stands: one sentence a violation, none when all is well."""
    source = AXE.read_text("utf-8")

    def run(page: "Page") -> list[str]:
        page.evaluate(source)
        found: list[str] = page.evaluate(RUN_AXE, WCAG_21_AA)
        return found

    return run


_OF_THE_BROWSER = ("data", "blob", "chrome", "chrome-extension")  # the last two are its own viewer of PDF


def _keep_to_loopback(context: "BrowserContext", complaints: list[str]) -> None:
    """The browser finds no other host (see LOOPBACK); whoever asks for one is told of here."""

    def watch(request: "Request") -> None:
        address = urlsplit(request.url)
        if address.scheme not in _OF_THE_BROWSER and address.hostname != "127.0.0.1":
            complaints.append(f"the page asked another host: {request.url}")

    def listen(message: "ConsoleMessage") -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    context.on("request", watch)
    context.on("console", listen)
    context.on("weberror", lambda error: complaints.append(f"a script failed: {error.error}"))
