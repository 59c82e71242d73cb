"""What the scheduler does for the trail: it signs when the log grew, beats once a day, and reads the evidence each night."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions import alarms
from pacc_flow.actions.signer_folder import Signed, SignerFolder
from pacc_flow.actions.storage import EvidenceStore
from pacc_flow.actions.trail import Session
from pacc_flow.models import Alarm, AlarmKind, LedgerCheckpoint, LedgerRecord
from pacc_flow.workflow import Action
from tests.support.cast import NOW, SETUP, World

NIGHT = datetime(2026, 5, 5, 7, 0, tzinfo=UTC)  # two in the morning in Bogotá


@pytest.fixture
def folder(tmp_path: Path) -> SignerFolder:
    return SignerFolder(tmp_path / "signer", "pacc.entidad.gov.co")


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path / "evidence", 1_000_000)


def sizes(world: World) -> list[int]:
    world.session.rollback()
    return list(world.session.scalars(select(LedgerCheckpoint.size).order_by(LedgerCheckpoint.size)))


def kinds(world: World, family: str) -> list[str]:
    world.session.rollback()
    found = select(LedgerRecord.kind).where(LedgerRecord.kind.startswith(family)).order_by(LedgerRecord.seq)
    return list(world.session.scalars(found))


def attach(world: World, store: EvidenceStore, name: str, content: bytes) -> str:
    """The SHA-256 of a file that Laura saved with her draft."""
    kept = store.keep(BytesIO(content), name)
    written = replace(world.written("Laura"), files=(kept,))
    world.act("Laura", Action.SAVE, content=written)
    return kept.sha256


def test_it_signs_only_what_grew(world: World, sessions: sessionmaker[Session], folder: SignerFolder):
    assert jobs.sign_checkpoint(sessions, folder, NOW) is not None
    assert jobs.sign_checkpoint(sessions, folder, NOW + timedelta(minutes=5)) is None
    world.submit(1)
    world.session.rollback()
    assert jobs.sign_checkpoint(sessions, folder, NOW + timedelta(minutes=10)) is not None
    first, second = sizes(world)
    assert second == first + 2  # the step and its evidence


def test_a_day_without_acts_has_a_checkpoint_of_its_own(world: World, sessions: sessionmaker[Session], folder: SignerFolder):
    jobs.sign_checkpoint(sessions, folder, NOW)
    for days in (1, 2):
        assert jobs.sign_checkpoint(sessions, folder, NOW + timedelta(days=days)) is not None
    assert kinds(world, "ledger:") == ["ledger:heartbeat", "ledger:heartbeat"]
    assert len(sizes(world)) == 3


def test_a_refusal_is_one_alarm_however_often_it_repeats_and_signing_again_clears_it(
    world: World, sessions: sessionmaker[Session], folder: SignerFolder
):
    jobs.sign_checkpoint(sessions, folder, NOW)
    good = folder.last()
    folder.remember(Signed(good.origin, good.size + 1_000, good.root))
    for minutes in (5, 10):
        world.submit(minutes // 5)
        world.session.rollback()
        assert jobs.sign_checkpoint(sessions, folder, NOW + timedelta(minutes=minutes)) is None
    (alarm,) = world.session.scalars(select(Alarm)).all()
    assert "ya se firmaron" in alarm.sentence
    assert "pacc ledger recover" in alarm.sentence
    world.session.rollback()
    folder.remember(good)
    assert jobs.sign_checkpoint(sessions, folder, NOW + timedelta(minutes=15)) is not None
    assert kinds(world, "alarm:") == ["alarm:raise", "alarm:clear"]


def test_the_evidence_is_read_anew_once_a_night_and_what_changed_is_an_alarm(
    world: World, sessions: sessionmaker[Session], store: EvidenceStore, tmp_path: Path
):
    kept = attach(world, store, "acta.txt", b"Acta de la reunion.")
    world.session.rollback()
    place = store.root / kept[:2] / kept
    assert jobs.sweep_evidence(sessions, store, NOW) == jobs.Swept(1, ())
    place.write_bytes(b"Otra acta.")
    assert jobs.sweep_evidence(sessions, store, NOW + timedelta(hours=1)) == jobs.Swept(0, ())
    assert jobs.sweep_evidence(sessions, store, NIGHT).damaged == (
        "El archivo «acta.txt» ya no es el que se registró: su contenido cambió.",
    )
    place.unlink()
    assert jobs.sweep_evidence(sessions, store, NIGHT + timedelta(days=1)).damaged == (
        "El archivo «acta.txt» ya no está donde se guardó.",
    )
    place.write_bytes(b"Acta de la reunion.")
    assert jobs.sweep_evidence(sessions, store, NIGHT + timedelta(days=2)).damaged == ()
    assert kinds(world, "alarm:") == ["alarm:raise", "alarm:clear"]


def test_a_file_that_cannot_be_read_is_said(store: EvidenceStore, world: World, sessions: sessionmaker[Session]):
    kept = attach(world, store, "acta.txt", b"Acta.")
    world.session.rollback()
    place = store.root / kept[:2] / kept
    place.unlink()
    place.mkdir()
    assert jobs.sweep_evidence(sessions, store, NIGHT).damaged == ("El archivo «acta.txt» ya no está donde se guardó.",)


def test_two_who_find_the_same_at_once_raise_one_alarm(
    world: World, sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
):
    told = (AlarmKind.EVIDENCE, "ab" * 32, "El archivo «acta.txt» ya no está donde se guardó.")
    world.session.rollback()
    assert alarms.raise_once(sessions, *told, entity_id=None, actor=SETUP, at=NOW)

    seen = iter([None])  # what the second one saw when it looked; afterwards it sees what there is
    look = alarms._standing
    monkeypatch.setattr(alarms, "_standing", lambda *asked: next(seen, look(*asked)))
    assert not alarms.raise_once(sessions, *told, entity_id=None, actor=SETUP, at=NOW)
    assert kinds(world, "alarm:") == ["alarm:raise"]


def test_an_alarm_that_the_database_refuses_is_not_taken_for_raised(world: World, sessions: sessionmaker[Session]):
    world.session.rollback()
    with pytest.raises(IntegrityError):
        alarms.raise_once(sessions, "odd", "key", "Algo.", entity_id=None, actor=SETUP, at=NOW)  # type: ignore[arg-type]  # no kind


@pytest.mark.parametrize(("now", "hours"), [(NIGHT, 24), (NIGHT - timedelta(hours=1), 1), (NIGHT + timedelta(hours=3), 21)])
def test_the_next_night_begins_at_two_in_bogota(now: datetime, hours: int):
    assert jobs.until_next_night(now) == timedelta(hours=hours)
