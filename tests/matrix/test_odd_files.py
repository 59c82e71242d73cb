"""What programs write though it is odd: pages of the web that are called books, cells without address, signs in quotes."""

import io
import zipfile

import pytest
import xlsxwriter
import xlwt

from pacc_flow.matrix import Code, Unreadable
from pacc_flow.matrix.reading import read_here
from tests.matrix.hostile_files import xlsx
from tests.matrix.test_formats import EXPECTED, HEADER, ROWS, SOUND, ods, ods_cell, said


def test_a_web_page_that_calls_itself_xls_is_read():
    first = "".join(f"<td>{text}</td>" for text in ROWS[0][1:])
    second = "".join(f"<td><p>{text}</p></td>" for text in ROWS[1][1:])
    header = "".join(f"<th>{text}</th>" for text in HEADER)
    page = (
        "<!-- exportado --><html><style>td {color: red}</style><table><tr><td>"
        f"<table><tr>{header}</tr><tr><td rowspan=2>{ROWS[0][0]}</td>{first}<tr>{second}</table></td></tr></table></html>"
    )
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        proposal = read_here(page.encode(encoding), "a.xls")
        assert said(proposal) == EXPECTED
        assert Code.OTHER_EXTENSION in {finding.code for finding in proposal.findings}


TEXT = "\r\n".join("\t".join(row) for row in (HEADER, *ROWS))
BOOKS = {"a.xlsx": xlsx(), "a.ods": SOUND["a.ods"], "a.xls": SOUND["a.xls"]}
MISNAMED = [
    # what it is                        what it is called  how a person is told
    (TEXT.encode("utf-16"),             "a.xls",  "un texto separado por tabuladores, comas o punto y coma"),
    (TEXT.encode("cp1252"),             "a.xls",  "un texto separado por tabuladores, comas o punto y coma"),
    (TEXT.replace("\t", ";").encode(),  "a.xls",  "un texto separado por tabuladores, comas o punto y coma"),
    (BOOKS["a.xlsx"],                   "a.xls",  "un libro de Excel"),
    (BOOKS["a.xlsx"],                   "a.ods",  "un libro de Excel"),
    (BOOKS["a.xls"],                    "a.xlsx", "un libro de Excel 97-2003"),
    (BOOKS["a.ods"],                    "A.XLSX", "una hoja de cálculo de LibreOffice"),
    (BOOKS["a.ods"],                    "a.xls",  "una hoja de cálculo de LibreOffice"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "is_called", "is_told"), MISNAMED)
def test_a_book_by_the_name_of_another_is_read_and_said(data: bytes, is_called: str, is_told: str):
    proposal = read_here(data, is_called)
    assert said(proposal) == EXPECTED
    (told,) = [finding for finding in proposal.findings if finding.code is Code.OTHER_EXTENSION]
    assert told.message == f"El archivo se llama «{is_called[1:].lower()}», pero por dentro es {is_told}; así lo leímos."


@pytest.mark.parametrize("is_called", ["a.csv", "a.tsv", "a.txt", "a.tab"])
def test_a_text_may_have_the_name_of_any_text(is_called: str):
    proposal = read_here(TEXT.replace("\t", ";").encode(), is_called)
    assert said(proposal) == EXPECTED
    assert Code.OTHER_EXTENSION not in {finding.code for finding in proposal.findings}


def test_cells_without_an_address_keep_their_marks():
    headings = "".join(f'<c t="str"><v>{text}</v></c>' for text in HEADER)
    rows = f"<row>{headings}</row>"
    texts = ["Rendición de cuentas", "Hacer un foro", "1 foro", "30/06/2021"]
    first = "".join(f'<c s="{1 if text == texts[1] else 0}" t="str"><v>{text}</v></c>' for text in texts)
    rows += f'<row hidden="1">{first}<c s="2"><v>0.8824</v></c><c t="str"><v>Oficina de Riesgos</v></c></row>'
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Matriz")
        sheet.write_string(0, 0, "x", book.add_format({"font_strikeout": True}))
        sheet.write_number(0, 1, 1, book.add_format({"num_format": "0.00%"}))
    sheet_xml = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    data = with_part(stream.getvalue(), "xl/worksheets/sheet1.xml", f"{sheet_xml}{rows}</sheetData></worksheet>")
    (row,) = read_here(data, "a.xlsx").rows
    assert (row.activity, row.percent) == ("Hacer un foro", 8824)
    assert {Code.HIDDEN_ROW, Code.STRUCK_ACTIVITY} <= {finding.code for finding in row.findings}


def with_part(data: bytes, name: str, content: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as sound, zipfile.ZipFile(stream, "w") as archive:
        for member in sound.namelist():
            archive.writestr(member, content if member == name else sound.read(member))
    return stream.getvalue()


@pytest.mark.parametrize(("shape", "figure"), [("0.0%", 0.45), ('0.0"%"', 45), ("0.0\\%", 45)])
def test_a_sign_in_quotes_makes_no_percentage(shape: str, figure: float):
    stream, book = io.BytesIO(), xlwt.Workbook()
    sheet = book.add_sheet("Matriz")
    for at, row in enumerate((HEADER, *ROWS)):
        for place, text in enumerate(row):
            sheet.write(at, place, text)
    sheet.write(3, 1, "Hacer un tercer foro")
    sheet.write(3, 4, figure, xlwt.easyxf(num_format_str=shape))
    book.save(stream)
    assert read_here(stream.getvalue(), "a.xls").rows[2].percent == 4500
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as other:
        matrix = other.add_worksheet("Matriz")
        for at, row in enumerate((HEADER, *ROWS, ("", "Hacer un tercer foro"))):
            matrix.write_row(at, 0, row)
        matrix.write_number(3, 4, figure, other.add_format({"num_format": shape}))
    assert read_here(stream.getvalue(), "a.xlsx").rows[2].percent == 4500


def test_a_sheet_of_ods_that_repeats_without_end_is_refused_or_costs_nothing():
    endless = 'table:number-columns-repeated="99999999999"'
    with pytest.raises(Unreadable, match="demasiadas columnas"):
        read_here(ods(f"<table:table-row>{ods_cell('x', endless)}</table:table-row>"), "a.ods")
    rows = "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}<table:table-cell {endless}/></table:table-row>"
        for row in (HEADER, *ROWS)
    )
    assert said(read_here(ods(rows), "a.ods")) == EXPECTED


def test_a_note_on_a_cell_of_ods_is_not_its_text():
    note = "<office:annotation><text:p>Una nota</text:p></office:annotation>"
    cells = [f"<table:table-cell><text:p>{text}</text:p>{note}</table:table-cell>" for text in ROWS[0]]
    rows = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in (map(ods_cell, HEADER), cells))
    assert said(read_here(ods(rows), "a.ods")) == EXPECTED[:1]


@pytest.mark.parametrize(
    "cell", ["<c r='E{0}' s='1'>", '<c s="1" r="E{0}">', '<c r="E{0}" cm="0" s="1">', '<x:c r="E{0}" s="1">']
)
def test_a_percentage_is_known_however_its_cell_is_written(cell: str):
    prefix = "x:" if cell.startswith("<x:") else ""
    rows = ""
    for at, row in enumerate((HEADER, *ROWS), 1):
        texts = [f'<c r="{chr(65 + place)}{at}" t="str"><v>{text}</v></c>' for place, text in enumerate(row)]
        texts[4] = texts[4] if at == 1 else f"{cell.format(at).replace('x:', '')}<v>{(0.5, 0.8824)[at - 2]}</v></c>"
        rows += f'<row r="{at}">{"".join(texts)}</row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    if prefix:
        xml = xml.replace("</", "</\0").replace("<", "<x:").replace("<x:/\0", "</x:").replace("xmlns=", "xmlns:x=")
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("Matriz").write_number(0, 0, 1, book.add_format({"num_format": "0.00%"}))
    proposal = read_here(with_part(stream.getvalue(), "xl/worksheets/sheet1.xml", xml), "a.xlsx")
    assert said(proposal) == EXPECTED
    assert Code.PERCENT_GUESSED not in {finding.code for row in proposal.rows for finding in row.findings}
