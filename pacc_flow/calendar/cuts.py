"""On which days of the year a plan is looked at, and what each cut is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from pacc_flow.calendar.checks import InvalidCalendarError
from pacc_flow.calendar.words import MONTHS, long_date

_ORDINALS = (
    "Primer", "Segundo", "Tercer", "Cuarto", "Quinto", "Sexto",
    "Séptimo", "Octavo", "Noveno", "Décimo", "Undécimo", "Duodécimo",
)  # fmt: skip
MOST_CUTS = len(_ORDINALS)
_ANY_COMMON_YEAR = 2001


def ordinal_name(number: int) -> str:
    """`Primer corte` for 1, up to twelve, the most that a schedule holds."""
    return f"{_ORDINALS[number - 1]} corte"


@dataclass(frozen=True, order=True)
class YearDay:
    """A day that every year has: 29 February is refused, because a cut must exist each year."""

    month: int
    day: int

    def __post_init__(self) -> None:
        try:
            self.in_year(_ANY_COMMON_YEAR)
        except ValueError as error:
            raise InvalidCalendarError(f"El corte {self} no existe todos los años.") from error

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"

    def in_year(self, year: int) -> date:
        return date(year, self.month, self.day)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `MM-DD`, the form in which a schedule is stored."""
        month, dash, day = text.partition("-")
        if not (dash and month.isdecimal() and day.isdecimal()):
            raise InvalidCalendarError(f"El corte «{text}» se escribe como mes y día: 08-31.")
        return cls(int(month), int(day))


@dataclass(frozen=True)
class CutSchedule:
    """The cuts of one kind of plan, numbered from 1 in the order of the year."""

    days: tuple[YearDay, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.days) <= MOST_CUTS:
            raise InvalidCalendarError(f"Un plan tiene entre 1 y {MOST_CUTS} cortes al año.")
        if list(self.days) != sorted(set(self.days)):
            raise InvalidCalendarError("Los cortes van en el orden del año y sin repetirse.")

    @classmethod
    def from_json(cls, value: object) -> Self:
        """From a list of `MM-DD` texts."""
        if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
            raise InvalidCalendarError("Los cortes son una lista de días del año: 04-30, 08-31, 12-31.")
        return cls(tuple(YearDay.parse(one) for one in value))

    def to_json(self) -> list[str]:
        return [str(one) for one in self.days]

    def dates(self, year: int) -> tuple[date, ...]:
        return tuple(one.in_year(year) for one in self.days)

    def cut_on(self, year: int, number: int) -> date:
        if not 1 <= number <= len(self.days):
            raise InvalidCalendarError(f"No existe el corte {number}: este plan tiene {len(self.days)} al año.")
        return self.days[number - 1].in_year(year)

    def period(self, year: int, number: int) -> tuple[date, date]:
        """First and last day on which what a cut looks at was done; progress itself is counted since January."""
        ends_on = self.cut_on(year, number)
        starts_on = date(year, 1, 1) if number == 1 else self.cut_on(year, number - 1) + timedelta(days=1)
        return starts_on, ends_on

    def period_in_words(self, number: int) -> str:
        """`entre mayo y agosto`, or `en mayo` when the cuts are monthly."""
        starts_on, ends_on = self.period(_ANY_COMMON_YEAR, number)
        first, last = MONTHS[starts_on.month - 1], MONTHS[ends_on.month - 1]
        return f"en {first}" if first == last else f"entre {first} y {last}"

    def label(self, year: int, number: int) -> str:
        """`Tercer corte, 31 de diciembre de 2021`."""
        return f"{ordinal_name(number)}, {long_date(self.cut_on(year, number))}"


THREE_CUTS = CutSchedule((YearDay(4, 30), YearDay(8, 31), YearDay(12, 31)))
TWO_CUTS = CutSchedule((YearDay(6, 30), YearDay(12, 31)))
FOUR_CUTS = CutSchedule((YearDay(3, 31), YearDay(6, 30), YearDay(9, 30), YearDay(12, 31)))
