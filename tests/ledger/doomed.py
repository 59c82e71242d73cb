"""Somebody who acts, signs and tells of each receipt until the process is killed, in a module that it can import."""

from multiprocessing.connection import Connection
from pathlib import Path

from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models.engine import create_engine
from pacc_flow.workflow import Action
from tests.ledger.story import HOST
from tests.support.cast import NOW, World

SIGN_EVERY = 4


def act_until_killed(url: str, folder: Path, life: int, mouth: Connection) -> None:
    """What is sent is what a person was told: the number and the hash of a record, once it is durable."""
    engine = create_engine(url)
    sessions = make_session_factory(engine)
    with sessions() as session:
        world = World(url, engine, session)
        acts = 0
        while True:
            acts += 1
            content = world.written("Laura", narrative=f"En la vida {life}, la vez {acts}.", percent=acts % 10_000, link=False)
            receipt = world.act("Laura", Action.SAVE, content=content)
            mouth.send((receipt.seq, receipt.entry_hash))
            if acts % SIGN_EVERY == 0:
                sign(sessions, SignerFolder(folder, HOST), at=NOW)
