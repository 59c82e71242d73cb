"""The commands of the trail, as an administrator types them and an auditor receives what they give."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from pacc_flow import jobs
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.cli import main
from pacc_flow.models import Alarm
from pacc_flow.verifier import pacc_verify
from tests.support.cast import NOW, World

VERIFIER = Path(pacc_verify.__file__)


@pytest.fixture
def var(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {"PACC_VAR": str(tmp_path / "var"), "PACC_SECRET_KEY": "k" * 40, "DATABASE_URL": world.url}.items():
        monkeypatch.setenv(name, value)
    world.session.rollback()
    return tmp_path / "var"


def pacc(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["ledger", *map(str, arguments)])


def judged(*arguments: str | Path) -> tuple[int, str]:
    """What the verifier says, run as an auditor runs it: alone, without this program on its path."""
    command = [sys.executable, "-I", str(VERIFIER), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=VERIFIER.parent)
    return done.returncode, done.stdout + done.stderr


def test_a_checkpoint_is_shown_and_the_same_log_has_the_same_one(var: Path):
    first = pacc("checkpoint")
    assert (first.exit_code, first.stdout.splitlines()[0]) == (0, "127.0.0.1:8000/registro/1")
    assert pacc("checkpoint").stdout == first.stdout


def test_the_key_is_made_with_the_first_signature_and_then_shown(var: Path):
    assert pacc("key").exit_code == 1
    pacc("checkpoint")
    shown = pacc("key")
    assert shown.stdout.startswith("127.0.0.1:8000/registro/1+")
    assert pacc("key").stdout == shown.stdout


def test_the_bundle_is_verified_without_this_program_and_against_a_checkpoint_kept_apart(
    world: World, var: Path, tmp_path: Path
):
    kept, bundle = tmp_path / "guardado.txt", tmp_path / "registro.zip"
    assert pacc("checkpoint", "-o", kept).exit_code == 0
    world.submit(1)
    world.session.rollback()
    assert pacc("bundle", "-o", bundle).exit_code == 0
    code, said = judged(bundle, "--checkpoint", kept)
    assert (code, "Todo concuerda" in said) == (0, True), said


def test_the_bundle_of_an_entity_opens_its_own_records_alone(world: World, var: Path, tmp_path: Path):
    bundle = tmp_path / "registro.zip"
    assert pacc("bundle", "-o", bundle, "--entity", "entidad").exit_code == 0
    content = bundle.read_bytes()
    assert b"Entidad de Prueba" in content
    assert b"Otra Entidad" not in content
    assert b"charlie" not in content
    assert b"$argon2" not in content
    assert judged(bundle)[0] == 0


@pytest.mark.parametrize(
    "arguments", [("bundle", "-o", "/no/such/folder/x.zip"), ("bundle", "-o", "x.zip", "--entity", "nadie")]
)
def test_a_bundle_that_cannot_be_written_says_why_and_leaves_nothing(var: Path, tmp_path: Path, arguments: tuple[str, ...]):
    refused = pacc(*arguments)
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert not Path("x.zip").exists()


def test_verify_counts_what_it_checked_and_quick_leaves_the_contents(world: World, var: Path):
    pacc("checkpoint")
    whole, quick = json.loads(pacc("verify", "--json").stdout), json.loads(pacc("verify", "--quick", "--json").stdout)
    assert whole["sound"] is quick["sound"] is True
    assert (whole["records"], whole["root"]) == (quick["records"], quick["root"])
    assert (whole["rows"] > 0, quick["rows"]) == (True, 0)
    assert whole["checkpoints"] == 2  # that of the database, and the same that the signer keeps


def test_verify_refuses_what_is_no_checkpoint(var: Path, tmp_path: Path):
    pacc("checkpoint")
    (tmp_path / "nota.txt").write_text("hola")
    found = pacc("verify", "--checkpoint", tmp_path / "nota.txt")
    assert (found.exit_code, "«nota.txt»" in found.stdout) == (1, True)
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8\xff")
    assert "no se puede leer" in pacc("verify", "--checkpoint", tmp_path / "foto.jpg").stderr


def behind_the_guards(world: World, *statements: str) -> None:
    """What the administrator of the database does by hand, guards and references put aside."""
    world.session.rollback()
    engine = sa.create_engine(world.url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET session_replication_role = replica"))
            for table in ("ledger_record", "cut"):
                connection.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
            connection.execute(sa.text("ALTER TABLE ledger_record DROP CONSTRAINT ck_ledger_record_seal"))
        else:
            for name in connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(sa.text(f'DROP TRIGGER "{name}"'))
        for statement in statements:
            connection.exec_driver_sql(statement)
        if engine.dialect.name == "postgresql":  # where the guard seals, and the program goes on
            connection.execute(sa.text("ALTER TABLE ledger_record ENABLE TRIGGER ALL"))
    engine.dispose()


def test_a_record_made_to_look_like_another_entitys_spoils_the_bundle(world: World, var: Path, tmp_path: Path):
    bundle = tmp_path / "registro.zip"
    pacc("checkpoint")
    behind_the_guards(world, "UPDATE ledger_record SET body = replace(body, '\"entity\":1', '\"entity\":2') WHERE seq = 20")
    assert pacc("bundle", "-o", bundle, "--entity", "entidad").exit_code == 0
    assert judged(bundle)[0] == 1


def test_a_log_cut_short_is_an_alarm_of_the_scheduler(world: World, var: Path):
    pacc("checkpoint")
    behind_the_guards(world, "DELETE FROM ledger_record WHERE seq >= 40")
    sessions, folder = make_session_factory(world.engine), SignerFolder(var / "signer", "127.0.0.1:8000")
    assert jobs.sign_checkpoint(sessions, folder, NOW) is None
    (sentence,) = world.session.scalars(sa.select(Alarm.sentence)).all()
    assert "tiene 40 registros y ya se firmaron 45" in sentence


def test_a_lost_signer_folder_is_a_finding_and_never_a_clean_verdict(world: World, var: Path, tmp_path: Path):
    pacc("checkpoint")
    (var / "signer" / "state.json").rename(tmp_path / "state.json")
    found = pacc("verify")
    assert (found.exit_code, "falta la llave" in found.stdout) == (1, True)
    refused = (["key"], ["checkpoint"], ["bundle", "-o", tmp_path / "x.zip"])
    assert [pacc(*arguments).exit_code for arguments in refused] == [1, 1, 1]
    assert not (tmp_path / "x.zip").exists()
    (var / "signer").rename(tmp_path / "signer")
    assert pacc("verify").exit_code == 1
    assert "No hay llave" in pacc("key").stderr


def test_a_signer_folder_that_is_no_folder_is_said_in_one_line(var: Path):
    var.mkdir(parents=True, exist_ok=True)
    (var / "signer").write_text("")
    refused = pacc("checkpoint")
    assert (refused.exit_code, refused.stderr.count("\n"), "no se puede usar" in refused.stderr) == (1, 1, True)
    assert "no se puede usar" in pacc("recover", "--reason", "Otra", "--signed-by", "Ana").stderr


@pytest.mark.parametrize("world_url", ["sqlite"], indirect=True)
def test_a_row_that_cannot_be_read_is_a_finding_and_the_bundle_leaves(world: World, var: Path, tmp_path: Path):
    """On SQLite, which takes any value for a date."""
    bundle = tmp_path / "registro.zip"
    pacc("checkpoint")
    behind_the_guards(world, "UPDATE cut SET opens_on = '0xx' WHERE number = 2")
    found = json.loads(pacc("verify", "--json").stdout)
    assert [finding["code"] for finding in found["findings"]] == ["row_changed"]
    assert pacc("bundle", "-o", bundle).exit_code == 0
    assert judged(bundle)[0] == 1


@pytest.mark.parametrize("world_url", ["sqlite"], indirect=True)
def test_a_restored_copy_is_refused_until_somebody_answers_for_it(world: World, var: Path, tmp_path: Path):
    """On SQLite, where a copy is a file."""
    kept = tmp_path / "guardado.txt"
    database = Path(world.url.removeprefix("sqlite:///"))
    backup = tmp_path / "copia.sqlite3"
    world.engine.dispose()
    backup.write_bytes(database.read_bytes())
    world.submit(1)
    world.session.rollback()
    pacc("checkpoint", "-o", kept)
    world.session.close()
    world.engine.dispose()
    for name in ("-wal", "-shm"):
        database.with_name(database.name + name).unlink(missing_ok=True)
    database.write_bytes(backup.read_bytes())

    refused = pacc("checkpoint")
    assert (refused.exit_code, "pacc ledger recover" in refused.stderr) == (1, True)
    assert pacc("verify").exit_code == 1
    recovered = pacc("recover", "--reason", "Se dañó el disco; copia del domingo", "--signed-by", "Ana Admin")
    assert recovered.stdout.splitlines()[0] == "127.0.0.1:8000/registro/2"
    assert pacc("verify").exit_code == 0
    assert pacc("checkpoint").exit_code == 0
    bundle = tmp_path / "registro.zip"
    pacc("bundle", "-o", bundle)
    assert judged(bundle)[0] == 0
    code, said = judged(bundle, "--checkpoint", kept)
    assert (code, "Se dañó el disco" in said) == (1, True)
    again = pacc("recover", "--reason", "Otra vez", "--signed-by", "Ana Admin")
    assert "no hay nada que recuperar" in again.stderr
