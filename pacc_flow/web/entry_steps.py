"""The four steps of an entry, with who and when: what happened, where it is, and by when the rest is due."""

from dataclasses import dataclass
from datetime import datetime

from pacc_flow.calendar.words import day_and_month
from pacc_flow.models import Account, Entry
from pacc_flow.queries.desk import line_of
from pacc_flow.web.formatting import moment, near_day, percent
from pacc_flow.workflow import State
from pacc_flow.workflow.names import in_the_name_of


@dataclass(frozen=True)
class StepItem:
    """`mark`: done, now, back or ahead."""

    name: str
    words: str
    mark: str


_ORDER = (State.DRAFT, State.SUBMITTED, State.REVIEWED, State.VERIFIED)


def entry_steps(entry: Entry, *, me_id: int, now: datetime) -> list[StepItem]:
    told = {
        State.DRAFT: ("Borrador", _draft(entry, now)),
        State.SUBMITTED: ("Enviada", _submitted(entry, me_id, now)),
        State.REVIEWED: ("Revisada", _reviewed(entry, me_id, now)),
        State.VERIFIED: ("Verificada", _verified(entry, me_id, now)),
    }
    return [StepItem(*told[state], _mark(entry, state)) for state in _ORDER]


def _mark(entry: Entry, state: State) -> str:
    here, there = _ORDER.index(State(entry.state)), _ORDER.index(state)
    if there == here:
        return "done" if state is State.VERIFIED else "now"
    if here == 0 and there == 1 and entry.round > 1:
        return "back"
    return "done" if there < here else "ahead"


def _draft(entry: Entry, now: datetime) -> str:
    rounds = f"Ronda {entry.round}. " if entry.round > 1 else ""
    if entry.saved_at is None:
        return f"{rounds}Sin empezar"
    return f"{rounds}Guardado {moment(entry.saved_at, now)}"


def _submitted(entry: Entry, me_id: int, now: datetime) -> str:
    if entry.submitted_by and entry.submitted_at:
        return f"{named(entry.submitted_by, entry.submitted_for, me_id)}, {moment(entry.submitted_at, now)}"
    if entry.round > 1 and entry.returned_at:
        when = near_day(entry.returned_at, now)
        who = line_of(entry.returned_by) or named(entry.returned_by, None, me_id)
        return f"{who} la devolvió {'el ' if when[:1].isdigit() else ''}{when}"
    return f"A Planeación, hasta el {day_and_month(entry.cut.offices_due_on)}"


def _reviewed(entry: Entry, me_id: int, now: datetime) -> str:
    if entry.reviewed_by and entry.reviewed_at:
        return f"{named(entry.reviewed_by, entry.reviewed_for, me_id)}, {moment(entry.reviewed_at, now)}"
    return f"Planeación, hasta el {day_and_month(entry.cut.planning_due_on)}"


def _verified(entry: Entry, me_id: int, now: datetime) -> str:
    if entry.verified_by and entry.verified_at:
        figure = percent(entry.verified_percent)
        return f"{named(entry.verified_by, entry.verified_for, me_id)}, {moment(entry.verified_at, now)}, con {figure}"
    return f"Control Interno, hasta el {day_and_month(entry.cut.control_due_on)}"


def named(person: Account | None, replaced: Account | None, me_id: int | None = None) -> str:
    """Who took a step and in whose name: «Mateo Ríos, en nombre de Laura Cifuentes», «Usted»; nothing for nobody."""
    if person is None:
        return ""
    who = "Usted" if person.id == me_id else person.name
    if replaced is not None and replaced.id == me_id:
        return f"{who}, en su nombre"
    return in_the_name_of(who, replaced.name if replaced else "")
