"""Tables of Word whose rows or cells stand in the content controls of a form."""

import io
from collections.abc import Sequence

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from pacc_flow.matrix import read
from tests.matrix.test_formats import EXPECTED, HEADER, ROWS, said

FULL_ROWS = tuple((ROWS[0][0], *row[1:]) for row in ROWS)


def within(elements: Sequence[etree._Element], depth: int) -> None:
    """Puts neighbours in a content control, and that one in others."""
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
    elements[0].addprevious(control)
    control[1].extend(elements)
    if depth > 1:
        within([control], depth - 1)


def form(rows: slice, *, depth: int = 1, cell: bool = False) -> bytes:
    document = docx.Document()
    table = document.add_table(rows=3, cols=6)
    for at, row in enumerate((HEADER, *FULL_ROWS)):
        for place, text in enumerate(row):
            table.cell(at, place).text = text
    chosen = table._tbl.tr_lst[rows]
    within([chosen[0].tc_lst[3]] if cell else chosen, depth)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        form(slice(1, 2)),
        form(slice(1, 3)),
        form(slice(0, 3)),
        form(slice(2, 3), depth=3),
        form(slice(1, 2), cell=True, depth=2),
    ],
    ids=["a row", "several rows", "all of them", "one within another", "a cell"],
)
def test_what_stands_in_a_content_control_is_read_in_its_place(data: bytes):
    assert said(read(data, "formato.docx")) == EXPECTED
