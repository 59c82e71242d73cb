"""Titles of the entity's own, which no catalogue knows: a label alone in its line names the place of the rows below it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.lines import only_text
from pacc_flow.matrix.layout.sentences import begins_with_verb
from pacc_flow.matrix.layout.titles import NUMBERED, after_number
from pacc_flow.matrix.readers.grid import Line

_FULL = 2  # cells of a row besides its activity
_NUMBERED_TWICE = re.compile(r"\s*[0-9]{1,2}(\.[0-9]{1,2})+\b")


@dataclass(frozen=True, slots=True)
class Style:
    """How a title is written, which those of the same level share: its column, its kind of number, and its capitals."""

    place: int
    number: str
    is_upper: bool

    @property
    def is_marked(self) -> bool:
        return bool(self.number) or self.is_upper

    def stands_out(self, other: "Style") -> bool:
        """Whether what marks it as a title is not in the other too."""
        return bool(self.number and self.number != other.number) or (self.is_upper and not other.is_upper)


def style_of(line: Line) -> Style:
    place = next(place for place, cell in enumerate(line.cells) if cell)
    return _style(line.cells[place], place)


def _style(text: str, place: int) -> Style:
    numbered = NUMBERED.match(text)
    number = "2.3" if _NUMBERED_TWICE.match(text) else ("2" if numbered[1].isdigit() else "II") if numbered else ""
    return Style(place, number, text.isupper())


def names_rows_below(line: Line, header: Header, following: Sequence[Line], siblings: Collection[Style]) -> bool:
    """Whether a text alone in its line is the title of the rows that follow. `siblings` are how other titles of the sheet
    are written: one in the column of the activities must be written as they are, or stand out from the activities.
    """
    below = next((other for other in following if not only_text(other)), None)
    style, activity = style_of(line), header.places["activity"]
    if below is None or not _is_full(below, header) or style.place > activity:
        return False
    own, is_sibling = below.cells[style.place], style in siblings
    if "component" in header.places:
        return style.place == header.places["component"] and not own
    if style.place < activity:
        return style.is_marked or is_sibling or bool(own)
    if is_sibling and style.is_marked:
        return True
    is_short = len(line.cells) == 1 < len(header.headings)
    return not begins_with_verb(after_number(only_text(line))) and (
        is_sibling or is_short or style.stands_out(_style(own, style.place))
    )


def _is_full(line: Line, header: Header) -> bool:
    activity = header.places["activity"]
    return activity < len(line.cells) and bool(line.cells[activity]) and sum(map(bool, line.cells)) > _FULL
