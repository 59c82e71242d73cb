"""Days of spreadsheets that their cells show as a month: what is read is what is seen."""

import io
from datetime import date

import pytest
import xlsxwriter
import xlwt

from pacc_flow.matrix import Code, read
from pacc_flow.matrix.readers.number_formats import shows_only_month
from tests.matrix.test_formats import HEADER, ROWS, ods, ods_cell
from tests.matrix.test_xml_2003 import STYLES, book, cell

FIRST = date(2021, 6, 1)
LABELS, AFTER = ROWS[0][:3], ROWS[0][4:]


def xlsx(shape: str) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(4, 2, HEADER)
        sheet.write_row(5, 2, [*LABELS, "", *AFTER])
        sheet.write_datetime(5, 5, FIRST, workbook.add_format({"num_format": shape}))
    return stream.getvalue()


def xls(shape: str) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Matriz")
    for at, row in enumerate((HEADER, (*LABELS, FIRST, *AFTER))):
        for place, value in enumerate(row):
            sheet.write(at, place, value, xlwt.easyxf(num_format_str=shape if value is FIRST else "General"))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def ods_showing(shown: str) -> bytes:
    day = ods_cell(shown, f'office:value-type="date" office:date-value="{FIRST}"')
    row = "".join((*map(ods_cell, LABELS), day, *map(ods_cell, AFTER)))
    return ods(f"<table:table-row>{''.join(map(ods_cell, HEADER))}</table:table-row><table:table-row>{row}</table:table-row>")


def xml_2003(shape: str) -> bytes:
    day = cell(f"{FIRST}T00:00:00.000", 'ss:StyleID="month"', "DateTime")
    row = "".join((*map(cell, LABELS), day, *map(cell, AFTER)))
    style = f'<Style ss:ID="month"><NumberFormat ss:Format="{shape}"/></Style></Styles>'
    text = book(f"<Row>{''.join(map(cell, HEADER))}</Row><Row>{row}</Row>")
    return text.replace(STYLES, STYLES.replace("</Styles>", style)).encode()


SHOWING_A_MONTH = {
    "a.xlsx": xlsx("mmm-yy"),
    "b.xlsx": xlsx('mmmm" de "yyyy'),
    "c.xlsx": xlsx("[$-240A]mmmm;@"),
    "a.xls": xls("MMM-YY"),
    "b.xls": xls("MMMM"),
    "a.ods": ods_showing("jun-21"),
    "b.ods": ods_showing("junio de 2021"),
    "c.ods": ods_showing("06/2021"),
    "xml.xls": xml_2003("mmm\\-yy"),
}


@pytest.mark.parametrize("name", SHOWING_A_MONTH)
def test_a_day_that_its_cell_shows_as_a_month_is_read_as_the_month(name: str):
    (row,) = read(SHOWING_A_MONTH[name], name).rows
    guess = next(finding for finding in row.findings if finding.code is Code.DATE_GUESSED)
    assert (row.due_text, [day.isoformat() for day in row.due_dates]) == ("jun-2021", ["2021-06-30"])
    assert guess.alternative == "2021-06-01"


SHOWING_A_DAY = {
    "a.xlsx": xlsx("dd/mm/yyyy"),
    "b.xlsx": xlsx("d-mmm"),
    "a.xls": xls("D-MMM-YY"),
    "a.ods": ods_showing("1-jun-21"),
    "b.ods": ods_showing("01/06/21"),
    "xml.xls": xml_2003("Short Date"),
}


@pytest.mark.parametrize("name", SHOWING_A_DAY)
def test_a_day_that_its_cell_shows_is_read_as_the_day(name: str):
    (row,) = read(SHOWING_A_DAY[name], name).rows
    assert (row.due_text, [day.isoformat() for day in row.due_dates]) == ("01/06/2021", ["2021-06-01"])
    assert all(finding.code is not Code.DATE_GUESSED for finding in row.findings)


@pytest.mark.parametrize("code", ["mm:ss", "[h]:mm", "0.00", "General", '0" m"', "yyyy", "dddd, mmmm", "#,##0.00_m"])
def test_a_format_of_something_else_shows_no_month(code: str):
    assert not shows_only_month(code)
