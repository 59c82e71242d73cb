"""The columns of each follow-up, where several stand side by side."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from pacc_flow.matrix.layout.columns.headings import Named
from pacc_flow.matrix.layout.cut_labels import CutLabel
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
