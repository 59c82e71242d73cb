"""Files made to do harm: each is refused in words, or read harmlessly, in the process apart that the site really uses."""

import io
import struct
import zipfile

import docx
import openpyxl
import pytest
import xlsxwriter

from pacc_flow.matrix import Code, Limits, Unreadable, read
from pacc_flow.matrix.readers.xlsx_marks import XlsxMarks
from tests.matrix import hostile_files as hostile
from tests.matrix.hostile_files import with_member, xlsx
from tests.matrix.test_formats import EXPECTED, HEADER, ROWS, SOUND, ods, ods_cell, said

HUGE = 250 * hostile.MEGABYTE
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def lying(data: bytes, size: int) -> bytes:
    """The same archive, whose headers say that what weighs `size` weighs a thousand bytes."""
    return data.replace(struct.pack("<I", size), struct.pack("<I", 1000))


PARTS = {"a.xlsx": "xl/worksheets/sheet1.xml", "a.ods": "content.xml", "a.docx": "word/document.xml"}
PACKAGES = {"a.xlsx": xlsx(), "a.ods": SOUND["a.ods"], "a.docx": SOUND["a.docx"]}


@pytest.mark.parametrize("name", PARTS)
def test_an_archive_that_unpacks_to_too_much_is_refused(name: str):
    with pytest.raises(Unreadable, match="ocupa demasiado"):
        read(with_member(PACKAGES[name], PARTS[name], b" " * HUGE), name)


@pytest.mark.parametrize("name", PARTS)
def test_an_archive_that_lies_about_its_size_is_refused(name: str):
    bomb = with_member(PACKAGES[name], PARTS[name], SHEET + b"<row>" * (HUGE // 5))
    with pytest.raises(Unreadable, match=r"demasiad|dañado"):
        read(lying(bomb, len(SHEET) + HUGE // 5 * 5), name)


@pytest.mark.parametrize("name", PARTS)
def test_elements_within_elements_without_end_are_refused(name: str):
    with pytest.raises(Unreadable):
        read(with_member(PACKAGES[name], PARTS[name], SHEET + b"<row>" * 100_000), name)


@pytest.mark.parametrize("name", PARTS)
def test_entities_are_refused(name: str):
    laughs = b'<!DOCTYPE x [<!ENTITY a "ja"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    with pytest.raises(Unreadable, match="declaraciones"):
        read(with_member(PACKAGES[name], PARTS[name], laughs), name)


@pytest.mark.parametrize("name", [*PARTS, "a.xls", "a.pdf"])
def test_a_file_cut_short_is_refused_or_read(name: str):
    data = {**PACKAGES, **SOUND}[name]
    with pytest.raises(Unreadable):
        read(data[: len(data) // 3], name)


@pytest.mark.parametrize(
    ("name", "is_called"), [("a.xlsx", "a.csv"), ("a.ods", "a.docx"), ("a.docx", "a.xls"), ("a.pdf", "a.xlsx")]
)
def test_a_name_that_is_not_what_the_file_is_is_told(name: str, is_called: str):
    data = {**SOUND, **PACKAGES}[name]
    with pytest.raises(Unreadable, match="pero por dentro es un"):
        read(data, is_called)


def computing(*formulas: tuple[str, str]) -> bytes:
    """A book whose activities are formulas, each with what it was computed to."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Matriz")
        for at, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(at, 0, row)
        for at, (formula, value) in enumerate(formulas, 1):
            sheet.write_formula(at, 1, formula, None, value)
    return stream.getvalue()


def test_formulas_and_links_to_other_hosts_are_never_followed():
    here, there = '=WEBSERVICE("http://otro.example/")', "='[http://otro.example/libro.xlsx]Hoja'!A1"
    book = computing((here, "Hacer un foro"), (there, "Hacer otro foro"))
    assert [row[1] for row in said(read(book, "a.xlsx"))] == [row[1] for row in EXPECTED]


@pytest.mark.parametrize(
    ("formulas", "said"),
    [
        (1, "La fórmula de B2 en la hoja «Matriz» nunca se calculó"),
        (2, "2 fórmulas de la hoja «Matriz» nunca se calcularon, como la de B2"),
    ],
)
def test_formulas_that_were_never_computed_are_said(formulas: int, said: str):
    book = openpyxl.Workbook()
    book.active.title = "Matriz"
    for row in (HEADER, *ROWS):
        book.active.append(row)
    for line in range(2, 2 + formulas):
        book.active.cell(line, 2, value='=CONCATENATE("Hacer"," un foro")')
    stream = io.BytesIO()
    book.save(stream)
    [finding] = [finding for finding in read(stream.getvalue(), "a.xlsx").findings if finding.code is Code.UNCOMPUTED]
    assert said in finding.message


def test_a_formula_that_was_computed_to_nothing_is_not_said():
    book, part = computing(('=""', "nada")), "xl/worksheets/sheet1.xml"
    computed = zipfile.ZipFile(io.BytesIO(book)).read(part).replace(b"<v>nada</v>", b"<v></v>")
    assert b'" t="str"><f>""</f><v></v>' in computed
    assert Code.UNCOMPUTED not in {finding.code for finding in read(with_member(book, part, computed), "a.xlsx").findings}


def test_macros_are_said_and_never_run():
    book = with_member(PACKAGES["a.xlsx"], "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")
    assert Code.MACROS in {finding.code for finding in read(book, "a.xlsm").findings}


def test_millions_of_declared_rows_are_refused():
    rows = f'<table:table-row table:number-rows-repeated="9000000">{ods_cell("x")}</table:table-row>'
    with pytest.raises(Unreadable, match="demasiadas filas"):
        read(ods(rows), "a.ods")


def test_a_document_of_word_without_tables_is_refused():
    stream = io.BytesIO()
    docx.Document().save(stream)
    with pytest.raises(Unreadable, match="no trae tablas"):
        read(stream.getvalue(), "a.docx")


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_an_encoding_that_nobody_knows_is_refused(name: str):
    part = {"a.xlsx": "xl/styles.xml", "a.ods": "content.xml"}[name]
    with pytest.raises(Unreadable, match="dañado"):
        read(with_member(PACKAGES[name], part, b'<?xml version="1.0" encoding="zz-nadie"?><x/>'), name)


def test_marks_are_found_whatever_quotes_the_attributes_have():
    rows = b"".join(
        b"<row r='%d'%s><c r='A%d' t='inlineStr'><is><t>%s</t></is></c></row>" % (at, hidden, at, b"x")
        for at, hidden in ((1, b""), (2, b" hidden='1'"))
    )
    book = with_member(PACKAGES["a.xlsx"], PARTS["a.xlsx"], SHEET + rows + b"</sheetData></worksheet>")
    assert XlsxMarks(book, Limits()).of("Matriz").hidden_lines == {2}
