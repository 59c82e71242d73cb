"""The ladder of reminders: on which days the people who owe something are told, as data of each entity."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Self

from pacc_flow.calendar.business_days import BusinessCalendar
from pacc_flow.calendar.checks import InvalidCalendarError, whole_number

_RUNG_NAMES = {
    "office_days_before_cut": "Recordatorios a las oficinas, días antes del corte",
    "office_business_days_before": "Recordatorios a las oficinas, días hábiles antes de su plazo",
    "desk_business_days_before": "Recordatorios a Planeación y Control Interno, días hábiles antes del plazo",
}
BEFORE_CUT = "cut-"  # how the names of the rungs begin that count from the date of the cut, not from a deadline
LATE = "late-"  # and how those begin that are told once it is overdue
_COPY_NAME = "Día hábil de atraso desde el que se copia al jefe y a Planeación"


@dataclass(frozen=True, order=True)
class Step:
    """One rung on its day. The day is part of the key: when a deadline moves, its reminders are new ones."""

    falls_on: date
    name: str

    def __str__(self) -> str:
        return f"{self.falls_on.isoformat()} {self.name}"

    @property
    def is_late(self) -> bool:
        return self.name.startswith(LATE)


@dataclass(frozen=True)
class Ladder:
    """`office_days_before_cut` are calendar days before the cut date, `office_business_days_before` business days before
    the milestone of the offices and `desk_business_days_before` before that of Planning or Control, 0 being the day
    itself; late ones are told each business day, and from the `copied_from_late_day`-th also the head of the office and
    Planning.
    """

    office_days_before_cut: tuple[int, ...] = (15, 7, 3, 1, 0)
    desk_business_days_before: tuple[int, ...] = (3, 1, 0)
    copied_from_late_day: int = 2
    office_business_days_before: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for field, name in _RUNG_NAMES.items():
            _check_rungs(name, getattr(self, field))
        whole_number(_COPY_NAME, self.copied_from_late_day, low=1, high=90)

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> Self:
        """From an object with any of the three settings; those left out keep their default."""
        if odd := sorted(set(value) - set(_RUNG_NAMES) - {"copied_from_late_day"}):
            raise InvalidCalendarError(f"No se conoce el ajuste de recordatorios «{odd[0]}».")
        given: dict[str, Any] = {
            field: tuple(setting) if isinstance(setting, list) else setting for field, setting in value.items()
        }
        return cls(**given)

    def to_json(self) -> dict[str, list[int] | int]:
        return {field: list(setting) if isinstance(setting, tuple) else setting for field, setting in asdict(self).items()}

    def office_step(self, cut_on: date, due_on: date, today: date, calendar: BusinessCalendar) -> Step | None:
        """The newest rung that offices have reached; earlier ones that nobody sent are superseded by it."""
        return _newest(self._office_steps(cut_on, due_on, calendar), due_on, today, calendar)

    def desk_step(self, due_on: date, today: date, calendar: BusinessCalendar) -> Step | None:
        return _newest(_before(due_on, self.desk_business_days_before, calendar), due_on, today, calendar)

    def copy_step(self, due_on: date, today: date, calendar: BusinessCalendar) -> Step | None:
        late = _late_step(due_on, today, calendar)
        return late if late and late.falls_on >= calendar.add(due_on, self.copied_from_late_day) else None

    def office_days(self, cut_on: date, due_on: date, calendar: BusinessCalendar) -> list[date]:
        """The days of the rungs before a cut and before the milestone of the offices, in order."""
        return sorted({step.falls_on for step in self._office_steps(cut_on, due_on, calendar)})

    def desk_days(self, due_on: date, calendar: BusinessCalendar) -> list[date]:
        return [step.falls_on for step in _before(due_on, self.desk_business_days_before, calendar)]

    def _office_steps(self, cut_on: date, due_on: date, calendar: BusinessCalendar) -> list[Step]:
        before_cut = [Step(cut_on - timedelta(days=n), f"{BEFORE_CUT}{n}") for n in self.office_days_before_cut]
        return [*before_cut, *_before(due_on, self.office_business_days_before, calendar)]


def _check_rungs(name: str, rungs: object) -> None:
    if not isinstance(rungs, tuple):
        raise InvalidCalendarError(f"{name}: debe ser una lista de números.")
    for rung in rungs:
        whole_number(name, rung, low=0, high=90)
    if list(rungs) != sorted(set(rungs), reverse=True):
        raise InvalidCalendarError(f"{name}: van de mayor a menor y sin repetirse.")


def _before(due_on: date, business_days: Iterable[int], calendar: BusinessCalendar) -> list[Step]:
    return [Step(calendar.add(due_on, -n), f"due-{n}") for n in business_days]


def _newest(before: list[Step], due_on: date, today: date, calendar: BusinessCalendar) -> Step | None:
    reached = (step for step in before if step.falls_on <= today)
    return _late_step(due_on, today, calendar) or max(reached, default=None)


def _late_step(due_on: date, today: date, calendar: BusinessCalendar) -> Step | None:
    """On a weekend still the one of Friday: being late is told on business days only."""
    count = calendar.between(due_on, today)
    return Step(calendar.add(due_on, count), f"{LATE}{count}") if count > 0 else None
