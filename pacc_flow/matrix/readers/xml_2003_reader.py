"""The XML of Excel 2003 to grids: what many systems write, and call .xls, because it is Excel and it is text.

Its tags and attributes are told by their local names, for programs leave out or choose the prefixes. A cell without a style
has that of its row, or else of its column.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pacc_flow.matrix.cells.clean_text import clean_cells
from pacc_flow.matrix.pace import Progress
from pacc_flow.matrix.readers.archive import BROKEN, DECLARES, declares_entities
from pacc_flow.matrix.readers.drawn_sheet import DrawnSheet, let_go, put
from pacc_flow.matrix.readers.encoding import decoded
from pacc_flow.matrix.readers.grid import ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.number_formats import shows_only_month, shows_percent
from pacc_flow.matrix.readers.table_cells import as_month, as_percent, as_text
from pacc_flow.matrix.readers.unreadable import Unreadable

_TAKEN = ("Style", "Worksheet", "Column", "Row", "Visible")
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")  # it may tell an encoding, and by now the text is none but itself
_NAMED_PERCENT = "Percent"
_HIDDEN = ("SheetHidden", "SheetVeryHidden")
_TRUE = ("1", "true")
_PARTS_OF_DAY = 3
_IN_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-")
_ENOUGH = 7  # digits: more than any sheet has rows or columns


@dataclass(frozen=True, slots=True)
class _Style:
    is_percent: bool = False
    is_month: bool = False
    is_struck: bool = False


@dataclass(slots=True)
class _Styles:
    """By their names; those of the columns of the sheet being drawn, by their places."""

    named: dict[str, _Style] = field(default_factory=dict)
    of_columns: dict[int, str] = field(default_factory=dict)

    def of(self, cell: str, row: str, column: int) -> _Style:
        return self.named.get(cell or row or self.of_columns.get(column, "Default"), _Style())


def read_xml_2003(data: bytes, limits: Limits, _tell: Progress | None = None) -> ReadFile:
    text, findings = decoded(data)
    content = _DECLARATION.sub("", text.lstrip("\ufeff")).encode("utf-8", "replace")
    if declares_entities(content):
        raise Unreadable(DECLARES)
    reader = _Reader(limits)
    try:
        reader.parse(content)
    except etree.LxmlError as error:
        raise Unreadable(BROKEN) from error
    return ReadFile(tuple(sheet.grid() for sheet in reader.sheets), findings)


class _Reader:
    """Takes each element as it is complete, and lets it go: one row at a time is in memory."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[DrawnSheet] = []
        self._limits = limits
        self._styles = _Styles()

    def parse(self, content: bytes) -> None:
        # Without huge_tree libxml2 itself bounds the depth of elements, and the size of a text.
        tags = [f"{{*}}{name}" for name in _TAKEN]
        events = ("start", "end")
        for event, element in etree.iterparse(
            io.BytesIO(content), events=events, tag=tags, no_network=True, remove_comments=True, resolve_entities=False
        ):
            name = _local(element.tag)
            if event == "start":
                if name == "Worksheet":
                    self._begin(_said(element))
                continue
            self._take(name, element)
            if name != "Visible":
                let_go(element)

    def _begin(self, said: Mapping[str, str]) -> None:
        self.sheets.append(DrawnSheet(said.get("Name", ""), self._limits))
        self._styles.of_columns.clear()

    def _take(self, name: str, element: etree._Element) -> None:
        if name == "Style":
            self._style(element)
        elif self.sheets:
            sheet = self.sheets[-1]
            if name == "Row":
                self._row(sheet, element)
            elif name == "Column":
                self._column(sheet, _said(element))
            elif name == "Visible":
                sheet.is_hidden = element.text in _HIDDEN

    def _style(self, element: etree._Element) -> None:
        said = _said(element)
        parent = self._styles.named.get(said.get("Parent", ""), _Style())
        percent, month, struck = parent.is_percent, parent.is_month, parent.is_struck
        for child in element:
            name, about = _local(child.tag), _said(child)
            if name == "NumberFormat":
                form = about.get("Format", "")
                percent, month = form == _NAMED_PERCENT or shows_percent(form), shows_only_month(form)
            elif name == "Font":
                struck = about.get("StrikeThrough", "0") in _TRUE
        self._styles.named[said.get("ID", "")] = _Style(percent, month, struck)

    def _column(self, sheet: DrawnSheet, said: Mapping[str, str]) -> None:
        first, count = _place(said, sheet.columns), 1 + _count(said.get("Span"))
        if said.get("Hidden") in _TRUE:
            sheet.hide_columns(first, count)
        if "StyleID" in said:
            self._styles.of_columns |= dict.fromkeys(range(first, min(first + count, self._limits.columns)), said["StyleID"])
        sheet.columns = first + count

    def _row(self, sheet: DrawnSheet, element: etree._Element) -> None:
        said = _said(element)
        sheet.row = _place(said, sheet.row)
        if said.get("Hidden") in _TRUE:
            sheet.hide_rows(1 + _count(said.get("Span")))
        cells: list[str] = []
        column = 0
        for cell in element:
            if _local(cell.tag) == "Cell":
                column = self._cell(sheet, cells, cell, column, said.get("StyleID", ""))
        sheet.add(clean_cells(cells))
        sheet.row += _count(said.get("Span"))  # rows as this one, and blank

    def _cell(self, sheet: DrawnSheet, cells: list[str], cell: etree._Element, column: int, of_row: str) -> int:
        """Adds the cell to its row, and gives the place of the next one."""
        said = _said(cell)
        column = _place(said, column)
        down, across = _count(said.get("MergeDown")), _count(said.get("MergeAcross"))
        sheet.merge(column, down + 1, across + 1)
        data = next((child for child in cell if _local(child.tag) == "Data"), None)
        style = self._styles.of(said.get("StyleID", ""), of_row, column)
        text = "" if data is None else _text(data, style)
        if data is not None and text.strip():
            put(cells, column, 1, text, self._limits)
            struck = True if style.is_struck else _is_struck(data)
            if struck is not None:
                sheet.struck[(sheet.row + 1, column)] = struck
        return column + across + 1


def _text(data: etree._Element, style: _Style) -> str:
    kind, written = _said(data).get("Type", "String"), "".join(data.itertext())
    if kind == "Number":
        return as_percent(written.strip()) if style.is_percent else _figure(written.strip())
    if kind == "DateTime" and len(day := written.strip()[:10].split("-")) == _PARTS_OF_DAY:
        is_month = style.is_month and _IN_MONTH.match(written.strip())
        return as_month(int(day[0]), int(day[1])) if is_month else "/".join(reversed(day))
    return as_text(written.strip() in _TRUE) if kind == "Boolean" else written


def _figure(written: str) -> str:
    try:
        return as_text(float(written))
    except (ValueError, OverflowError):
        return written


def _is_struck(data: etree._Element) -> bool | None:
    """Whether all of a text with formats is struck out, part of it (False) or nothing (None)."""
    if not len(data):
        return None
    marks = {is_struck for text, is_struck in _pieces(data, is_struck=False) if text.strip()}
    return False not in marks if True in marks else None


def _pieces(element: etree._Element, *, is_struck: bool) -> Iterator[tuple[str, bool]]:
    yield element.text or "", is_struck
    for child in element:
        yield from _pieces(child, is_struck=is_struck or _local(child.tag) == "S")
        yield child.tail or "", is_struck


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _said(element: etree._Element) -> dict[str, str]:
    return {_local(name): value for name, value in element.items()}


def _place(said: Mapping[str, str], following: int) -> int:
    """0-based: where it says to be, counted from 1, or right after the one before. None goes back."""
    return max(following, _count(said["Index"]) - 1) if "Index" in said else following


def _count(text: str | None) -> int:
    if text is None or not (text.isascii() and text.isdigit()):
        return 0
    return int(text[:_ENOUGH]) if len(text) <= _ENOUGH else 10**_ENOUGH
