"""The four milestones of a cut, from offsets that an entity may set."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, Self, get_args

from pacc_flow.calendar.business_days import BusinessCalendar
from pacc_flow.calendar.checks import InvalidCalendarError, whole_number
from pacc_flow.calendar.words import long_date

Milestone = Literal["opens_on", "offices_due_on", "planning_due_on", "control_due_on"]
MILESTONES: tuple[Milestone, ...] = get_args(Milestone)
FURTHEST = timedelta(days=366)  # from the date of a cut to any of its milestones
TERM_OF_THE_LAW = 10  # business days after the cut date within which the follow-up is published

# fmt: off
# What must not come after what: the earlier one, the later one, and what each is called when the order is refused.
_ORDER: tuple[tuple[str, str, str, str], ...] = (
    # earlier           later              the later one is called              before which it must not be
    ("opens_on",        "cut_on",          "La fecha de corte",                 "de la apertura del corte"),
    ("cut_on",          "offices_due_on",  "El reporte de las oficinas",        "de la fecha de corte"),
    ("offices_due_on",  "planning_due_on", "La revisión de Planeación",         "del reporte de las oficinas"),
    ("planning_due_on", "control_due_on",  "La publicación de Control Interno", "de la revisión de Planeación"),
)
# fmt: on

_OFFSET_NAMES = {
    "opens_days_before": "Días entre la apertura y el corte",
    "offices": "Días hábiles para el reporte de las oficinas",
    "planning": "Días hábiles para la revisión de Planeación",
    "control": "Días hábiles para la publicación de Control Interno",
}


@dataclass(frozen=True)
class Offsets:
    """`opens_days_before` in calendar days before the cut date, the others in business days after it.

    The last default is the term of the law: the follow-up is published within the first ten business days.
    """

    opens_days_before: int = 15
    offices: int = 5
    planning: int = 7
    control: int = TERM_OF_THE_LAW

    def __post_init__(self) -> None:
        for field, name in _OFFSET_NAMES.items():
            whole_number(name, getattr(self, field), low=0, high=90)
        if not self.offices <= self.planning <= self.control:
            raise InvalidCalendarError("Los plazos van en orden: oficinas, luego Planeación y luego Control Interno.")

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> Self:
        """From an object with any of the four offsets; those left out keep their default."""
        if odd := sorted(set(value) - set(_OFFSET_NAMES)):
            raise InvalidCalendarError(f"No se conoce el plazo «{odd[0]}».")
        given: dict[str, Any] = dict(value)
        return cls(**given)

    def to_json(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True)
class Milestones:
    """Dates in Bogotá, each the last day on which a step is on time, and the lists of days that gave them."""

    cut_on: date
    opens_on: date
    offices_due_on: date
    planning_due_on: date
    control_due_on: date
    calendar_version: str

    def __post_init__(self) -> None:
        for earlier, later, later_name, earlier_name in _ORDER:
            limit: date = getattr(self, earlier)
            on: date = getattr(self, later)
            if on < limit:
                raise InvalidCalendarError(
                    f"{later_name} ({long_date(on)}) no puede quedar antes {earlier_name} ({long_date(limit)})."
                )
        # In that order the first and the last of them are the furthest.
        for name, on in (("La apertura", self.opens_on), ("La publicación de Control Interno", self.control_due_on)):
            if abs(on - self.cut_on) > FURTHEST:
                raise InvalidCalendarError(
                    f"{name} ({long_date(on)}) no puede quedar a más de un año de la fecha de corte ({long_date(self.cut_on)})."
                )

    def moved(self, milestone: Milestone, to: date) -> Self:
        """The same cut with one milestone on another day; raises `InvalidCalendarError` when the order would break."""
        change: dict[str, Any] = {milestone: to}
        return replace(self, **change)


def milestones(cut_on: date, offsets: Offsets, calendar: BusinessCalendar) -> Milestones:
    return Milestones(
        cut_on=cut_on,
        opens_on=cut_on - timedelta(days=offsets.opens_days_before),
        offices_due_on=calendar.add(cut_on, offsets.offices),
        planning_due_on=calendar.add(cut_on, offsets.planning),
        control_due_on=calendar.add(cut_on, offsets.control),
        calendar_version=calendar.version,
    )


def legal_deadline(cut_on: date, calendar: BusinessCalendar) -> date:
    """The last day on which the law lets the follow-up be published: a later milestone is warned of, never refused."""
    return calendar.add(cut_on, TERM_OF_THE_LAW)
