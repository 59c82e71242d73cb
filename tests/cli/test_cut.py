"""`pacc cut`: the cuts of a plan, from the command line of the server."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from pacc_flow.cli import main
from pacc_flow.models import Cut, CutState, Entry, LedgerRecord, Report
from tests.support.cast import PASSWORD, World

FIRST = ("--entity", "entidad", "--year", "2026", "--cut", "1")
SECOND = ("--entity", "entidad", "--year", "2026", "--cut", "2")


@pytest.fixture(autouse=True)
def _installation(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACC_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PACC_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("DATABASE_URL", world.url)


def pacc(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=typed)


def state(world: World, number: int) -> str:
    found: str = world.session.scalars(select(Cut.state).where(Cut.number == number)).one()
    world.session.rollback()
    return found


def test_show_says_how_far_the_entries_have_come(world: World):
    world.submit(1)
    shown = pacc("cut", "show", *FIRST)
    assert shown.exit_code == 0
    assert shown.stdout.splitlines() == [
        "Primer corte de 2026, 30 de abril de 2026: abierto.",
        "    3 en borrador",
        "    1 enviadas",
    ]
    assert "por abrir" in pacc("cut", "show", *SECOND).stdout


def test_open_opens_once(world: World):
    opened = pacc("cut", "open", *SECOND)
    assert opened.exit_code == 0
    assert "Segundo corte abierto. Recibo " in opened.stderr
    assert state(world, 2) == CutState.OPEN
    again = pacc("cut", "open", *SECOND)
    assert (again.exit_code, "Este corte ya se abrió." in again.stderr) == (1, True)
    assert world.session.scalar(select(func.count()).select_from(Entry)) == 8


def test_publish_asks_for_the_password_of_whoever_signs(world: World):
    published = pacc(
        "cut", "publish", *FIRST, "--signed-by", " Marta@entidad.gov.co", "--reason", "No llegó.", typed=f"{PASSWORD}\n"
    )
    assert published.exit_code == 0, published.stderr
    report = world.session.scalars(select(Report)).one()
    assert f"Huella {report.snapshot_sha256}" in published.stderr
    assert PASSWORD not in published.output
    seq = world.session.scalar(select(func.max(LedgerRecord.seq)))
    assert f"Recibo {seq}." in published.stderr
    assert report.signed_by_id == world.person("Marta").id


@pytest.mark.parametrize(
    ("email", "password", "reason", "sentence"),
    [
        ("marta@entidad.gov.co", "no es esta", "No llegó.", "El correo o la contraseña no coinciden."),
        ("nadie@entidad.gov.co", PASSWORD, "No llegó.", "El correo o la contraseña no coinciden."),
        ("charlie@otra.gov.co", PASSWORD, "No llegó.", "El correo o la contraseña no coinciden."),
        ("andres@entidad.gov.co", PASSWORD, "No llegó.", "El seguimiento lo publica Control Interno."),
        ("ana@entidad.gov.co", PASSWORD, "No llegó.", "El administrador no mueve entradas."),
        ("marta@entidad.gov.co", PASSWORD, "", "Faltan 4 entradas por verificar: 1, 2, 3 y 4."),
    ],
)
def test_publish_is_refused_like_in_the_browser(world: World, email: str, password: str, reason: str, sentence: str):
    refused = pacc("cut", "publish", *FIRST, "--signed-by", email, "--reason", reason, typed=f"{password}\n")
    assert refused.exit_code == 1
    assert sentence in refused.stderr
    assert state(world, 1) == CutState.OPEN


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--entity", "nadie", "--year", "2026", "--cut", "1"), 1, "No hay una entidad con la dirección «nadie»."),
        (
            ("--entity", "entidad", "--year", "2020", "--cut", "1"),
            1,
            "Entidad de Prueba no tiene un corte 1 en un plan de 2020.",
        ),
        (("--entity", "otra", "--year", "2026", "--cut", "1"), 1, "Otra Entidad no tiene un corte 1 en un plan de 2026."),
        (("--entity", "entidad", "--year", "dos mil", "--cut", "1"), 2, "--year"),
        (("--entity", "entidad"), 2, "--year"),
    ],
)
def test_a_cut_that_is_not_there_is_named(arguments: tuple[str, ...], code: int, sentence: str):
    refused = pacc("cut", "show", *arguments)
    assert refused.exit_code == code
    assert sentence in refused.stderr
