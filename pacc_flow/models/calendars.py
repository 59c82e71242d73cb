"""An entity's own calendar, from the data in its row to the rules of the room calendar."""

from datetime import date

from pacc_flow.calendar import BusinessCalendar, CutSchedule, Ladder, Milestones, Offsets
from pacc_flow.models.cut import Cut
from pacc_flow.models.entity import Entity
from pacc_flow.reports.snapshot import Thresholds


def calendar_of(entity: Entity) -> BusinessCalendar:
    return BusinessCalendar(
        added=frozenset(map(date.fromisoformat, entity.days_off)),
        removed=frozenset(map(date.fromisoformat, entity.days_worked)),
    )


def schedule_of(entity: Entity) -> CutSchedule:
    return CutSchedule.from_json(entity.schedule)


def offsets_of(entity: Entity) -> Offsets:
    return Offsets.from_json(entity.offsets)


def ladder_of(entity: Entity) -> Ladder:
    return Ladder.from_json(entity.ladder)


def thresholds_of(entity: Entity) -> Thresholds:
    return Thresholds(**entity.thresholds)


def milestones_of(cut: Cut) -> Milestones:
    return Milestones(
        cut_on=cut.cut_on,
        opens_on=cut.opens_on,
        offices_due_on=cut.offices_due_on,
        planning_due_on=cut.planning_due_on,
        control_due_on=cut.control_due_on,
        calendar_version=cut.calendar_version,
    )
