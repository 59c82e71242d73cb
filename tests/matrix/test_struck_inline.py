"""Struck-out texts that an XLSX keeps in their cells: many systems write none among the shared ones."""

from collections.abc import Sequence

import pytest

from pacc_flow.matrix import Code, read
from tests.matrix.test_files import package
from tests.matrix.test_formats import HEADER, ROWS

STRUCK, PLAIN = "<x:rPr><x:strike/></x:rPr>", '<x:rPr><x:strike val="0"/></x:rPr>'


def sheet(activity: Sequence[tuple[str, str]]) -> str:
    """`activity`: the runs of one cell, each with its format."""
    texts = [[[("", text)] for text in row] for row in (HEADER, ROWS[0])]
    texts[1][1] = list(activity)
    lines = "".join(
        f'<x:row r="{at}">{"".join(cell(f"{chr(65 + place)}{at}", runs) for place, runs in enumerate(row))}</x:row>'
        for at, row in enumerate(texts, 4)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<x:worksheet xmlns:x="{main}"><x:sheetData>{lines}</x:sheetData></x:worksheet>'


def cell(name: str, runs: Sequence[tuple[str, str]]) -> str:
    written = "".join(f'<x:r>{shape}<x:t xml:space="preserve">{text}</x:t></x:r>' for shape, text in runs)
    return f'<x:c r="{name}" t="inlineStr"><x:is>{written}</x:is></x:c>'


@pytest.mark.parametrize("prefix", ["x:", ""])
@pytest.mark.parametrize(
    ("runs", "code"),
    [
        ([(STRUCK, "Hacer un foro")], Code.STRUCK_ACTIVITY),
        ([(STRUCK, "Hacer "), (PLAIN, "un foro")], Code.STRUCK_TEXT),
        ([(PLAIN, "Hacer un foro")], None),
    ],
)
def test_struck_text_within_its_cell_is_said(runs: Sequence[tuple[str, str]], code: Code | None, prefix: str):
    data = package(sheet(runs).replace("xmlns:x=", "xmlns=" if not prefix else "xmlns:x=").replace("x:", prefix))
    (row,) = read(data, "plan.xlsx").rows
    said = {finding.code for finding in row.findings} & {Code.STRUCK_ACTIVITY, Code.STRUCK_TEXT}
    assert (row.activity, said) == ("Hacer un foro", {code} if code else set())
