"""One of a crowd that acts on the same entries at once, in a module of its own so that another process can run it."""

from dataclasses import dataclass
from multiprocessing.connection import Connection
from random import Random

from sqlalchemy import select

from pacc_flow.actions.content import Content
from pacc_flow.actions.perform import Brings, perform
from pacc_flow.actions.refusals import Conflict, Refusal
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.models import Entry, Office, Responsibility
from pacc_flow.models.engine import create_engine
from pacc_flow.workflow import PROCESS, Action, Role, State
from tests.support.cast import NOW, World

# fmt: off
PEOPLE = {  # whoever takes the steps of a role on what the Oficina Comercial leads
    Role.OFFICE:   ("Laura", "Mateo"),
    Role.PLANNING: ("Andrés", "Diana"),
    Role.CONTROL:  ("Marta", "Jorge"),
}
# fmt: on


@dataclass(frozen=True)
class Acknowledged:
    """What a person was told after the commit: it must be found in the ledger to the letter."""

    entry_id: int
    kind: str
    seq: int
    entry_hash: str


@dataclass(frozen=True)
class Told:
    steps: list[Acknowledged]
    conflicts: int


def act_at_random(url: str, seed: int, steps: int, mouth: Connection) -> None:
    """Acts until `steps` were acknowledged; whoever meets a conflict, or may not do what they chose, looks again."""
    chance = Random(seed)  # noqa: S311  # a story that can be told again, not a secret
    engine = create_engine(url)
    acknowledged: list[Acknowledged] = []
    conflicts = tried = 0
    with make_session_factory(engine)() as session:
        people = {role: [World(url, engine, session).person(name) for name in names] for role, names in PEOPLE.items()}
        session.commit()
        while len(acknowledged) < steps:
            tried += 1
            entry_id, state, rev = _seen(session, chance)
            row = chance.choice([row for row in PROCESS if row.source == state])
            brings = _brought(row.action, people[Role.OFFICE][0].memberships[0].office_id, f"{seed}-{tried}")
            person = chance.choice(people[row.by])
            try:
                receipt = perform(session, entry_id, row.action, actor=person, seen_rev=rev, at=NOW, brings=brings)
                session.commit()
            except Conflict:
                session.rollback()
                conflicts += 1
            except Refusal:
                session.rollback()  # what is their own they may not review: somebody else will
            else:
                acknowledged.append(Acknowledged(entry_id, receipt.kind, receipt.seq, receipt.entry_hash))
    engine.dispose()
    mouth.send(Told(acknowledged, conflicts))


def _seen(session: Session, chance: Random) -> tuple[int, State, int]:
    """What is on the screen when the person decides: by the time they act it may be old."""
    session.read_only = True
    leads = (Responsibility.activity_id == Entry.activity_id) & (Responsibility.position == 0)
    entries = select(Entry.id, Entry.state, Entry.rev).join(Responsibility, leads).join(Responsibility.office)
    entry_id, state, rev = chance.choice(session.execute(entries.where(Office.name == "Oficina Comercial")).all())
    session.commit()
    session.read_only = False
    return entry_id, State(state), rev


def _brought(action: Action, office_id: int, mark: str) -> Brings:
    if action not in (Action.SAVE, Action.SUBMIT):
        return Brings(comment=f"Porque {mark}.", verified_percent=6500 if action is Action.VERIFY else None)
    link = f"https://www.entidad.gov.co/{mark}"
    return Brings(content=Content(office_id=office_id, narrative=f"Se hizo {mark}.", percent=6500, links=(link,)))
