"""`pacc user`: people, from the command line."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from pacc_flow.actions.invitations import invited_account
from pacc_flow.cli import main
from pacc_flow.clock import now
from pacc_flow.models import LedgerRecord
from tests.support.cast import World

Pacc = Callable[..., Result]
SECRET = "a secret of the command line in the tests"


@pytest.fixture
def pacc(world: World, monkeypatch: pytest.MonkeyPatch) -> Pacc:
    monkeypatch.setenv("DATABASE_URL", world.url)
    monkeypatch.setenv("PACC_SECRET_KEY", SECRET)

    def run(*arguments: str) -> Result:
        world.session.rollback()
        return CliRunner().invoke(main, ["user", *arguments])

    return run


def test_a_person_is_added_with_offices_and_a_link_that_works(pacc: Pacc, world: World):
    result = pacc(
        "add", "Rosa@entidad.gov.co", "--entity", "entidad", "--name", "Rosa Nueva",
        "--office", "oficina comercial", "--head", "Secretaría General",
    )  # fmt: skip
    rosa = world.person("Rosa")
    assert result.exit_code == 0
    assert {(each.office.name, each.is_head) for each in rosa.memberships} == {
        ("Oficina Comercial", False),
        ("Secretaría General", True),
    }
    assert _invited(world, result) == rosa.id


def test_an_invitation_is_renewed(pacc: Pacc, world: World):
    result = pacc("invite", "laura@entidad.gov.co")
    assert result.exit_code == 0
    assert _invited(world, result) == world.person("Laura").id


def test_an_account_is_deactivated_once(pacc: Pacc, world: World):
    assert pacc("deactivate", "laura@entidad.gov.co").exit_code == 0
    assert not world.person("Laura").is_active
    again = pacc("deactivate", "laura@entidad.gov.co")
    assert (again.exit_code, again.stderr) == (1, "La cuenta de Laura Cifuentes ya estaba desactivada.\n")
    last = world.session.scalars(select(LedgerRecord).order_by(LedgerRecord.seq.desc())).first()
    assert (last.kind, '"system":"cli"' in last.body) == ("account:deactivate", True)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("invite", "nadie@entidad.gov.co"), 1, "No hay una cuenta con el correo nadie@entidad.gov.co."),
        (("add", "r@e.co", "--entity", "ninguna", "--name", "R"), 1, "No hay una entidad con la dirección «ninguna»."),
        (
            ("add", "r@e.co", "--entity", "entidad", "--name", "R", "--office", "Nada"),
            1,
            "no tiene una oficina llamada «Nada».",
        ),
        (("add", "r", "--entity", "entidad", "--name", "R"), 1, "Escriba un correo completo"),
        (("add", "r@e.co", "--name", "R"), 2, "Falta --entity. Vea: main user add --help"),
        (("add", "r@e.co", "--entity", "entidad", "--name", "R", "--standing", "jefe"), 2, "El valor de --standing no sirve."),
        (("add", "r@e.co", "--nada"), 2, "No existe la opción --nada."),
        (("borrar",), 2, "La orden no se entiende."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(pacc: Pacc, arguments: tuple[str, ...], code: int, sentence: str):
    result = pacc(*arguments)
    assert (result.exit_code, sentence in result.stderr, result.stdout) == (code, True, "")


def _invited(world: World, result: Result) -> int:
    token = result.stdout.strip().rpartition("/clave/")[2]
    found = invited_account(world.session, token, secret=SECRET, at=now()).id
    world.session.rollback()
    return found
