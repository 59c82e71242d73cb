"""A cut grown to any number of entries, in every state or in one, quicker than people could have written them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import cycle, islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pacc_flow.actions.content import digest
from pacc_flow.actions.trail import record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import (
    Account,
    Activity,
    Audited,
    Component,
    Cut,
    Entry,
    Evidence,
    EvidenceKind,
    Office,
    Responsibility,
    searchable,
)
from pacc_flow.workflow import State
from tests.support.cast import NOW, SETUP

BATCH = 200  # entries of one transaction
PERCENT = 6500

# fmt: off
TEAMS = (  # lead office            writes,   reviews,  verifies
    ("Oficina Comercial",          "Laura",  "Andrés", "Marta"),
    ("Secretaría General",         "Paola",  "Andrés", "Marta"),
    ("Oficina de Planeación",      "Diana",  "Andrés", "Marta"),
    ("Control Interno",            "Jorge",  "Andrés", "Marta"),
)
# fmt: on
_CREATED = {
    Activity: Kind.ACTIVITY_CREATE,
    Responsibility: Kind.RESPONSIBILITY_CREATE,
    Entry: Kind.ENTRY_CREATE,
    Evidence: Kind.EVIDENCE_ADD,
}


@dataclass(frozen=True)
class Team:
    office: Office
    writer: Account
    reviewer: Account
    verifier: Account


def grow_cut(session: Session, cut: Cut, total: int, *, states: tuple[State, ...] = tuple(State), at: datetime = NOW) -> None:
    """Grows the plan and the cut of the cast's entity to `total` activities, each with its entry, text and evidence.

    The new ones take the four offices and the `states` in turns; one activity in three has a second office. Committed.
    """
    there = session.scalar(select(func.count(Entry.id)).where(Entry.cut_id == cut.id)) or 0
    component = session.scalars(
        select(Component).where(Component.plan_id == cut.plan_id).order_by(Component.number).limit(1)
    ).one()
    teams = _teams(session, cut.plan.entity_id)
    plots = zip(range(there + 1, total + 1), cycle(teams), _each(states, len(teams)), strict=False)
    while batch := list(islice(plots, BATCH)):
        for number, team, state in batch:
            second = teams[number % len(teams)].office if number % 3 == 0 else None
            for row in _rows(cut, component, number=number, team=team, second=second, state=state, at=at):
                session.add(row)
                kind, entity_id = _CREATED[type(row)], cut.plan.entity_id
                record(session, kind=kind, actor=SETUP, at=at, subject=row, entity_id=entity_id)
        session.commit()


def _teams(session: Session, entity_id: int) -> list[Team]:
    offices = {office.name: office for office in session.scalars(select(Office).where(Office.entity_id == entity_id))}
    people = {account.name.split()[0]: account for account in session.scalars(select(Account))}
    return [Team(offices[name], *(people[who] for who in team)) for name, *team in TEAMS]


def _each(states: tuple[State, ...], times: int) -> Iterator[State]:
    """Each state once for every team before the next one, so that each office has entries in each state."""
    return (state for state in cycle(states) for _ in range(times))


def _rows(
    cut: Cut, component: Component, *, number: int, team: Team, second: Office | None, state: State, at: datetime
) -> list[Audited]:
    name = f"Publicar el informe número {number} de la gestión, con sus cifras y sus anexos"
    activity = Activity(
        plan_id=cut.plan_id,
        component_id=component.id,
        number=number,
        name=name,
        goal=f"Informe {number} publicado",
        due_text="30/12/2026",
        due_dates=[date(2026, 12, 30).isoformat()],
        search_text=searchable(f"{number} {name}"),
    )
    offices = [team.office] if second in (None, team.office) else [team.office, second]
    responsible = [Responsibility(activity=activity, office_id=office.id, position=n) for n, office in enumerate(offices)]
    evidence = Evidence(
        office_id=team.office.id,
        kind=EvidenceKind.LINK,
        name=f"www.entidad.gov.co/informe/{number}",
        url=f"https://www.entidad.gov.co/informe/{number}",
        added_at=at,
        added_by_id=team.writer.id,
    )
    sections = {str(team.office.id): f"Se publicó el informe {number} y se contó a la ciudadanía en tres canales."}
    content = digest(PERCENT, sections, [evidence])
    entry = Entry(
        cut_id=cut.id,
        activity=activity,
        state=state,
        percent=PERCENT,
        sections=sections,
        authors=[team.writer.id],
        content_sha256=content,
        saved_at=at,
        **_steps(state, team, content, at),
    )
    evidence.entry = entry
    return [activity, *responsible, entry, evidence]


def _steps(state: State, team: Team, content: str, at: datetime) -> dict[str, object]:
    """The columns of the steps that brought an entry to its state."""
    reached = list(State).index(state)
    steps: tuple[dict[str, object], ...] = (
        {},
        {"submitted_by_id": team.writer.id, "submitted_at": at, "first_submitted_at": at},
        {"reviewed_by_id": team.reviewer.id, "reviewed_at": at, "reviewed_sha256": content},
        {"verified_by_id": team.verifier.id, "verified_at": at, "verified_sha256": content, "verified_percent": PERCENT},
    )
    return {name: value for step in steps[: reached + 1] for name, value in step.items()}
