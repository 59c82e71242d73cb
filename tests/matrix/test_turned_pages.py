"""Pages of a PDF that are drawn sideways, or shown so."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from pacc_flow.matrix import read
from tests.matrix.test_formats import EXPECTED, HEADER, ROWS, said

SIDE = 700  # points: the page is a square


def page(*, drawn: int, shown: int) -> bytes:
    """A table `drawn` so many degrees to the left on a page that is `shown` so many to the right."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(SIDE, SIDE))
    canvas.setPageRotation(shown)
    canvas.translate(SIDE / 2, SIDE / 2)
    canvas.rotate(drawn)
    canvas.drawString(30 - SIDE / 2, SIDE / 2 - 40, "SEGUIMIENTO AL PLAN 2021")
    table = Table([HEADER, *((ROWS[0][0], *row[1:]) for row in ROWS)])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    table.wrapOn(canvas, SIDE, SIDE)
    table.drawOn(canvas, 30 - SIDE / 2, 0)
    canvas.save()
    return stream.getvalue()


@pytest.mark.parametrize("drawn", [0, 90, 180, 270])
@pytest.mark.parametrize("shown", [0, 90])
def test_a_page_is_read_as_a_person_would_turn_it(drawn: int, shown: int):
    assert said(read(page(drawn=drawn, shown=shown), "plan.pdf")) == EXPECTED
