"""Which column is which field: the surest name first, confirmed by the kind of the values below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pacc_flow.matrix.layout.columns.cut_headings import follow_ups_of
from pacc_flow.matrix.layout.columns.defence_lines import weight_of
from pacc_flow.matrix.layout.columns.due_dates import doubt_of_due
from pacc_flow.matrix.layout.columns.grouping import Titled, groups_of
from pacc_flow.matrix.layout.columns.headings import FIELDS, Named
from pacc_flow.matrix.layout.columns.kinds import are_labels, fits, is_column_of
from pacc_flow.matrix.layout.columns.office_columns import doubt_of_office
from pacc_flow.matrix.layout.columns.percent_columns import doubt_of_percent, may_be_progress, total_of
from pacc_flow.matrix.layout.columns.state_columns import states_of
from pacc_flow.matrix.layout.cut_labels import CutLabel
from pacc_flow.matrix.proposal import OF_FOLLOW_UP

_CONFIRMS, _CONTRADICTS, _HOPELESS = -0.4, 1.6, 4.0
_GUESS = 3.0  # doubt of a column that only its values name
_NOTHING = -2  # weight of a column that nobody filled in


@dataclass(slots=True)
class Assigned:
    places: dict[str, int] = field(default_factory=dict)
    groups: list[tuple[CutLabel, dict[str, int]]] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, order=True)
class _Claim:
    """A column that may be a field; the lower its `doubt`, the better, and the first of the file."""

    doubt: float
    place: int
    field: str


def assign(headings: Sequence[Titled], columns: Sequence[Sequence[str]], chosen: Mapping[str, str]) -> Assigned:
    """`columns` are the values below each heading; `chosen` prevails over every name."""
    said = {heading.place: chosen[heading.key] for heading in headings if heading.key in chosen}
    claims = sorted(claim for claim in _claims(headings, columns, said) if claim.doubt < _HOPELESS)
    guessed = _guessed(headings, columns, claims, said)
    claims += [_Claim(_GUESS, place, name) for place, name in guessed.items()]
    best = _best(claims)
    weights = _weights(headings, columns, best)
    claims.sort(key=lambda claim: (-weights.get(claim.place, 0) if claim.field in OF_FOLLOW_UP else 0, claim))
    assigned = Assigned(groups=_groups(headings, claims, weights, total=total_of(headings, columns)))
    taken = {place for _, places in assigned.groups for place in places.values()} | set(said)
    for place, name in said.items():
        if name:
            assigned.places.setdefault(name, place)
    for claim in claims:
        grouped = assigned.groups and claim.field in OF_FOLLOW_UP
        if not grouped and claim.field in FIELDS and claim.field not in assigned.places and claim.place not in taken:
            assigned.places[claim.field] = claim.place
            taken.add(claim.place)
    if assigned.groups:
        total = total_of(headings, columns)
        assigned.places |= assigned.groups[-1][1] | ({} if total is None or total in said else {"percent": total})
    elif assigned.places.get("percent") in guessed:
        assigned.doubtful.append("percent")
    _by_kind(assigned, headings, columns, taken)
    _labels_without_heading(assigned, headings, columns, taken)
    return assigned


def _claims(headings: Sequence[Titled], columns: Sequence[Sequence[str]], said: Mapping[int, str]) -> Iterable[_Claim]:
    for heading, values in zip(headings, columns, strict=True):
        if heading.place in said:
            if said[heading.place]:
                yield _Claim(0, heading.place, said[heading.place])
            continue
        if any(found.field not in FIELDS and found.sure == 1 for found in heading.fields):
            continue
        for found in heading.fields:
            if found.field in FIELDS:
                more = _doubt_of(found.field, heading.texts[-1], values)
                yield _Claim(found.sure + _confirmation(found, values) + more, heading.place, found.field)


def _doubt_of(name: str, heading: str, values: Sequence[str]) -> float:
    if name == "due":
        return doubt_of_due(heading, values)
    if name == "office":
        return doubt_of_office(heading, values)
    return doubt_of_percent(heading) if name == "percent" else 0


def _groups(
    headings: Sequence[Titled], claims: Sequence[_Claim], weights: Mapping[int, int], *, total: int | None
) -> list[tuple[CutLabel, dict[str, int]]]:
    """Of the columns of a follow-up, those that somebody looked at last, then the surest; their `total` is of none."""
    surest: dict[int, _Claim] = {}
    for claim in sorted(claims):
        surest.setdefault(claim.place, claim)
    ranks = {place: (weights.get(place, 0), -claim.doubt) for place, claim in surest.items()}
    best = {place: claim.field for place, claim in surest.items() if place != total}
    return groups_of(headings, best, ranks)


def _best(claims: Sequence[_Claim]) -> dict[int, str]:
    best: dict[int, str] = {}
    for claim in claims:
        if claim.field in FIELDS:
            best.setdefault(claim.place, claim.field)
    return best


def _guessed(
    headings: Sequence[Titled], columns: Sequence[Sequence[str]], claims: Sequence[_Claim], said: Mapping[int, str]
) -> dict[int, str]:
    """{place: field} of the columns of a follow-up that their values tell, where no heading names its percentage."""
    values = {heading.place: below for heading, below in zip(headings, columns, strict=True)}
    named = {place: name for place, name in _best(claims).items() if fits(name, values[place]) is not False}
    free = [heading for heading in headings if heading.place not in said]
    below = [values[heading.place] for heading in free]
    total = total_of(headings, columns)
    but_total = {place: name for place, name in named.items() if place != total}
    return follow_ups_of(free, below, but_total) or states_of(free, below, named)


def _weights(headings: Sequence[Titled], columns: Sequence[Sequence[str]], best: Mapping[int, str]) -> dict[int, int]:
    """{place: weight} of who says what the column holds, where percentages of several stand side by side; else nothing."""
    weights: dict[int, int] = {}
    last = 0
    for heading, values in zip(headings, columns, strict=True):
        if (name := best.get(heading.place)) in OF_FOLLOW_UP:
            own = weight_of(heading.texts)
            last = own if name == "percent" else own or last  # a narrative is of the percentage before it
            weights[heading.place] = last if any(values) else _NOTHING
    of_percents = {weight for place, weight in weights.items() if best[place] == "percent"}
    return weights if len(of_percents - {_NOTHING}) > 1 else {}


def _confirmation(found: Named, values: Sequence[str]) -> float:
    answer = fits(found.field, values)
    if answer is None:
        return 0
    if answer:
        return _CONFIRMS
    are_figures = found.field == "narrative" and is_column_of("percent", values)
    return _HOPELESS if found.field == "activity" or are_figures else _CONTRADICTS


def _by_kind(assigned: Assigned, headings: Sequence[Titled], columns: Sequence[Sequence[str]], taken: set[int]) -> None:
    """A field that no heading names, taken from the one column that can hardly be anything else: one that nobody
    recognises or, of percentages, that is called something else.
    """
    for name in ("due", "percent"):
        if name in assigned.places:
            continue
        free = [
            (heading, values)
            for heading, values in zip(headings, columns, strict=True)
            if heading.place not in taken and is_column_of(name, values)
        ]
        found = [heading.place for heading, _ in free if not heading.fields]
        if not found and name == "percent":
            found = [heading.place for heading, values in free if may_be_progress(heading, values)]
        if len(found) == 1:
            assigned.places[name] = found[0]
            assigned.doubtful.append(name)
            taken.add(found[0])


def _labels_without_heading(
    assigned: Assigned, headings: Sequence[Titled], columns: Sequence[Sequence[str]], taken: set[int]
) -> None:
    """The one or two columns of words left of the activity that nobody gave a heading: the labels of its place."""
    wanted = [name for name in ("component", "subcomponent") if name not in assigned.places]
    activity = assigned.places.get("activity", 0)
    found = [
        heading.place
        for heading, values in zip(headings, columns, strict=True)
        if heading.place < activity and heading.place not in taken and not heading.texts and are_labels(values)
    ]
    if len(found) <= len(wanted):
        for name, place in zip(wanted, found, strict=False):
            assigned.places[name] = place
            assigned.doubtful.append(name)
            taken.add(place)
