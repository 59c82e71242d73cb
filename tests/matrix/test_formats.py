"""The formats beside XLSX and tab-separated text: real files of each, with their merges, hidden rows and struck-out words."""

import copy
import io
import zipfile

import docx
import pytest
import xlsxwriter
import xlwt
from reportlab.lib.pagesizes import landscape, letter
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from pacc_flow.matrix import Code, Limits, Proposal, Unreadable
from pacc_flow.matrix.pace import Part
from pacc_flow.matrix.readers.read_file import read_file
from pacc_flow.matrix.reading import read_here

HEADER = ("COMPONENTE", "ACTIVIDADES", "META", "FECHA", "% DE AVANCE", "RESPONSABLE")
ROWS = (
    ("Rendición de cuentas", "Hacer un foro", "1 foro", "30/06/2021", "50%", "Oficina de Riesgos"),
    ("", "Hacer otro foro", "2 foros", "31/12/2021", "88,24%", "Oficina de Riesgos"),
)
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles>'
    '<style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def ods_cell(text: str, extra: str = "") -> str:
    return f"<table:table-cell {extra}><text:p>{text}</text:p></table:table-cell>"


def ods(rows: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(f'<table:table table:name="Matriz">{rows}</table:table>'))
    return stream.getvalue()


def ods_matrix() -> bytes:
    header = "".join(map(ods_cell, HEADER))
    first = ods_cell("Rendición de cuentas", 'table:number-rows-spanned="2"') + "".join(map(ods_cell, ROWS[0][1:]))
    percent = '<table:table-cell office:value-type="percentage" office:value="0.8824"><text:p>88 %</text:p></table:table-cell>'
    second = "".join(
        ("<table:covered-table-cell/>", ods_cell(ROWS[1][1], 'table:style-name="S"'), *map(ods_cell, ROWS[1][2:4]), percent,
         ods_cell(ROWS[1][5]))
    )  # fmt: skip
    blank = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>'
    return ods(
        f"<table:table-row>{header}</table:table-row><table:table-row>{first}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{second}</table:table-row>{blank}</table:table-row>'
    )


def xls_matrix() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Matriz")
    struck = xlwt.easyxf("font: struck_out on")
    for place, text in enumerate(HEADER):
        sheet.write(0, place, text)
    sheet.write_merge(1, 2, 0, 0, ROWS[0][0])
    for at, row in enumerate(ROWS, 1):
        for place, text in enumerate(row[1:4], 1):
            sheet.write(at, place, text, struck if (at, place) == (2, 1) else xlwt.Style.default_style)
        sheet.write(at, 4, (0.5, 0.8824)[at - 1], xlwt.easyxf(num_format_str="0.00%"))
        sheet.write(at, 5, row[5])
    sheet.row(2).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def docx_matrix(more: int = 0) -> bytes:
    """`more` lines repeat the last one."""
    document = docx.Document()
    document.add_paragraph("Plan de 2021")
    table = document.add_table(rows=3, cols=6)
    for at, row in enumerate((HEADER, *ROWS)):
        for place, text in enumerate(row):
            table.cell(at, place).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 1).paragraphs[0].runs[0].font.strike = True
    for _ in range(more):
        table._tbl.append(copy.deepcopy(table._tbl.tr_lst[2]))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf_matrix(pages: int = 1) -> bytes:
    stream = io.BytesIO()
    body = [ROWS[0][:1] + row[1:] for row in ROWS] * (pages * 20)
    table = Table([HEADER, *(body if pages > 1 else body[:2])], repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    SimpleDocTemplate(stream, pagesize=landscape(letter)).build([table])
    return stream.getvalue()


def said(proposal: Proposal) -> list[tuple[object, ...]]:
    return [(row.component, row.activity, row.goal, row.due_text, row.percent, row.offices) for row in proposal.rows]


EXPECTED = [
    ("Rendición de cuentas", "Hacer un foro", "1 foro", "30/06/2021", 5000, ("Oficina de Riesgos",)),
    ("Rendición de cuentas", "Hacer otro foro", "2 foros", "31/12/2021", 8824, ("Oficina de Riesgos",)),
]
Told = tuple[int, int, Part]
SOUND = {"a.ods": ods_matrix(), "a.xls": xls_matrix(), "a.docx": docx_matrix(), "a.pdf": pdf_matrix()}


@pytest.mark.parametrize("name", SOUND)
def test_the_same_matrix_reads_the_same_from_each_format(name: str):
    assert said(read_here(SOUND[name], name)) == EXPECTED


@pytest.mark.parametrize("name", ["a.ods", "a.xls", "a.docx"])
def test_a_struck_out_activity_waits_for_a_person(name: str):
    first, second = read_here(SOUND[name], name).rows
    assert Code.STRUCK_ACTIVITY in {finding.code for finding in second.findings}
    assert Code.STRUCK_ACTIVITY not in {finding.code for finding in first.findings}


@pytest.mark.parametrize("name", ["a.ods", "a.xls"])
def test_a_hidden_row_is_read_and_said(name: str):
    second = read_here(SOUND[name], name).rows[1]
    assert Code.HIDDEN_ROW in {finding.code for finding in second.findings}


def test_what_a_spreadsheet_hides_or_strikes_out_is_read_and_said():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name in ("Matriz", "Otra"):
            sheet = book.add_worksheet(name)
            for at, row in enumerate((HEADER, *ROWS)):
                sheet.write_row(at, 0, row)
        sheet.hide()
        first = book.get_worksheet_by_name("Matriz")
        first.set_row(2, None, None, {"hidden": True})
        first.set_column(2, 2, None, None, {"hidden": True})
        struck = book.add_format({"font_strikeout": True})
        first.write_string(2, 1, ROWS[1][1], struck)
        first.write_rich_string(1, 1, "Hacer ", struck, "un foro")
        first.write_number(1, 4, 0.5, book.add_format({"num_format": "0.0%"}))
    proposal = read_here(stream.getvalue(), "a.xlsx")
    assert {Code.HIDDEN_SHEET, Code.HIDDEN_COLUMN} <= {finding.code for finding in proposal.findings}
    first_codes, second_codes = ({finding.code for finding in row.findings} for row in proposal.rows[:2])
    assert Code.STRUCK_TEXT in first_codes
    assert {Code.STRUCK_ACTIVITY, Code.HIDDEN_ROW} <= second_codes
    assert proposal.rows[0].percent == 5000


def test_a_pdf_of_several_pages_tells_how_it_goes_and_is_marked_as_less_certain():
    told: list[Told] = []
    proposal = read_here(pdf_matrix(pages=3), "a.pdf", tell=lambda *how: told.append(how))
    assert len(proposal.rows) == 120
    assert told == [(page, len(told), Part.PAGE) for page in range(1, len(told) + 1)]
    assert len(told) > 2
    assert Code.FROM_PDF in {finding.code for finding in proposal.findings}


def test_a_long_table_of_word_tells_how_many_of_its_lines_were_read():
    told: list[Told] = []
    read_file(docx_matrix(more=1_200), "a.docx", Limits(), lambda *how: told.append(how))
    assert told == [(500, 1_203, Part.LINE), (1_000, 1_203, Part.LINE)]


def test_a_long_matrix_of_any_format_tells_how_many_of_its_rows_are_proposed():
    """Its lines are gone through three times, and counted each time."""
    told: list[Told] = []
    lines = "\n".join("\t".join(row) for row in (HEADER, *[ROWS[0]] * 1_000))
    read_here(lines.encode(), "a.tsv", tell=lambda *how: told.append(how))
    assert told == [(done, 3_003, Part.ROW) for done in range(500, 3_001, 500)]


def test_a_short_matrix_is_read_before_there_is_anything_to_tell():
    told: list[Told] = []
    read_here(docx_matrix(), "a.docx", tell=lambda *how: told.append(how))
    assert told == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
@pytest.mark.parametrize("separator", ["\t", ";", ",", "|"])
def test_a_text_is_read_in_any_encoding_with_any_separator(encoding: str, separator: str):
    quoted = f'"uno{separator} dos"'
    lines = [separator.join(row) for row in (HEADER, *(tuple(f'"{cell}"' for cell in row) for row in ROWS))]
    data = "\r\n".join(lines).replace('"1 foro"', quoted).encode(encoding)
    proposal = read_here(data, "a.csv")
    assert [row.goal for row in proposal.rows] == [f"uno{separator} dos".replace("\t", " "), "2 foros"]
    assert proposal.rows[0].component == "Rendición de cuentas"


@pytest.mark.parametrize(("written", "text"), [
    ("'=1+1",     "=1+1"),
    ("''=1+1",    "'=1+1"),
    ("'-",        "-"),
    ("'citado'",  "'citado'"),
    ("''",        "''"),
])  # fmt: skip
def test_one_apostrophe_is_taken_off_a_shielded_formula_and_no_other_text(written: str, text: str):
    data = "\t".join(HEADER) + f"\nRendición\t{written}\t1 foro\t30/06/2021\t50%\tOficina de Riesgos\n"
    assert read_here(data.encode(), "a.tsv").rows[0].activity == text


def test_quoted_cells_of_many_lines_are_not_taken_for_lines_of_the_file():
    line = 'Rendición;Hacer;"1 foro\n2 foros";30/06/2021;"50%\n(va)";Oficina de Riesgos'
    proposal = read_here("\r\n".join([";".join(HEADER), *[line] * 3]).encode(), "a.csv")
    assert [row.goal for row in proposal.rows] == ["1 foro\n2 foros"] * 3


def test_a_quote_inside_a_text_is_only_a_quote():
    line = '"Rendición\tHacer el "foro"\t1 foro\t30/06/2021\t50%\tOficina de Riesgos'
    data = "\n".join(["\t".join(HEADER), line]).encode()
    row = read_here(data, "a.tsv").rows[0]
    assert (row.component, row.activity) == ('"Rendición', 'Hacer el "foro"')


def test_a_password_is_said_in_plain_words():
    stream = io.BytesIO(SOUND["a.ods"])
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(Unreadable, match="contraseña"):
        read_here(stream.getvalue(), "a.ods")


@pytest.mark.parametrize(
    "rows",
    [
        "<table:table-row>" + "<table:table-cell>" * 300 + "</table:table-cell>" * 300 + "</table:table-row>",
        f'<table:table-row table:number-rows-repeated="1000000">{ods_cell("x")}</table:table-row>',
        f"<table:table-row>{ods_cell('x', 'table:number-columns-repeated=' + chr(34) + '16384' + chr(34))}</table:table-row>",
    ],
    ids=["deep", "many rows", "many columns"],
)
def test_a_sheet_that_claims_too_much_is_refused(rows: str):
    with pytest.raises(Unreadable, match=r"demasiad|dañado"):
        read_here(ods(rows), "a.ods")


def test_external_entities_are_refused():
    data = SOUND["a.ods"]
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as sound, zipfile.ZipFile(stream, "w") as archive:
        for name in sound.namelist():
            content = sound.read(name)
            archive.writestr(
                name, b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + content if "xml" in name else content
            )
    with pytest.raises(Unreadable, match="declaraciones"):
        read_here(stream.getvalue(), "a.ods")
