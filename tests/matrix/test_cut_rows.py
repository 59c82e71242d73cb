"""Tables of a PDF whose rows the page cuts: with no rule where it ends, nor where the next one begins."""

import io

from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from pacc_flow.matrix import Code, Proposal, read
from tests.matrix.test_formats import HEADER, ROWS

SMALL = ParagraphStyle("small", fontSize=7, leading=8)
ACTIVITIES = [f"Realizar el foro número {n} con la comunidad" for n in range(1, 13)]


def plan(*, rules: str = "GRID", cut: int = 1) -> Proposal:
    """Tall rows on several pages; `cut`: whether a row may go on over the page."""
    rows = [
        ("Rendición de cuentas", activity, "Foros y actas. " * 45, "30/06/2021", f"{n}%", "Oficina de Riesgos")
        for n, activity in enumerate(ACTIVITIES, 1)
    ]
    cells = [[Paragraph(text, SMALL) for text in row] for row in (HEADER, *rows)]
    table = Table(cells, colWidths=[90, 150, 110, 90, 90, 110], splitInRow=cut)
    table.setStyle(TableStyle([(rules, (0, 0), (-1, -1), 0.5, "black")]))
    return built(table)


def built(*body: Flowable) -> Proposal:
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=landscape(letter)).build(list(body))
    return read(stream.getvalue(), "plan.pdf")


def test_a_row_that_the_page_cuts_is_read_whole():
    proposal = plan()
    assert [(row.activity, row.percent) for row in proposal.rows] == [(text, 100 * n) for n, text in enumerate(ACTIVITIES, 1)]
    assert {row.goal for row in proposal.rows} == {("Foros y actas. " * 45).strip()}
    codes = [finding.code for finding in proposal.findings]
    assert Code.LOOSE_TEXT not in codes
    assert codes.count(Code.JOINED_ROW) > 1


def test_rows_between_inner_rules_only_are_not_taken_for_halves_of_one():
    proposal = plan(rules="INNERGRID", cut=0)
    assert [row.activity for row in proposal.rows] == ACTIVITIES
    assert all(finding.code is not Code.JOINED_ROW for finding in proposal.findings)


def on_two_pages(*below: tuple[str, ...]) -> Proposal:
    """The first page ends without a rule; the second begins with the headings, and then `below`."""
    sides = [(name, (0, 0), (-1, -1), 0.5, "black") for name in ("INNERGRID", "LINEBEFORE", "LINEAFTER")]
    return built(
        Table([HEADER, *ROWS], style=TableStyle([*sides, ("LINEABOVE", (0, 0), (-1, 0), 0.5, "black")])),
        PageBreak(),
        Table([HEADER, *below], style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])),
    )


def test_what_a_page_cut_goes_on_below_the_headings_that_the_next_one_repeats():
    rest = ("", "con la comunidad", "", "", "", "y de Planeación")
    last = on_two_pages(rest, ("Rendición de cuentas", "Hacer un acta", *ROWS[0][2:])).rows
    assert [row.activity for row in last] == ["Hacer un foro", "Hacer otro foro con la comunidad", "Hacer un acta"]
    assert last[1].office_text == "Oficina de Riesgos y de Planeación"


def test_a_row_with_values_of_its_own_is_none_of_the_one_above():
    rows = on_two_pages(("", "Hacer un acta", "", "30/06/2021", "10%", "")).rows
    assert [row.activity for row in rows] == ["Hacer un foro", "Hacer otro foro", "Hacer un acta"]
