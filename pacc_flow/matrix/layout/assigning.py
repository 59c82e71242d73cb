"""Which column is which field: the surest name first, confirmed by the kind of the values below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pacc_flow.matrix.layout.cut_labels import CutLabel
from pacc_flow.matrix.layout.headings import FIELDS, Named
from pacc_flow.matrix.layout.kinds import are_labels, fits, is_column_of
from pacc_flow.matrix.proposal import OF_FOLLOW_UP

_CONFIRMS, _CONTRADICTS, _HOPELESS = -0.4, 1.6, 4.0


class Titled(Protocol):
    """What is needed of a heading."""

    @property
    def place(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def texts(self) -> tuple[str, ...]: ...
    @property
    def fields(self) -> Sequence[Named]: ...
    @property
    def label(self) -> CutLabel | None: ...


@dataclass(slots=True)
class Assigned:
    places: dict[str, int] = field(default_factory=dict)
    groups: list[tuple[CutLabel, dict[str, int]]] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A column that may be a field; the lower its `doubt`, the better."""

    doubt: float
    field: str
    place: int


def assign(headings: Sequence[Titled], columns: Sequence[Sequence[str]], chosen: Mapping[str, str]) -> Assigned:
    """`columns` are the values below each heading; `chosen` prevails over every name."""
    said = {heading.place: chosen[heading.key] for heading in headings if heading.key in chosen}
    likely = (claim for claim in _claims(headings, columns, said) if claim.doubt < _HOPELESS)
    claims = sorted(likely, key=lambda claim: (claim.doubt, claim.place))
    assigned = Assigned(groups=_groups(headings, claims))
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
        assigned.places |= assigned.groups[-1][1]
    _by_kind(assigned, headings, columns, taken)
    _labels_without_heading(assigned, headings, columns, taken)
    return assigned


def _claims(headings: Sequence[Titled], columns: Sequence[Sequence[str]], said: Mapping[int, str]) -> Iterable[_Claim]:
    for heading, values in zip(headings, columns, strict=True):
        if heading.place in said:
            if said[heading.place]:
                yield _Claim(0, said[heading.place], heading.place)
            continue
        if any(found.field not in FIELDS and found.sure == 1 for found in heading.fields):
            continue
        for found in heading.fields:
            if found.field in FIELDS:
                yield _Claim(found.sure + _confirmation(found, values), found.field, heading.place)


def _confirmation(found: Named, values: Sequence[str]) -> float:
    answer = fits(found.field, values)
    if answer is None:
        return 0
    if answer:
        return _CONFIRMS
    return _HOPELESS if found.field == "activity" else _CONTRADICTS


def _groups(headings: Sequence[Titled], claims: Sequence[_Claim]) -> list[tuple[CutLabel, dict[str, int]]]:
    """The columns of each follow-up, in the order of the file, where there are at least two; else nothing."""
    best: dict[int, str] = {}
    for claim in claims:
        if claim.field in FIELDS:
            best.setdefault(claim.place, claim.field)
    about = [heading for heading in headings if best.get(heading.place) in OF_FOLLOW_UP]
    labelled = _labelled(about)
    if len({label for label, _ in labelled}) < 2:  # noqa: PLR2004 -- one is no series
        labelled = _repeated(about, best)
    groups: dict[CutLabel, dict[str, int]] = {}
    for label, heading in labelled:
        groups.setdefault(label, {}).setdefault(best[heading.place], heading.place)
    return list(groups.items()) if len(groups) > 1 else []


def _labelled(about: Sequence[Titled]) -> list[tuple[CutLabel, Titled]]:
    """Each column with the follow-up that it names, or that the one before it names."""
    found: list[tuple[CutLabel, Titled]] = []
    last: CutLabel | None = None
    for heading in about:
        last = _same_month(heading.label, [label for label, _ in found]) or last
        if last is not None:
            found.append((last, heading))
    return found


def _same_month(label: CutLabel | None, before: Sequence[CutLabel]) -> CutLabel | None:
    """«Descripción abril» beside «Avance al 30 de abril de 2021» speaks of the same follow-up."""
    if label is None or not label.month:
        return label
    years = (0, label.year)
    same = (other for other in before if other.month == label.month and (other.year in years or not label.year))
    return next(same, label)


def _repeated(about: Sequence[Titled], best: Mapping[int, str]) -> list[tuple[CutLabel, Titled]]:
    """Columns whose headings repeat to the letter, numbered by their turn."""
    texts = [heading.texts for heading in about if best[heading.place] == "percent"]
    if len(texts) < 2 or len(set(texts)) > 1:  # noqa: PLR2004 -- one is no series
        return []
    found, order, seen = [], 1, set[str]()
    for heading in about:
        if best[heading.place] in seen:
            order, seen = order + 1, set()
        seen.add(best[heading.place])
        found.append((CutLabel(order=order), heading))
    return found


def _by_kind(assigned: Assigned, headings: Sequence[Titled], columns: Sequence[Sequence[str]], taken: set[int]) -> None:
    """A field that no heading names, taken from the one column nobody recognises that can hardly be anything else."""
    for name in ("due", "percent"):
        if name in assigned.places:
            continue
        found = [
            heading.place
            for heading, values in zip(headings, columns, strict=True)
            if heading.place not in taken and not heading.fields and is_column_of(name, values)
        ]
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
