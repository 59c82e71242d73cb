"""From the rows of a cut to the snapshot that is signed: offices and figures, never a person."""

from collections.abc import Sequence
from datetime import date, datetime

from pacc_flow.actions.content import in_force
from pacc_flow.calendar import business_days_late
from pacc_flow.clock import bogota_date
from pacc_flow.models import Cut, Entry, Office
from pacc_flow.models.calendars import calendar_of, thresholds_of
from pacc_flow.reports import snapshot as frozen
from pacc_flow.reports import status_at
from pacc_flow.workflow import State


def freeze(cut: Cut, entries: Sequence[Entry], *, revision: int, office: Office, at: datetime) -> frozen.Snapshot:
    plan, entity = cut.plan, cut.plan.entity
    components = {entry.activity.component.number: entry.activity.component.name for entry in entries}
    return frozen.Snapshot(
        entity=frozen.Entity(name=entity.name, slug=entity.slug, is_demo=entity.is_demo),
        plan=frozen.Plan(kind=plan.kind, year=plan.year, name=plan.name),
        cut=frozen.Cut(number=cut.number, name=cut.name, on=cut.cut_on),
        revision=revision,
        published_on=bogota_date(at),
        signed_at=at,
        signed_by_office=office.name,
        calendar_version=cut.calendar_version,
        thresholds=thresholds_of(entity),
        components=tuple(frozen.Component(number=number, name=name) for number, name in sorted(components.items())),
        rows=tuple(_row(entry, cut) for entry in entries),
    )


def _row(entry: Entry, cut: Cut) -> frozen.Row:
    activity = entry.activity
    is_verified = entry.state == State.VERIFIED
    due_dates = tuple(map(date.fromisoformat, activity.due_dates))
    percent = entry.verified_percent if is_verified else None
    return frozen.Row(
        n=activity.number,
        component=activity.component.number,
        subcomponent=activity.subcomponent,
        activity=activity.name,
        goal=activity.goal,
        due_text=activity.due_text,
        due_dates=due_dates,
        percent=percent,
        reported_percent=entry.percent if is_verified else None,
        narrative=narrative_of(entry) if is_verified else "",
        observation=entry.observation if is_verified else "",
        offices=tuple(responsibility.office.name for responsibility in activity.responsibilities),
        evidence=tuple(_evidence(entry)) if is_verified else (),
        status=status_at(percent, due_dates, cut.cut_on),
        days_late=_days_late(entry, cut) if is_verified else 0,
        unreported_reason="" if is_verified else entry.unreported_reason,
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


def _evidence(entry: Entry) -> list[frozen.Evidence]:
    return [
        frozen.Evidence(
            kind=frozen.EvidenceKind(piece.kind),
            name=piece.name,
            url=piece.url,
            sha256=piece.sha256,
            size=piece.size,
        )
        for piece in in_force(entry.evidence)
    ]


def _days_late(entry: Entry, cut: Cut) -> int:
    """Business days from the offices' milestone to the first submission."""
    if entry.first_submitted_at is None:
        return 0
    sent_on = bogota_date(entry.first_submitted_at)
    return business_days_late(cut.offices_due_on, sent_on, calendar_of(cut.plan.entity))
