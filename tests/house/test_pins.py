"""What is installed is what `pyproject.toml` asks for, pinned and hashed."""

import re
import tomllib

import pytest

from tests.support.sources import text_of

FILES = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[^ ;\\]+)( ;[^\\]*)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+",
    re.MULTILINE,
)
PROJECT = tomllib.loads(text_of("pyproject.toml"))


def pins(file: str) -> dict[str, set[str]]:
    """Name → versions: one name may have two, each for some platform."""
    found: dict[str, set[str]] = {}
    for match in PIN.finditer(text_of(file)):
        found.setdefault(match["name"], set()).add(match["version"])
    return found


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^a-z0-9.-]", requirement)[0] for requirement in requirements}


@pytest.mark.parametrize("file", FILES)
def test_every_line_is_a_pin_with_its_hashes(file: str):
    assert PIN.sub("", text_of(file)).strip() == ""


def test_whatever_runs_is_pinned():
    assert names(PROJECT["project"]["dependencies"]) <= pins("requirements.txt").keys()


def test_whatever_checks_is_pinned():
    assert names(PROJECT["dependency-groups"]["dev"]) <= pins("requirements-dev.txt").keys()


def test_tests_run_on_the_versions_that_users_run():
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_the_holidays_that_may_be_installed_know_the_law_of_2026():
    """Ley 2578 de 2026 adds 9 July; the first release of the library that knows it is 0.99."""
    asked = next(one for one in PROJECT["project"]["dependencies"] if one.startswith("holidays"))
    major, minor = asked.removeprefix("holidays>=").split(".")
    assert (int(major), int(minor)) >= (0, 99)
