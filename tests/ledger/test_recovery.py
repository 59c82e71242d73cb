"""After a legitimate restore: the signer refuses, people go on, and a recovery says what was lost and begins a new epoch."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import sessionmaker

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.checkpoints import REASON_CHARS, SignerRefused, recover, sign
from pacc_flow.actions.refusals import Invalid, Refusal
from pacc_flow.actions.signer_folder import Signed, SignerFolder
from pacc_flow.actions.trail import Session
from pacc_flow.ledger.chain import Code
from pacc_flow.ledger.checkpoint import opened
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import LedgerCheckpoint, LedgerRecord
from pacc_flow.queries.bundling import bundle
from pacc_flow.queries.ledger_integrity import Against, HeldNote, verify_ledger
from pacc_flow.verifier import pacc_verify
from tests.ledger.attacks import altered_and_resealed, rewrite, truncated, unguarded
from tests.ledger.signing import grow
from tests.ledger.story import HOST
from tests.support.cast import NOW

ANA = Actor(account_id=7, role="admin", name="Ana")
REASON = "Se dañó el disco y se restauró la copia de las 6 a. m."
KEPT, RESTORED, LOST = 20, 23, 30
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Restored:
    """Signed at 20 and at 30, and then a copy of 23 records came back, the checkpoint of 20 in it."""

    def __init__(self, engine: Engine, sessions: sessionmaker[Session], folder: SignerFolder) -> None:
        self.engine, self.sessions, self.folder = engine, sessions, folder
        self.notes: dict[int, str] = {}
        for size in (KEPT, LOST):
            grow(sessions, size - sum(1 for _ in self.kinds()))
            self.notes[size] = sign(sessions, folder, at=NOW).note
        self.restore(RESTORED)

    def restore(self, size: int) -> None:
        with self.sessions() as session:
            kept = select(LedgerCheckpoint.__table__).where(LedgerCheckpoint.size <= size)
            rows = [dict(row) for row in session.execute(kept).mappings()]
        rewrite(self.engine, truncated(size))
        with unguarded(self.engine) as connection:
            connection.execute(LedgerCheckpoint.__table__.insert(), rows)

    def kinds(self) -> list[str]:
        with self.sessions() as session:
            return list(session.scalars(select(LedgerRecord.kind).order_by(LedgerRecord.seq)))

    def recover(self, reason: str = REASON) -> LedgerCheckpoint:
        receipt, checkpoint = recover(self.sessions, self.folder, actor=ANA, reason=reason, at=NOW)
        assert receipt.seq == checkpoint.size - 1
        return checkpoint

    def refused(self) -> str:
        with pytest.raises(Refusal) as refused:
            self.recover()
        return refused.value.sentence

    def findings(self, *held: int) -> list[tuple[Code, str]]:
        notes = [HeldNote(self.notes[size], f"de {size} registros, que trajo el auditor") for size in held]
        found = verify_ledger(self.engine, Against(keys=self.folder.verifiers(), held=notes)).findings
        return [(finding.code, finding.sentence) for finding in found]


@pytest.fixture
def restored(engine: Engine, sessions: sessionmaker[Session], tmp_path: Path) -> Restored:
    return Restored(engine, sessions, SignerFolder(tmp_path / "signer", HOST))


def test_the_signer_refuses_a_restored_copy_while_people_go_on(restored: Restored):
    with pytest.raises(SignerRefused, match="tiene 23 registros y ya se firmaron 30"):
        sign(restored.sessions, restored.folder, at=NOW)
    grow(restored.sessions, 10)
    with pytest.raises(SignerRefused, match="sus primeros 30 registros no son los que se firmaron"):
        sign(restored.sessions, restored.folder, at=NOW)
    assert len(restored.kinds()) == RESTORED + 10


@ON_SQLITE
@pytest.mark.parametrize("gone_on", [0, 10])
def test_a_recovery_begins_a_new_epoch_with_a_record_of_what_was_lost(restored: Restored, gone_on: int):
    grow(restored.sessions, gone_on)
    checkpoint = restored.recover()
    size = RESTORED + gone_on + 1
    assert (checkpoint.size, checkpoint.origin) == (size, f"{HOST}/registro/2")
    assert opened(checkpoint.note, restored.folder.verifiers()).root == checkpoint.root
    with restored.sessions() as session:
        told = session.scalars(select(LedgerRecord).order_by(LedgerRecord.seq.desc()).limit(1)).one()
    body = json.loads(told.body)
    assert (told.seq, told.kind, told.actor_id, body["subject"]) == (size - 1, Kind.LEDGER_RECOVER, 7, None)
    last = opened(restored.notes[LOST], restored.folder.verifiers())
    assert body["data"] == {
        "kept_size": KEPT,
        "last_checkpoint": restored.notes[LOST],
        "last_root": last.root.hex(),
        "last_size": LOST,
        "lost_from": KEPT,
        "lost_to": LOST - 1,
        "origin": f"{HOST}/registro/2",
        "reason": REASON,
    }


def test_after_a_recovery_everything_is_in_order_and_signing_goes_on(restored: Restored):
    restored.recover()
    grow(restored.sessions, LOST)
    made = sign(restored.sessions, restored.folder, at=NOW)
    assert (made.size, made.origin) == (RESTORED + 1 + LOST, f"{HOST}/registro/2")
    assert [key.name for key in restored.folder.verifiers()] == [f"{HOST}/registro/1", f"{HOST}/registro/2"]
    assert restored.findings(KEPT) == []


@ON_SQLITE
def test_a_checkpoint_held_of_what_was_lost_stays_a_finding(restored: Restored):
    restored.recover()
    grow(restored.sessions, LOST)
    ((code, sentence),) = restored.findings(KEPT, LOST)
    assert code == Code.CHECKPOINT
    assert "los primeros 30 registros no son los del punto de control de 30 registros, que trajo el auditor" in sentence.lower()


@ON_SQLITE
def test_the_auditor_reads_the_reason_beside_the_finding(restored: Restored, tmp_path: Path):
    restored.recover()
    grow(restored.sessions, LOST)
    sign(restored.sessions, restored.folder, at=NOW)
    keys = [str(key) for key in restored.folder.verifiers()]
    file, held = tmp_path / "paquete.zip", tmp_path / "guardado.txt"
    file.write_bytes(b"".join(bundle(restored.engine, entity_id=None, keys=keys, files=lambda _: None, at=NOW)))
    held.write_text(restored.notes[LOST])
    known = [key for line in keys for key in pacc_verify.keys_of(line)]
    found = pacc_verify.verify([str(file)], pacc_verify.Given(known, [pacc_verify.file_part(str(held))], None)).findings
    assert [finding.code for finding in found] == ["held_recovered"]
    assert REASON in found[0].sentence
    assert pacc_verify.verify([str(file)], pacc_verify.Given(known, [], None)).findings == []


@ON_SQLITE
def test_a_second_loss_begins_a_third_epoch(restored: Restored):
    restored.recover()
    grow(restored.sessions, 16)
    assert sign(restored.sessions, restored.folder, at=NOW).size == 40
    restored.restore(RESTORED + 3)
    assert restored.recover().origin == f"{HOST}/registro/3"
    assert restored.findings(KEPT) == []


@ON_SQLITE
def test_a_signer_that_had_signed_only_what_was_lost_keeps_nothing(
    engine: Engine, sessions: sessionmaker[Session], tmp_path: Path
):
    folder = SignerFolder(tmp_path / "signer", HOST)
    grow(sessions, 5)
    sign(sessions, folder, at=NOW)
    rewrite(engine, truncated(2))
    _, checkpoint = recover(sessions, folder, actor=ANA, reason=REASON, at=NOW)
    with sessions() as session:
        body = session.scalars(select(LedgerRecord.body).where(LedgerRecord.seq == 2)).one()
    data = json.loads(body)["data"]
    assert (checkpoint.size, data["kept_size"], data["lost_from"], data["lost_to"]) == (3, 0, 0, 4)


@ON_SQLITE
def test_a_note_that_somebody_damaged_is_not_counted_as_kept(restored: Restored):
    (restored.folder.root / "notes" / f"{KEPT}.txt").write_text("ilegible")
    restored.recover()
    with restored.sessions() as session:
        body = session.scalars(select(LedgerRecord.body).where(LedgerRecord.seq == RESTORED)).one()
    assert json.loads(body)["data"]["kept_size"] == 0


@ON_SQLITE
@pytest.mark.parametrize("reason", ["", " \n ", "x" * (REASON_CHARS + 1)], ids=["none", "blank", "too long"])
def test_a_recovery_asks_for_a_reason(restored: Restored, reason: str):
    with pytest.raises(Invalid) as invalid:
        restored.recover(reason)
    assert invalid.value.errors == {"reason": "Escriba el motivo de la recuperación, en 2000 caracteres o menos."}
    assert len(restored.kinds()) == RESTORED


@ON_SQLITE
def test_there_is_nothing_to_recover_where_nothing_was_lost(restored: Restored):
    restored.recover()
    assert restored.refused() == "El registro concuerda con lo último que se firmó: no hay nada que recuperar."
    assert restored.folder.last().origin == f"{HOST}/registro/2"


def broken(restored: Restored) -> None:
    with unguarded(restored.engine) as connection:
        connection.exec_driver_sql("UPDATE ledger_record SET body = replace(body, 'signer', 'nobody') WHERE seq = 3")


def without_its_checkpoints(restored: Restored) -> None:
    rewrite(restored.engine, truncated(KEPT - 1))
    with unguarded(restored.engine) as connection:
        row = {"size": KEPT, "origin": "o", "root": bytes(32), "note": restored.notes[KEPT], "created_at": NOW}
        connection.execute(LedgerCheckpoint.__table__.insert(), row)


def state_gone(restored: Restored) -> None:
    (restored.folder.root / "state.json").unlink()
    with unguarded(restored.engine) as connection:
        connection.exec_driver_sql("DELETE FROM ledger_checkpoint")


# fmt: off
REFUSED = (
    ("a record that is not that of its hash", broken,                  "El registro 3 no corresponde a su huella"),
    ("a log without its checkpoints",         without_its_checkpoints, "de 20 registros y el registro tiene 19: restaure"),
    ("a signer that lost its state",          state_gone,              "Restaure esa carpeta de su copia de seguridad."),
)
# fmt: on


@ON_SQLITE
@pytest.mark.parametrize(("damage", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_recovery_does_not_paper_over(restored: Restored, damage: Callable[[Restored], None], said: str):
    damage(restored)
    before = restored.kinds()
    assert said in restored.refused()
    assert restored.kinds() == before


@ON_SQLITE
def test_a_rewritten_log_whose_checkpoints_contradict_it_may_be_recovered_and_stays_a_finding(restored: Restored):
    """The folder came back too and knows no better; a person takes the responsibility, and the trail shows it."""
    with restored.sessions() as session:
        row = dict(session.execute(select(LedgerCheckpoint.__table__)).mappings().one())
    restored.folder.remember(Signed(f"{HOST}/registro/1"))
    rewrite(restored.engine, altered_and_resealed(5))
    with unguarded(restored.engine) as connection:
        connection.execute(LedgerCheckpoint.__table__.insert(), row)
    with pytest.raises(SignerRefused, match="no concuerda con el punto de control de 20"):
        sign(restored.sessions, restored.folder, at=NOW)
    assert restored.recover().origin == f"{HOST}/registro/2"
    grow(restored.sessions, 1)
    assert sign(restored.sessions, restored.folder, at=NOW).size == RESTORED + 2
    assert [code for code, _ in restored.findings()] == [Code.CHECKPOINT]
