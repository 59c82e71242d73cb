"""The documents of what is published are written once, under the checkpoint that covers it, and kept as they are."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from pacc_flow import filing
from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.storage import EvidenceStore
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.filing import Desk, content_of, file_documents
from pacc_flow.models import Entry, PublishedFile, Report
from pacc_flow.queries.published import PublishedReport, report_by_id
from pacc_flow.queries.published_files import whole_files_of
from pacc_flow.reports import FORMATS, WHOLE, formats_of, parts_of
from pacc_flow.reports.pdf import PaperError
from tests.support.alterations import alter_report
from tests.support.cast import NOW, World

BASE = "https://entidad.example"
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def signer(tmp_path: Path) -> SignerFolder:
    return SignerFolder(tmp_path / "signer", "entidad.example")


@pytest.fixture
def sessions(world: World) -> sessionmaker[Session]:
    return make_session_factory(world.engine)


@pytest.fixture
def report(world: World) -> Report:
    reasons = dict.fromkeys(world.session.scalars(select(Entry.id)), "La oficina no reportó.")
    published = publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW).report
    world.session.commit()
    return published


@pytest.fixture
def desk(tmp_path: Path, sessions: sessionmaker[Session], signer: SignerFolder, report: Report) -> Desk:
    sign(sessions, signer, at=NOW)
    return Desk(EvidenceStore(tmp_path / "documents", 1), signer.verifiers(), BASE)


def read(world: World, report: Report) -> PublishedReport:
    """Without a transaction left open, which would keep the others waiting."""
    found = report_by_id(world.session, report.id)
    world.session.rollback()
    return found


def given(world: World, desk: Desk, report: Report, name: str) -> bytes:
    content = content_of(world.session, desk, report_by_id(world.session, report.id), WHOLE, name)
    world.session.rollback()
    return content


def kept(world: World) -> Sequence[PublishedFile]:
    found = world.session.scalars(select(PublishedFile)).all()
    world.session.expunge_all()
    world.session.rollback()
    return found


def test_every_part_is_kept_in_every_format_that_shows_it(
    world: World, sessions: sessionmaker[Session], desk: Desk, report: Report
):
    signed = filing.snapshot_of(read(world, report))
    wanted = {(part.name, name) for part in parts_of(signed) for name in formats_of(signed, part)}
    assert file_documents(sessions, desk, LATER) == len(wanted)
    assert {(file.part, file.format) for file in kept(world)} == wanted
    for file in kept(world):
        assert len(desk.store.read(file.sha256)) == file.size
        assert file.made_at == LATER
    assert file_documents(sessions, desk, LATER) == 0


def test_nothing_is_written_before_a_checkpoint_covers_it(
    world: World, sessions: sessionmaker[Session], report: Report, tmp_path: Path
):
    assert file_documents(sessions, Desk(EvidenceStore(tmp_path, 1), [], BASE), LATER) == 0
    assert not kept(world)


def test_what_is_kept_is_what_was_given_before(world: World, sessions: sessionmaker[Session], desk: Desk, report: Report):
    before = {name: given(world, desk, report, name) for name in FORMATS}
    file_documents(sessions, desk, LATER)
    assert {name: desk.store.read(file.sha256) for name, file in whole_files_of(world.session, report.id).items()} == before


def test_what_is_kept_is_given_whatever_became_of_the_program(
    world: World, sessions: sessionmaker[Session], desk: Desk, report: Report, monkeypatch: pytest.MonkeyPatch
):
    before = given(world, desk, report, "csv")
    file_documents(sessions, desk, LATER)
    monkeypatch.setattr(filing, "_rendered", lambda *_: b"otro programa")
    assert given(world, desk, report, "csv") == before


def test_a_document_that_was_lost_is_written_again(world: World, sessions: sessionmaker[Session], desk: Desk, report: Report):
    file_documents(sessions, desk, LATER)
    file = whole_files_of(world.session, report.id)["xlsx"]
    before = desk.store.read(file.sha256)
    (desk.store.root / file.sha256[:2] / file.sha256).unlink()
    assert given(world, desk, report, "xlsx") == before


def test_two_that_write_at_once_keep_one_of_each(world: World, sessions: sessionmaker[Session], desk: Desk, report: Report):
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(file_documents, sessions, desk, LATER) for _ in range(2)]
        counts = sorted(one.result() for one in done)
    assert counts == [0, len(kept(world))]


def test_pages_that_cannot_be_set_keep_nothing_else_from_being_published(
    world: World, sessions: sessionmaker[Session], desk: Desk, report: Report, monkeypatch: pytest.MonkeyPatch
):
    write = filing.reports.render

    def render(edition: filing.Edition, name: str) -> bytes:
        if name == "pdf":
            raise PaperError("una letra que nadie dibuja")
        return write(edition, name)

    monkeypatch.setattr(filing.reports, "render", render)
    file_documents(sessions, desk, LATER)
    assert set(whole_files_of(world.session, report.id)) == FORMATS.keys() - {"pdf"}


def test_what_was_altered_is_not_written_and_keeps_nobody_waiting(
    world: World, sessions: sessionmaker[Session], desk: Desk, report: Report
):
    alter_report(world, lambda text: text.replace("La oficina no reportó.", "Todo va bien."))
    assert file_documents(sessions, desk, LATER) == 0
    assert not kept(world)
