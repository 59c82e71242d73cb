"""What the application writes, the verifier that knows nothing of it verifies."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import select

from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.models import Entity, Report
from pacc_flow.models.session import make_session_factory
from pacc_flow.queries.bundling import bundle
from pacc_flow.verifier import pacc_verify
from tests.house.test_records import _the_whole_story
from tests.support.cast import NOW, World


def lost(digest: str) -> Iterable[bytes] | None:
    """The files of the story were never more than their digests."""


@pytest.mark.parametrize("of_entity", [False, True], ids=["of the installation", "of an entity"])
def test_a_bundle_of_the_application_is_sound(world: World, tmp_path: Path, *, of_entity: bool):
    _the_whole_story(world)
    world.session.commit()
    entity_id = world.session.scalars(select(Entity.id)).first() if of_entity else None
    world.session.rollback()
    folder = SignerFolder(tmp_path / "signer", "pacc.example")
    signed = sign(make_session_factory(world.engine), folder, at=NOW)
    assert signed is not None
    keys = [str(key) for key in folder.verifiers()]

    packed = b"".join(bundle(world.engine, entity_id=entity_id, keys=keys, files=lost, at=NOW))
    (tmp_path / "b.zip").write_bytes(packed)
    (tmp_path / "h.txt").write_text(signed.note, "utf-8")
    given = pacc_verify.Given([pacc_verify.parse_key(keys[0])], [pacc_verify.file_part(str(tmp_path / "h.txt"))], None)
    report = pacc_verify.verify([str(tmp_path / "b.zip")], given)
    assert {finding.code for finding in report.findings} == {"evidence_missing"}, report.findings
    assert report.facts["records"] == report.facts["covered"] == signed.size
    assert ("hidden" in {name for name, fact in report.facts.items() if fact}) == of_entity


def test_what_is_published_has_the_form_that_the_verifier_hashes(world: World):
    _the_whole_story(world)
    world.session.commit()
    reports = world.session.scalars(select(Report)).all()
    hashed = [
        pacc_verify.digest(pacc_verify.canonical(pacc_verify.parse_canonical(each.snapshot)).encode()) for each in reports
    ]
    assert [each.hex() for each in hashed] == [each.snapshot_sha256 for each in reports] != []
