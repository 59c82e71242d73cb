"""What an XLSX shows and its values do not tell: hidden sheets, rows and columns, percentages, months, struck text.

ECMA-376, part 1, chapter 18. Only documents whose bytes speak of such a thing pay for looking.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import join, normpath

from pacc_flow.matrix.readers.archive import member
from pacc_flow.matrix.readers.grid import Place
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.table_cells import check_sizes
from pacc_flow.matrix.readers.xlsx_addresses import SheetXml, column_of, letters_of, prefix_of
from pacc_flow.matrix.readers.xlsx_inline import struck_inline
from pacc_flow.matrix.readers.xlsx_styles import MarkedStyles, marked_styles, struck_strings, walk

_Q = rb"[\"']"  # XML takes either; and no value holds a bare <, so that looking for an attribute stops at the next tag
_HIDDEN_ROW = re.compile(
    rb"<(?:\w+:)?row\b(?=[^<>]*\bhidden=" + _Q + rb"(?:1|true)" + _Q + rb")[^<>]*\br=" + _Q + rb"([0-9]{1,7})"
)
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b(?=[^<>]*\bhidden=" + _Q + rb"(?:1|true)" + _Q + rb")[^<>]*>")
_BOUND = re.compile(rb"\b(min|max)=" + _Q + rb"([0-9]{1,5})")
_NAMED_CELL = rb"[^<>]*\br=" + _Q + rb"([A-Z]{1,3})([0-9]{1,7})"
_STRING_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?=[^<>]*\bt=" + _Q + rb"s" + _Q + rb")" + _NAMED_CELL + rb"[^<>]*>\s*<(?:\w+:)?v>([0-9]{1,9})<"
)
_EMPTY_VALUE = rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?"
_UNCOMPUTED = re.compile(  # a formula that was computed to no text is a string, and says so
    rb"<(?:\w+:)?c\b(?![^<>]*\bt=" + _Q + rb"str" + _Q + rb")" + _NAMED_CELL + rb"[^<>]*>\s*"
    rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*" + _EMPTY_VALUE + rb"\s*</"
)


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """Rows 1-based, columns 0-based."""

    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: dict[Place, bool] = field(default_factory=dict)


class XlsxMarks:
    """The marks of one document, asked sheet by sheet."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data, self._limits = data, limits
        self._read = "", SheetXml(b"")  # the part that was asked for last

    def check_extent(self, sheet: str) -> None:
        """Unreadable when a value stands beyond what a matrix has of rows or columns."""
        rows, columns = self._sheet(sheet).extent
        check_sizes(self._limits, rows=rows, columns=columns, merges=0)

    def of(self, sheet: str) -> SheetMarks:
        xml = self._sheet(sheet)
        struck = self._styles.struck
        hides = b"hidden" in xml.content
        inline = dict(struck_inline(xml))
        if not (hides or struck or inline or self._struck_strings):
            return SheetMarks()
        return SheetMarks(
            frozenset(int(row[1]) for row in _HIDDEN_ROW.finditer(xml.addressed)) if hides else frozenset(),
            frozenset(self._hidden_columns(xml.content)) if hides else frozenset(),
            inline | dict(self._struck(xml, struck)),
        )

    def uncomputed(self, sheet: str) -> list[str]:
        """The names (`G7`) of the cells whose formula was never computed: the file holds no value of theirs."""
        xml = self._sheet(sheet)
        if b"<f" not in xml.content and b":f" not in xml.content:
            return []
        return [(cell[1] + cell[2]).decode() for cell in _UNCOMPUTED.finditer(xml.addressed)]

    def percents(self, sheet: str, columns: Collection[int]) -> Iterator[Place]:
        """The cells of some columns whose format shows a percentage."""
        if columns:
            yield from _cells_of_style(self._sheet(sheet), self._styles.percents, columns)

    def months(self, sheet: str, columns: Collection[int]) -> Iterator[Place]:
        """The cells of some columns whose format shows a month and no day."""
        if columns:
            yield from _cells_of_style(self._sheet(sheet), self._styles.months, columns)

    def _sheet(self, sheet: str) -> SheetXml:
        part = self._parts.get(sheet, "")
        if part != self._read[0]:
            self._read = part, SheetXml(self._member(part))
        return self._read[1]

    def _member(self, name: str) -> bytes:
        return member(self._data, name, self._limits)

    def _hidden_columns(self, content: bytes) -> Iterator[int]:
        for column in _HIDDEN_COLUMN.finditer(content):
            bounds = {bound[1]: int(bound[2]) for bound in _BOUND.finditer(column[0])}
            last = min(bounds.get(b"max", 0), self._limits.columns)
            yield from range(bounds.get(b"min", 1) - 1, last)

    def _struck(self, xml: SheetXml, styles: frozenset[int]) -> Iterator[tuple[Place, bool]]:
        for place in _cells_of_style(xml, styles):
            yield place, True
        if self._struck_strings:
            for cell in _STRING_CELL.finditer(xml.addressed):
                if (whole := self._struck_strings.get(int(cell[3]))) is not None:
                    yield (int(cell[2]), column_of(cell[1])), whole

    @cached_property
    def _parts(self) -> dict[str, str]:
        """The part of each sheet by its name."""
        targets: dict[str, str] = {}
        parts: dict[str, str] = {}

        def relation(name: str, said: dict[str, str]) -> None:
            if name == "Relationship" and "Id" in said and "Target" in said:
                target = said["Target"]
                targets[said["Id"]] = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))

        def sheet(name: str, said: dict[str, str]) -> None:
            if name == "sheet" and "name" in said:
                parts[said["name"]] = targets.get(next((said[key] for key in said if key.endswith(":id")), ""), "")

        walk(self._member("xl/_rels/workbook.xml.rels"), relation)
        walk(self._member("xl/workbook.xml"), sheet)
        return parts

    @cached_property
    def _styles(self) -> MarkedStyles:
        return marked_styles(self._member("xl/styles.xml"))

    @cached_property
    def _struck_strings(self) -> dict[int, bool]:
        return struck_strings(self._member("xl/sharedStrings.xml"))


def _cells_of_style(xml: SheetXml, styles: frozenset[int], columns: Collection[int] | None = None) -> Iterator[Place]:
    """In the order of the sheet; of some columns, or of all."""
    if not styles or not xml.content:
        return
    style = rb"\bs=" + _Q + rb"(?:" + b"|".join(b"%d" % number for number in sorted(styles)) + rb")" + _Q
    letters = rb"[A-Z]{1,3}" if columns is None else b"|".join(letters_of(column + 1) for column in sorted(columns))
    if xml.is_plain:
        pattern = rb'<c r="(' + letters + rb')([0-9]{1,7})"[^<>]*?' + style
    else:
        named = rb"[^<>]*\br=" + _Q + rb"(" + letters + rb")([0-9]{1,7})" + _Q
        pattern = rb"<" + prefix_of(xml.content) + rb"c\b(?=[^<>]*" + style + rb")" + named
    for cell in re.finditer(pattern, xml.addressed):
        letters, number = cell.groups()
        yield int(number), column_of(letters)
