"""Which entities a sweep has to look at: the others have nothing due that was not decided."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from pacc_flow.clock import BOGOTA, bogota_date
from pacc_flow.models import Account, Cut, CutState, Entity, Plan, SweepMark
from pacc_flow.notifications.preferences import DIGEST_HOUR

_DAY = len("2026-05-04")


def hour_of(now: datetime) -> str:
    """`2026-05-04T09`, in Bogotá: nobody's digest begins within an hour, nor does a day."""
    return now.astimezone(BOGOTA).strftime("%Y-%m-%dT%H")


def looked_at(session: Session, entity_id: int, *, lock: bool = False) -> datetime | None:
    """The beginning of the hour in which the reminders of an entity were last decided. Locked, its mark is held until the
    commit, so that what is dropped meanwhile waits, and asks for another look: after the cuts of the entity, as whoever
    moves one.
    """
    mark = session.get(SweepMark, entity_id, with_for_update=lock or None)
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


def is_undecided(now: datetime) -> ColumnElement[bool]:
    """Of an account: whether what this day has for them is still to be decided. Their hour has come since the last decision,
    and a cut of their entity is open, or should be by now.
    """
    is_open = or_(Cut.state == CutState.OPEN, _is_due_to_open(bogota_date(now)))
    cut = select(Cut.id).join(Cut.plan).where(Plan.entity_id == Account.entity_id, is_open)
    mark = select(SweepMark.hour).where(SweepMark.entity_id == Account.entity_id)
    return and_(cut.exists(), _is_up(mark.scalar_subquery(), now))


def undecided(session: Session, account_ids: Sequence[int], now: datetime) -> frozenset[int]:
    """Those of these people whose day is still to be decided."""
    return frozenset(session.scalars(select(Account.id).where(Account.id.in_(account_ids), is_undecided(now))))


def _somebody_is_up(now: datetime) -> ColumnElement[bool]:
    somebody = select(Account.id).where(Account.entity_id == Entity.id, Account.is_active, _is_up(SweepMark.hour, now))
    return and_(SweepMark.hour != hour_of(now), somebody.exists())


def _is_up(mark: ColumnElement[str] | InstrumentedAttribute[str], now: datetime) -> ColumnElement[bool]:
    """Whoever hears of nothing before their hour has reached it after the mark: today, or in any hour of today if that is
    of another day, or there is none. Nothing else that is decided changes within a day.
    """
    hour = hour_of(now)
    same_day = func.substr(mark, 1, _DAY) == hour[:_DAY]
    marked = case((same_day, cast(func.substr(mark, _DAY + 2), Integer)), else_=-1)
    wanted = func.coalesce(Account.digest_hour, DIGEST_HOUR)
    return and_(wanted > marked, wanted <= int(hour[_DAY + 1 :]))


def due_to_open(session: Session, today: date) -> Sequence[tuple[int, int]]:
    """(entity id, cut id) of every cut whose day to open has come, however long ago."""
    rows = session.execute(
        select(Plan.entity_id, Cut.id).join(Cut, Cut.plan_id == Plan.id).where(_is_due_to_open(today)).order_by(Cut.cut_on)
    )
    return [(row.entity_id, row.id) for row in rows]


def _is_due_to_open(today: date) -> ColumnElement[bool]:
    return and_(Cut.state == CutState.PLANNED, Cut.opens_on <= today)
