"""The XML of Excel 2003, as Excel and as other programs write it."""

from xml.sax.saxutils import escape

import pytest

from pacc_flow.matrix import Code, Limits, Unreadable, read
from pacc_flow.matrix.pace import no_progress
from pacc_flow.matrix.readers.read_file import read_file
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_formats import EXPECTED, HEADER, ROWS, said

NAMESPACES = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40"'
)
STYLES = (
    '<Styles><Style ss:ID="Default" ss:Name="Normal"><Font ss:FontName="Calibri"/><NumberFormat/></Style>'
    '<Style ss:ID="day"><NumberFormat ss:Format="Short Date"/></Style>'
    '<Style ss:ID="share"><NumberFormat ss:Format="Percent"/></Style>'
    '<Style ss:ID="whole"><NumberFormat ss:Format="0%"/></Style>'
    '<Style ss:ID="struck"><Font ss:StrikeThrough="1"/></Style>'
    '<Style ss:ID="struck-too" ss:Parent="struck"><Alignment ss:WrapText="1"/></Style></Styles>'
)


def cell(text: str, extra: str = "", kind: str = "String") -> str:
    return f'<Cell {extra}><Data ss:Type="{kind}">{escape(text)}</Data></Cell>'


def book(rows: str, *, before: str = "", after: str = "", namespaces: str = NAMESPACES) -> str:
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook {namespaces}>{STYLES}<Worksheet ss:Name="Matriz"><Table>{before}{rows}</Table>{after}</Worksheet>'
        "</Workbook>"
    )


def plain_rows() -> str:
    return "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in (HEADER, *ROWS))


def as_excel_writes() -> str:
    """Merges, places that it skips, days and shares as figures, what is hidden and struck out."""
    header = "".join(map(cell, HEADER))
    first = cell(ROWS[0][0], 'ss:MergeDown="1"') + "".join(map(cell, ROWS[0][1:3]))
    first += cell("2021-06-30T00:00:00.000", 'ss:StyleID="day"', "DateTime") + cell("0.5", 'ss:StyleID="share"', "Number")
    second = cell(ROWS[1][1], 'ss:Index="2" ss:StyleID="struck-too"') + cell(ROWS[1][2])
    second += cell("2021-12-31T00:00:00.000", 'ss:StyleID="day"', "DateTime")
    second += cell("0.88239999999999996", 'ss:StyleID="whole"', "Number")
    office = cell(ROWS[0][5])
    return book(
        f'<Row ss:Index="3">{cell("SEGUIMIENTO 2021", f"ss:MergeAcross={chr(34)}5{chr(34)}")}</Row><Row ss:Span="1"/>'
        f'<Row ss:Index="7">{header}</Row><Row>{first}{office}</Row><Row ss:Hidden="1">{second}{office}</Row>'
        '<Row><Cell ss:Index="3" ss:StyleID="day"/></Row>',
        before='<Column ss:Width="90" ss:Span="1"/><Column ss:Hidden="1"/>',
        after="<WorksheetOptions><Selected/></WorksheetOptions>",
    )


def test_a_book_of_excel_2003_reads_as_any_other():
    proposal = read(as_excel_writes().encode(), "a.xml")
    assert said(proposal) == EXPECTED
    assert [row.line for row in proposal.rows] == [8, 9]
    assert proposal.metadata.sheet == "Matriz"
    first, second = ({finding.code for finding in row.findings} for row in proposal.rows)
    assert {Code.HIDDEN_ROW, Code.STRUCK_ACTIVITY} <= second
    assert not {Code.HIDDEN_ROW, Code.STRUCK_ACTIVITY} & first
    (hidden,) = [finding for finding in proposal.findings if finding.code is Code.HIDDEN_COLUMN]
    assert "«META»" in hidden.message
    assert Code.OTHER_EXTENSION not in {finding.code for finding in proposal.findings}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_it_may_be_called_xls_and_be_saved_in_any_encoding(encoding: str):
    proposal = read_here(book(plain_rows()).encode(encoding), "a.xls")
    assert said(proposal) == EXPECTED
    (told,) = [finding for finding in proposal.findings if finding.code is Code.OTHER_EXTENSION]
    assert told.message == "El archivo se llama «.xls», pero por dentro es un libro de Excel 2003 en XML; así lo leímos."


def test_programs_that_leave_out_the_prefixes_or_prefix_everything_are_understood():
    text = book(plain_rows(), namespaces="")
    assert said(read_here(text.replace("ss:", "").encode(), "a.xml")) == EXPECTED
    prefixed = text.replace("</", "</\0").replace("<", "<ss:").replace("<ss:/\0", "</ss:").replace("<ss:?", "<?")
    prefixed = prefixed.replace("Workbook ", 'Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" ', 1)
    assert said(read_here(prefixed.encode(), "a.xml")) == EXPECTED


def test_a_cell_without_a_style_has_that_of_its_row_or_its_column():
    rows = [HEADER, (*ROWS[0][:4], "0.5", ROWS[0][5]), (ROWS[0][0], *ROWS[1][1:4], "0.8824", ROWS[1][5])]
    lines = [
        f"<Row>{''.join(cell(text, kind='Number' if text[:2] == '0.' else 'String') for text in row)}</Row>" for row in rows
    ]
    struck = lines[2].replace("<Row>", '<Row ss:StyleID="struck">')
    shares = read_here(book("".join(lines), before='<Column ss:Index="5" ss:StyleID="share"/>').encode(), "a.xml")
    assert [row.percent for row in shares.rows] == [5000, 8824]
    assert all(Code.PERCENT_GUESSED not in {found.code for found in row.findings} for row in shares.rows)
    lined = read_here(book(lines[0] + lines[1] + struck).encode(), "a.xml")
    assert [Code.STRUCK_ACTIVITY in {found.code for found in row.findings} for row in lined.rows] == [False, True]


def test_words_struck_out_within_a_text_are_said():
    rich = '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">Hacer <S>un</S> foro</ss:Data></Cell>'
    proposal = read_here(book(plain_rows().replace(cell("Hacer un foro"), rich)).encode(), "a.xml")
    assert said(proposal) == EXPECTED
    assert Code.STRUCK_TEXT in {finding.code for finding in proposal.rows[0].findings}


def test_a_note_is_no_text_and_a_hidden_sheet_is_said():
    note = '<Comment><ss:Data xmlns="http://www.w3.org/TR/REC-html40"><B>Ana:</B> ojo</ss:Data></Comment>'
    rows = plain_rows().replace("</Data></Cell>", f"</Data>{note}</Cell>")
    text = book(rows, after="<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>")
    shown = book(rows)[book(rows).index("<Worksheet") : book(rows).index("</Workbook>")].replace("Matriz", "Otra")
    proposal = read_here(text.replace("</Workbook>", f"{shown}</Workbook>").encode(), "a.xml")
    assert said(proposal)[:2] == EXPECTED
    assert Code.HIDDEN_SHEET in {finding.code for finding in proposal.findings}


HOSTILE = {
    "entities": book(plain_rows()).replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "ja">]><Workbook'),
    "another file": book(cell("&e;")).replace("<Workbook", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><Workbook'),
    "depth": book("<Row><Cell>" * 5_000),
    "depth of a text": book(f"<Row><Cell><Data>{'<b>' * 5_000}"),
    "far row": book(f'<Row ss:Index="9999999999">{cell("x")}</Row>'),
    "far cell": book(f"<Row>{cell('x', 'ss:Index=' + chr(34) + '16384' + chr(34))}</Row>"),
    "many merges": book(f"<Row>{cell('x', 'ss:MergeDown=' + chr(34) + '9' + chr(34)) * 20}</Row>" * 30),
    "cut short": as_excel_writes()[:1500],
    "no table": book(""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_one_that_was_made_to_do_harm_is_refused(name: str):
    with pytest.raises(Unreadable) as refusal:
        read(HOSTILE[name].encode(), "a.xml", limits=Limits(merges=500))
    assert refusal.value.message.endswith(".")


def test_entities_are_refused_before_anything_parses_them():
    with pytest.raises(Unreadable, match="declaraciones"):
        read(HOSTILE["another file"].encode(), "a.xls")


def test_the_cell_after_one_merged_across_stands_after_all_its_columns():
    header = cell(HEADER[0], 'ss:MergeAcross="1"') + "".join(map(cell, HEADER[1:]))
    (grid,) = read_file(book(f"<Row>{header}</Row>").encode(), "a.xml", Limits(), no_progress).grids
    assert grid.lines[0].cells == (HEADER[0], "", *HEADER[1:])
    assert grid.spans == {(1, 0): 2}
