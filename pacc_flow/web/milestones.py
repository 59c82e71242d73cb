"""The days of a cut, step by step, as a person reads them beside their work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pacc_flow.calendar.milestones import Milestone
from pacc_flow.calendar.words import weekday_date
from pacc_flow.clock import bogota_date
from pacc_flow.models import Cut

# fmt: off
NAMES: Mapping[Milestone, str] = {
    "opens_on":        "Abre",
    "offices_due_on":  "Las oficinas reportan",
    "planning_due_on": "Planeación revisa",
    "control_due_on":  "Control Interno verifica y publica",
}
# fmt: on


@dataclass(frozen=True)
class MilestoneItem:
    """`mark`: done, now or ahead."""

    name: str
    words: str
    mark: str


def milestone_items(cut: Cut, today: date) -> list[MilestoneItem]:
    """The step in course is the first one whose last day has not passed; when all have, the last one is."""
    steps = [
        (NAMES["offices_due_on"], cut.offices_due_on),
        (NAMES["planning_due_on"], cut.planning_due_on),
        (NAMES["control_due_on"], cut.control_due_on),
    ]
    return [_opening(cut), *_items(steps, today, is_open=cut.opened_at is not None)]


def _opening(cut: Cut) -> MilestoneItem:
    if cut.opened_at is None:
        return MilestoneItem(NAMES["opens_on"], weekday_date(cut.opens_on), "ahead")
    return MilestoneItem("Se abrió", weekday_date(bogota_date(cut.opened_at)), "done")


def _items(steps: list[tuple[str, date]], today: date, *, is_open: bool) -> Iterator[MilestoneItem]:
    now = next((name for name, due_on in steps if today <= due_on), steps[-1][0]) if is_open else None
    passed = now is not None
    for name, due_on in steps:
        passed = passed and name != now
        mark = "now" if name == now else "done" if passed else "ahead"
        yield MilestoneItem(name, f"hasta el {weekday_date(due_on)}", mark)
