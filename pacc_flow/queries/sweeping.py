"""Which entities a sweep has to look at: the others have nothing due that was not decided."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from pacc_flow.clock import BOGOTA
from pacc_flow.models import Account, Cut, CutState, Entity, Plan, SweepMark
from pacc_flow.notifications.preferences import DIGEST_HOUR

_DAY = len("2026-05-04")


def hour_of(now: datetime) -> str:
    """`2026-05-04T09`, in Bogotá: nobody's digest begins within an hour, nor does a day."""
    return now.astimezone(BOGOTA).strftime("%Y-%m-%dT%H")


def looked_at(session: Session, entity_id: int) -> datetime | None:
    """The beginning of the hour in which the reminders of an entity were last decided; its mark is held until the commit,
    so that what is dropped meanwhile waits, and asks for another look. After the cuts of the entity, as whoever moves one.
    """
    mark = session.get(SweepMark, entity_id, with_for_update=True)
    return datetime.fromisoformat(mark.hour).replace(tzinfo=BOGOTA) if mark else None


def entities_to_sweep(session: Session, now: datetime) -> Sequence[int]:
    """Those with a cut open, of which something may be due that was not looked at: somebody's hour of the day has come
    since, or somebody was told nothing after all. By the indexes of the cuts and of the people, whatever the number of
    entries.
    """
    is_open = select(Plan.entity_id).join(Cut, Cut.plan_id == Plan.id).where(Cut.state == CutState.OPEN).distinct()
    return session.scalars(
        select(Entity.id)
        .outerjoin(SweepMark, SweepMark.entity_id == Entity.id)
        .where(Entity.id.in_(is_open), or_(SweepMark.entity_id.is_(None), SweepMark.is_undone, _somebody_is_up(now)))
        .order_by(Entity.id)
    ).all()


def _somebody_is_up(now: datetime) -> ColumnElement[bool]:
    """Who hears of nothing before their hour has reached it after the mark: today, or in any hour of today if that is of
    another day. Nothing else that is decided changes within a day.
    """
    hour = hour_of(now)
    same_day = func.substr(SweepMark.hour, 1, _DAY) == hour[:_DAY]
    marked = case((same_day, cast(func.substr(SweepMark.hour, _DAY + 2), Integer)), else_=-1)
    wanted = func.coalesce(Account.digest_hour, DIGEST_HOUR)
    is_due = (Account.entity_id == Entity.id, Account.is_active, wanted > marked, wanted <= int(hour[_DAY + 1 :]))
    return and_(SweepMark.hour != hour, select(Account.id).where(*is_due).exists())


def due_to_open(session: Session, today: date) -> Sequence[tuple[int, int]]:
    """(entity id, cut id) of every cut whose day to open has come, however long ago."""
    rows = session.execute(
        select(Plan.entity_id, Cut.id)
        .join(Cut, Cut.plan_id == Plan.id)
        .where(Cut.state == CutState.PLANNED, Cut.opens_on <= today)
        .order_by(Cut.cut_on)
    )
    return [(row.entity_id, row.id) for row in rows]
