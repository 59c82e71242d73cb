"""Texts with separators as different programs write them."""

import csv
import io

import docx
import pytest

from pacc_flow.matrix.reading import read_here
from tests.matrix.test_formats import EXPECTED, HEADER, ROWS, said

NARRATED = (*HEADER[:5], "DESCRIPCIÓN DEL AVANCE", HEADER[5])
TOLD = (
    (*ROWS[0][:5], 'Se hizo el "foro"; y\nse publicó, en C:\\carpeta.', ROWS[0][5]),
    (*ROWS[1][:5], "", ROWS[1][5]),
)
NARRATIVE = TOLD[0][5]


def written(separator: str, end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=end, quoting=quoting).writerows((NARRATED, *TOLD))
    return stream.getvalue()


def in_quotes(separator: str, quote: str) -> str:
    lines = (separator.join('"{}"'.format(cell.replace('"', quote)) for cell in row) for row in (NARRATED, *TOLD))
    return "\n".join(lines)


TEXTS = {
    "LibreOffice": written(";", "\n").encode(),
    "LibreOffice, all in quotes": written(";", quoting=csv.QUOTE_ALL).encode("cp1252"),
    "Excel in Spanish": written(";").encode("cp1252"),
    "Excel, UTF-8": written(",").encode("utf-8-sig"),
    "Excel, Unicode text": written("\t").encode("utf-16"),
    "Excel of a Mac": written(";", "\r").encode("mac_roman"),
    "sep=": ("sep=;\r\n" + written(";")).encode("cp1252"),
    "blanks before quotes": in_quotes(", ", '""').encode(),
    "backslash before quotes": in_quotes(";", '\\"').encode(),
    "both": in_quotes(", ", '\\"').encode(),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_any_program_reads_the_same(name: str):
    proposal = read_here(TEXTS[name], "a.csv")
    assert said(proposal) == EXPECTED
    assert [row.narrative for row in proposal.rows] == [NARRATIVE, ""]


def test_a_table_of_google_sheets_loses_only_its_line_breaks():
    text = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in (NARRATED, *TOLD))
    proposal = read_here(text.encode(), "a.tsv")
    assert said(proposal) == EXPECTED
    assert proposal.rows[0].narrative == NARRATIVE.replace("\n", " ")


def test_the_rule_below_the_headings_of_markdown_is_no_row():
    lines = [f"| {' | '.join(row)} |" for row in (HEADER, *ROWS)]
    text = "\n".join([lines[0], "|---|:--|:-:|--:|----| --- |", *lines[1:]])
    assert said(read_here(text.encode(), "a.txt")) == EXPECTED


def word(*, around: bool) -> bytes:
    """A matrix with a table in one of its cells, or `around` it a table that only lays the page out."""
    document = docx.Document()
    table = document.add_table(1, 1).cell(0, 0).add_table(3, 7) if around else document.add_table(3, 7)
    for at, row in enumerate((NARRATED, *TOLD)):
        for place, text in enumerate(row):
            table.cell(at, place).text = text
    table.cell(1, 5).add_table(1, 2).cell(0, 1).text = "dentro"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("around", [False, True])
def test_tables_of_word_within_tables_are_read(*, around: bool):
    proposal = read_here(word(around=around), "a.docx")
    assert said(proposal) == EXPECTED
    assert proposal.rows[0].narrative == f"{NARRATIVE}\ndentro"
