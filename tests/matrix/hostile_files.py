"""Files that no honest program writes: bombs, lies, depths and locks, one function a format."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

import xlsxwriter

from tests.matrix.test_formats import HEADER, ROWS, SOUND, ods, ods_cell

_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}<sheetData>{}</sheetData></worksheet>'
LAST_ROW, LAST_COLUMN = 1_048_576, "XFD"
MEGABYTE = 2**20


def xlsx() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Matriz")
        for at, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(at, 0, row)
    return stream.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The same package with one of its parts replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as sound, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in sound.namelist():
            if member != name:
                archive.writestr(member, sound.read(member))
        archive.writestr(name, content)
    return stream.getvalue()


def sheet(rows: str, *, before: str = "") -> bytes:
    """A workbook whose sheet begins with the sound rows and goes on with others."""
    sound = "".join(
        f'<row r="{at}">{"".join(_cell(place, at, text) for place, text in enumerate(row))}</row>'
        for at, row in enumerate((HEADER, *ROWS), 1)
    )
    return with_member(xlsx(), "xl/worksheets/sheet1.xml", _SHEET.format(before, sound + rows).encode())


def _cell(place: int, at: int, text: str) -> str:
    return f'<c r="{chr(65 + place)}{at}" t="inlineStr"><is><t>{text}</t></is></c>' if text else ""


def declared_rows(last: int = LAST_ROW) -> bytes:
    """A style in every row to the end of the sheet, and nothing written in it."""
    return sheet("".join(f'<row r="{at}"><c r="A{at}" s="0"/></row>' for at in range(4, last + 1)))


def written_rows(last: int = LAST_ROW) -> bytes:
    return sheet("".join(f'<row r="{at}"><c r="B{at}"><v>1</v></c></row>' for at in range(4, last + 1)))


def far_cell() -> bytes:
    return sheet(f'<row r="{LAST_ROW}"><c r="{LAST_COLUMN}{LAST_ROW}"><v>1</v></c></row>')


def wide_cell() -> bytes:
    return sheet(f'<row r="4"><c r="{LAST_COLUMN}4"><v>1</v></c></row>')


def lying_dimension() -> bytes:
    return sheet("", before=f'<dimension ref="A1:{LAST_COLUMN}{LAST_ROW}"/>')


def _with_record(data: bytes, kind: int, change: bytes, *, into: int | None = None) -> bytes:
    """An XLS with the first record of a kind overwritten: its body, or its kind."""
    at = data.index(struct.pack("<H", kind), 512)
    while not (data[at + 3] == 0 and at % 2 == 0):
        at = data.index(struct.pack("<H", kind), at + 1)
    if into is not None:
        return data[:at] + struct.pack("<H", into) + data[at + 2 :]
    return data[: at + 4] + change + data[at + 4 + len(change) :]


def xls_of_many_rows() -> bytes:
    """Its DIMENSIONS record claims every row and column of a sheet."""
    return _with_record(SOUND["a.xls"], 0x0200, struct.pack("<IIHH", 0, 0x7FFFFFFF, 0, 0xFFFF))


def xls_of_a_sheet_elsewhere() -> bytes:
    """Its BOUNDSHEET record says that the sheet begins beyond the file."""
    return _with_record(SOUND["a.xls"], 0x0085, struct.pack("<I", 0x7FFFFFFF))


def xls_in_circles() -> bytes:
    """Every sector of the file follows the first one."""
    data = bytearray(SOUND["a.xls"])
    first = struct.unpack_from("<I", data, 76)[0]
    table = 512 + first * 512
    data[table : table + 512] = struct.pack("<I", 0) * 128
    return bytes(data)


def xls_with_a_password() -> bytes:
    """The record after the first is FILEPASS."""
    return _with_record(SOUND["a.xls"], 0x00E1, b"", into=0x002F)


def pdf(*objects: bytes) -> bytes:
    """Objects numbered from 1; the first is the catalogue."""
    body, places = b"%PDF-1.7\n", list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return body + start + table + b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))


def pdf_of(content: bytes, *, filters: Sequence[str] = ("FlateDecode",)) -> bytes:
    """One page drawn by a stream that is packed as many times as it has filters."""
    for _ in filters:
        content = zlib.compress(content, 9)
    names = " ".join(f"/{name}" for name in filters).encode()
    return pdf(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R>>",
        b"<</Filter [%s] /Length %d>>\nstream\n%s\nendstream" % (names, len(content), content),
    )


def pdf_bomb(megabytes: int = 300) -> bytes:
    return pdf_of(b" " * (megabytes * MEGABYTE))


def pdf_of_many_lines() -> bytes:
    return pdf_of(b"0 0 m 9 9 l S " * (5 * MEGABYTE))


def pdf_of_bombs_within() -> bytes:
    return pdf_of(bytes(200 * MEGABYTE), filters=("FlateDecode", "FlateDecode"))


def pdf_in_circles() -> bytes:
    """The pages are within themselves."""
    return pdf(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>>")


def pdf_of_deep_pages(depth: int = 20_000) -> bytes:
    pages = (b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % (number + 1) for number in range(2, depth))
    return pdf(b"<</Type /Catalog /Pages 2 0 R>>", *pages, b"<</Type /Page>>")


def pdf_of_deep_objects(depth: int = 1_000_000) -> bytes:
    return pdf(b"<</Type /Catalog /Pages 2 0 R /Deep %s>>" % (b"[" * depth), b"<</Type /Pages /Kids [] /Count 0>>")


def pdf_of_many_pages(count: int = 100_000) -> bytes:
    kids = b"<</Type /Pages /Kids [%s] /Count %d>>" % (b"3 0 R " * count, count)
    return pdf(b"<</Type /Catalog /Pages 2 0 R>>", kids, b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800]>>")


def pdf_with_a_password() -> bytes:
    lock = b"<</Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4>>" % (b"o" * 32, b"u" * 32)
    sound = pdf(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [] /Count 0>>", lock)
    return sound.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 3 0 R /ID [(a) (a)]")


def docx_of(body: str) -> bytes:
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{words}"><w:body>{body}</w:body></w:document>'
    return with_member(SOUND["a.docx"], "word/document.xml", document.encode())


def docx_of_many_rows(count: int = 200_000) -> bytes:
    return docx_of(f"<w:tbl>{'<w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>' * count}</w:tbl>")


def docx_of_wide_cells(count: int = 1_000) -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr><w:p/></w:tc>'
    return docx_of(f"<w:tbl><w:tr>{cell * count}</w:tr></w:tbl>")


def docx_of_tables_within(depth: int = 80) -> bytes:
    return docx_of("<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth)


def html_of_depths(depth: int = 100_000) -> bytes:
    return b"<html><table><tr><td>" + b"<div>" * depth + b"x"


def html_of_wide_cells(count: int = 5_000) -> bytes:
    return b"<html><table>" + b"<tr><td rowspan=99999999 colspan=99999999>x" * count


def csv_of_many_rows() -> bytes:
    return b"a;b;c\n" * (3 * MEGABYTE)


def csv_of_one_cell() -> bytes:
    return b'"' + b"x" * (19 * MEGABYTE)


def csv_of_separators() -> bytes:
    return b";" * (19 * MEGABYTE)


def ods_of_many_rows() -> bytes:
    return ods(f"<table:table-row>{ods_cell('x')}</table:table-row>" * 200_000)


def ods_of_one_row(cells: int = 1_000_000) -> bytes:
    """All in one row, which is held whole."""
    content = zipfile.ZipFile(io.BytesIO(SOUND["a.ods"])).read("content.xml")
    row = f"<table:table-row>{ods_cell('x') * cells}</table:table-row>".encode()
    return with_member(SOUND["a.ods"], "content.xml", content.replace(b"<table:table-row>", row + b"<table:table-row>", 1))


_BOOK_OF_2003 = '<?xml version="1.0"?><Workbook><Worksheet Name="Matriz"><Table>{}</Table></Worksheet></Workbook>'
_CELL_OF_2003 = "<Cell><Data>x</Data></Cell>"


def xml_of_many_rows() -> bytes:
    return _BOOK_OF_2003.format(f"<Row>{_CELL_OF_2003}</Row>" * 400_000).encode()


def xml_of_one_row() -> bytes:
    """All in one row, which is held whole; none of its cells is the next to another."""
    return _BOOK_OF_2003.format(f"<Row>{'<Cell/>' * 2_000_000}</Row>").encode()


def text_of_comments() -> bytes:
    """What stands before the root of a page, and then no page."""
    return b"<!---->" * 500 + b"x"


def text_of_high_bytes() -> bytes:
    return bytes(range(128, 256)) * (19 * MEGABYTE // 128)
