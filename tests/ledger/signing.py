"""A log that grows and a signer that signs it, in a module of its own so that another process can run it."""

from pathlib import Path

from sqlalchemy.orm import sessionmaker

from pacc_flow.actions.checkpoints import SIGNER, sign
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.trail import Session, make_session_factory, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models.engine import create_engine
from tests.support.cast import NOW


def grow(sessions: sessionmaker[Session], count: int) -> None:
    with sessions() as session:
        for _ in range(count):
            record(session, kind=Kind.LEDGER_HEARTBEAT, actor=SIGNER, at=NOW, entity_id=None)
        session.commit()


def sign_many_times(url: str, folder: Path, host: str, count: int) -> None:
    engine = create_engine(url)
    sessions = make_session_factory(engine)
    for _ in range(count):
        grow(sessions, 1)
        sign(sessions, SignerFolder(folder, host), at=NOW)
    engine.dispose()
