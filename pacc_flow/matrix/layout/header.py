"""A header of up to five lines of merged cells, understood: which column is which field, and of which follow-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pacc_flow.matrix.layout.columns.headings import FIELDS, Named, named
from pacc_flow.matrix.layout.columns.percent_columns import says_percent
from pacc_flow.matrix.layout.columns.schedule import stands_under_month
from pacc_flow.matrix.layout.cut_labels import CutLabel, label_of


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: the texts above it, from the top, and where it stands. `key` names it when a person maps it."""

    texts: tuple[str, ...]
    place: int
    key: str = ""

    @property
    def written(self) -> str:
        return " · ".join(self.texts)

    @property
    def leaf(self) -> str:
        return self.texts[-1] if self.texts else ""

    @property
    def label(self) -> CutLabel | None:
        """The follow-up that it speaks of: its own text says it, or one above it."""
        found = (label_of(text, alone=len(self.texts) > 1 or not named(text)) for text in reversed(self.texts))
        return next((label for label in found if label), None)

    @property
    def fields(self) -> Sequence[Named]:
        """By its own words, else by those together with the ones above, else by those above alone."""
        own = named(self.leaf)
        if own or len(self.texts) < 2:  # noqa: PLR2004 -- nothing stands above
            return own
        joined = named(" ".join(self.texts))
        above = [found for text in reversed(self.texts[:-1]) for found in named(text)]
        return joined or [Named(found.field, found.sure + 1) for found in above]


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one follow-up, when several stand side by side."""

    label: CutLabel
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Header:
    """`places` are those of the fields of a row; with `groups`, of the percentage and narrative of the last one. `doubtful`
    columns were taken for a field by their values; `numbers` are the lines of the file that it takes; `titles` stand over
    some of its columns and name the component of the rows below; `months` are the columns of a schedule, where no column
    holds the date; `cut` says of each line which follow-up it is; `planned` is {place of what was done: that of what was
    programmed}; of `marks`, {place: state}, each row marks one, where no column holds its progress.
    """

    headings: tuple[Heading, ...]
    places: Mapping[str, int]
    groups: tuple[Group, ...] = ()
    number: int | None = None
    doubtful: Sequence[str] = ()
    numbers: tuple[int, ...] = ()
    chosen: frozenset[str] = field(default_factory=frozenset)
    titles: Sequence[str] = ()
    months: Mapping[int, str] = field(default_factory=dict)
    cut: int | None = None
    planned: Mapping[int, int] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)

    @property
    def total(self) -> int | None:
        """The column that sums up those of several follow-ups."""
        place = self.places.get("percent")
        return None if any(place == group.places.get("percent") for group in self.groups) or not self.groups else place

    def planned_in(self, cells: Sequence[str], place: int | None, shift: int) -> str | None:
        """What a line says was programmed, of what it says in a column of its progress; None where no column says it."""
        if place is None or place not in self.planned:
            return None
        of = self.planned[place] + shift
        return cells[of] if 0 <= of < len(cells) else ""

    def may_count(self, place: int | None) -> bool:
        """Whether a column of progress may count how many of something, for its heading does not call it a percentage."""
        return place is not None and place < len(self.headings) and not says_percent(self.headings[place].texts)

    @property
    def unknown(self) -> list[Heading]:
        """Those that nobody recognises, written by somebody."""
        of_groups = (place for group in self.groups for place in group.places.values())
        taken = {*self.places.values(), *self.months, *self.marks, self.number, self.cut, *of_groups}
        return [
            heading
            for heading in self.headings
            if heading.texts and heading.place not in taken and not heading.fields and heading.key not in self.chosen
            if not (self.months and stands_under_month(heading.texts))
        ]

    @property
    def name(self) -> str:
        if self.groups:
            return "varios-seguimientos"
        order = sorted(self.places, key=lambda name: self.places[name])
        return "ocho-columnas" if order == list(FIELDS) else "otras-columnas"

    def is_same(self, other: "Header") -> bool:
        return [heading.texts for heading in self.headings] == [heading.texts for heading in other.headings]
