"""What another schedule, other terms or other days would do to the cuts of a plan under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from pacc_flow.calendar.business_days import BusinessCalendar
from pacc_flow.calendar.checks import InvalidCalendarError
from pacc_flow.calendar.cuts import MOST_CUTS, CutSchedule, ordinal_name
from pacc_flow.calendar.milestones import MILESTONES, Milestones, Offsets, milestones
from pacc_flow.calendar.words import long_date

Fate = Literal["stays", "same", "moves", "added"]


@dataclass(frozen=True)
class CutOfPlan:
    """`is_planned` while it did not open: only then may its dates change."""

    number: int
    is_planned: bool
    the: Milestones


@dataclass(frozen=True)
class Outcome:
    """`stays`: it opened or was published already. `same`: it may move and does not. `before` is None for one that is added."""

    number: int
    fate: Fate
    before: Milestones | None
    after: Milestones


def replanned(
    year: int,
    cuts: Sequence[CutOfPlan],
    schedule: CutSchedule,
    offsets: Offsets,
    calendar: BusinessCalendar,
    *,
    today: date,
) -> tuple[Outcome, ...]:
    """In order of number, those that would be added last. A cut is never deleted, and one that opened never moves.

    With as many cuts a year as before, each planned cut takes the date of its number. With more or fewer, the planned
    ones take in order the dates that are still to come after the last cut that stays; dates left over are cuts added.
    Raises InvalidCalendarError saying why it cannot be.
    """
    wanted = _wanted_dates(year, cuts, schedule, today)
    there = {cut.number: cut for cut in cuts}
    found = [_outcome(number, there.get(number), wanted, offsets, calendar) for number in sorted({*there, *wanted})]
    _check(found, today)
    return tuple(found)


def _wanted_dates(year: int, cuts: Sequence[CutOfPlan], schedule: CutSchedule, today: date) -> dict[int, date]:
    """The new date of each planned cut, and of those to add."""
    waiting = [cut.number for cut in cuts if cut.is_planned]
    last_number = max((cut.number for cut in cuts), default=0)
    dates = schedule.dates(year)
    if not waiting:
        return {}
    if last_number == len(dates):
        return {number: dates[number - 1] for number in waiting}
    behind = max([today - timedelta(days=1), *(cut.the.cut_on for cut in cuts if not cut.is_planned)])
    free = [on for on in dates if on > behind]
    if len(free) < len(waiting):
        raise InvalidCalendarError(_too_few(year, len(waiting), len(free)))
    added = range(last_number + 1, last_number + 1 + len(free) - len(waiting))
    if added and added[-1] > MOST_CUTS:
        raise InvalidCalendarError(
            f"El plan de {year} quedaría con {added[-1]} cortes; un plan tiene hasta {MOST_CUTS} al año."
        )
    return dict(zip([*waiting, *added], free, strict=True))


def _too_few(year: int, waiting: int, free: int) -> str:
    owed = "le queda 1 corte por abrir" if waiting == 1 else f"le quedan {waiting} cortes por abrir"
    left = {0: "no dejan ninguna fecha", 1: "solo dejan 1 fecha"}.get(free, f"solo dejan {free} fechas")
    return f"Al plan de {year} {owed} y los cortes nuevos {left} de aquí a fin de año. Un corte no se borra."


def _outcome(
    number: int, cut: CutOfPlan | None, wanted: dict[int, date], offsets: Offsets, calendar: BusinessCalendar
) -> Outcome:
    if number not in wanted and cut is not None:
        return Outcome(number, "stays" if not cut.is_planned else "same", cut.the, cut.the)
    after = milestones(wanted[number], offsets, calendar)
    if cut is None:
        return Outcome(number, "added", None, after)
    if all(getattr(after, name) == getattr(cut.the, name) for name in ("cut_on", *MILESTONES)):
        return Outcome(number, "same", cut.the, cut.the)  # on the days that gave them then
    return Outcome(number, "moves", cut.the, after)


def _check(outcomes: Sequence[Outcome], today: date) -> None:
    for one in outcomes:
        is_new_day = one.before is None or one.before.cut_on != one.after.cut_on
        if is_new_day and one.after.cut_on < today:
            name, on = ordinal_name(one.number).lower(), long_date(one.after.cut_on)
            raise InvalidCalendarError(f"El {name} quedaría al {on}, un día que ya pasó.")
    for earlier, later in pairwise(outcomes):
        if later.after.cut_on <= earlier.after.cut_on:
            first, second = (f"{ordinal_name(one.number).lower()} ({long_date(one.after.cut_on)})" for one in (earlier, later))
            raise InvalidCalendarError(f"El {second} no quedaría después del {first}, y los que ya abrieron no se mueven.")
