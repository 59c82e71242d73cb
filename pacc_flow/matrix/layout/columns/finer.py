"""Two columns that say what is done, one finer than the other: an action and its tasks, an activity and its steps."""

from collections.abc import Collection, Sequence

from pacc_flow.matrix.layout.columns.assigning import Assigned
from pacc_flow.matrix.layout.header import Header, Heading

_FILLED = 0.8  # of the rows: what each of them has of its own


def take_finer_activity(assigned: Assigned, headings: Sequence[Heading], columns: Sequence[Sequence[str]]) -> None:
    """What is followed up is what each row has of its own: the tasks, where several of them share an action."""
    activity = assigned.places.get("activity")
    if activity is None:
        return
    said = {heading.place: values for heading, values in zip(headings, columns, strict=True)}
    for heading in headings:
        values = said[heading.place]
        is_own = sum(map(bool, values)) >= _FILLED * max(map(len, said.values()), default=0)
        if _is_another(heading, set(assigned.places.values())) and is_own and _distinct(values) > _distinct(said[activity]):
            assigned.places["activity"] = activity = heading.place


def other_activities(header: Header) -> list[Heading]:
    """The columns that are called activities too, and are only kept."""
    used = {*header.places.values(), header.number}
    return [heading for heading in header.headings if _is_another(heading, used) and heading.key not in header.chosen]


def _is_another(heading: Heading, used: Collection[int | None]) -> bool:
    return heading.place not in used and bool(heading.fields) and heading.fields[0].field == "activity"


def _distinct(values: Sequence[str]) -> int:
    return len({value for value in values if value})
