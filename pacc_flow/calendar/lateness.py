"""How late something is: a fact computed from dates, shown and never a lock."""

from datetime import date

from pacc_flow.calendar.business_days import BusinessCalendar


def is_late(due_on: date, done_on: date) -> bool:
    return done_on > due_on


def business_days_late(due_on: date, done_on: date, calendar: BusinessCalendar) -> int:
    """Business days past the deadline at which something was done, 0 when on time.

    What arrives on a day that is not a business day counts as arrived on the next one, so that whatever is late is
    late by at least one day: due on Friday and sent on Sunday is one business day late, like sent on Monday.
    """
    if not is_late(due_on, done_on):
        return 0
    arrived_on = done_on if calendar.is_business_day(done_on) else calendar.add(done_on, 1)
    return calendar.between(due_on, arrived_on)
