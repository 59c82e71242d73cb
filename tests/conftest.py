"""What every test may ask for. The fixtures live in tests/support/, one concept a file."""

from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

# No test is timed, and what failed once fails again.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

REPOSITORY = Path(__file__).resolve().parent.parent

pytest_plugins = [
    "tests.support.scratch",
    "tests.support.engines",
    "tests.support.browser",
    "tests.support.databases",
    "tests.support.one_engine",
    "tests.support.mail",
    "tests.support.site",
    "tests.support.cast",
    "tests.support.web",
]


@pytest.fixture(scope="session")
def seed_dir() -> Path:
    """The original documents, kept beside the checkout; a test that reads them fails where they are absent."""
    folder = REPOSITORY.parent / "shared" / "seed"
    if not folder.is_dir():
        pytest.fail(f"the original documents are missing: {folder} is not a directory", pytrace=False)
    return folder


def _refuse_skips(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: nothing here is skipped or expected to fail ({report.longrepr})"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skips(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skips(report)
    return report
