"""Business days of Colombia, with the days that an entity adds or removes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from types import MappingProxyType

import holidays

from pacc_flow.calendar.checks import InvalidCalendarError

_SATURDAY = 5
_MOVED = " (observado)"  # how the library marks a holiday that was moved to a Monday


@lru_cache(maxsize=256)
def holiday_names(year: int) -> Mapping[date, str]:
    """Public holidays of a year after Ley 51 de 1983 (Emiliani) and, from 2026, Ley 2578 de 2026, with their names."""
    found = holidays.country_holidays("CO", years=year, language="es")
    return MappingProxyType({on: name.replace(_MOVED, "").replace("; ", " y ") for on, name in sorted(found.items())})


@lru_cache(maxsize=256)
def national_holidays(year: int) -> frozenset[date]:
    return frozenset(holiday_names(year))


@dataclass(frozen=True)
class BusinessCalendar:
    """Monday to Friday, less the national holidays.

    `added` are further days on which the entity does not work; `removed` are national holidays that it does work.
    A Saturday or a Sunday never becomes a business day: the terms of the law do not run on them.
    """

    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if both := self.added & self.removed:
            raise InvalidCalendarError(f"El {min(both):%d/%m/%Y} está a la vez como día hábil y como día no hábil.")

    @property
    def version(self) -> str:
        """Which lists of days a stored deadline was computed with: `holidays-0.109+5f1c0a9be2d4`."""
        base = f"holidays-{version('holidays')}"
        own = [f"+{on}" for on in sorted(self.added)] + [f"-{on}" for on in sorted(self.removed)]
        return f"{base}+{sha256(' '.join(own).encode()).hexdigest()[:12]}" if own else base

    def is_business_day(self, on: date) -> bool:
        if on.weekday() >= _SATURDAY or on in self.added:
            return False
        return on in self.removed or on not in national_holidays(on.year)

    def add(self, on: date, count: int) -> date:
        """The `count`-th business day after `on` (before it when negative); `on` itself when 0, business day or not."""
        step = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            on += step
            left -= self.is_business_day(on)
        return on

    def between(self, start: date, end: date) -> int:
        """Business days after `start` up to and including `end`; negative, and the same figure, the other way round."""
        if end < start:
            return -self.between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_business_day(on) for on in days)
