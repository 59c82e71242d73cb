"""Business days, cuts, milestones, lateness and reminders: pure rules over dates.

Everything that other rooms use is imported from here; words for people are in `pacc_flow.calendar.words`.
"""

from pacc_flow.calendar.business_days import BusinessCalendar
from pacc_flow.calendar.checks import InvalidCalendarError
from pacc_flow.calendar.cuts import FOUR_CUTS, THREE_CUTS, TWO_CUTS, CutSchedule, YearDay, ordinal_name
from pacc_flow.calendar.forecast import Foreseen, days_between, forecast
from pacc_flow.calendar.ladder import Ladder, Step
from pacc_flow.calendar.lateness import business_days_late, is_late
from pacc_flow.calendar.milestones import Milestones, Offsets, legal_deadline, milestones
from pacc_flow.calendar.reminder_facts import CutFacts, EntryFacts, PersonFacts, Reminder, Sent
from pacc_flow.calendar.reminders import deadline_of, due
from pacc_flow.calendar.replanning import CutOfPlan, Outcome, replanned
from pacc_flow.calendar.year import Month, SpecialDay, months, special_days

__all__ = [
    "FOUR_CUTS",
    "THREE_CUTS",
    "TWO_CUTS",
    "BusinessCalendar",
    "CutFacts",
    "CutOfPlan",
    "CutSchedule",
    "EntryFacts",
    "Foreseen",
    "InvalidCalendarError",
    "Ladder",
    "Milestones",
    "Month",
    "Offsets",
    "Outcome",
    "PersonFacts",
    "Reminder",
    "Sent",
    "SpecialDay",
    "Step",
    "YearDay",
    "business_days_late",
    "days_between",
    "deadline_of",
    "due",
    "forecast",
    "is_late",
    "legal_deadline",
    "milestones",
    "months",
    "ordinal_name",
    "replanned",
    "special_days",
]
