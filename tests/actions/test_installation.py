"""The parts of an installation outside its database: where they are, and what is said when they cannot be used."""

from pathlib import Path

import pytest

from config import Settings
from pacc_flow.actions import storage
from pacc_flow.actions.checkpoints import SignerRefused, recover, sign
from pacc_flow.actions.installation import evidence_store, signer_folder
from pacc_flow.actions.refusals import Refusal
from pacc_flow.actions.signer_folder import SignerLost
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.ledger.body import FileRef
from tests.support.cast import NOW, SETUP, World


def settings_in(folder: Path) -> Settings:
    return Settings(secret_key="k" * 40, database_url="sqlite:///x", var_dir=folder, base_url="https://pacc.entidad.gov.co")


def test_they_are_where_the_settings_say(tmp_path: Path):
    folder, store = signer_folder(settings_in(tmp_path)), evidence_store(settings_in(tmp_path))
    assert (folder.root, folder.host) == (tmp_path / "signer", "pacc.entidad.gov.co")
    assert store.root == tmp_path / "evidence"


def test_a_signer_folder_that_is_a_file_is_refused_with_its_name(world: World, tmp_path: Path):
    sessions, folder = make_session_factory(world.engine), signer_folder(settings_in(tmp_path))
    folder.root.write_text("")
    with pytest.raises(SignerRefused, match="no se puede usar"):
        sign(sessions, folder, at=NOW)
    with pytest.raises(Refusal, match="no se puede usar"):
        recover(sessions, folder, actor=SETUP, reason="Se restauró.", at=NOW)


def test_a_signer_folder_of_somebody_else_has_no_keys_for_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def denied(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", denied)
    with pytest.raises(SignerLost, match="no se puede leer: Permission denied"):
        signer_folder(settings_in(tmp_path)).verifiers()


def test_a_file_that_the_disk_does_not_give_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(_: Path) -> object:
        raise OSError(5, "Input/output error")
        yield b""

    store, sha256 = evidence_store(settings_in(tmp_path)), "ab" * 32
    (store.root / "ab").mkdir(parents=True)
    (store.root / "ab" / sha256).write_bytes(b"x")
    monkeypatch.setattr(storage, "_read_in_pieces", broken)
    assert store.damage(FileRef("acta.pdf", sha256, 1)) == "El archivo «acta.pdf» no se puede leer: Input/output error."
