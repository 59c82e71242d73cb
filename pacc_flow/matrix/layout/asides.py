"""The stretches of a sheet that are no part of its matrix: where each begins and ends, and what there is to say of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.feet import is_signed
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.lines import begin_with_header, is_whole_row
from pacc_flow.matrix.layout.other_tables import (
    AMENDMENTS,
    ANOTHER,
    KEY,
    RISKS,
    SIGNATURES,
    SUMMARY,
    table_of_bare_words,
    table_opened,
    table_titled,
)
from pacc_flow.matrix.layout.titles import speaks_of_component
from pacc_flow.matrix.readers.grid import Line

_TOLD, _LONGEST = 4, 60  # headings that tell which table it is, and characters of each


@dataclass(slots=True)
class Aside:
    """`words` tell it apart: its headings, or its title, which stand at `places`. `numbers` are those of its lines, once there
    are any.
    """

    what: str
    words: str
    numbers: list[int] = field(default_factory=list)
    places: frozenset[int] = frozenset()

    @property
    def may_be_over(self) -> bool:
        """Whether a whole row of the matrix ends it: what has columns of its own may hold a line that looks like one."""
        return self.what in (ANOTHER, SIGNATURES, KEY)

    @property
    def confidence(self) -> Confidence:
        return Confidence.MEDIUM if self.what == ANOTHER else Confidence.HIGH

    def finding(self) -> Finding:
        first, last = self.numbers[0], self.numbers[-1]
        lines = f"renglones {first} {'y' if last == first + 1 else 'a'} {last}"
        told = (f"El renglón {first} es", "no se leyó") if first == last else (f"Los {lines} son", "no se leyeron")
        of = f"de {self.what}".replace("de el ", "del ")
        message = f"{told[0]} {of} («{self.words}»), no de la matriz: {told[1]}."
        return Finding(Code.OTHER_TABLE, "file", message, self.confidence)


class Asides:
    """Those of one sheet, as its lines go by."""

    def __init__(self) -> None:
        self._found: list[Aside] = []
        self._current: Aside | None = None

    @property
    def first(self) -> Aside | None:
        return self._found[0] if self._found else None

    @property
    def like_a_matrix(self) -> str:
        """What might be read as a matrix, where there is no other; "" when nothing may."""
        return next((aside.what for aside in self._found if aside.what in (RISKS, AMENDMENTS)), "")

    def findings(self) -> Iterator[Finding]:
        return (aside.finding() for aside in self._found)

    def begin_with(self, header: Header, what: str) -> None:
        """A title of the same table above is of it."""
        titled = self._current if self._current is not None and self._current.what == what else None
        aside = titled or self._begin(what, [heading.leaf for heading in header.headings])
        aside.numbers += header.numbers

    def end(self) -> None:
        self._current = None

    def take(
        self, line: Line, alone: str, following: Sequence[Line], header: Header | None, *, is_apart: bool, is_over: bool
    ) -> bool:
        """Whether a line begins or continues such a stretch. `alone` is its text if it has no other, `header` that of the
        matrix above, if any; it `is_apart` when it does not follow right after a row, and `is_over` when it is a line of
        titles over the columns of the next.
        """
        heads = following[0] if is_over else line
        opened = _opened(heads, alone, header, is_apart=is_apart or is_over)
        if opened and (self._current is None or self._current.what != opened):
            self._begin(opened, heads.cells).places = _filled(heads)
        elif self._current is not None and _ends(self._current, line, alone, following, header):
            self._current = None
        if self._current is None:
            return False
        self._current.numbers.append(line.number)
        return True

    def _begin(self, what: str, texts: Sequence[str]) -> Aside:
        self._current = aside_of(what, texts)
        self._found.append(self._current)
        return self._current


def aside_of(what: str, texts: Sequence[str]) -> Aside:
    distinct = list(dict.fromkeys(" ".join(text.split())[:_LONGEST] for text in texts if text))
    more = " · …" if len(distinct) > _TOLD else ""
    return Aside(what, " · ".join(distinct[:_TOLD]) + more)


def _opened(line: Line, alone: str, header: Header | None, *, is_apart: bool) -> str:
    """Above the first header only what has headings of its own is told apart: the rest is about the document."""
    if header is None:
        opened = "" if alone else table_opened(line.cells, is_apart=True)
        return opened if opened in (RISKS, SUMMARY) else ""
    if alone:
        return table_titled(alone)
    if bare := table_of_bare_words(line.cells):
        return bare
    if is_whole_row(line, header):
        return ""
    first = next(cell for cell in line.cells if cell)
    return table_opened(line.cells, is_apart=is_apart) or (SIGNATURES if is_signed(first) else "")


def _ends(aside: Aside, line: Line, alone: str, following: Sequence[Line], header: Header | None) -> bool:
    if header is None:
        return bool(alone) or line.number > aside.numbers[-1] + 1
    if alone:
        return speaks_of_component(alone) or begin_with_header(following[:1])
    # A range of a key may stand in the column of the percentages; a row fills more columns than those of its headings.
    is_of_words = aside.what in (SIGNATURES, KEY) and _filled(line) <= aside.places
    return aside.may_be_over and is_whole_row(line, header) and not is_of_words


def _filled(line: Line) -> frozenset[int]:
    return frozenset(place for place, cell in enumerate(line.cells) if cell)
