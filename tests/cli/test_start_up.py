"""A process that stays does not start with a role of PostgreSQL that could weaken the ledger, unless it is told to."""

import os
import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

from config import SettingError, Settings
from pacc_flow.cli import main, scheduler

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


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_that_does_not_answer_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/pacc")
    result = CliRunner().invoke(main, ["serve"])
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert result.stderr.startswith("El programa no arranca: la base de datos no responde (")


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


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_signs_is_kept_under_the_rest_unless_it_has_a_place_of_its_own(tmp_path: Path):
    environ = {"PACC_VAR": str(tmp_path), "PACC_SECRET_KEY": "k" * 40}
    assert Settings.from_environ(environ).signer_dir == tmp_path.resolve() / "signer"
    assert Settings.from_environ(environ | {"PACC_SIGNER": "/srv/firma"}).signer_dir == Path("/srv/firma")
    assert Settings(secret_key="k" * 40, database_url="", var_dir=tmp_path).signer_dir == tmp_path / "signer"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "typed",
    ["PACC Flow <pacc@entidad.gov.co>", "pacc", "pacc@", "pacc@uno.gov.co, pacc@dos.gov.co", "íñigo@entidad.gov.co", " "],
)
def test_what_is_not_one_bare_address_stops_the_start_and_names_the_setting(tmp_path: Path, typed: str):
    """Every mail would leave from it, and be refused."""
    environ = {"PACC_VAR": str(tmp_path), "PACC_SECRET_KEY": "k" * 40, "PACC_MAIL_FROM": typed}
    with pytest.raises(SettingError, match="PACC_MAIL_FROM debe ser una dirección sola"):
        Settings.from_environ(environ)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_mail_leaves_from_the_address_that_was_set(tmp_path: Path):
    environ = {"PACC_VAR": str(tmp_path), "PACC_SECRET_KEY": "k" * 40}
    assert Settings.from_environ(environ | {"PACC_MAIL_FROM": "pacc@entidad.gov.co"}).mail_from == "pacc@entidad.gov.co"
    assert Settings.from_environ(environ).mail_from == "pacc-flow@localhost"
