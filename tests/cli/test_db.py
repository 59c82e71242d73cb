"""`pacc db`: the schema, forth, back and checked."""

import pytest
from click.testing import CliRunner, Result

from pacc_flow.cli import main


@pytest.fixture(autouse=True)
def _settings(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    monkeypatch.setenv("PACC_SECRET_KEY", "a secret of the command line in the tests")


def test_a_database_goes_up_is_as_expected_and_goes_down_again():
    assert _db("upgrade").exit_code == 0
    checked = _db("check")
    assert (checked.exit_code, checked.stderr) == (0, "La base de datos está como el programa la espera.\n")
    assert _db("downgrade", "base").exit_code == 0
    behind = _db("check")
    assert (behind.exit_code, "La base de datos está en la versión vacía" in behind.stderr) == (1, True)


@pytest.mark.parametrize("way", ["upgrade", "downgrade"])
def test_a_version_that_does_not_exist_is_said_in_one_line(way: str):
    result = _db(way, "9999")
    assert (result.exit_code, "no puede ir a la versión «9999»" in result.stderr) == (1, True)


def _db(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["db", *arguments])
