"""How often something happens between two days: «Semestral (junio - diciembre)» is due in both, not at the end alone."""

from collections.abc import Iterator
from datetime import date

from pacc_flow.matrix.cells.date_guess import DateGuess
from pacc_flow.matrix.cells.written_date import last_day, named_date

_MONTHS = 12
_EVERY = "dice cada cuánto y entre qué fechas; tomamos la de cada período"


def each_period(between: DateGuess, months: int) -> DateGuess:
    """The day of every `months` from one end of a range to the other; the range itself where they do not fit in it."""
    days = list(_days(between, months))
    if len(days) <= 1:
        return between
    supposed = "; ".join(filter(None, (_EVERY, between.supposed)))
    written = tuple(named_date(day.year, day.month, day.day) for day in days)
    return DateGuess(written, supposed, alternative=days[-1].isoformat())


def _days(between: DateGuess, months: int) -> Iterator[date]:
    start, end = between.starts[0].day, between.written[0].day
    if start is None or end is None:
        return
    first, last = _month(start), _month(end)
    are_whole = start.day == 1 and _ends_month(end)
    if are_whole and (last - first) % months:
        first += months - 1  # from January to December every four months: the first of them ends in April
    are_alike = are_whole or start.day == end.day or (_ends_month(start) and _ends_month(end))
    if are_alike and (last - first) % months == 0:
        for month in range(first, last + 1, months):
            whole = last_day(month // _MONTHS, month % _MONTHS + 1)
            yield whole if _ends_month(end) else whole.replace(day=min(whole.day, end.day))


def _month(day: date) -> int:
    return day.year * _MONTHS + day.month - 1


def _ends_month(day: date) -> bool:
    return day == last_day(day.year, day.month)
