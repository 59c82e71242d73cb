"""Eight processes writing at once: the log is contiguous and no change is lost."""

from datetime import datetime
from multiprocessing import get_context

from sqlalchemy import Engine, select
from sqlalchemy.orm import sessionmaker

from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.trail import Session, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entity, LedgerRecord
from pacc_flow.queries.ledger_integrity import verify_ledger
from tests.ledger.appender import change_many_times

WRITERS, CHANGES = 8, 8


def test_eight_processes_at_once_lose_nothing(database_url: str, engine: Engine, sessions: sessionmaker[Session], at: datetime):
    with sessions() as session:
        entity = Entity(slug="icetex", name="Icetex")
        session.add(entity)
        record(session, kind=Kind.ENTITY_CREATE, actor=system_actor("cli"), at=at, subject=entity, entity_id=None)
        session.commit()
    names = [f"writer_{n}" for n in range(WRITERS)]
    processes = get_context("forkserver")
    processes.set_forkserver_preload(["tests.ledger.appender"])
    writers = [processes.Process(target=change_many_times, args=(database_url, name, CHANGES)) for name in names]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    with sessions() as session:
        assert session.scalars(select(LedgerRecord.seq).order_by(LedgerRecord.seq)).all() == list(range(WRITERS * CHANGES + 1))
        assert session.scalars(select(Entity)).one().offsets == dict.fromkeys(names, CHANGES)
    integrity = verify_ledger(engine)
    assert (integrity.records, integrity.rows, integrity.findings) == (WRITERS * CHANGES + 1, 1, [])
