"""The reminders of a large installation: what it costs to decide and to write them, and what when nothing is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa

from bench.installation import ENTRIES, installation
from bench.ratio import Ratio, Unit
from bench.stopwatch import seconds_of
from bench.stores import Store
from pacc_flow import jobs
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Notice
from pacc_flow.models.engine import create_engine
from pacc_flow.queries.ledger_integrity import verify_ledger

LARGE, SMALL = 1_000, 10  # entities
TRIES = 9  # of what takes milliseconds, for each figure
# Late business days, in each of which all that is missing is asked for again; the first one warms up.
MORNINGS = tuple(datetime(2026, 5, day, 13, tzinfo=UTC) for day in (12, 13, 14, 15))
AIM_NOTHING = 1.5

_OPEN = "SELECT c.id FROM cut c WHERE c.state = 'open'"
_READ = (
    f"""SELECT e.id, e.cut_id, e.state, e.round, e.sections, e.authors, e.submitted_by_id, e.submitted_for_id,
               e.reviewed_by_id, e.reviewed_for_id, a.number, a.name
          FROM entry e JOIN activity a ON a.id = e.activity_id WHERE e.cut_id IN ({_OPEN}) AND e.state <> 'verified'""",  # noqa: S608  # all of it is ours
    f"""SELECT e.id, r.office_id FROM entry e JOIN responsibility r ON r.activity_id = e.activity_id
         WHERE e.cut_id IN ({_OPEN}) AND e.state <> 'verified' ORDER BY e.id, r.position""",  # noqa: S608  # see above
    """SELECT p.id, p.digest_hour, p.events_at_once, p.only_overdue, m.office_id, m.is_head, o.kind
         FROM account p JOIN membership m ON m.account_id = p.id JOIN office o ON o.id = m.office_id
        WHERE p.is_active AND m.ended_at IS NULL""",
    f"""SELECT recipient_id, cut_id, kind, step, round, content, created_at FROM notice WHERE cut_id IN ({_OPEN})""",  # noqa: S608  # see above
)
_COLUMNS = "recipient_id, cut_id, kind, round, content, state, created_at, next_try_at, at_once, attempts, last_error"
_BARE = "bare "
_LOOK = """
    SELECT e.id FROM entity e LEFT JOIN sweep_mark m ON m.entity_id = e.id
     WHERE e.id IN (SELECT p.entity_id FROM plan p JOIN cut c ON c.plan_id = p.id WHERE c.state = 'open')
       AND (m.entity_id IS NULL
            OR m.is_undone
            OR EXISTS (SELECT 1 FROM account a WHERE a.entity_id = e.id AND a.is_active
                          AND coalesce(a.digest_hour, 7) > 8 AND coalesce(a.digest_hour, 7) <= 9))
     ORDER BY e.id"""


@dataclass(frozen=True)
class _Turn:
    """Seconds; `rows` were written to the outbox."""

    rows: int
    decided: float
    read: float
    swept: float
    written: float
    idle: float
    looked: float
    idle_when_small: float


def measure(store: Store, cast: str) -> Iterator[Ratio]:
    large, small = (create_engine(installation(store, cast, entities)) for entities in (LARGE, SMALL))
    turns = [_turn(large, small, morning) for morning in MORNINGS][1:]
    integrity = verify_ledger(small)
    assert integrity.is_sound, integrity.findings[0]
    for engine in (large, small):
        engine.dispose()
    yield from _ratios(store.name, turns)


def _ratios(name: str, turns: Sequence[_Turn]) -> Iterator[Ratio]:
    entries = LARGE * ENTRIES
    about = f"of {LARGE:,} entities, {name}"
    rows = f"{median(turn.rows for turn in turns):,.0f} rows"
    yield Ratio(
        f"reminders decided {about} / bare reading",
        [entries / turn.decided for turn in turns],
        [entries / turn.read for turn in turns],
        Unit.ENTRIES_A_SECOND,
        detail=f"{entries:,} entries",
    )
    yield Ratio(
        f"sweep with its outbox {about} / bare reading and executemany",
        [turn.rows / turn.swept for turn in turns],
        [turn.rows / (turn.read + turn.written) for turn in turns],
        Unit.ROWS_A_SECOND,
        detail=f"{rows}, a transaction with its record for each entity",
    )
    idle = [1000 * turn.idle for turn in turns]
    looked = [1000 * turn.looked for turn in turns]
    yield Ratio(
        f"sweep with nothing due {about} / bare index scans", idle, looked, Unit.MILLISECONDS, AIM_NOTHING, "an hour later"
    )
    small = [1000 * turn.idle_when_small for turn in turns]
    yield Ratio(f"sweep with nothing due {about} / of {SMALL}", idle, small, Unit.MILLISECONDS)


def _turn(large: sa.Engine, small: sa.Engine, now: datetime) -> _Turn:
    sessions, later = make_session_factory(large), now + timedelta(hours=1)
    decided = seconds_of(lambda: jobs.enqueue_due_reminders(sessions, now, dry_run=True))
    swept = seconds_of(lambda: jobs.enqueue_due_reminders(sessions, now))
    jobs.enqueue_due_reminders(make_session_factory(small), now)
    read = seconds_of(lambda: _read(large, _READ))
    rows = _rows_of(large, now)
    written = seconds_of(lambda: _write(large, rows))
    _forget(large)
    return _Turn(
        rows=len(rows),
        decided=decided,
        read=read,
        swept=swept,
        written=written,
        idle=_idle(large, later),
        looked=median(seconds_of(lambda: _read(large, [_LOOK])) for _ in range(TRIES)),
        idle_when_small=_idle(small, later),
    )


def _idle(engine: sa.Engine, now: datetime) -> float:
    sessions = make_session_factory(engine)
    assert not jobs.enqueue_due_reminders(sessions, now)
    return median(seconds_of(lambda: jobs.enqueue_due_reminders(sessions, now)) for _ in range(TRIES))


def _read(engine: sa.Engine, statements: Sequence[str]) -> None:
    connection = engine.raw_connection()
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
        cursor.fetchall()
    connection.close()


def _rows_of(engine: sa.Engine, now: datetime) -> list[tuple[Any, ...]]:
    """What the sweep of `now` wrote, as the driver takes it, with another step."""
    columns = _COLUMNS.replace("content", "CAST(content AS text)")
    with engine.connect() as connection:
        ids = connection.scalars(sa.select(Notice.id).where(Notice.created_at == now)).all()
        found = connection.exec_driver_sql(f"SELECT {columns} FROM notice WHERE id BETWEEN {min(ids)} AND {max(ids)}")  # noqa: S608  # see above
        return [(f"{_BARE}{n}", *row) for n, row in enumerate(found)]


def _write(engine: sa.Engine, rows: Sequence[tuple[Any, ...]]) -> None:
    """All in one durable transaction."""
    is_sqlite = engine.dialect.name == "sqlite"
    marks = ", ".join(["?" if is_sqlite else "%s"] * len(rows[0]))
    connection = engine.raw_connection()
    cursor = connection.cursor()
    if is_sqlite:
        cursor.execute("BEGIN IMMEDIATE")
    cursor.executemany(f"INSERT INTO notice (step, {_COLUMNS}) VALUES ({marks})", rows)  # noqa: S608  # see above
    connection.commit()
    connection.close()


def _forget(engine: sa.Engine) -> None:
    notice = Notice.__table__
    with engine.begin() as connection:
        connection.execute(sa.delete(notice).where(notice.c.step.startswith(_BARE)))
