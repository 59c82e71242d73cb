"""The trail: what an action recorded is in the ledger when the commit returns, and nothing changes without it."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Engine, event, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as PlainSession
from sqlalchemy.orm import sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from pacc_flow.actions import append
from pacc_flow.actions.actor import Actor, system_actor
from pacc_flow.actions.trail import FileRef, Session, TrailError, record
from pacc_flow.ledger.canonical import CanonicalError, canonical_json
from pacc_flow.ledger.chain import Code
from pacc_flow.ledger.kinds import Kind
from pacc_flow.ledger.seal import GENESIS, entry_hash
from pacc_flow.models import Entity, LedgerRecord
from pacc_flow.models.base import row_image
from pacc_flow.queries.ledger_integrity import verify_ledger

Sessions = sessionmaker[Session]
CLI = system_actor("cli")
Change = Callable[[Session, int], None]


def founded(sessions: Sessions, at: datetime, slug: str = "icetex") -> int:
    """One entity, recorded; its id."""
    with sessions() as session:
        entity = Entity(slug=slug, name="Entidad")
        session.add(entity)
        record(session, kind=Kind.ENTITY_CREATE, actor=CLI, at=at, subject=entity, entity_id=None)
        session.commit()
        return entity.id


def ledger(sessions: Sessions) -> list[LedgerRecord]:
    with sessions() as session:
        return list(session.scalars(select(LedgerRecord).order_by(LedgerRecord.seq)))


def test_a_new_row_gets_its_record_and_the_person_a_receipt(sessions: Sessions, actor: Actor, at: datetime):
    with sessions() as session:
        entity = Entity(slug="icetex", name="Icetex")
        session.add(entity)
        receipt = record(
            session,
            kind=Kind.ENTITY_CREATE,
            actor=actor,
            at=at,
            subject=entity,
            entity_id=1,
            data={"name": [None, "Icetex"]},
            files=[FileRef("acta.pdf", "ab" * 32, 18_233)],
        )
        assert (receipt.seq, receipt.entry_hash) == (None, None)
        session.commit()
        image = row_image(entity)
    (written,) = ledger(sessions)
    body = json.loads(written.body)
    assert len(body.pop("nonce")) == 32
    assert body == {
        "actor": {"id": 12, "office": 3, "role": "planning"},
        "after_sha256": sha256(canonical_json(image, limit=None).encode()).hexdigest(),
        "at": "2026-05-04T15:00:00.000000Z",
        "data": {"name": [None, "Icetex"]},
        "entity": 1,
        "files": [{"name": "acta.pdf", "sha256": "ab" * 32, "size": 18_233}],
        "kind": "entity:create",
        "request": {"ip": "10.0.0.7", "session": "c0ffee"},
        "subject": {"id": entity.id, "rev": 1, "type": "entity"},
        "v": 1,
    }
    assert written.body == canonical_json(json.loads(written.body))
    assert (receipt.seq, receipt.entry_hash) == (0, written.entry_hash.hex())
    assert written.entry_hash == entry_hash(0, GENESIS, written.body)
    assert (written.at, written.kind, written.actor_id, written.entity_id) == (at, "entity:create", 12, 1)
    assert (written.subject_type, written.subject_id, written.subject_rev) == ("entity", entity.id, 1)
    assert "Ana" not in written.body


def test_each_change_takes_the_next_revision(sessions: Sessions, engine: Engine, at: datetime):
    entity_id = founded(sessions, at)
    for n in range(3):
        with sessions() as session:
            entity = session.get_one(Entity, entity_id)
            entity.name = f"Nombre {n}"
            record(session, kind=Kind.ENTITY_UPDATE, actor=CLI, at=at, subject=entity, entity_id=entity_id)
            session.commit()
    assert [written.subject_rev for written in ledger(sessions)] == [1, 2, 3, 4]
    assert verify_ledger(engine).is_sound


def test_a_conditional_update_by_hand_is_recorded_as_it_left_the_row(sessions: Sessions, engine: Engine, at: datetime):
    entity_id = founded(sessions, at)
    with sessions() as session:
        entity = session.get_one(Entity, entity_id)
        session.execute(update(Entity).where(Entity.id == entity_id, Entity.rev == 1).values(name="Otro", rev=Entity.rev + 1))
        record(session, kind=Kind.ENTITY_UPDATE, actor=CLI, at=at, subject=entity, entity_id=entity_id)
        session.commit()
    assert [written.subject_rev for written in ledger(sessions)] == [1, 2]
    assert verify_ledger(engine).is_sound


def test_an_act_that_changes_no_row_is_recorded_alone(sessions: Sessions, at: datetime):
    with sessions() as session:
        visitor = system_actor("visitor", ip="10.0.0.9")
        receipt = record(session, kind=Kind.ACCOUNT_SIGN_IN_FAILED, actor=visitor, at=at, entity_id=None)
        session.commit()
    (written,) = ledger(sessions)
    body = json.loads(written.body)
    assert (receipt.seq, written.subject_type, body["subject"], body["after_sha256"]) == (0, None, None, None)
    assert body["actor"] == {"id": None, "office": None, "role": "system", "system": "visitor"}


def test_an_import_is_appended_with_one_statement_in_its_order(sessions: Sessions, engine: Engine, at: datetime):
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with sessions() as session:
        entities = [Entity(slug=f"e{n}", name=f"Entidad {n}") for n in range(1, 701)]
        session.add_all(entities)
        receipts = [
            record(session, kind=Kind.ENTITY_CREATE, actor=CLI, at=at, subject=entity, entity_id=None, data={"n": n})
            for n, entity in enumerate(entities)
        ]
        session.commit()
    assert [receipt.seq for receipt in receipts] == list(range(700))
    assert sum("INTO ledger_record" in statement for statement in statements) == 1
    assert [json.loads(written.body)["data"]["n"] for written in ledger(sessions)] == list(range(700))
    integrity = verify_ledger(engine)
    assert (integrity.records, integrity.rows, integrity.findings) == (700, 700, [])


def test_the_append_is_the_last_statement_before_the_commit(sessions: Sessions, engine: Engine, at: datetime):
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    founded(sessions, at)
    assert "INTO ledger_record" in [statement for statement in statements if statement != "COMMIT"][-1]


def test_text_is_recorded_in_nfc_however_it_was_typed(sessions: Sessions, engine: Engine, at: datetime):
    with sessions() as session:
        entity = Entity(slug="icetex", name="Nin\u0303ez")
        session.add(entity)
        files = [FileRef("acta n\u0303.pdf", "ab" * 32, 1)]
        given = {"comment": "an\u0303o", "due": at.date(), "sections": {3: "uno"}}
        record(session, kind=Kind.ENTITY_CREATE, actor=CLI, at=at, subject=entity, entity_id=1, data=given, files=files)
        session.commit()
    body = json.loads(ledger(sessions)[0].body)
    assert body["data"] == {"comment": "año", "due": "2026-05-04", "sections": [{"key": "3", "value": "uno"}]}
    assert body["files"][0]["name"] == "acta ñ.pdf"
    assert verify_ledger(engine).is_sound


def change_by_orm(session: Session, entity_id: int) -> None:
    session.get_one(Entity, entity_id).name = "Cambiado"


def change_in_bulk(session: Session, entity_id: int) -> None:
    session.execute(update(Entity).where(Entity.id == entity_id).values(name="Cambiado", rev=Entity.rev + 1))


def change_by_hand(session: Session, entity_id: int) -> None:
    session.execute(text("UPDATE entity SET name = 'Cambiado', rev = rev + 1 WHERE id = :id"), {"id": entity_id})


def insert_by_orm(session: Session, _: int) -> None:
    session.add(Entity(slug="otra", name="Otra"))


@pytest.mark.parametrize("change", [change_by_orm, change_in_bulk, change_by_hand, insert_by_orm])
def test_a_change_without_a_record_fails_at_the_commit(sessions: Sessions, at: datetime, change: Change):
    entity_id = founded(sessions, at)
    with sessions() as session:
        change(session, entity_id)
        session.flush()
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            session.commit()
    with sessions() as session:
        assert [entity.name for entity in session.scalars(select(Entity))] == ["Entidad"]


@pytest.mark.parametrize("statement", ["UPDATE entity SET name = 'x'", "UPDATE entity SET name = 'x', rev = rev + 2"])
def test_a_change_that_does_not_take_the_next_revision_fails_at_once(sessions: Sessions, at: datetime, statement: str):
    founded(sessions, at)
    with sessions() as session, pytest.raises(IntegrityError, match="next revision"):
        session.execute(text(statement))


def test_two_records_of_one_row_are_refused_at_once(sessions: Sessions, at: datetime):
    with sessions() as session:
        entity = Entity(slug="icetex", name="Icetex")
        session.add(entity)
        record(session, kind=Kind.ENTITY_CREATE, actor=CLI, at=at, subject=entity, entity_id=1)
        with pytest.raises(TrailError, match="already has its record"):
            record(session, kind=Kind.ENTITY_UPDATE, actor=CLI, at=at, subject=entity, entity_id=1)


def test_a_row_flushed_twice_is_refused(sessions: Sessions, at: datetime):
    with sessions() as session:
        entity = Entity(slug="icetex", name="Icetex")
        session.add(entity)
        session.flush()
        entity.name = "Otra vez"
        record(session, kind=Kind.ENTITY_CREATE, actor=CLI, at=at, subject=entity, entity_id=1)
        with pytest.raises(TrailError, match="flushed twice"):
            session.commit()
    assert ledger(sessions) == []


def test_the_database_itself_refuses_a_gap_in_the_revisions(sessions: Sessions, at: datetime):
    entity_id = founded(sessions, at)
    with sessions() as session:
        entity = session.get_one(Entity, entity_id)
        for name in ("uno", "dos"):
            session.execute(update(Entity).values(name=name, rev=Entity.rev + 1))
        record(session, kind=Kind.ENTITY_UPDATE, actor=CLI, at=at, subject=entity, entity_id=1)
        with pytest.raises(IntegrityError, match="revision of the subject"):
            session.commit()


def test_a_record_of_a_row_that_did_not_change_is_refused(sessions: Sessions, at: datetime):
    entity_id = founded(sessions, at)
    with sessions() as session:
        entity = session.get_one(Entity, entity_id)
        record(session, kind=Kind.ENTITY_UPDATE, actor=CLI, at=at, subject=entity, entity_id=1)
        with pytest.raises(IntegrityError, match="revision of the subject"):
            session.commit()


def test_a_record_of_a_row_that_was_never_added_is_refused(sessions: Sessions, at: datetime):
    with sessions() as session:
        record(session, kind=Kind.ENTITY_CREATE, actor=CLI, at=at, subject=Entity(slug="x", name="X"), entity_id=1)
        with pytest.raises(TrailError, match="not in the database"):
            session.commit()


def test_an_audited_row_is_never_deleted(sessions: Sessions, at: datetime):
    entity_id = founded(sessions, at)
    with sessions() as session:
        session.delete(session.get_one(Entity, entity_id))
        with pytest.raises(TrailError, match="never deleted"):
            session.commit()


def test_a_rollback_takes_back_what_was_queued(sessions: Sessions, at: datetime):
    with sessions() as session:
        session.execute(text("SELECT 1"))
        record(session, kind=Kind.REFUSAL_ACCESS, actor=CLI, at=at, entity_id=1)
        session.rollback()
        session.commit()
        record(session, kind=Kind.REFUSAL_ACCESS, actor=CLI, at=at, entity_id=1)
        session.close()
        session.commit()
    assert [json.loads(written.body)["data"] for written in ledger(sessions)] == []


def test_a_failed_commit_takes_back_what_was_queued(sessions: Sessions, at: datetime):
    founded(sessions, at)
    with sessions() as session:
        session.add(Entity(slug="icetex", name="La misma"))
        receipt = record(session, kind=Kind.REFUSAL_STEP, actor=CLI, at=at, entity_id=1)
        with pytest.raises(IntegrityError):
            session.commit()
        session.rollback()
        session.commit()
    assert receipt.seq is None
    assert len(ledger(sessions)) == 1


def test_a_savepoint_that_is_rolled_back_takes_its_own_records_with_it(sessions: Sessions, engine: Engine, at: datetime):
    with sessions() as session:
        record(session, kind=Kind.REFUSAL_STEP, actor=CLI, at=at, entity_id=1, data={"n": 1})
        with session.begin_nested():
            kept = record(session, kind=Kind.REFUSAL_STEP, actor=CLI, at=at, entity_id=1, data={"n": 2})
        assert kept.seq is None
        savepoint = session.begin_nested()
        entity = Entity(slug="icetex", name="Icetex")
        session.add(entity)
        record(session, kind=Kind.ENTITY_CREATE, actor=CLI, at=at, subject=entity, entity_id=1, data={"n": 3})
        session.flush()
        savepoint.rollback()
        again = Entity(slug="icetex", name="Icetex")
        session.add(again)
        record(session, kind=Kind.ENTITY_CREATE, actor=CLI, at=at, subject=again, entity_id=1, data={"n": 4})
        session.commit()
    assert [json.loads(written.body)["data"]["n"] for written in ledger(sessions)] == [1, 2, 4]
    assert kept.seq == 1
    assert verify_ledger(engine).is_sound


@pytest.mark.parametrize("data", [{"percent": 88.24}, {"comment": "x" * 60_000}, {"comment": "a\x00b"}])
def test_what_cannot_be_recorded_is_refused_when_it_is_said(sessions: Sessions, at: datetime, data: dict[str, object]):
    with sessions() as session:
        with pytest.raises(CanonicalError):
            record(session, kind=Kind.REFUSAL_STEP, actor=CLI, at=at, entity_id=1, data=data)
        session.commit()
    assert ledger(sessions) == []


def test_a_session_that_does_not_write_the_trail_is_refused(engine: Engine, at: datetime):
    with PlainSession(engine) as session, pytest.raises(TrailError, match="does not write the trail"):
        record(session, kind=Kind.REFUSAL_STEP, actor=CLI, at=at, entity_id=1)


@pytest.mark.parametrize(("account_id", "system"), [(None, ""), (1, "cli")])
def test_an_actor_is_an_account_or_a_part_of_the_system(account_id: int | None, system: str):
    with pytest.raises(ValueError, match="either"):
        Actor(account_id=account_id, role="office", system=system)


def test_the_clock_may_go_back_and_the_order_of_the_log_does_not(sessions: Sessions, engine: Engine, at: datetime):
    """A little, as people act at once; what goes back further is kept as it came, and verification tells of it."""
    _at_minutes(sessions, at, 0, -4, 5)
    assert verify_ledger(engine).is_sound
    _at_minutes(sessions, at, -30)
    assert [json.loads(written.body)["data"]["n"] for written in ledger(sessions)] == [0, -4, 5, -30]
    assert [(finding.code, finding.seq) for finding in verify_ledger(engine).findings] == [(Code.CLOCK, 3)]


def _at_minutes(sessions: Sessions, at: datetime, *minutes: int) -> None:
    for n in minutes:
        with sessions() as session:
            moment = at + timedelta(minutes=n)
            record(session, kind=Kind.REFUSAL_STEP, actor=CLI, at=moment, entity_id=1, data={"n": n})
            session.commit()


def test_a_program_that_seals_in_another_way_than_the_database_stops(
    sessions: Sessions, at: datetime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(append, "entry_hash", lambda *_: b"another")
    with pytest.raises((append.SealError, IntegrityError)):
        founded(sessions, at)
    assert ledger(sessions) == []


def test_a_session_reads_without_a_lock_and_cannot_write(sessions: Sessions, at: datetime):
    founded(sessions, at)
    with sessions() as writer, sessions() as reader:
        writer.execute(text("SELECT 1"))
        reader.read_only = True
        assert reader.read_only
        assert reader.scalars(select(Entity.slug)).all() == ["icetex"]
        with pytest.raises(RuntimeError, match="between transactions"):
            reader.read_only = False
        record(reader, kind=Kind.REFUSAL_ACCESS, actor=CLI, at=at, entity_id=1)
        with pytest.raises(Exception, match=r"(?i)read-?only"):
            reader.commit()
        reader.rollback()
        writer.rollback()
        reader.read_only = False
        record(reader, kind=Kind.REFUSAL_ACCESS, actor=CLI, at=at, entity_id=1)
        reader.commit()
    assert len(ledger(sessions)) == 2


def test_a_stale_revision_is_a_conflict_and_changes_nothing(sessions: Sessions, at: datetime):
    entity_id = founded(sessions, at)
    with sessions() as first:
        mine = first.get_one(Entity, entity_id)
        first.expunge(mine)
        first.rollback()
        with sessions() as second:
            theirs = second.get_one(Entity, entity_id)
            theirs.name = "De otro"
            record(second, kind=Kind.ENTITY_UPDATE, actor=CLI, at=at, subject=theirs, entity_id=1)
            second.commit()
        first.add(mine)
        mine.name = "Mío"
        record(first, kind=Kind.ENTITY_UPDATE, actor=CLI, at=at, subject=mine, entity_id=1)
        with pytest.raises(StaleDataError):
            first.commit()
    assert [written.subject_rev for written in ledger(sessions)] == [1, 2]
