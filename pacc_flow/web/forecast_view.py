"""What a ladder would send, grouped so that it can be read: by day, by person, and the days of each rung."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from pacc_flow.calendar import BusinessCalendar, Foreseen, Ladder, Milestones, days_between, forecast
from pacc_flow.calendar.words import business_days, day_and_month, days, weekday_date
from pacc_flow.clock import bogota_date
from pacc_flow.queries.forecasting import Prospect

# fmt: off
_ASKED = {  # kind: (one, many) of what the mail lists
    "submit": ("por enviar",                 "por enviar"),
    "write":  ("sección por escribir",       "secciones por escribir"),
    "review": ("por revisar",                "por revisar"),
    "verify": ("por verificar",              "por verificar"),
    "copy":   ("atrasada de otros, en copia", "atrasadas de otros, en copia"),
}
# fmt: on
_WHOM = {"submit": "Oficinas", "write": "Oficinas", "review": "Planeación", "verify": "Control Interno", "copy": "En copia"}
_BEYOND = 5  # business days that are shown of a cut whose last milestone has passed


@dataclass(frozen=True)
class MailShown:
    person: str
    asks: str


@dataclass(frozen=True)
class DayForetold:
    on: str
    why: tuple[str, ...]
    mails: tuple[MailShown, ...]


@dataclass(frozen=True)
class PersonForetold:
    name: str
    offices: str
    mails: int
    days: str
    asks: str


@dataclass(frozen=True)
class RungShown:
    whom: str
    days: str


@dataclass(frozen=True)
class Foretold:
    """`mails` are digests: one a person a day, whatever it lists. `people` are those who would get one, `spared` the names
    of the others.
    """

    cut: str
    is_open: bool
    until: str
    rungs: tuple[RungShown, ...]
    days: tuple[DayForetold, ...]
    people: tuple[PersonForetold, ...]
    spared: tuple[str, ...]

    @property
    def mails(self) -> int:
        return sum(len(day.mails) for day in self.days)


def foretold(prospect: Prospect, ladder: Ladder, calendar: BusinessCalendar, now: datetime) -> Foretold:
    the, today = prospect.facts.milestones, bogota_date(now)
    is_open = prospect.facts.state == "open"
    first = today if is_open else max(today, the.opens_on)
    last = the.control_due_on if the.control_due_on >= first else calendar.add(first, _BEYOND)
    walked = days_between(first, last)
    found = forecast(
        cut=prospect.facts,
        entries=prospect.entries,
        people_on=prospect.people_on,
        sent=prospect.sent,
        days=walked,
        ladder=ladder,
        calendar=calendar,
        looked_at=prospect.looked_at,
    )
    told, offices = {one.person_id for one in found}, _offices(prospect, walked)
    return Foretold(
        cut=f"{prospect.cut.name} de {prospect.cut.plan.year}",
        is_open=is_open,
        until=weekday_date(last),
        rungs=_rungs(ladder, the, calendar),
        days=tuple(_day(on, list(group), prospect) for on, group in groupby(found, key=lambda one: one.on)),
        people=_people(found, prospect, offices),
        spared=tuple(sorted(prospect.names[person_id] for person_id in offices if person_id not in told)),
    )


def _day(on: date, found: Sequence[Foreseen], prospect: Prospect) -> DayForetold:
    by_person = groupby(found, key=lambda one: one.person_id)
    mails = [MailShown(prospect.names[person_id], _asks(of_person)) for person_id, of_person in by_person]
    why = sorted({(list(_ASKED).index(one.kind), f"{_WHOM[one.kind]}: {step_words(one.step)}") for one in found})
    return DayForetold(
        weekday_date(on), tuple(dict.fromkeys(words for _, words in why)), tuple(sorted(mails, key=lambda mail: mail.person))
    )


def _offices(prospect: Prospect, walked: Iterable[date]) -> dict[int, set[int]]:
    """For whom each person answers on any of the days, by the ids of the offices."""
    found: dict[int, set[int]] = defaultdict(set)
    for on in walked:
        for person in prospect.people_on(on):
            found[person.person_id] |= person.office_ids
    return found


def _people(
    found: Iterable[Foreseen], prospect: Prospect, offices_of: Mapping[int, Iterable[int]]
) -> tuple[PersonForetold, ...]:
    of_person: dict[int, list[Foreseen]] = defaultdict(list)
    for one in found:
        of_person[one.person_id].append(one)
    shown = []
    for person_id, mine in of_person.items():
        told_on = list(dict.fromkeys(one.on for one in mine))
        offices = ", ".join(sorted(prospect.offices[office] for office in offices_of[person_id]))
        most = {one.kind: one for one in sorted(mine, key=lambda one: one.count)}
        name = prospect.names[person_id]
        shown.append(PersonForetold(name, offices, len(told_on), _listed(told_on), _asks(most.values())))
    return tuple(sorted(shown, key=lambda one: (-one.mails, one.name)))


def _asks(found: Iterable[Foreseen]) -> str:
    """«3 por enviar, 1 sección por escribir», in the order in which a mail lists them."""
    order = list(_ASKED)
    parts = sorted(found, key=lambda one: order.index(one.kind))
    return ", ".join(f"{one.count} {_ASKED[one.kind][one.count != 1]}" for one in parts)


def _listed(on: Sequence[date]) -> str:
    """Days of one month together: «16, 24 y 28 de agosto; 8 de septiembre»."""
    months = groupby(on, key=lambda day: (day.year, day.month))
    return "; ".join(_of_month(list(group)) for _, group in months)


def _of_month(on: Sequence[date]) -> str:
    *most, last = on
    before = ", ".join(str(day.day) for day in most)
    return f"{before} y {day_and_month(last)}" if most else day_and_month(last)


def step_words(step: str) -> str:
    """`cut-15` is «15 días antes del corte», `due-3` «3 días hábiles antes del plazo», `late-2` «2 días hábiles de atraso»."""
    kind, _, figure = step.partition("-")
    count = int(figure)
    if kind == "late":
        return f"{business_days(count)} de atraso"
    if count == 0:
        return "el día del corte" if kind == "cut" else "el día del plazo"
    return f"{days(count)} antes del corte" if kind == "cut" else f"{business_days(count)} antes del plazo"


def _rungs(ladder: Ladder, the: Milestones, calendar: BusinessCalendar) -> tuple[RungShown, ...]:
    """Every rung on its day, also of those to whom nothing is foreseen while nothing moves."""
    office, planning, control = (
        ladder.office_days(the.cut_on, the.offices_due_on, calendar),
        ladder.desk_days(the.planning_due_on, calendar),
        ladder.desk_days(the.control_due_on, calendar),
    )
    copied_from = calendar.add(the.offices_due_on, ladder.copied_from_late_day)
    return (
        RungShown("Las oficinas, si les falta enviar", _or_none(office)),
        RungShown("Planeación, si tiene algo por revisar", _or_none(planning)),
        RungShown("Control Interno, si tiene algo por verificar", _or_none(control)),
        RungShown("El jefe de la oficina y Planeación, en copia", f"cada día hábil desde el {weekday_date(copied_from)}"),
    )


def _or_none(on: Sequence[date]) -> str:
    return _listed(on) if on else "ninguno antes del plazo"
