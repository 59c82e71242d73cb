"""`pacc report export`: a published follow-up as a document, from its frozen snapshot alone."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from pacc_flow.actions.corrections import publish_correction
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.wanted import Wanted
from pacc_flow.cli import main
from pacc_flow.models import Entry
from pacc_flow.reports import FORMATS, Snapshot
from pacc_flow.verifier import pacc_verify
from tests.support.alterations import alter_report
from tests.support.cast import NOW, World
from tests.support.documents import render

FIRST = ("--entity", "entidad", "--year", "2026", "--cut", "1")


@pytest.fixture(autouse=True)
def _installation(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACC_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PACC_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("DATABASE_URL", world.url)


def export(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", "export", *arguments])


def published(world: World) -> Snapshot:
    reasons = dict.fromkeys(world.session.scalars(select(Entry.id)), "No llegó.")
    report = publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW).report
    world.session.commit()
    return Snapshot.from_bytes(report.snapshot.encode())


def test_the_open_data_carry_the_proof_that_they_were_published(world: World, tmp_path: Path):
    published(world)
    assert CliRunner().invoke(main, ["ledger", "checkpoint"]).exit_code == 0
    file, key = tmp_path / "informe.json", CliRunner().invoke(main, ["ledger", "key"]).stdout.strip()
    assert export(*FIRST, "--format", "json", "-o", str(file)).exit_code == 0
    assert pacc_verify.main([str(file), "--key", key]) == 0
    file.write_text(file.read_text("utf-8").replace("No llegó.", "Sí llegó."), "utf-8")
    assert pacc_verify.main([str(file), "--key", key]) == 1


def test_every_format_is_written_from_the_snapshot(world: World, tmp_path: Path):
    snapshot = published(world)
    for name in FORMATS:
        file = tmp_path / f"informe.{name}"
        written = export(*FIRST, "--format", name, "-o", str(file))
        assert written.exit_code == 0
        assert f"4 actividades, huella {snapshot.sha256}." in written.stderr
        assert file.read_bytes() == render(snapshot, name, "http://127.0.0.1:8000/entidad/2026/corte-1/")


def test_what_is_not_published_is_not_written(tmp_path: Path):
    refused = export(*FIRST, "--format", "csv", "-o", str(tmp_path / "informe.csv"))
    assert refused.exit_code == 1
    assert "El corte 1 de 2026 todavía no se ha publicado." in refused.stderr
    assert not (tmp_path / "informe.csv").exists()


def test_a_format_that_nobody_wrote_is_wrong_usage(tmp_path: Path):
    assert export(*FIRST, "--format", "tif", "-o", str(tmp_path / "informe.tif")).exit_code == 2


def test_a_folder_that_is_not_there_is_a_sentence_and_no_traceback(world: World, tmp_path: Path):
    published(world)
    refused = export(*FIRST, "--format", "csv", "-o", str(tmp_path / "no" / "informe.csv"))
    assert refused.exit_code == 1
    assert "No se pudo escribir" in refused.stderr


def test_a_follow_up_that_was_altered_in_the_database_is_not_written(world: World, tmp_path: Path):
    published(world)
    alter_report(world, lambda snapshot: snapshot.replace("No llegó.", "Sí llegó."))
    refused = export(*FIRST, "--format", "csv", "-o", str(tmp_path / "informe.csv"))
    assert refused.exit_code == 1
    assert "no coincide con la huella que se firmó" in refused.stderr
    assert not (tmp_path / "informe.csv").exists()


def corrected(world: World) -> Snapshot:
    marta, rows = world.person("Marta"), {1: Wanted(percent=5000)}
    report = publish_correction(world.session, world.cut().id, actor=marta, rows=rows, reason="Sí llegó.", at=NOW).report
    world.session.commit()
    return Snapshot.from_bytes(report.snapshot.encode())


def test_the_revision_in_force_is_written_unless_another_is_named(world: World, tmp_path: Path):
    first, second = published(world), corrected(world)
    address, file = "http://127.0.0.1:8000/entidad/2026/corte-1/", tmp_path / "informe.csv"
    for options, snapshot in (((), second), (("--revision", "2"), second), (("--revision", "1"), first)):
        written = export(*FIRST, *options, "--format", "csv", "-o", str(file))
        assert written.exit_code == 0
        assert file.read_bytes() == render(snapshot, "csv", address)
        assert f"revisión {snapshot.revision}, 4 actividades" in written.stderr
        assert ("Ya no es la vigente: lo es la 2." in written.stderr) is (snapshot is first)


def test_a_revision_that_is_not_there_is_not_written(world: World, tmp_path: Path):
    published(world)
    refused = export(*FIRST, "--revision", "2", "--format", "csv", "-o", str(tmp_path / "informe.csv"))
    assert refused.exit_code == 1
    assert "No hay revisión 2: la vigente es la 1." in refused.stderr


def test_the_open_data_of_each_revision_carry_their_own_proof(world: World, tmp_path: Path):
    published(world)
    corrected(world)
    assert CliRunner().invoke(main, ["ledger", "checkpoint"]).exit_code == 0
    key, files = CliRunner().invoke(main, ["ledger", "key"]).stdout.strip(), [str(tmp_path / f"{k}.json") for k in (1, 2)]
    for revision, file in enumerate(files, start=1):
        assert export(*FIRST, "--revision", str(revision), "--format", "json", "-o", file).exit_code == 0
        assert pacc_verify.main([file, "--key", key]) == 0
    assert pacc_verify.main([*files, "--key", key]) == 0
