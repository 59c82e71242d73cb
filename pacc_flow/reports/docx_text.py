"""Labelled texts, fields and tables of a document of Word. A text is a text whatever it looks like.

A table is written as its XML and read once: made element by element, that of a large plan takes three times as long.
"""

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as Pages
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph

from pacc_flow.reports.docx_styles import WIDTH, style_id
from pacc_flow.reports.paper import Table
from pacc_flow.reports.sheets import FILLS, Style, Styled

Fills = Mapping[Style, str]  # without the mark before its figures

_SHORT = 900  # characters: such a row is not parted by the end of a page
_MARKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}  # a line feed is a line and a tab a tab, as where the library writes
_PROPERTIES = (
    f'<w:tblPr><w:tblStyle w:val="{style_id("Table Grid")}"/>'
    '<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
    '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    "<w:tblCaption w:val={name}/></w:tblPr>"
)


def add_pair(paragraph: Paragraph, label: str, value: str) -> None:
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(value)


def add_field(paragraph: Paragraph, name: str) -> None:
    """What it shows is a stand-in: whoever opens the document counts."""
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{name}">{run("1")}</w:fldSimple>')
    paragraph._p.append(field)  # noqa: SLF001 - the library knows no fields


def add_table(pages: Pages, it: Table, name: str, colour: str) -> None:
    """Its first row is a heading, for the eye, for who reads aloud, and on every page."""
    fills = {style: fill.removeprefix("#") for style, fill in (FILLS | {Style.HEADING: colour}).items()}
    widths = [round(WIDTH.twips * width / sum(it.widths)) for width in it.widths]
    parts = (
        f"<w:tbl {nsdecls('w')}>",
        _PROPERTIES.format(width=sum(widths), name=quoteattr(name)),
        "<w:tblGrid>",
        *(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
        row([Styled(heading, Style.HEADING) for heading in it.headings], widths, fills, is_heading=True),
        *(row(cells, widths, fills, is_bold=it.has_total and cells is it.rows[-1]) for cells in it.rows),
        "</w:tbl>",
    )
    pages.element.body.insert_element_before(parse_xml("".join(parts)), "w:sectPr")


def row(
    cells: Sequence[Styled], widths: Sequence[int], fills: Fills, *, is_heading: bool = False, is_bold: bool = False
) -> str:
    is_short = max(len(str(one.cell)) for one in cells) < _SHORT
    marks = f"{'<w:cantSplit/>' * is_short}{'<w:tblHeader/>' * is_heading}"
    look = style_id("Table heading" if is_heading else "Table text")
    written = (cell(one, width, look, fills, is_bold=is_bold) for one, width in zip(cells, widths, strict=True))
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(written)}</w:tr>"


def cell(styled: Styled, width: int, look: str, fills: Fills, *, is_bold: bool) -> str:
    fill = fills.get(styled.style, "auto")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{look}"/></w:pPr>{run(str(styled.cell), is_bold=is_bold)}</w:p></w:tc>'
    )


def run(text: str, *, is_bold: bool = False) -> str:
    pieces = (_MARKS.get(piece) or words(piece) for piece in re.split(r"([\n\t])", text) if piece)
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' * is_bold}{''.join(pieces)}</w:r>" if text else ""


def words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
