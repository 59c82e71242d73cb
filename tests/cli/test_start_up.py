"""A process that stays does not start with a role of PostgreSQL that could weaken the ledger, unless it is told to."""

import os
import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

from pacc_flow.cli import main, scheduler, serve

WSGI = str(Path(__file__).resolve().parents[2] / "wsgi.py")
ONE_LINE = "El programa no arranca: el rol «"


class StartedError(Exception):
    """Instead of starting for good."""


@pytest.fixture(autouse=True)
def _nothing_starts(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object) -> None:
        raise StartedError

    monkeypatch.setattr(os, "execvp", start)
    monkeypatch.setattr(scheduler.signal, "signal", lambda *_: None)
    monkeypatch.setattr(scheduler, "_run_until_stopped", start)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PACC_SECRET_KEY", "a secret of the command line in the tests")
    monkeypatch.setenv("PACC_VAR", str(tmp_path / "var"))
    assert serve.os is os


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_owner_of_the_ledger_starts_nothing(capsys: pytest.CaptureFixture[str]):
    for command in ("serve", "scheduler"):
        result = CliRunner().invoke(main, [command])
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1), command
        assert result.stderr.startswith(ONE_LINE)
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(WSGI)
    assert ended.value.code == 4  # which gunicorn takes for the end, where after 1 it would start the worker again
    said = capsys.readouterr().err
    assert said.startswith(ONE_LINE)
    assert len(said.splitlines()) == 1


def test_whoever_asks_for_it_and_whoever_uses_sqlite_starts(database_url: str, monkeypatch: pytest.MonkeyPatch):
    if database_url.startswith("postgresql"):
        monkeypatch.setenv("PACC_ALLOW_OWNER", "1")
    for command in ("serve", "scheduler"):
        assert isinstance(CliRunner().invoke(main, [command]).exception, StartedError), command
    assert runpy.run_path(WSGI)["app"].name == "pacc_flow"
