"""One sheet read from top to bottom: headers, the headers that pages repeat, title rows, rows, and what is none of these."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Self

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.asides import Asides
from pacc_flow.matrix.layout.blocks import FoundBlock, MatrixLine
from pacc_flow.matrix.layout.columns.headings import TITLES
from pacc_flow.matrix.layout.columns.kinds import holds
from pacc_flow.matrix.layout.feet import is_foot
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.layout.header_lines import header_at, stands_over
from pacc_flow.matrix.layout.lines import LABELS, begin_with_header, is_row, names_follow_up, only_text
from pacc_flow.matrix.layout.loose_texts import about_loose
from pacc_flow.matrix.layout.other_tables import table_like_a_matrix
from pacc_flow.matrix.layout.own_titles import Style, names_rows_below, style_of
from pacc_flow.matrix.layout.supposed import Supposed
from pacc_flow.matrix.layout.titles import Title, component_of_headings, may_be_renamed, title_of, without_number
from pacc_flow.matrix.pace import Pace
from pacc_flow.matrix.places.catalogue import Catalogue
from pacc_flow.matrix.readers.grid import Grid, Line

_SHOWN = 80  # characters on a line of the screen
_TITLES = 4  # lines of titles that may stand between one of a follow-up and its header, and one more


class Sheet:
    """`takes_others`: whether a map of risks is read as a matrix, as it is where a file holds nothing else. `supposed` is the
    header that is taken where none is recognised.
    """

    def __init__(
        self,
        grid: Grid,
        catalogue: Catalogue,
        chosen: Mapping[str, str],
        *,
        takes_others: bool = False,
        supposed: Supposed | None = None,
    ) -> None:
        self.grid, self.catalogue, self.chosen = grid, catalogue, chosen
        self.takes_others, self.supposed = takes_others, supposed
        self.blocks: list[FoundBlock] = []
        self.asides = Asides()
        self.pages = 0
        self._said: list[Finding] = []
        self._loose: list[Line] = []
        self._since: list[Line] = []
        self._title = Title()
        self._is_titled = False  # whether a title named the component since the last header
        self._renamed: dict[str, Line] = {}  # the titles that were taken for one of LABELS while no row is below them
        self._styles: dict[str, set[Style]] = {name: set() for name in LABELS}  # of the titles of each
        self._row = 0  # the number of the last row

    @property
    def has_rows(self) -> bool:
        return any(block.lines for block in self.blocks)

    @property
    def findings(self) -> list[Finding]:
        found = [*self._said, *about_loose(self._loose), *self.asides.findings()]
        numbers = [number for block in self.blocks for number in block.headers]
        if len(numbers) > len(self.blocks):
            message = f"Reconocimos {len(numbers)} encabezados repetidos, uno por página."
            found.append(Finding(Code.REPEATED_HEADERS, "file", message))
        return found

    def read(self, pace: Pace) -> Self:
        lines, at = self.grid.lines, 0
        while at < len(lines):
            pace.step()
            if self.supposed and self.supposed.at == at and not self.blocks:
                self._enter(self.supposed.header)
                at += self.supposed.height
                continue
            header, height = header_at(self.grid, at, self.chosen) or (None, 1)
            if header is None or self._holds_values(lines[at]):
                height = 1
                self._take(lines[at], lines[at + 1 : at + 1 + _TITLES])
            elif not self.takes_others and (other := table_like_a_matrix(header)):
                self._forget_renamed()
                self.asides.begin_with(header, other)
                self._since += lines[at : at + height]
            else:
                self._enter(header)
            at += height
        self._forget_renamed()
        return self

    def _holds_values(self, line: Line) -> bool:
        """Whether a line holds a date or a percentage in its column, and so is no header, whatever its texts are called."""
        places = self.blocks[-1].header.places if self.blocks else {}
        return any(holds(name, cell) for name, place in places.items() for cell in line.cells[place : place + 1])

    def _enter(self, header: Header) -> None:
        self.pages += 1
        self.asides.end()
        for text in header.titles:
            self._enter_title(text)
        if not self._is_titled:
            self._enter_by_headings(header)
        self._is_titled = False
        last = self.blocks[-1] if self.blocks else None
        if last and last.header.is_same(header) and not any(names_follow_up(line) for line in self._since):
            last.headers += header.numbers[:1]
        else:
            # A header without rows is the upper part of the one that follows.
            above = self.blocks.pop().above if last and not last.lines else []
            self.blocks.append(FoundBlock(self.grid, header, [*above, *self._since], [*header.numbers[:1]]))
        self._since = []

    def _take(self, line: Line, following: Sequence[Line]) -> None:
        alone = only_text(line)
        header = self.blocks[-1].header if self.blocks else None
        is_apart, is_over = line.number > self._row + 1, bool(following) and stands_over(self.grid, line, following[0])
        if self.asides.take(line, alone, following, header, is_apart=is_apart, is_over=is_over):
            self._forget_renamed()
            self._since.append(line)
        elif (
            (alone and self._enter_title(alone, line))
            or header is None
            or (names_follow_up(line) and begin_with_header(following))
            or (alone and self._enter_renamed(line, alone, header, following))
        ):
            self._since.append(line)
        elif is_row(line, header) and not (alone and self._is_aside(line, alone, header)):
            self._add(line, header)
        else:
            self._since.append(line)
            if alone not in self._titles_above and not (names_follow_up(line) and len(alone) <= _SHOWN):
                self._loose.append(line)

    def _add(self, line: Line, header: Header) -> None:
        self._said += [_taken_for(name, title) for name, title in self._renamed.items()]
        self._renamed = {}
        self._title = _after(line, header, self._title)
        self._row = line.number
        self.blocks[-1].lines.append(MatrixLine(line, header, self.pages, self._title, 0))

    @property
    def _titles_above(self) -> set[str]:
        """What stands above the first table of the sheet and may be repeated over each of the others."""
        return {text for line in self.blocks[0].above if (text := only_text(line))}

    def _enter_title(self, text: str, line: Line | None = None) -> bool:
        title = title_of(text, self.catalogue)
        if title is None:
            return False
        if line is not None:
            self._styles["component" if title.component else "subcomponent"].add(style_of(line))
        self._title = title if title.component else replace(self._title, subcomponent=title.subcomponent)
        self._is_titled = self._is_titled or bool(title.component)
        return True

    def _enter_by_headings(self, header: Header) -> None:
        """Where no title says it, the table of a component with columns of its own is known by them."""
        last = self.blocks[-1].header if self.blocks else None
        component = component_of_headings(header, self.catalogue)
        if component and not (last and last.is_same(header)):
            self._title = Title(component=component)
            where = f"Por sus encabezados, las filas de la tabla del renglón {header.numbers[0]}"
            message = f"{where} son de «{component}»; ningún rótulo lo dice."
            self._said.append(Finding(Code.COMPONENT_FROM_CATALOGUE, "file", message, Confidence.MEDIUM))

    def _enter_renamed(self, line: Line, text: str, header: Header, following: Sequence[Line]) -> bool:
        """A label among the rows, or right above a header, that the catalogue does not know: the component of those below."""
        if names_follow_up(line) or text in self._titles_above:
            return False
        is_over_header = begin_with_header(following[:1]) and (text.isupper() or line.number > self._row + 1)
        is_under = self._is_under_title(line)
        siblings = {style for styles in self._styles.values() for style in styles} | ({style_of(line)} if is_under else set())
        is_of_rows = names_rows_below(line, header, following, siblings)
        is_wide = "component" not in header.places and (is_over_header or self._is_wide(line))
        if not (is_of_rows or is_wide) or not may_be_renamed(text, is_among_rows=is_of_rows):
            return False
        self._name(line, "subcomponent" if is_under else "component")
        if is_over_header:
            self._name_first_block()
        return True

    def _is_under_title(self, line: Line) -> bool:
        """Whether a title stands below that of a component, written otherwise, or as those that did."""
        style, above = style_of(line), self._since[-1] if self._since else None
        if not self._title.component or style in self._styles["component"]:
            return False
        is_below = above is not None and above.number > self._row and style_of(above) in self._styles["component"]
        return style.number == "2.3" or is_below or style in self._styles["subcomponent"]

    def _name(self, line: Line, name: str) -> None:
        label = without_number(only_text(line))
        self._styles[name].add(style_of(line))
        if name == "component":
            self._forget_renamed()
            self._title, self._is_titled = Title(component=label), True
        else:
            self._title = replace(self._title, subcomponent=label)
        self._renamed[name] = line

    def _forget_renamed(self) -> None:
        """A title without rows below was that of something else."""
        if self._renamed:
            self._loose += self._renamed.values()
            self._title, self._renamed = Title(), {}

    def _name_first_block(self) -> None:
        """Where each table has its title right above its header, so has the first one, though it might be the document's."""
        first = self.blocks[0]
        above = first.above[-1] if first.above else None
        text = only_text(above) if above else ""
        is_title = above is not None and first.headers[:1] == [above.number + 1] and may_be_renamed(text)
        if above is not None and is_title and not any(line.title.component for line in first.lines):
            self._said.append(_taken_for("component", above))
            label = without_number(text)
            first.lines = [replace(line, title=replace(line.title, component=label)) for line in first.lines]

    def _is_wide(self, line: Line) -> bool:
        place = next(place for place, cell in enumerate(line.cells) if cell)
        return self.grid.spans.get((line.number, place), 1) > 2  # noqa: PLR2004 -- two columns can be one

    def _is_aside(self, line: Line, text: str, header: Header) -> bool:
        """A text over many columns, between two tables, or at the foot of the page is no activity wherever it stands."""
        is_between = len(line.cells) == 1 < len(header.headings)
        return is_foot(text) or is_between or self._is_wide(line)


def _after(line: Line, header: Header, title: Title) -> Title:
    """A title row speaks for the rows below it until one of them has a label of its own."""
    own = {name for name in LABELS if (place := header.places.get(name)) is not None and any(line.cells[place : place + 1])}
    return Title() if "component" in own else replace(title, subcomponent="") if own else title


def _taken_for(name: str, line: Line) -> Finding:
    what = TITLES[name].lower()
    message = f"Tomamos «{only_text(line)}», del renglón {line.number}, como el {what} de las filas que siguen."
    return Finding(Code.LOOSE_TEXT, "file", message, Confidence.MEDIUM)
