"""The signer: what it keeps outside the database, what it refuses to sign and how it says so, and that nothing else stops."""

import json
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select, text
from sqlalchemy.orm import sessionmaker

from pacc_flow.actions import alarms, checkpoints
from pacc_flow.actions.checkpoints import SIGNER, SignerRefused, beat, sign, sign_or_alarm
from pacc_flow.actions.signer_folder import Signed, SignerFolder
from pacc_flow.actions.tiles import store_tiles
from pacc_flow.actions.trail import Session, record
from pacc_flow.ledger.checkpoint import Checkpoint, opened
from pacc_flow.ledger.kinds import Kind
from pacc_flow.ledger.merkle import root_of
from pacc_flow.ledger.note import SigningKey
from pacc_flow.models import Alarm, AlarmKind, LedgerCheckpoint, LedgerRecord, LedgerTile
from pacc_flow.queries.ledger_integrity import Against, verify_ledger
from tests.ledger.attacks import altered_and_resealed, rewrite, truncated, unguarded
from tests.ledger.signing import grow, sign_many_times
from tests.ledger.story import HOST
from tests.support.cast import NOW, SETUP

ORIGIN = f"{HOST}/registro/1"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class House:
    """A database of ten records and the folder of its signer, which has signed nothing yet."""

    url: str
    engine: Engine
    sessions: sessionmaker[Session]
    folder: SignerFolder

    def sign(self) -> LedgerCheckpoint | None:
        return sign(self.sessions, self.folder, at=NOW)

    def refused(self) -> str:
        with pytest.raises(SignerRefused) as refused:
            self.sign()
        return refused.value.sentence

    def checkpoints(self) -> list[int]:
        with self.sessions() as session:
            return list(session.scalars(select(LedgerCheckpoint.size).order_by(LedgerCheckpoint.size)))


@pytest.fixture
def house(database_url: str, engine: Engine, sessions: sessionmaker[Session], tmp_path: Path) -> House:
    grow(sessions, 10)
    return House(database_url, engine, sessions, SignerFolder(tmp_path / "signer", HOST))


def test_a_checkpoint_signs_the_log_as_it_stands_and_is_kept_in_both_places(house: House):
    made = house.sign()
    with house.sessions() as session:
        root = root_of(session.scalars(select(LedgerRecord.entry_hash).order_by(LedgerRecord.seq)))
    assert (made.size, made.origin, made.root, made.created_at) == (10, ORIGIN, root, NOW)
    assert opened(made.note, house.folder.verifiers()) == Checkpoint(ORIGIN, 10, root)
    assert house.folder.notes() == {10: made.note}
    assert house.folder.last() == Signed(ORIGIN, 10, root.hex())


def test_signing_the_same_log_again_gives_the_same_checkpoint(house: House):
    first = house.sign()
    again = house.sign()
    assert (again.note, again.created_at, house.checkpoints()) == (first.note, first.created_at, [10])


def test_each_checkpoint_covers_what_the_one_before_did(house: House):
    house.sign()
    grow(house.sessions, 3)
    assert house.sign().size == 13
    assert (house.checkpoints(), list(house.folder.notes())) == ([10, 13], [10, 13])


@ON_SQLITE
def test_an_empty_log_has_no_checkpoint(sessions: sessionmaker[Session], tmp_path: Path):
    folder = SignerFolder(tmp_path / "signer", HOST)
    assert folder.verifiers() == []
    assert sign(sessions, folder, at=NOW) is None
    assert (folder.notes(), folder.last()) == ({}, Signed(ORIGIN))


@ON_SQLITE
def test_the_folder_is_its_owners_alone_and_the_key_is_made_once(house: House):
    house.sign()
    key, public = (house.folder.root / "key.pem").read_bytes(), house.folder.verifiers()
    grow(house.sessions, 1)
    house.sign()
    assert ((house.folder.root / "key.pem").read_bytes(), house.folder.verifiers()) == (key, public)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [house.folder.root, *house.folder.root.rglob("*")]}
    assert modes.pop("lock") & 0o002 == 0
    assert modes == {"signer": 0o700, "key.pem": 0o600, "state.json": 0o600, "notes": 0o700, "10.txt": 0o600, "11.txt": 0o600}


@ON_SQLITE
def test_a_host_that_changes_its_name_goes_on_signing_under_the_first_one(house: House):
    house.sign()
    grow(house.sessions, 1)
    renamed = SignerFolder(house.folder.root, "otro.gov.co")
    assert sign(house.sessions, renamed, at=NOW).origin == ORIGIN


# Power is cut ────────────────────────────────────────────────────────────────────────────────────────────────────────


class PowerCutError(Exception):
    """The process ends here; what it wrote so far is on the disk."""


@pytest.fixture
def cut_before(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Does what it is given until it comes to the step, and no further."""

    def cut(where: object, step: str, act: Callable[[], object]) -> None:
        def end(*_: object) -> None:
            raise PowerCutError

        with monkeypatch.context() as patch:
            patch.setattr(where, step, end)
            with pytest.raises(PowerCutError):
                act()

    return cut


# fmt: off
CUTS = (  # before what the power is cut       where              what of the new checkpoint is there afterwards
    (SignerFolder, "remember",                 {"state": 10, "note": False, "row": False}),
    (SignerFolder, "keep_note",                {"state": 12, "note": False, "row": False}),
    (checkpoints,  "_stored",                  {"state": 12, "note": True,  "row": False}),
    (checkpoints,  "store_tiles",              {"state": 12, "note": True,  "row": False}),
)
# fmt: on


@ON_SQLITE
@pytest.mark.parametrize("grown", [0, 2])
@pytest.mark.parametrize(("where", "step", "left"), CUTS, ids=[step for _, step, _ in CUTS])
def test_what_a_power_cut_left_undone_is_mended_by_the_next_signature(
    house: House, cut_before: Callable[..., None], *, where: object, step: str, left: dict[str, object], grown: int
):
    house.sign()
    grow(house.sessions, 2)
    cut_before(where, step, house.sign)
    found = {"state": house.folder.last().size, "note": 12 in house.folder.notes(), "row": 12 in house.checkpoints()}
    assert found == left
    grow(house.sessions, grown)
    assert house.sign().size == 12 + grown
    assert house.folder.last().size == 12 + grown
    assert (house.checkpoints()[-1], max(house.folder.notes())) == (12 + grown, 12 + grown)


@ON_SQLITE
def test_a_file_half_written_takes_the_place_of_nothing(house: House, cut_before: Callable[..., None]):
    house.sign()
    before = house.folder.last()
    cut_before(os, "fsync", lambda: house.folder.remember(Signed(ORIGIN, 99, ROOT)))
    assert house.folder.last() == before


# Refusals ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def shorter(house: House) -> None:
    rewrite(house.engine, truncated(8))


def rewritten(house: House) -> None:
    rewrite(house.engine, altered_and_resealed(4))


def longer_and_rewritten(house: House) -> None:
    rewritten(house)
    grow(house.sessions, 5)


def broken(house: House) -> None:
    with unguarded(house.engine) as connection:
        connection.execute(text("UPDATE ledger_record SET body = replace(body, 'signer', 'nobody') WHERE seq = 3"))


def only_the_log_restored(house: House) -> None:
    """The folder came back with the log from the same copy; the checkpoints of the database did not."""
    grow(house.sessions, 2)
    house.sign()
    with unguarded(house.engine) as connection:
        connection.execute(text("DELETE FROM ledger_record WHERE seq >= 11"))
    forget(house, 10)


def folder_gone(house: House) -> None:
    house.folder.root.rename(house.folder.root.with_name("lost"))


def another_key(house: House) -> None:
    (house.folder.root / "key.pem").write_bytes(SigningKey.generate(ORIGIN).to_pem())


def key_gone(house: House) -> None:
    (house.folder.root / "key.pem").unlink()


def key_unreadable(house: House) -> None:
    (house.folder.root / "key.pem").write_text("no es una llave")


def state_gone(house: House) -> None:
    (house.folder.root / "state.json").unlink()


def state_gone_and_checkpoints_too(house: House) -> None:
    state_gone(house)
    with unguarded(house.engine) as connection:
        connection.execute(text("DELETE FROM ledger_checkpoint"))


def state(content: object) -> Callable[[House], None]:
    def damage(house: House) -> None:
        (house.folder.root / "state.json").write_text(content if isinstance(content, str) else json.dumps(content))

    return damage


def only_the_log_rewritten(house: House) -> None:
    """The same, of the same length."""
    grow(house.sessions, 2)
    house.sign()
    with house.sessions() as session:
        kept = session.execute(select(LedgerCheckpoint.__table__).where(LedgerCheckpoint.size == 12)).mappings().one()
        session.rollback()
    rewrite(house.engine, altered_and_resealed(11))
    with unguarded(house.engine) as connection:
        connection.execute(LedgerCheckpoint.__table__.insert(), dict(kept))
    forget(house, 10)


def forget(house: House, size: int) -> None:
    with house.sessions() as session:
        leaves = session.scalars(select(LedgerRecord.entry_hash).order_by(LedgerRecord.seq).limit(size)).all()
    house.folder.remember(Signed(ORIGIN, size, root_of(leaves).hex()))


BESIDE = "tiene {} registros y no concuerda con el punto de control de 12 que guarda la base de datos."
SHORTER = "tiene 8 registros y ya se firmaron 10. Si se restauró una copia, ejecute: pacc ledger recover."
OF_ANOTHER_KEY = "sus puntos de control son de otra llave. Restaure la carpeta del firmante"
NO_KEY = "key.pem no se puede leer: sin la llave no hay firma. Restaure esa carpeta de su copia de seguridad."
NO_STATE = "state.json no se puede leer: el firmante no sabe qué firmó la última vez. Restaure esa carpeta"
LOST_STATE = "state.json: el firmante no sabe qué firmó la última vez."
REWRITTEN = "sus primeros 10 registros no son los que se firmaron."
BROKEN = "el registro 3 no corresponde a su huella o a su lugar."
ROOT = "00" * 32
SOUND = {"origin": ORIGIN, "root": ROOT, "size": 10}
# fmt: off
REFUSED = (  # what happened, how, what the signer says
    ("the log is shorter",                                shorter,                                   SHORTER),
    ("the log was rewritten",                             rewritten,                                 REWRITTEN),
    ("the log was rewritten and grew",                    longer_and_rewritten,                      REWRITTEN),
    ("a record is not that of its hash",                  broken,                                    BROKEN),
    ("a log restored without its checkpoints",            only_the_log_restored,                     BESIDE.format(11)),
    ("a log rewritten without its checkpoints",           only_the_log_rewritten,                    BESIDE.format(12)),
    ("the folder is gone",                                folder_gone,                               OF_ANOTHER_KEY),
    ("the key is another",                                another_key,                               OF_ANOTHER_KEY),
    ("the key is gone",                                   key_gone,                                  NO_KEY),
    ("the key is not one",                                key_unreadable,                            NO_KEY),
    ("the state is gone",                                 state_gone,                                LOST_STATE),
    ("the state is gone, and the checkpoints with it",    state_gone_and_checkpoints_too,            LOST_STATE),
    ("the state is no JSON",                              state("{"),                                NO_STATE),
    ("the state is a list",                               state([]),                                 NO_STATE),
    ("the state lacks its size",                          state({"origin": ORIGIN, "root": ROOT}),   NO_STATE),
    ("the state has half a root",                         state(SOUND | {"root": "00"}),             NO_STATE),
    ("the state has no epoch",                            state(SOUND | {"origin": HOST}),           NO_STATE),
)
# fmt: on


@ON_SQLITE
@pytest.mark.parametrize(("damage", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_the_signer_refuses_loudly_and_everything_else_goes_on_when(house: House, damage: Callable[[House], None], said: str):
    house.sign()
    damage(house)
    notes = house.folder.notes()
    assert said in house.refused()
    assert house.folder.notes() == notes
    with house.sessions() as session:
        receipt = record(session, kind=Kind.ACCOUNT_SIGN_OUT, actor=SETUP, at=NOW, entity_id=None)
        session.commit()
    assert receipt.seq > 0
    assert why(said) in house.refused()


def why(said: str) -> str:
    """Without the number of records, which grows meanwhile."""
    return said.partition(" registros ")[2] or said


@ON_SQLITE
def test_a_key_that_was_lost_before_it_signed_anything_is_made_anew(house: House):
    house.folder.prepare()
    key_gone(house)
    assert house.sign().size == 10


def test_a_refusal_is_an_alarm_raised_once_and_cleared_by_the_next_signature(house: House):
    state_file = house.folder.root / "state.json"
    assert sign_or_alarm(house.sessions, house.folder, at=NOW).size == 10
    kept = state_file.read_bytes()
    state_file.write_text("{")
    for minute in range(3):
        assert sign_or_alarm(house.sessions, house.folder, at=NOW + timedelta(minutes=minute)) is None
    assert [(alarm.raised_at, alarm.cleared_at) for alarm in standing(house)] == [(NOW, None)]
    state_file.write_bytes(kept)
    later = NOW + timedelta(minutes=5)
    for _ in range(2):
        assert sign_or_alarm(house.sessions, house.folder, at=later).size >= 11
    (alarm,) = standing(house)
    assert (alarm.kind, alarm.cleared_at) == (AlarmKind.SIGNER, later)
    assert NO_STATE in alarm.sentence
    with house.sessions() as session:
        told = session.scalars(select(LedgerRecord.kind).where(LedgerRecord.seq >= 10).order_by(LedgerRecord.seq)).all()
    assert told == [Kind.ALARM_RAISE, Kind.ALARM_CLEAR]
    assert verify_ledger(house.engine).findings == []


def standing(house: House) -> list[Alarm]:
    with house.sessions() as session:
        return list(session.scalars(select(Alarm)))


@ON_SQLITE
def test_alarms_of_other_kinds_and_keys_stand_beside_each_other(house: House):
    with house.sessions() as session:
        for key in ("una", "otra"):
            said = {"entity_id": None, "actor": SIGNER, "at": NOW}
            assert alarms.raise_alarm(session, AlarmKind.EVIDENCE, key, f"Falta {key}.", **said)
            session.flush()
            assert not alarms.raise_alarm(session, AlarmKind.EVIDENCE, key, f"Falta {key}.", **said)
        session.commit()
        assert not alarms.clear_alarm(session, AlarmKind.SIGNER, "una", actor=SIGNER, at=NOW)
        assert alarms.clear_alarm(session, AlarmKind.EVIDENCE, "una", actor=SIGNER, at=NOW)
        session.commit()
    assert [(alarm.key, alarm.cleared_at) for alarm in standing(house)] == [("una", NOW), ("otra", None)]


@ON_SQLITE
def test_a_day_without_records_gets_one_of_its_own(house: House, tmp_path: Path):
    day = timedelta(hours=24)
    assert not beat(house.sessions, at=NOW + day - timedelta(microseconds=1))
    assert beat(house.sessions, at=NOW + day)
    assert not beat(house.sessions, at=NOW + day)
    with house.sessions() as session:
        last = session.scalars(select(LedgerRecord).order_by(LedgerRecord.seq.desc()).limit(1)).one()
    assert (last.seq, last.kind, last.at, last.actor_id) == (10, Kind.LEDGER_HEARTBEAT, NOW + day, None)


@ON_SQLITE
def test_a_log_that_has_not_begun_does_not_beat(sessions: sessionmaker[Session]):
    assert not beat(sessions, at=NOW)


def test_two_processes_that_sign_at_once_leave_one_line_of_checkpoints(house: House):
    processes = get_context("forkserver")
    processes.set_forkserver_preload(["tests.ledger.signing"])
    told = (house.url, house.folder.root, HOST, 5)
    signers = [processes.Process(target=sign_many_times, args=told) for _ in range(2)]
    for signer in signers:
        signer.start()
    for signer in signers:
        signer.join(60)
    assert [signer.exitcode for signer in signers] == [0, 0]
    assert house.sign().size == 20
    sizes = house.checkpoints()
    assert set(sizes) <= set(range(11, 21))
    assert list(house.folder.notes()) == sizes
    against = Against(keys=house.folder.verifiers())
    assert verify_ledger(house.engine, against).findings == []


# Tiles ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

SYNTHETIC = (  # hashes of no record, for what reads only the hashes
    "WITH RECURSIVE n(seq) AS (SELECT 0 UNION ALL SELECT seq + 1 FROM n WHERE seq < 131072)"
    " INSERT INTO ledger_record (seq, prev_hash, entry_hash, body)"
    ' SELECT seq, zeroblob(32), randomblob(32), \'{"actor":{},"at":"2026","kind":"k"}\' FROM n'
)
SIZES = (0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 131_071, 131_072)


@pytest.fixture
def long_log(engine: Engine, sessions: sessionmaker[Session]) -> list[bytes]:
    with unguarded(engine) as connection:
        connection.exec_driver_sql(SYNTHETIC)
    with sessions() as session:
        return list(session.scalars(select(LedgerRecord.entry_hash).order_by(LedgerRecord.seq)))


@ON_SQLITE
def test_every_full_tile_is_stored_whether_the_log_grew_by_steps_or_at_once(
    sessions: sessionmaker[Session], long_log: list[bytes]
):
    nodes = [root_of(long_log[start : start + 256]) for start in range(0, 131_072, 256)]
    levels = {0: long_log, 1: nodes}
    for size in SIZES:
        with sessions() as session:
            store_tiles(session, size)
            session.commit()
            by_steps = stored(session)
        assert by_steps == {
            (level, index): b"".join(levels[level][index * 256 : (index + 1) * 256])
            for level in (0, 1)
            for index in range(size // 256 ** (level + 1))
        }
    with sessions() as session:
        session.execute(text("DROP TRIGGER ledger_tile_no_delete"))
        session.execute(delete(LedgerTile))
        store_tiles(session, SIZES[-1])
        session.flush()
        assert stored(session) == by_steps


def stored(session: Session) -> dict[tuple[int, int], bytes]:
    return {(tile.level, tile.index): tile.hashes for tile in session.scalars(select(LedgerTile))}


@ON_SQLITE
def test_a_checkpoint_leaves_its_tiles_behind(house: House):
    grow(house.sessions, 246)
    assert house.sign().size == 256
    with house.sessions() as session:
        assert list(stored(session)) == [(0, 0)]


@ON_SQLITE
def test_an_alarm_that_somebody_raised_at_the_same_moment_is_raised_once(house: House, monkeypatch: pytest.MonkeyPatch):
    """Neither saw the other's: the database lets one stand, and its record with it."""
    blind, look = iter([None, None]), alarms._standing  # neither sees anything when it looks; afterwards they do
    monkeypatch.setattr(alarms, "_standing", lambda *asked: next(blind, look(*asked)))
    said = {"entity_id": None, "actor": SIGNER, "at": NOW}
    told = [alarms.raise_once(house.sessions, AlarmKind.SIGNER, "registro", "No firma.", **said) for _ in range(2)]
    assert told == [True, False]
    assert len(standing(house)) == 1
    assert house.sign().size == 11
