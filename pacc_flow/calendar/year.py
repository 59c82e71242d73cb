"""A stretch of months as a calendar draws them, and the days in it on which people do not work, each with its name."""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pacc_flow.calendar.business_days import BusinessCalendar, holiday_names

NonWorking = Literal["holiday", "own", "worked"]
_SATURDAY = 5
_FROM_MONDAY = Calendar()


@dataclass(frozen=True)
class SpecialDay:
    """`worked` is a national holiday that the entity works. `name` is the holiday's, empty for a day of the entity's own."""

    on: date
    kind: NonWorking
    name: str

    @property
    def is_weekend(self) -> bool:
        """Nobody works then anyway: the setting changes nothing."""
        return self.on.weekday() >= _SATURDAY


@dataclass(frozen=True)
class Month:
    """Weeks from Monday to Sunday; None where a week reaches into a neighbour."""

    first: date
    weeks: tuple[tuple[date | None, ...], ...]


def months(first: date, last: date) -> tuple[Month, ...]:
    """Every month from that of `first` to that of `last`, both whole."""
    found = []
    year, number = first.year, first.month
    while (year, number) <= (last.year, last.month):
        weeks = _FROM_MONDAY.monthdatescalendar(year, number)
        found.append(Month(date(year, number, 1), tuple(tuple(_within(week, number)) for week in weeks)))
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)  # noqa: PLR2004 - December
    return tuple(found)


def special_days(first: date, last: date, calendar: BusinessCalendar) -> tuple[SpecialDay, ...]:
    """The holidays and the entity's own days from `first` to `last`, in order. A day that the entity adds on a holiday
    stays that holiday.
    """
    names = {on: name for year in range(first.year, last.year + 1) for on, name in holiday_names(year).items()}
    days = sorted(on for on in {*names, *calendar.added} if first <= on <= last)
    return tuple(SpecialDay(on, _kind(on, calendar), names.get(on, "")) for on in days)


def _kind(on: date, calendar: BusinessCalendar) -> NonWorking:
    if on in calendar.removed:
        return "worked"
    return "holiday" if on in holiday_names(on.year) else "own"


def _within(week: list[date], month: int) -> Iterator[date | None]:
    return (on if on.month == month else None for on in week)
