"""One cell of an ODS: its text as shown, but the exact figure of a percentage and the day of a date; and what is struck."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from pacc_flow.matrix.cells.written_date import MONTH_NUMBERS
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.table_cells import as_month, as_percent, as_text

_URN = "urn:oasis:names:tc:opendocument:xmlns"
TABLE, TEXT, OFFICE, STYLE = (f"{{{_URN}:{name}:1.0}}" for name in ("table", "text", "office", "style"))
_PARAGRAPH = f"{TEXT}p"
_PARAGRAPHS = (_PARAGRAPH, f"{TEXT}h")
_CELL_STYLE, _TEXT_STYLE = f"{TABLE}style-name", f"{TEXT}style-name"
_TYPE, _VALUE, _DAY, _TRUTH = (f"{OFFICE}{name}" for name in ("value-type", "value", "date-value", "boolean-value"))
_ENOUGH = 10  # digits: more than any sheet has rows or columns
_PARTS_OF_DAY = 3
# A month and at most its year: «jun-22», «junio de 2022», «06/2022»; the name in the language of whoever drew the sheet.
_MONTH_SHOWN = re.compile(
    r"(?:(?P<name>[^\W\d_]{3,})\.?(?:(?: de | del |[ /.-])(?P<year>[0-9]{4}|[0-9]{2}))?|(?P<number>[0-9]{1,2})[/.-][0-9]{4})"
)
_ENGLISH = {"jan": 1, "apr": 4, "aug": 8, "dec": 12}


class CellReader:
    def __init__(self, limits: Limits) -> None:
        self.struck_styles: set[str] = set()
        self._limits = limits

    def read(self, cell: etree._Element, said: Mapping[str, str]) -> tuple[str, bool | None]:
        """The text, not cleaned yet, and whether it is struck out: all of it, part of it (False) or nothing (None).

        `said` are the attributes of the cell.
        """
        children = list(cell)
        if not children and _TYPE not in said:
            return "", None
        if self.struck_styles:
            pieces = list(self._pieces(cell, is_struck=said.get(_CELL_STYLE, "") in self.struck_styles, within=False))
            marks = {struck for text, struck in pieces if text.strip()}
            return _value(said, "".join(text for text, _ in pieces)), (False not in marks if True in marks else None)
        if len(children) == 1 and children[0].tag == _PARAGRAPH and not len(children[0]):
            return _value(said, children[0].text or ""), None
        return _value(said, "".join(text for text, _ in self._pieces(cell, is_struck=False, within=False))), None

    def _pieces(self, element: etree._Element, *, is_struck: bool, within: bool) -> Iterator[tuple[str, bool]]:
        """The texts in their order, each with whether it is struck out. `within` a paragraph, or in none yet."""
        is_first = True
        for child in element:
            tag = child.tag
            if tag in _PARAGRAPHS and not is_first:
                yield "\n", is_struck
            if isinstance(tag, str) and tag.startswith(TEXT):
                is_first = False
                struck = is_struck or child.get(_TEXT_STYLE, "") in self.struck_styles
                yield self._sign(child) or child.text or "", struck
                yield from self._pieces(child, is_struck=struck, within=True)
            if within:
                yield child.tail or "", is_struck

    def _sign(self, element: etree._Element) -> str:
        if element.tag == f"{TEXT}s":
            return " " * min(count(element.get(f"{TEXT}c")), self._limits.cell_characters)
        return {f"{TEXT}tab": " ", f"{TEXT}line-break": "\n"}.get(element.tag, "")


def _value(said: Mapping[str, str], shown: str) -> str:
    kind = said.get(_TYPE, "")
    if kind == "string":
        return shown
    value = said.get(_VALUE, "")
    if kind == "percentage" and value:
        return as_percent(value)
    if kind == "date" and len(day := said.get(_DAY, "")[:10].split("-")) == _PARTS_OF_DAY:
        return as_month(int(day[0]), int(day[1])) if _is_month(shown, day) else "/".join(reversed(day))
    if kind == "float" and value:
        return _figure(value)
    if kind == "boolean":
        return as_text(said.get(_TRUTH) == "true")
    return shown


def _is_month(shown: str, day: list[str]) -> bool:
    """Whether the cell shows no more of its day than the month: its style says so elsewhere, and the text that it drew here."""
    match = _MONTH_SHOWN.fullmatch(shown.strip().lower())
    if match is None or not all(part.isascii() and part.isdigit() for part in day):
        return False
    name = match["name"] or ""
    month = int(match["number"] or MONTH_NUMBERS.get(name) or MONTH_NUMBERS.get(name[:3]) or _ENGLISH.get(name[:3], 0))
    return month == int(day[1]) and day[0].endswith(match["year"] or "")


def _figure(value: str) -> str:
    try:
        return as_text(float(value))
    except (ValueError, OverflowError):
        return value


def count(text: str | None) -> int:
    """How many times, at least once; a figure that no sheet has is far beyond every limit, and as good as any other."""
    if text is None or not (text.isascii() and text.isdigit()):
        return 1
    return max(1, int(text[:_ENOUGH])) if len(text) <= _ENOUGH else 10**_ENOUGH
