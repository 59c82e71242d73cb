"""The follow-up that the product was asked for, from the careful person's reading of it."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from pacc_flow.reports import Snapshot, Status, Zone, summarise
from pacc_flow.reports.snapshot import Component, Row
from tests.support.documents import render
from tests.support.pdf_pages import TaggedPages


@pytest.fixture
def icetex(seed_dir: Path, make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]) -> Snapshot:
    with (seed_dir / "icetex-2021-rows.tsv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file, delimiter="\t"))
    names = list(dict.fromkeys(line["component"] for line in read))
    rows = [
        make_row(
            n=int(line["n"]),
            component=names.index(line["component"]) + 1,
            subcomponent=line["subcomponent"],
            activity=line["activity"],
            goal=line["goal"],
            due_text=line["dates"],
            due_dates=tuple(map(date.fromisoformat, line["dates_iso"].replace("INVALIDA", "2021-11-30").split(";"))),
            percent=round(float(line["percent"].rstrip("%").replace(",", ".")) * 100),
            offices=(line["office"] or "Oficina Asesora de Planeación",),  # a person supplies what row 6 lost
        )
        for line in read
    ]
    components = tuple(Component(number=n, name=name) for n, name in enumerate(names, start=1))
    return make_snapshot(*rows, components=components)


def test_a_date_that_does_not_exist_stays_as_it_was_written(icetex: Snapshot) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render(icetex, "xlsx")))["Seguimiento"]
    assert sheet["E20"].value == "31/11/2021"


def test_both_measures_are_those_of_the_published_document(icetex: Snapshot) -> None:
    total = summarise(icetex).total
    assert (total.programmed, total.fulfilled) == (41, 39)
    assert (total.fulfilment.percent, total.fulfilment.zone) == (9512, Zone.HIGH)
    assert (total.average.percent, total.average.zone) == (9943, Zone.HIGH)
    assert total.by_status[Status.OVERDUE] == 2


def test_its_six_components_add_up_to_the_total(icetex: Snapshot) -> None:
    summary = summarise(icetex)
    assert len(summary.components) == 6
    assert sum(line.programmed for line in summary.components) == 41


def test_the_workbook_has_its_41_rows_in_order(icetex: Snapshot) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render(icetex, "xlsx")))["Seguimiento"]
    lines = list(sheet.iter_rows(min_row=8, values_only=True))
    assert [line[2] for line in lines] == [row.activity for row in icetex.rows]
    assert [line[5] for line in lines] == [(row.percent or 0) / 10_000 for row in icetex.rows]


def test_its_pages_have_the_41_rows_in_order_under_their_components(icetex: Snapshot) -> None:
    pages, document = TaggedPages(render(icetex, "pdf")), docx.Document(io.BytesIO(render(icetex, "docx")))
    in_pdf = [row for number in range(4, 10) for row in pages.table(number)[1:]]
    in_docx = [[cell.text for cell in row.cells] for table in document.tables[4:10] for row in table.rows[1:]]
    names = {component.number: component.name for component in icetex.components}
    expected = [(names[row.component], row.activity, row.goal) for row in icetex.rows]
    assert [(row[0], row[2], row[3]) for row in in_pdf] == [(row[0], row[2], row[3]) for row in in_docx] == expected
