"""A writer for the concurrency test, in a module of its own so that another process can import it."""

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from pacc_flow import clock
from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.trail import make_session_factory, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entity
from pacc_flow.models.engine import create_engine


def change_many_times(url: str, name: str, count: int) -> None:
    """Each change counts one up, so a lost one would show; a conflict is tried again."""
    sessions = make_session_factory(create_engine(url))
    done = 0
    while done < count:
        with sessions() as session:
            entity = session.scalars(select(Entity)).one()
            entity.offsets = {**entity.offsets, name: done + 1}
            actor = system_actor(name)
            record(session, kind=Kind.ENTITY_UPDATE, actor=actor, at=clock.now(), subject=entity, entity_id=entity.id)
            try:
                session.commit()
            except StaleDataError:
                continue
            done += 1
