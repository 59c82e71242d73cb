"""A year of cuts as a page shows it: each cut with its days, what becomes of it, and the months with all that is in them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pacc_flow.actions.entity_calendar import PlanUnderWay, Rules
from pacc_flow.calendar import (
    BusinessCalendar,
    Milestones,
    Month,
    Outcome,
    SpecialDay,
    legal_deadline,
    milestones,
    months,
    ordinal_name,
    special_days,
)
from pacc_flow.calendar.words import MONTHS, day_and_month, long_date, weekday_of_year
from pacc_flow.models import Cut, CutState
from pacc_flow.models.calendars import milestones_of
from pacc_flow.web.calendar import STATES

_SATURDAY = 5
# fmt: off
STEPS = (  # of a cut: (attribute, its letter in the drawing, its column in the table)
    ("cut_on",          "C", "Fecha de corte"),
    ("opens_on",        "A", "Abre"),
    ("offices_due_on",  "O", "Las oficinas reportan"),
    ("planning_due_on", "P", "Planeación revisa"),
    ("control_due_on",  "I", "Control Interno publica"),
)
_SPECIAL = {  # kind of day: (its letter, what the table says of it)
    "holiday": ("F", "Festivo"),
    "own":     ("N", "La entidad no trabaja"),
    "worked":  ("T", "Festivo que la entidad trabaja"),
}
# fmt: on
_STAYS = {CutState.OPEN: "Ya abrió: se queda", CutState.PUBLISHED: "Ya se publicó: se queda"}
_SETTLED = {STATES[CutState.OPEN], STATES[CutState.PUBLISHED], *_STAYS.values()}
_PLANNED = {
    "same": "Por abrir: no cambia",
    "moves": "Se mueve, si lo aplica",
    "added": "Se agrega, si lo aplica",
}


@dataclass(frozen=True)
class StepShown:
    """`before` only where the day would move; both in words."""

    label: str
    on: str
    before: str


@dataclass(frozen=True)
class CutShown:
    name: str
    year: int
    steps: tuple[StepShown, ...]
    fate: str
    the: Milestones
    is_beyond_law: bool


@dataclass(frozen=True)
class DayShown:
    number: int
    letters: str
    look: str


@dataclass(frozen=True)
class MonthShown:
    name: str
    weeks: tuple[tuple[DayShown | None, ...], ...]


@dataclass(frozen=True)
class SpecialShown:
    on: str
    what: str


@dataclass(frozen=True)
class YearShown:
    """`name` is «2026», or «2026 y 2027» with cuts of two plans."""

    name: str
    cuts: tuple[CutShown, ...]
    months: tuple[MonthShown, ...]
    special: tuple[SpecialShown, ...]

    @property
    def is_beyond_law(self) -> bool:
        return any(cut.is_beyond_law for cut in self.cuts)


def as_it_is(cuts: Iterable[Cut], calendar: BusinessCalendar) -> YearShown:
    """Of the cuts of a plan, as they stand."""
    shown = [
        _cut(cut.name, cut.plan.year, None, milestones_of(cut), fate=STATES[CutState(cut.state)], calendar=calendar)
        for cut in cuts
    ]
    return _year(shown, calendar)


def planned_anew(plans: Sequence[PlanUnderWay], rules: Rules, today: date) -> YearShown | None:
    """The next plan, whole; None where the plans under way show the same dates already."""
    last = max((one.plan.year for one in plans), default=today.year - 1)
    shown = [one.after.cut_on for plan in plans if plan.plan.year == last for one in plan.outcomes]
    if shown == list(rules.schedule.dates(last)):
        return None
    dates = enumerate(rules.schedule.dates(last + 1), start=1)
    after = ((number, milestones(on, rules.offsets, rules.calendar)) for number, on in dates)
    cuts = [_cut(ordinal_name(number), last + 1, None, the, fate="", calendar=rules.calendar) for number, the in after]
    return _year(cuts, rules.calendar)


def under_way(plans: Sequence[PlanUnderWay], rules: Rules, today: date) -> YearShown | None:
    """Each cut of the plans under way with what becomes of it; None where there is none, or one cannot follow."""
    if not plans or any(one.refusal for one in plans):
        return None
    shown = [
        _cut(
            ordinal_name(one.number),
            plan.plan.year,
            one.before,
            one.after,
            fate=_fate(plan, one, today),
            calendar=rules.calendar,
        )
        for plan in plans
        for one in plan.outcomes
    ]
    return _year(shown, rules.calendar)


def _fate(plan: PlanUnderWay, outcome: Outcome, today: date) -> str:
    if outcome.fate == "stays":
        return _STAYS[next(CutState(cut.state) for cut in plan.cuts if cut.number == outcome.number)]
    opens_at_once = outcome.fate != "same" and outcome.after.opens_on <= today
    return _PLANNED[outcome.fate] + (", y abre enseguida" if opens_at_once else "")


def _cut(
    name: str, year: int, before: Milestones | None, the: Milestones, *, fate: str, calendar: BusinessCalendar
) -> CutShown:
    steps = tuple(_step(step, label, before, the, year) for step, _, label in STEPS)
    may_move = fate not in _SETTLED
    return CutShown(name, year, steps, fate, the, may_move and the.control_due_on > legal_deadline(the.cut_on, calendar))


def _step(name: str, label: str, before: Milestones | None, the: Milestones, year: int) -> StepShown:
    on = getattr(the, name)
    was = getattr(before, name) if before else on
    return StepShown(label, weekday_of_year(on, year), weekday_of_year(was, year) if was != on else "")


def _year(cuts: Sequence[CutShown], calendar: BusinessCalendar) -> YearShown:
    years = sorted({cut.year for cut in cuts})
    first, last = date(years[0], 1, 1), max(date(years[-1], 12, 31), *(cut.the.control_due_on for cut in cuts))
    drawn = months(first, last)
    special = special_days(first, _end_of(drawn[-1]), calendar)
    letters = defaultdict[date, list[str]](list)
    for cut in cuts:
        for step, letter, _ in STEPS:
            letters[getattr(cut.the, step)].append(letter)
    kinds = {day.on: day for day in special}
    return YearShown(
        name=" y ".join(map(str, years)),
        cuts=tuple(cuts),
        months=tuple(_month(month, letters, kinds) for month in drawn),
        special=tuple(SpecialShown(_on(day.on, years[0]), _what(day)) for day in special),
    )


def _end_of(month: Month) -> date:
    return next(on for on in reversed(month.weeks[-1]) if on)


def _month(month: Month, letters: dict[date, list[str]], special: dict[date, SpecialDay]) -> MonthShown:
    name = f"{MONTHS[month.first.month - 1].capitalize()} {month.first.year}"
    weeks = tuple(tuple(_day(on, letters, special) if on else None for on in week) for week in month.weeks)
    return MonthShown(name, weeks)


def _day(on: date, letters: dict[date, list[str]], special: dict[date, SpecialDay]) -> DayShown:
    """A step of a cut is drawn over what else the day is, but a holiday keeps its letter."""
    mine, kind = letters.get(on, []), special.get(on)
    own = [_SPECIAL[kind.kind][0]] if kind else []
    look = "cut" if "C" in mine else "step" if mine else kind.kind if kind else "weekend" if on.weekday() >= _SATURDAY else ""
    return DayShown(on.day, "".join([*dict.fromkeys(mine), *own]), look)


def _on(on: date, year: int) -> str:
    return day_and_month(on) if on.year == year else long_date(on)


def _what(day: SpecialDay) -> str:
    what = _SPECIAL[day.kind][1]
    return f"{what}: {day.name}" if day.name else what + (" (cae en fin de semana: no cambia nada)" if day.is_weekend else "")
