"""`pacc db`: the schema, forth, back and checked."""

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url

from pacc_flow.cli import main
from pacc_flow.models import schema
from pacc_flow.models.engine import create_engine

PASSWORD = "una contraseña de las pruebas"
Run = Callable[..., Result]


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


@pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)
def test_sqlite_has_no_roles_and_says_why():
    result = _db("roles")
    assert (result.exit_code, "SQLite no tiene roles" in result.stderr) == (1, True)


@pytest.fixture
def make_roles(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs `pacc db roles` with names of this test alone, which are dropped with all they own."""
    database = make_url(empty_database_url).database
    owner, program = f"owner_{database}", f"app_{database}"
    yield lambda **options: _db("roles", "--owner", owner, "--runtime", program, **options)
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        for role in (owner, program):
            if connection.exec_driver_sql(f"SELECT FROM pg_roles WHERE rolname = '{role}'").rowcount:
                connection.exec_driver_sql(f"DROP OWNED BY {role} CASCADE")
                connection.exec_driver_sql(f"DROP ROLE {role}")
    engine.dispose()


@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_the_role_of_the_program_reads_what_each_upgrade_brings(
    empty_database_url: str, make_roles: Run, monkeypatch: pytest.MonkeyPatch
):
    too_early = make_roles(input=f"{PASSWORD}\n{PASSWORD}\n")
    assert (too_early.exit_code, "pacc db upgrade" in too_early.stderr) == (1, True)

    assert _db("upgrade", "0002").exit_code == 0
    monkeypatch.setenv("PACC_RUNTIME_PASSWORD", PASSWORD)
    made = make_roles()
    assert made.exit_code == 0
    assert "los permisos que el programa necesita y ninguno más" in made.stderr
    assert PASSWORD not in made.output
    monkeypatch.delenv("PACC_RUNTIME_PASSWORD")
    assert make_roles().exit_code == 0  # it exists already: nobody is asked for its password

    assert _db("upgrade").exit_code == 0
    program = f"app_{make_url(empty_database_url).database}"
    assert schema.check(make_url(empty_database_url).set(username=program, password=PASSWORD)) == []
    engine = create_engine(make_url(empty_database_url).set(username=program, password=PASSWORD))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM ledger_checkpoint").scalar_one() == 0
    engine.dispose()


# fmt: off
TYPED = (  # what is typed                        what is said of it
    (f"{PASSWORD}\n{PASSWORD}\n",                 "ninguno más"),
    (f"{PASSWORD}\n{PASSWORD}.\n",                "no son la misma"),
    ("corta\ncorta\n",                            "al menos 12 caracteres"),
    ("",                                          "Falta la contraseña"),
)
# fmt: on


@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_a_password_is_asked_for_twice_and_never_shown(make_roles: Run):
    assert _db("upgrade").exit_code == 0
    for typed, said in reversed(TYPED):
        result = make_roles(input=typed)
        assert (result.exit_code, said in result.stderr) == (0 if said == "ninguno más" else 1, True), result.stderr
        assert PASSWORD not in result.output


@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_whoever_may_not_make_roles_is_told_to_connect_as_administrator(
    empty_database_url: str, make_roles: Run, monkeypatch: pytest.MonkeyPatch
):
    assert _db("upgrade").exit_code == 0
    monkeypatch.setenv("PACC_RUNTIME_PASSWORD", PASSWORD)
    assert make_roles().exit_code == 0
    program = make_url(empty_database_url).set(username=f"app_{make_url(empty_database_url).database}", password=PASSWORD)
    monkeypatch.setenv("DATABASE_URL", program.render_as_string(hide_password=False))
    result = make_roles()
    assert (result.exit_code, "Conéctese como administrador" in result.stderr) == (1, True)


def _db(*arguments: str, **options: str) -> Result:
    return CliRunner().invoke(main, ["db", *arguments], **options)
