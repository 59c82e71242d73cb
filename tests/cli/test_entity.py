"""`pacc entity add`, and what the command says when it cannot even begin."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow import cli
from pacc_flow.cli import main
from pacc_flow.models import Entity
from pacc_flow.models.engine import create_engine


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PACC_SECRET_KEY", "a secret of the command line in the tests")


def test_an_entity_is_added(database_url: str):
    result = CliRunner().invoke(main, ["entity", "add", "prueba", "--name", "Entidad de Prueba", "--plan-kind", "PAAC"])
    assert (result.exit_code, result.stderr) == (0, "Entidad de Prueba queda en http://127.0.0.1:8000/prueba/\n")
    engine = create_engine(database_url)
    with Session(engine) as session:
        assert session.scalars(select(Entity)).one().plan_kind == "PAAC"
    engine.dispose()


@pytest.mark.parametrize("slug", ["app", "Con Espacio", "-x", ""])
def test_an_address_that_will_not_do_is_refused(slug: str):
    result = CliRunner().invoke(main, ["entity", "add", "--name", "X", "--", slug])
    assert (result.exit_code, "no sirve como dirección" in result.stderr) == (1, True)


def test_a_setting_that_cannot_be_used_names_itself(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PACC_PORT", "muchos")
    result = CliRunner().invoke(main, ["entity", "add", "prueba", "--name", "X"])
    assert (result.exit_code, result.stderr) == (2, "PACC_PORT debe ser un número entero entre 1 y 65535; dice «muchos».\n")


def test_a_database_that_was_not_made_yet_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.sqlite3")
    result = CliRunner().invoke(main, ["entity", "add", "prueba", "--name", "X"])
    assert (result.exit_code, "Si falta crearla: pacc db upgrade" in result.stderr) == (1, True)


@pytest.mark.parametrize("name", cli._COMMANDS)
def test_every_command_of_the_table_is_there_and_explains_itself(name: str):
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert name in CliRunner().invoke(main, ["--help"]).output
