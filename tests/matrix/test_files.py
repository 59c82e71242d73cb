"""Files: the formats read, and everything else refused in plain Spanish."""

import io
import os
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pacc_flow.matrix import Code, Limits, Proposal, Unreadable, read
from pacc_flow.matrix.readers.file_kind import recognise_kind
from pacc_flow.matrix.reading import read_here
from tests.matrix.matrices import HEADINGS, PLAIN, Columns

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    fill(workbook)
    workbook.close()
    return target.getvalue()


def sheet_of(*rows: tuple[str, ...]) -> bytes:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Matriz")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return book(fill)


def package(sheet: str, **others: bytes | str) -> bytes:
    """A sound workbook whose sheet was replaced by what no honest program writes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet_of(("x",)))) as sound, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        members = {name: sound.read(name) for name in sound.namelist()}
        for name, content in (members | {"xl/worksheets/sheet1.xml": sheet} | others).items():
            archive.writestr(name, content)
    return target.getvalue()


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


def encrypted(data: bytes) -> bytes:
    """The same archive with the flag of encryption on its first member, in both of its headers."""
    return data.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01", 1).replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01", 1
    )


# --- what is read


def test_vertically_merged_cells_hold_for_every_row_they_span():
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Seguimiento")
        day, percent = (workbook.add_format({"num_format": shape}) for shape in ("dd/mm/yyyy", "0.00%"))
        sheet.merge_range("B2:I2", "SEGUIMIENTO AL PLAN")
        sheet.write_row("B3", ["Entidad", "Alcaldía de Prueba", "Vigencia", 2021])
        sheet.write_row("B5", HEADINGS)
        sheet.merge_range("B6:B9", "RENDICION DE CUENTAS")
        sheet.merge_range("C6:C7", "INFORMACIÓN de calidad")
        sheet.merge_range("C8:C9", "DIÁLOGO")
        sheet.merge_range("I6:I9", "Oficina de Riesgos")
        sheet.merge_range("A20:A25", "")
        for row in range(5, 9):
            sheet.write_row(row, 3, [f"Actividad {row}", "Meta"])
            sheet.write_datetime(row, 5, date(2021, 11, 29), day)
            sheet.write_number(row, 6, 15 / 17, percent)
            sheet.write_string(row, 7, "Se hizo.\nY se publicó.")

    proposal = read(book(fill), "plan.xlsx")
    assert (proposal.metadata.entity, proposal.metadata.year) == ("Alcaldía de Prueba", 2021)
    assert (proposal.metadata.title, proposal.metadata.sheet) == ("SEGUIMIENTO AL PLAN", "Seguimiento")
    assert [row.line for row in proposal.rows] == [6, 7, 8, 9]
    assert [row.subcomponent for row in proposal.rows] == ["INFORMACIÓN de calidad"] * 2 + ["DIÁLOGO"] * 2
    last = proposal.rows[-1]
    assert (last.component, last.activity, last.due_text, last.percent, last.narrative, last.offices) == (
        *("RENDICION DE CUENTAS", "Actividad 8", "29/11/2021", 8824, "Se hizo.\nY se publicó."),
        ("Oficina de Riesgos",),
    )
    assert last.due_dates[0].isoformat() == "2021-11-29"
    assert all(row.findings == () for row in proposal.rows)


def test_the_seed_as_a_spreadsheet_reads_as_the_seed(seed_file: Path, seed: Proposal):
    rows = [tuple(line.split("\t")) for line in seed_file.read_text(encoding="utf-8").split("\n")]
    proposal = read(sheet_of(*rows), "seed.xlsx")
    assert proposal.rows == seed.rows


def test_accents_written_apart_are_composed():
    decomposed = tuple(unicodedata.normalize("NFD", text) for text in PLAIN)
    assert read(sheet_of(HEADINGS, decomposed), "a.xlsx").rows[0].subcomponent == "DIÁLOGO"


def test_every_sheet_that_holds_a_matrix_is_read_and_named():
    def fill(workbook: xlsxwriter.Workbook) -> None:
        for name, count in (("Uno", 1), ("Dos", 2), ("Vacía", 0)):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate([HEADINGS, *[PLAIN] * count]):
                sheet.write_row(number, 0, row)
        workbook.add_worksheet("Portada")
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=Uno!$A$1:$A$2"})
        workbook.add_chartsheet("Gráfico").set_chart(chart)

    proposal = read(book(fill), "libro.XLSX")
    assert (proposal.metadata.sheet, len(proposal.rows)) == ("Uno", 3)
    assert [row.block for row in proposal.rows] == [0, 1, 1]
    finding = next(finding for finding in proposal.findings if finding.code is Code.SEVERAL_SHEETS)
    assert finding.message == "Leímos 2 hojas con matriz: «Uno», «Dos»."


def test_a_path_gives_the_name_of_the_file(tmp_path: Path, columns: Columns):
    path = tmp_path / "plan.tsv"
    path.write_bytes(columns.text([PLAIN]))
    assert read(path).rows == read(str(path)).rows == read(path, "otro.txt").rows
    with pytest.raises(Unreadable, match="No pudimos abrir"):
        read(tmp_path / "no-existe.tsv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_offices_use(columns: Columns, encoding: str):
    proposal = read(columns.text([PLAIN]).decode().replace("\n", "\r\n").encode(encoding), "matriz.txt")
    assert proposal.rows[0].subcomponent == "DIÁLOGO"
    legacy = [finding for finding in proposal.findings if finding.code is Code.LEGACY_ENCODING]
    assert bool(legacy) is (encoding == "cp1252")


# --- what is refused


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.tsv", "está vacío"),
        (b" \n\t ", "a.tsv", "está vacío"),
        (b"hola", "a.exe", "No leemos archivos «.exe»"),
        (b"hola", "matriz", "No leemos archivos «sin extensión»"),
        (b"hola", "a.xlsx", "se llama «.xlsx», pero por dentro es un texto"),
        (sheet_of(HEADINGS), "a.tsv", "se llama «.tsv», pero por dentro es un libro de Excel"),
        (b"%PDF-1.7", "a.xlsx", "es un PDF"),
        (b"MZ\x90", "a.tsv", "es un programa"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "tiene contraseña"),
        (OLE + "Workbook".encode("utf-16-le"), "a.docx", "por dentro es un libro de Excel 97-2003"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xlsx", "incompleto o dañado"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "Word anterior a 2007"),
        (b"<html><table></table></html>", "a.xls", "no trae tablas"),
        (b"\xef\xbb\xbf <!-- de un sistema --> <table><tr><td>x</table>", "a.csv", "por dentro es un archivo de página web"),
        ("<html><table></table></html>".encode("utf-16"), "a.txt", "por dentro es un archivo de página web"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "a.xls", "No encontramos una matriz"),
        (b'<?xml version="1.0"?><Workbook/>', "a.csv", "por dentro es un libro de Excel 2003 en XML"),
        (b'<?xml version="1.0"?><otra/>', "a.xml", "por dentro es un texto"),
        (zipped("word/document.xml"), "a.xlsx", "un documento de Word"),
        (zipped("nota.txt"), "a.xlsx", "un archivo comprimido"),
        (b"PK\x03\x04 y nada", "a.xlsx", "incompleto o dañado"),
        (sheet_of(HEADINGS, PLAIN)[:-300], "a.xlsx", "incompleto o dañado"),
        (encrypted(zipped("xl/workbook.xml")), "a.xlsx", "tiene contraseña"),
        (zipped("xl/workbook.xml"), "a.xlsx", "incompleto o dañado"),
        (package("<worksheet><sheetData><row><c"), "a.xlsx", "incompleto o dañado"),
        (sheet_of(("hola",)), "a.xlsx", "No encontramos una matriz"),
        (book(lambda workbook: workbook.add_worksheet()), "a.xlsx", "No encontramos una matriz"),
        (b"\x00\x01\x02\xff\xfe" * 50, "a.tsv", "datos binarios"),
        (os.urandom(0) + bytes(range(256)) * 9, "a.txt", "datos binarios"),
        (b"\xff\xfea", "a.txt", "No encontramos una matriz"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_plain_words(data: bytes, name: str, said: str):
    with pytest.raises(Unreadable) as refusal:
        read(data, name)
    assert said in refusal.value.message
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize(
    "hostile",
    [
        '<!DOCTYPE z [<!ENTITY a "ja"><!ENTITY b "&a;&a;&a;&a;">]>' + SHEET.format('<row><c t="str"><v>&b;</v></c></row>'),
        '<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + SHEET.format('<row><c t="str"><v>&a;</v></c></row>'),
        "<!doctype z>" + SHEET.format(""),
    ],
)
def test_entities_are_refused_before_anything_parses_them(hostile: str):
    with pytest.raises(Unreadable, match="no lo abrimos"):
        read(package(hostile), "a.xlsx")
    with pytest.raises(Unreadable, match="no lo abrimos"):
        read(package(SHEET.format(""), **{"xl/otro.xml": hostile.encode("utf-16")}), "a.xlsx")


def test_deep_xml_is_refused_or_read_as_nothing():
    with pytest.raises(Unreadable):
        read(package(SHEET.format("<row>" * 200_000)), "a.xlsx")


def test_an_archive_that_swells_is_refused_by_its_index():
    bomb = package(SHEET.format(""), **{"xl/media/x.bin": bytes(210 * 2**20)})
    assert len(bomb) < 2**20
    with pytest.raises(Unreadable, match="ocupa demasiado"):
        read(bomb, "a.xlsx")
    with pytest.raises(Unreadable, match="ocupa demasiado"):
        read(zipped("xl/workbook.xml", *(f"{n}" for n in range(30))), "a.xlsx", limits=Limits(archive_members=20))


def test_a_sheet_that_claims_more_cells_than_memory_holds_costs_nothing():
    cell = '<row r="{0}"><c r="{1}{0}" t="str"><v>x</v></c></row>'
    far = SHEET.format(cell.format(1, "A") + cell.format(1_048_576, "XFD"))
    started = time.monotonic()
    with pytest.raises(Unreadable, match="demasiad"):
        read(package(far), "a.xlsx")
    assert time.monotonic() - started < 15


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(rows=2), "demasiadas filas"),
        (Limits(columns=5), "demasiadas columnas"),
        (Limits(merges=0), "demasiadas celdas combinadas"),
        (Limits(cell_characters=60), "celda es demasiado grande"),
        (Limits(memory_bytes=2**24), "demasiada memoria o tiempo"),
        (Limits(file_bytes=100), "pesa más de 0 MB"),
    ],
)
def test_each_limit_of_a_spreadsheet_has_its_sentence(limits: Limits, said: str):
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([HEADINGS, PLAIN, PLAIN]):
            sheet.write_row(number, 0, row)
        sheet.merge_range("A10:A11", "x")

    with pytest.raises(Unreadable, match=said):
        read(book(fill), "a.xlsx", limits=limits)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(rows=2), "más de 2 filas"),
        (Limits(columns=7), "renglón 2 es demasiado grande"),
        (Limits(cell_characters=60), "renglón 2 es demasiado grande"),
    ],
)
def test_each_limit_of_a_text_has_its_sentence(columns: Columns, limits: Limits, said: str):
    with pytest.raises(Unreadable, match=said):
        read(columns.text([PLAIN]), "a.tsv", limits=limits)


# --- what nobody foresaw


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(["a.tsv", "a.txt", "a.xlsx"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str):
    try:
        read_here(data, name)
    except Unreadable as refusal:
        assert refusal.message  # noqa: PT017 -- either outcome is right; a third would not be


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(st.text(max_size=40) | st.sampled_from(PLAIN), min_size=1, max_size=10), max_size=6))
def test_any_rows_are_proposed_or_refused(rows: list[list[str]]):
    text = "\n".join("\t".join(row) for row in [list(HEADINGS), *rows])
    try:
        read_here(text.encode("utf-8", "surrogatepass"), "a.tsv")
    except Unreadable as refusal:
        assert refusal.message  # noqa: PT017 -- either outcome is right; a third would not be


SOUND = sheet_of(HEADINGS, PLAIN)


def test_the_kind_of_a_file_needs_no_parser():
    assert "python_calamine" in sys.modules
    assert recognise_kind(SOUND, "a.xlsx", Limits()).value == "libro de Excel"
