"""The status of an activity at a cut: derived from what was verified and from its dates, never typed by anyone."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Self

COMPLETE = 10_000  # 100 %, in hundredths of a percent


class Status(StrEnum):
    """The value goes into data; the label is what people read."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    NOT_STARTED = "not_started", "Sin iniciar"
    IN_PROGRESS = "in_progress", "En avance"
    FULFILLED = "fulfilled", "Cumplida"
    OVERDUE = "overdue", "Vencida"
    UNREPORTED = "unreported", "No reportada"


# fmt: off
STATUSES = {
    # what is verified   some date ahead       every date reached
    "nothing":          (Status.UNREPORTED,    Status.UNREPORTED),
    "0 %":              (Status.NOT_STARTED,   Status.OVERDUE),
    "a part":           (Status.IN_PROGRESS,   Status.OVERDUE),
    "100 %":            (Status.FULFILLED,     Status.FULFILLED),
}
# fmt: on


def status_at(percent: int | None, due_dates: Sequence[date], cut_on: date) -> Status:
    """`percent` is the verified one, None without a verified entry. An activity without dates is never overdue."""
    is_due = bool(due_dates) and max(due_dates) <= cut_on
    return STATUSES[progress(percent)][is_due]


def progress(percent: int | None) -> str:
    if percent is None:
        return "nothing"
    return {0: "0 %", COMPLETE: "100 %"}.get(percent, "a part")
