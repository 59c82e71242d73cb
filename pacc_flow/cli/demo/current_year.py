"""A plan in mid-flight: its first cuts published, the next one open with entries in every state, and some of them late.

The matrix is that of 2021 carried to the year in course. The open cut is the newest whose date has come and that has
another before it; its milestones are moved, with their reason, so that offices are two business days late today.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from pacc_flow import matrix
from pacc_flow.actions.cuts import open_cut
from pacc_flow.actions.milestones import move_milestones
from pacc_flow.actions.perform import Brings
from pacc_flow.actions.plans import create_plan, planned
from pacc_flow.calendar.milestones import Milestone
from pacc_flow.calendar.words import numeric_date
from pacc_flow.cli.demo.stage import Stage, at, conclude, lead_of, reporter_of, reviewer_of, verifier_of
from pacc_flow.cli.demo.telling import told
from pacc_flow.models import Cut, Entity, Entry, Plan
from pacc_flow.models.calendars import calendar_of, schedule_of
from pacc_flow.workflow import Action

# fmt: off
# How far each activity of the open cut has come, by its number; what is named nowhere, nobody has begun.
VERIFIED  = {1, 2, 7, 16, 20, 23, 31, 39, 40}
REVIEWED  = {4, 6, 8, 13, 32, 33, 34, 36, 38, 41}
SENT      = {9, 10, 14, 17, 18, 22, 27, 30}
SENT_LATE = {12, 15, 26, 37}
SENT_BACK = {19}
RETURNED  = {24}
DRAFTS    = {11, 29}
HELPED    = {10: "comercial", 33: "contratos", 36: "secretaria"}  # written by another office too
# fmt: on
_YEAR = re.compile(r"\b20(1[89]|2[0-2])\b")
_MOVED = "Demostración: los plazos se corren para que el corte esté en curso el día en que se carga."
_RETURN = "El enlace de la evidencia abre una unidad personal que nadie más puede ver. Suba el informe como archivo."
_RETURN_TO_PLANNING = "La cifra no coincide con el listado anexo. Confírmela con la oficina y apruébela de nuevo."


def follow_up(stage: Stage, proposal: matrix.Proposal, today: date) -> None:
    year, number = cut_in_course(stage.entity, today)
    plan = _create(stage, proposal, year)
    for earlier in range(1, number):
        _work_through(stage, stage.cut(plan, earlier))
    _leave_in_course(stage, stage.cut(plan, number), today)


def cut_in_course(entity: Entity, today: date) -> tuple[int, int]:
    """(year, number) of the newest cut whose date has come and that is not the first of its year."""
    schedule = schedule_of(entity)
    return max(
        (year, number)
        for year in (today.year - 1, today.year)
        for number, on in enumerate(schedule.dates(year), start=1)
        if number > 1 and on < today
    )


def carried(row: matrix.Row, years: int) -> matrix.Row:
    """The same activity some years later: the years in its words and its dates move along."""
    due_dates = tuple(on.replace(year=on.year + years) for on in row.due_dates)
    return replace(
        row,
        activity=_later(row.activity, years),
        goal=_later(row.goal, years),
        due_dates=due_dates,
        due_text=" ".join(map(numeric_date, due_dates)),
    )


def _later(text: str, years: int) -> str:
    return _YEAR.sub(lambda found: str(int(found[0]) + years), text)


def _create(stage: Stage, proposal: matrix.Proposal, year: int) -> Plan:
    created = create_plan(
        stage.session,
        stage.entity,
        year=year,
        kind="PTEP",
        name=f"Programa de Transparencia y Ética Pública {year}",
        activities=planned([carried(row, year - 2021) for row in proposal.rows], stage.offices),
        actor=stage.acting("planeacion"),
        at=at(date(year, 1, 29), 10),
    )
    stage.session.commit()
    return created.plan


def _work_through(stage: Stage, cut: Cut) -> None:
    """A cut that went as it should: on time, reviewed, verified, and published on the tenth business day."""
    calendar = calendar_of(stage.entity)
    _open(stage, cut)
    for entry in stage.entries(cut):
        _submit(stage, entry, cut, calendar.add(cut.offices_due_on, -1), hour=9)
    stage.session.commit()
    conclude(stage, cut, cut.planning_due_on, calendar.add(cut.control_due_on, -1), cut.control_due_on)


def _leave_in_course(stage: Stage, cut: Cut, today: date) -> None:
    add = calendar_of(stage.entity).add
    _open(stage, cut)
    _move_milestones(stage, cut, today)
    due_on = cut.offices_due_on
    for entry in stage.entries(cut):
        if helper := HELPED.get(entry.activity.number):
            content = told(stage, entry, cut, office=stage.person(helper).memberships[0].office)
            stage.act(helper, Action.SAVE, entry, at(add(due_on, -3), 15), Brings(content=content))
    stage.session.commit()
    for entry in stage.entries_of(cut, VERIFIED | REVIEWED | SENT | SENT_BACK | RETURNED):
        _submit(stage, entry, cut, add(due_on, -2), hour=9, in_course=True)
    stage.session.commit()
    for entry in stage.entries_of(cut, DRAFTS):
        content = told(stage, entry, cut, office=lead_of(entry), in_course=True)
        stage.act(reporter_of(entry), Action.SAVE, entry, at(add(due_on, -1), 11), Brings(content=content))
    for entry in stage.entries_of(cut, VERIFIED | REVIEWED | SENT_BACK):
        stage.act(reviewer_of(entry), Action.REVIEW, entry, at(due_on, 10, entry.activity.number), Brings())
    stage.session.commit()
    for entry in stage.entries_of(cut, VERIFIED):
        verified = Brings(verified_percent=entry.percent)
        stage.act(verifier_of(entry), Action.VERIFY, entry, at(due_on, 15, entry.activity.number), verified)
    for entry in stage.entries_of(cut, RETURNED):
        stage.act("planeacion", Action.RETURN_TO_OFFICE, entry, at(due_on, 16, 38), Brings(comment=_RETURN))
    for entry in stage.entries_of(cut, SENT_BACK):
        said = Brings(comment=_RETURN_TO_PLANNING)
        stage.act(verifier_of(entry), Action.RETURN_TO_PLANNING, entry, at(due_on, 17, 2), said)
    stage.session.commit()
    for entry in stage.entries_of(cut, SENT_LATE):
        _submit(stage, entry, cut, add(due_on, 1), hour=8, in_course=True)
    stage.session.commit()


def _open(stage: Stage, cut: Cut) -> None:
    open_cut(stage.session, cut, actor=stage.acting("planeacion"), at=at(cut.opens_on, 7))
    stage.session.commit()


def _move_milestones(stage: Stage, cut: Cut, today: date) -> None:
    """Offices until two business days ago, Planning until today or the next business day, Internal Control three more."""
    add = calendar_of(stage.entity).add
    moves: dict[Milestone, date] = {
        "offices_due_on": max(add(today, -2), cut.cut_on),
        "planning_due_on": add(today - timedelta(days=1), 1),
        "control_due_on": add(today, 3),
    }
    if any(getattr(cut, milestone) != on for milestone, on in moves.items()):
        instant = at(cut.cut_on + timedelta(days=1), 8)
        move_milestones(stage.session, cut, moves, reason=_MOVED, actor=stage.acting("planeacion"), at=instant)
        stage.session.commit()


def _submit(stage: Stage, entry: Entry, cut: Cut, on: date, *, hour: int, in_course: bool = False) -> None:
    content = told(stage, entry, cut, office=lead_of(entry), in_course=in_course)
    stage.act(reporter_of(entry), Action.SUBMIT, entry, at(on, hour, entry.activity.number), Brings(content=content))
