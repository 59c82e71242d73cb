"""A web page to one grid: public systems export a table of HTML and call it .xls, because Excel opens it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pacc_flow.matrix.cells.clean_text import clean_cell
from pacc_flow.matrix.pace import Progress
from pacc_flow.matrix.readers.archive import BROKEN
from pacc_flow.matrix.readers.encoding import decoded
from pacc_flow.matrix.readers.grid import Grid, ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.table_cells import Merge, check_sizes, fallen_of, lines_of, spans_of
from pacc_flow.matrix.readers.unreadable import Unreadable

_NO_TABLES = "La página web no trae tablas. Ábrala en Excel, guárdela como .xlsx y súbala otra vez."
_UNSEEN = ("script", "style", "head", "template")
_BLOCKS = ("p", "div", "li", "br")


@dataclass(slots=True)
class _Drawn:
    """What was read so far: rows of texts, and the columns that a cell of a row above still holds."""

    table: list[list[str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    held: dict[int, int] = field(default_factory=dict)  # column: rows that it is still held for


def read_html(data: bytes, limits: Limits, _tell: Progress | None = None) -> ReadFile:
    text, findings = decoded(data)
    try:
        # Without huge_tree libxml2 itself bounds the depth of elements.
        page = etree.fromstring(text.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8", no_network=True))
    except etree.LxmlError as error:
        raise Unreadable(BROKEN) from error
    drawn = _Drawn()
    for table in () if page is None else page.iter("table"):
        if table.find(".//table") is None:  # one around others only lays the page out
            drawn.held.clear()
            for row in table.iter("tr"):
                _add(drawn, row, limits)
    if not drawn.table:
        raise Unreadable(_NO_TABLES)
    width = max(map(len, drawn.table))
    rows = [[*row, *[""] * (width - len(row))] for row in drawn.table]
    check_sizes(limits, rows=len(rows), columns=width, merges=len(drawn.merges))
    lines = lines_of(rows, drawn.merges, limits)
    spans, fallen = spans_of(drawn.merges, len(rows)), fallen_of(drawn.merges, len(rows))
    return ReadFile((Grid("", lines, spans=spans, fallen=fallen),), findings)


def _add(drawn: _Drawn, row: etree._Element, limits: Limits) -> None:
    at, texts = len(drawn.table), list[str]()
    drawn.held = {column: rows - 1 for column, rows in drawn.held.items() if rows > 1}
    held = set(drawn.held)
    for cell in row.iterchildren("td", "th"):
        while len(texts) in held:
            texts.append("")
        down, across = _count(cell, "rowspan", limits.rows), _count(cell, "colspan", limits.columns)
        start = len(texts)
        texts += [_text(cell), *[""] * (across - 1)]
        if down * across > 1:
            drawn.merges.append((at, start, at + down - 1, start + across - 1))
            drawn.held |= dict.fromkeys(range(start, start + across), down)
        check_sizes(limits, rows=at + 1, columns=len(texts), merges=len(drawn.merges))
    drawn.table.append(texts)


def _count(cell: etree._Element, name: str, most: int) -> int:
    text = cell.get(name, "").strip()
    return min(max(1, int(text[:7])), most) if text.isascii() and text.isdigit() else 1


def _text(cell: etree._Element) -> str:
    return clean_cell(
        "\n".join(line for line in (" ".join(line.split()) for line in "".join(_pieces(cell)).split("\0")) if line)
    )


def _pieces(element: etree._Element) -> Iterator[str]:
    """The words of a cell; a NUL, which no page holds, where a line begins. White space means nothing in HTML."""
    yield element.text or ""
    for child in element:
        if child.tag in _BLOCKS:
            yield "\0"
        if isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield from _pieces(child)
        yield child.tail or ""
