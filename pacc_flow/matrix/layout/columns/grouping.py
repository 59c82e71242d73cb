"""The columns of each follow-up, where several stand side by side."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from pacc_flow.matrix.layout.columns.headings import Named
from pacc_flow.matrix.layout.cut_labels import CutLabel, turn_of
from pacc_flow.matrix.proposal import OF_FOLLOW_UP


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


def groups_of(
    headings: Sequence[Titled], best: Mapping[int, str], ranks: Mapping[int, tuple[float, float]]
) -> list[tuple[CutLabel, dict[str, int]]]:
    """The columns of each follow-up, in the order of the file, where there are at least two; else nothing.

    `best`: {place: the field that the column most likely is}; of several columns for one field of a follow-up, the one of
    the highest rank.
    """
    about = [heading for heading in headings if best.get(heading.place) in OF_FOLLOW_UP]
    labelled = _labelled(about)
    same = _same_turn(labelled, best)
    labelled = [(same.get(label, label), heading) for label, heading in labelled]
    if len({label for label, _ in labelled}) < 2:  # noqa: PLR2004 -- one is no series
        labelled = _repeated(about, best)
    groups: dict[CutLabel, dict[str, int]] = {}
    for label, heading in labelled:
        places, name = groups.setdefault(label, {}), best[heading.place]
        if name not in places or ranks[heading.place] > ranks[places[name]]:
            places[name] = heading.place
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
    """«Descripción abril» or «I cuatrimestre» beside «Avance al 30 de abril de 2021» speaks of the same follow-up."""
    if label is None or not (month := _month(label)):
        return label
    years = (0, label.year)
    same = (other for other in before if _month(other) == month and (other.year in years or not label.year))
    return next(same, label)


def _month(label: CutLabel) -> int:
    return label.month or label.order * label.months


def _same_turn(labelled: Sequence[tuple[CutLabel, Titled]], best: Mapping[int, str]) -> dict[CutLabel, CutLabel]:
    """{label of a turn: that of its day}: «Observaciones seguimiento 1» beside «% seguimiento 1 (30/04/2021)» is of that
    day, and so it is beside «% a 30/04/2021», the first of as many days, where only one of them has a column of each kind.
    """
    fields: dict[CutLabel, set[str]] = {}
    turns: dict[CutLabel, CutLabel] = {}
    for label, heading in labelled:
        fields.setdefault(label, set()).add(best[heading.place])
        if label.month and (turn := next(filter(None, map(turn_of, reversed(heading.texts))), None)):
            turns.setdefault(turn, label)
    ordered = [label for label in fields if label.order]
    if turns:
        return {label: turns[label] for label in ordered if label in turns}
    days = sorted((label for label in fields if label.month), key=lambda label: (label.year, label.month, label.day))
    first = sorted(ordered, key=lambda label: label.order)
    are_apart = all(fields[one].isdisjoint(fields[other]) for one, other in zip(first, days, strict=False))
    return dict(zip(first, days, strict=True)) if len(first) == len(days) and are_apart else {}


def _repeated(about: Sequence[Titled], best: Mapping[int, str]) -> list[tuple[CutLabel, Titled]]:
    """Columns whose headings repeat to the letter, numbered by their turn."""
    texts = [heading.texts for heading in about if best[heading.place] == "percent"]
    if len(texts) < 2 or len(set(texts)) > 1:  # noqa: PLR2004 -- one is no series
        return []
    names = [best[heading.place] for heading in about]
    wide, rest = divmod(len(about), len(texts))
    if not rest and names == names[:wide] * len(texts):  # «% | Descripción | Observaciones», over and over
        return [(CutLabel(order=at // wide + 1), heading) for at, heading in enumerate(about)]
    found, order, seen = [], 1, set[str]()
    for heading, name in zip(about, names, strict=True):
        if name in seen:
            order, seen = order + 1, set()
        seen.add(name)
        found.append((CutLabel(order=order), heading))
    return found
