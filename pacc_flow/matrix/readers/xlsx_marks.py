"""What an XLSX shows and its values do not tell: hidden sheets, rows and columns, percentages, struck-out text.

ECMA-376, part 1, chapter 18. Only documents whose bytes speak of such a thing pay for looking.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import join, normpath
from xml.parsers import expat

from pacc_flow.matrix.readers.archive import BROKEN, member
from pacc_flow.matrix.readers.grid import Place
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.unreadable import Unreadable

_PERCENT_FORMATS = frozenset({"9", "10"})  # those that every program knows without being told (18.8.30)
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


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """Rows 1-based, columns 0-based."""

    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: dict[Place, bool] = field(default_factory=dict)
    percents: frozenset[Place] = frozenset()


class XlsxMarks:
    """The marks of one document, asked sheet by sheet."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data, self._limits = data, limits

    def of(self, sheet: str) -> SheetMarks:
        part = self._parts.get(sheet, "")
        content = self._member(part) if part else b""
        percents, struck = self._styles
        return SheetMarks(
            frozenset(int(row[1]) for row in _HIDDEN_ROW.finditer(content)) if b"hidden" in content else frozenset(),
            frozenset(self._hidden_columns(content)) if b"hidden" in content else frozenset(),
            dict(self._struck(content, struck)),
            frozenset(_cells_of_style(content, percents)),
        )

    def _member(self, name: str) -> bytes:
        return member(self._data, name, self._limits)

    def _hidden_columns(self, content: bytes) -> Iterator[int]:
        for column in _HIDDEN_COLUMN.finditer(content):
            bounds = {bound[1]: int(bound[2]) for bound in _BOUND.finditer(column[0])}
            last = min(bounds.get(b"max", 0), self._limits.columns)
            yield from range(bounds.get(b"min", 1) - 1, last)

    def _struck(self, content: bytes, styles: frozenset[int]) -> Iterator[tuple[Place, bool]]:
        for place in _cells_of_style(content, styles):
            yield place, True
        if self._struck_strings:
            for cell in _STRING_CELL.finditer(content):
                if (whole := self._struck_strings.get(int(cell[3]))) is not None:
                    yield (int(cell[2]), _column(cell[1])), whole

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

        _walk(self._member("xl/_rels/workbook.xml.rels"), relation)
        _walk(self._member("xl/workbook.xml"), sheet)
        return parts

    @cached_property
    def _styles(self) -> tuple[frozenset[int], frozenset[int]]:
        """The cell formats that show a percentage, and those that strike their text out, by their number."""
        content = self._member("xl/styles.xml")
        reader = _Styles()
        if content:
            _walk(content, reader.start, reader.end)
        percents = reader.percent_formats | _PERCENT_FORMATS
        return (
            frozenset(at for at, (form, _) in enumerate(reader.formats) if form in percents),
            frozenset(at for at, (_, font) in enumerate(reader.formats) if font in reader.struck_fonts),
        )

    @cached_property
    def _struck_strings(self) -> dict[int, bool]:
        content = self._member("xl/sharedStrings.xml")
        if b"strike" not in content:
            return {}
        reader = _Strings()
        _walk(content, reader.start, reader.end, reader.text)
        return reader.struck


class _Styles:
    def __init__(self) -> None:
        self.percent_formats: set[str] = set()
        self.struck_fonts: set[str] = set()
        self.formats: list[tuple[str, str]] = []
        self._fonts = -1
        self._within: list[str] = []

    def start(self, name: str, said: dict[str, str]) -> None:
        parent = self._within[-1] if self._within else ""
        self._within.append(name)
        if name == "numFmt" and "%" in said.get("formatCode", ""):
            self.percent_formats.add(said.get("numFmtId", ""))
        elif name == "font" and parent == "fonts":
            self._fonts += 1
        elif name == "strike" and parent == "font" and said.get("val", "1") not in ("0", "false"):
            self.struck_fonts.add(str(self._fonts))
        elif name == "xf" and parent == "cellXfs":
            self.formats.append((said.get("numFmtId", ""), said.get("fontId", "")))

    def end(self, _name: str) -> None:
        self._within.pop()


class _Strings:
    """Which shared texts are struck out, and whether as a whole."""

    def __init__(self) -> None:
        self.struck: dict[int, bool] = {}
        self._at = -1
        self._is_struck = False
        self._plain = self._lined = False
        self._in_text = False

    def start(self, name: str, said: dict[str, str]) -> None:
        if name == "si":
            self._at, self._plain, self._lined = self._at + 1, False, False
        if name in ("si", "r"):
            self._is_struck = False
        elif name == "strike":
            self._is_struck = said.get("val", "1") not in ("0", "false")
        self._in_text = name == "t"

    def text(self, text: str) -> None:
        if self._in_text and text.strip():
            self._plain, self._lined = self._plain or not self._is_struck, self._lined or self._is_struck

    def end(self, name: str) -> None:
        self._in_text = False
        if name == "si" and self._lined:
            self.struck[self._at] = not self._plain


def _cells_of_style(content: bytes, styles: frozenset[int]) -> Iterator[Place]:
    if not styles or not content:
        return
    numbers = b"|".join(str(style).encode() for style in sorted(styles))
    pattern = rb"<(?:\w+:)?c\b(?=[^<>]*\bs=" + _Q + rb"(?:" + numbers + rb")" + _Q + rb")" + _NAMED_CELL
    for cell in re.finditer(pattern, content):
        yield int(cell[2]), _column(cell[1])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _walk(content: bytes, start: object, end: object = None, text: object = None) -> None:
    """Local names only: programs choose their prefixes, and the document type was refused before."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, said: start(name.rpartition(":")[2], said)  # type: ignore[operator]  # a handler
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])  # type: ignore[operator]  # a handler
    if text is not None:
        parser.CharacterDataHandler = text  # type: ignore[assignment]  # a handler
    try:
        parser.Parse(content, True)  # noqa: FBT003 -- the end of the document
    except (expat.ExpatError, LookupError) as error:  # the second for an encoding that nobody knows
        raise Unreadable(BROKEN) from error
