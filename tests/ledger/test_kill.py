"""Power cuts: whoever was told that an act is done finds it in the ledger, whenever the process died."""

import signal
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from sqlalchemy import select

from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import LedgerRecord
from pacc_flow.queries.ledger_integrity import Against, verify_ledger
from tests.ledger.doomed import act_until_killed
from tests.ledger.story import HOST
from tests.support.cast import NOW, World

LIVES, SECONDS = 5, 60
Receipt = tuple[int, str]


def test_no_kill_loses_what_somebody_was_told(world: World, tmp_path: Path):
    chance = Random(9)  # noqa: S311  # a story that can be told again, not a secret
    folder = SignerFolder(tmp_path / "signer", HOST)
    told: list[Receipt] = []
    for life in range(LIVES):
        told += _live_and_die(world.url, folder.root, life, chance.uniform(0, 0.12))
        assert sorted(told) == sorted(set(told) & _kept(world)), f"life {life}"
    assert len(told) >= LIVES
    made = sign(make_session_factory(world.engine), folder, at=NOW)
    integrity = verify_ledger(world.engine, Against(keys=folder.verifiers()))
    assert integrity.findings == []
    assert (integrity.records, integrity.root) == (made.size, made.root.hex())


def _live_and_die(url: str, folder: Path, life: int, seconds: float) -> list[Receipt]:
    """Killed some time after its first receipt: in the middle of an act, a commit or a signature."""
    processes = get_context("forkserver")
    processes.set_forkserver_preload(["tests.ledger.doomed"])
    ear, mouth = processes.Pipe(duplex=False)
    process = processes.Process(target=act_until_killed, args=(url, folder, life, mouth))
    process.start()
    mouth.close()
    assert ear.poll(SECONDS)
    time.sleep(seconds)
    process.kill()
    process.join(SECONDS)
    assert process.exitcode == -signal.SIGKILL
    with ear:
        return _heard(ear)


def _heard(ear: Connection) -> list[Receipt]:
    """Everything that was said before the end, the last word perhaps cut short."""
    heard: list[Receipt] = []
    while True:
        try:
            heard.append(ear.recv())
        except EOFError:
            return heard


def _kept(world: World) -> set[Receipt]:
    records = {
        (seq, entry_hash.hex()) for seq, entry_hash in world.session.execute(select(LedgerRecord.seq, LedgerRecord.entry_hash))
    }
    world.session.rollback()
    return records
