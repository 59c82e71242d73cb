"""From the rows of a cut to the snapshot that is signed: offices and figures, never a person."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pacc_flow.actions.content import clean_text, in_force
from pacc_flow.calendar import business_days_late
from pacc_flow.clock import bogota_date
from pacc_flow.models import Activity, Component, Cut, Entry, Evidence, EvidenceKind, Office, OfficeKind
from pacc_flow.models.calendars import calendar_of, thresholds_of
from pacc_flow.reports import snapshot as frozen
from pacc_flow.reports import status_at
from pacc_flow.reports.earlier import EarlierCut
from pacc_flow.reports.record import UNPRINTABLE
from pacc_flow.reports.status import COMPLETE
from pacc_flow.workflow import State
from pacc_flow.workflow.names import listed
from pacc_flow.workflow.office_names import the_first

NOTHING: Mapping[int, str] = {}
NAMED_AT_MOST = 12
# fmt: off
_OWN_WORK = {  # the offices that watch over the others answer for activities too, and the follow-up says so
    OfficeKind.CONTROL:  "verificó",
    OfficeKind.PLANNING: "revisó",
}
# fmt: on


def freeze(
    cut: Cut,
    entries: Sequence[Entry],
    *,
    revision: int,
    office: Office,
    at: datetime,
    reasons: Mapping[int, str] = NOTHING,
    observations: Mapping[int, str] = NOTHING,
    earlier: tuple[EarlierCut, ...] = (),
) -> frozen.Snapshot:
    """`reasons` maps the id of an unverified entry to why it goes unreported, `observations` the number of a component
    to what Internal Control says of it, `remark` where it says nothing; `earlier` are the cuts published before. Raises
    SnapshotError when the rows contradict what a snapshot may hold.
    """
    plan, entity = cut.plan, cut.plan.entity
    in_order = sorted(entries, key=lambda entry: entry.activity.number)
    return frozen.Snapshot(
        entity=frozen.Entity(name=publishable(entity.name), slug=entity.slug, is_demo=entity.is_demo),
        plan=frozen.Plan(kind=publishable(plan.kind), year=plan.year, name=publishable(plan.name)),
        cut=frozen.Cut(number=cut.number, name=publishable(cut.name), on=cut.cut_on),
        revision=revision,
        published_on=bogota_date(at),
        signed_at=at,
        signed_by_office=publishable(office.name),
        calendar_version=publishable(cut.calendar_version),
        thresholds=thresholds_of(entity),
        components=tuple(_component(component, in_order, observations) for component in plan.components),
        rows=tuple(_row(entry, cut, reasons.get(entry.id, "")) for entry in in_order),
        notes=tuple(_notes([entry.activity for entry in in_order])),
        earlier=earlier,
    )


def publishable(text: str) -> str:
    """A text as every format can carry it: what only machines write is taken out."""
    return UNPRINTABLE.sub("", clean_text(text))


def remark(progress: Mapping[int, int | None]) -> str:
    """What the figures of a component say by themselves, from the verified percentage of each of its activities by number:
    where Internal Control writes nothing else, it says this.
    """
    short = [number for number, percent in progress.items() if percent != COMPLETE]
    if not progress:
        return "Sin actividades programadas."
    if not short:
        return "Todas terminadas."
    if len(short) > NAMED_AT_MOST:
        return f"Sin terminar: {len(short)} de {len(progress)} actividades."
    return f"Sin terminar: {'actividad' if len(short) == 1 else 'actividades'} {listed(short)}."


def _component(component: Component, entries: Sequence[Entry], observations: Mapping[int, str]) -> frozen.Component:
    own = {entry.activity.number: _verified_percent(entry) for entry in entries if entry.activity.component_id == component.id}
    return frozen.Component(
        number=component.number,
        name=publishable(component.name),
        observation=publishable(observations.get(component.number, remark(own))),
    )


def _verified_percent(entry: Entry) -> int | None:
    return entry.verified_percent if entry.state == State.VERIFIED else None


def _row(entry: Entry, cut: Cut, reason: str) -> frozen.Row:
    activity = entry.activity
    is_verified = entry.state == State.VERIFIED
    due_dates = tuple(map(date.fromisoformat, activity.due_dates))
    percent = _verified_percent(entry)
    return frozen.Row(
        n=activity.number,
        component=activity.component.number,
        subcomponent=publishable(activity.subcomponent),
        activity=publishable(activity.name),
        goal=publishable(activity.goal),
        due_text=publishable(activity.due_text),
        due_dates=due_dates,
        percent=percent,
        reported_percent=entry.percent if is_verified else None,
        narrative=publishable(narrative_of(entry)) if is_verified else "",
        observation=publishable(entry.observation) if is_verified else "",
        offices=tuple(publishable(responsibility.office.name) for responsibility in activity.responsibilities),
        evidence=tuple(map(_evidence, in_force(entry.evidence))) if is_verified else (),
        status=status_at(percent, due_dates, cut.cut_on),
        days_late=_days_late(entry, cut) if is_verified else 0,
        unreported_reason="" if is_verified else publishable(reason),
    )


def narrative_of(entry: Entry) -> str:
    """One text: the only section as it is, several under the name of their office."""
    written = [
        (responsibility.office.name, entry.sections[str(responsibility.office_id)])
        for responsibility in entry.activity.responsibilities
        if entry.sections.get(str(responsibility.office_id))
    ]
    if len(written) == 1:
        return written[0][1]
    return "\n\n".join(f"{office}: {text}" for office, text in written)


def _evidence(piece: Evidence) -> frozen.Evidence:
    name = publishable(piece.name)
    if piece.kind == EvidenceKind.FILE:
        # A folder of somebody's computer often carries that person's name.
        name = name.replace("\\", "/").rpartition("/")[2].strip()
    return frozen.Evidence(
        kind=frozen.EvidenceKind(piece.kind),
        name=name or "Archivo sin nombre",
        url=piece.url,
        sha256=piece.sha256,
        size=piece.size,
    )


def _days_late(entry: Entry, cut: Cut) -> int:
    """Business days from the offices' milestone to the first submission, which every verified entry has."""
    first = entry.first_submitted_at
    return business_days_late(cut.offices_due_on, bogota_date(first), calendar_of(cut.plan.entity)) if first else 0


def _notes(activities: Sequence[Activity]) -> list[str]:
    """Where Internal Control or Planning is itself responsible, the report says so."""
    notes = []
    for kind, judged in _OWN_WORK.items():
        own = [
            (activity.number, responsibility.office.name)
            for activity in activities
            for responsibility in activity.responsibilities
            if responsibility.office.kind == kind
        ]
        if own:
            numbers, name = [number for number, _ in own], publishable(own[0][1])
            which, them = (
                (f"la actividad {numbers[0]}", "la") if len(own) == 1 else (f"las actividades {listed(numbers)}", "las")
            )
            notes.append(f"{the_first(name)} responde por {which}; quien {them} reportó no {them} {judged}.")
    return notes
