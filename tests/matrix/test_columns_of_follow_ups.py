"""Which columns are of which follow-up, and of who says it, where a heading says little more than that."""

from collections.abc import Sequence
from datetime import date

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.layout.columns.defence_lines import weight_of
from pacc_flow.matrix.layout.cut_labels import CutLabel, label_of
from pacc_flow.matrix.proposal import Entry
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book, codes

CUTS = (date(2022, 4, 30), date(2022, 8, 31), date(2022, 12, 31))
BASE = ("Componente", "Actividad", "Meta", "Responsable")
ROW = ("Rendición de cuentas", "Hacer {}", "1", "Planeación")


def read(headings: Sequence[str], *values: Sequence[str], due: bool = True) -> Proposal:
    fixed, own = ([*BASE, "Fecha límite"], [*ROW, "30/11/2022"]) if due else ([*BASE], [*ROW])
    lines = [["PLAN 2022"], [*fixed, *headings], *([*own, *line] for line in values)]
    text = "\n".join(";".join(line).format(at) for at, line in enumerate(lines))
    return read_here(text.encode(), "a.csv")


def entries(proposal: Proposal, n: int = 0) -> list[tuple[date | None, int | None]]:
    return [(entry.cut, entry.percent) for entry in proposal.rows[n].entries]


def read_as(proposal: Proposal, field: str) -> list[str]:
    return [column.heading for column in proposal.metadata.blocks[0].columns if column.field == field]


def doubtful(proposal: Proposal) -> list[str]:
    return [finding.message for finding in proposal.findings if finding.code is Code.DOUBTFUL_COLUMN]


# Headings that only name the cut.

ONLY_CUTS = [
    ("30/04/2022", "31/08/2022", "31/12/2022"),
    ("30 de abril", "31 de agosto", "31 de diciembre"),
    ("30-abr-22", "31-ago-22", "31-dic-22"),
    ("Abr", "Ago", "Dic"),
    ("abr-22", "ago-22", "dic-22"),
    ("Abril", "Agosto", "Diciembre"),
    ("Corte 1", "Corte 2", "Corte 3"),
    ("1° Seg.", "2° Seg.", "3° Seg."),
    ("I cuatrimestre", "II cuatrimestre", "III cuatrimestre"),
    ("Avance Abr.", "Avance Ago.", "Avance Dic."),
    ("% Abr", "% Ago", "% Dic"),
]


@pytest.mark.parametrize("due", [True, False])
@pytest.mark.parametrize("headings", ONLY_CUTS, ids=[one for one, *_ in ONLY_CUTS])
def test_a_heading_that_only_names_the_cut_holds_its_percentages(headings: Sequence[str], *, due: bool):
    proposal = read(headings, ("10%", "20%", "30%"), ("5%", "6%", ""), due=due)
    assert entries(proposal) == list(zip(CUTS, (1000, 2000, 3000), strict=True))
    assert entries(proposal, 1) == list(zip(CUTS[:2], (500, 600), strict=True))
    assert {Code.UNKNOWN_COLUMN, Code.DOUBTFUL_COLUMN}.isdisjoint(codes(proposal))
    assert proposal.metadata.follow_up_on == CUTS[2]


@pytest.mark.parametrize("values", [("10", "20", "30"), ("0.1", "0.2", "0.3"), ("0,1", "0,2", "0,3")])
def test_the_percentages_of_cuts_may_lack_their_sign(values: Sequence[str]):
    assert entries(read(ONLY_CUTS[0], values)) == list(zip(CUTS, (1000, 2000, 3000), strict=True))


def test_a_cut_that_has_not_come_yet_has_its_column():
    proposal = read(ONLY_CUTS[0], ("10%", "", ""), ("20%", "", ""))
    assert entries(proposal) == [(CUTS[0], 1000)]
    assert proposal.rows[0].percent == 1000
    assert Code.UNKNOWN_COLUMN not in codes(proposal)


def test_what_was_told_at_each_cut_may_stand_under_its_date_alone():
    row = read(ONLY_CUTS[0][:2], ("Se hizo la mitad de lo previsto", "Se hizo todo lo previsto")).rows[0]
    assert row.entries == (
        Entry(CUTS[0], None, "Se hizo la mitad de lo previsto"),
        Entry(CUTS[1], None, "Se hizo todo lo previsto"),
    )


def test_observations_beside_each_cut_are_of_it():
    row = read(("Corte 1", "Observaciones", "Corte 2", "Observaciones"), ("10%", "Va", "20%", "Va bien")).rows[0]
    assert row.entries == (Entry(CUTS[0], 1000, "Va"), Entry(CUTS[1], 2000, "Va bien"))


NO_FOLLOW_UPS = [
    (("30/04/2022", "31/08/2022", "31/12/2022"), ("X", "", "X")),
    (("30/04/2022", "31/08/2022", "31/12/2022"), ("1", "1", "2")),
    (("Abr", "Ago", "Dic"), ("20", "", "40")),
    (("Ene", "Feb", "Mar", "% de avance"), ("10%", "20%", "70%", "50%")),
    (("30/04/2022", "31/08/2022", "% de avance"), ("10%", "20%", "50%")),
]


@pytest.mark.parametrize(("headings", "values"), NO_FOLLOW_UPS)
def test_dates_and_months_that_schedule_or_count_are_no_follow_ups(headings: Sequence[str], values: Sequence[str]):
    proposal = read(headings, values)
    assert entries(proposal) == []
    assert proposal.rows[0].percent == (5000 if "% de avance" in headings else None)


def test_the_marks_of_a_schedule_stay_dates_where_nothing_else_says_one():
    row = read(("Abr", "Ago", "Dic"), ("X", "", "X"), ("", "X", ""), due=False).rows[0]
    assert (row.due_dates, row.entries) == ((CUTS[0], CUTS[2]), ())


SHORT = [
    ("Avance Abr.", CutLabel(31, 4)),
    ("Corte 30-abr-22", CutLabel(30, 4, 2022)),
    ("Seguimiento ene - abr 2022", CutLabel(31, 4, 2022)),
    ("Seguimiento al Mar Caribe", None),
    ("Monitoreo 2ª línea", None),
    ("Seguimiento línea 3", None),
]


@pytest.mark.parametrize(("text", "label"), SHORT, ids=[text for text, _ in SHORT])
def test_a_month_may_be_cut_short_where_it_can_be_nothing_else(text: str, label: CutLabel | None):
    assert label_of(text) == label


# Who says it: the office, Planning or Internal Control.

BESIDE = [
    (
        "% avance reportado (primera línea)",
        "% avance Planeación (segunda línea)",
        "% avance OCI (tercera línea / verificado)",
    ),
    ("Reporte de avance % 1ª línea", "Avance % 2ª línea", "Avance % 3ª línea"),
    ("Autoevaluación: % avance", "Avance validado OAP", "Avance Control Interno"),
    ("% de avance", "% de avance Planeación", "% de avance verificado"),
]


@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize("headings", BESIDE, ids=[last for *_, last in BESIDE])
def test_the_percentage_that_internal_control_verified_is_the_one_of_the_follow_up(headings: Sequence[str], turn: int):
    proposal = read(headings[::turn], ("10%", "20%", "30%")[::turn])
    assert (proposal.rows[0].percent, proposal.rows[0].entries) == (3000, ())
    assert read_as(proposal, "percent") == [headings[-1]]


def test_the_percentages_of_the_other_lines_are_kept_and_said():
    first, second, third = BESIDE[0]
    said = doubtful(read(BESIDE[0], ("10%", "20%", "30%")))
    assert [f"«{third}». También podría ser el de «{other}»" in message for other, message in
            zip((first, second), said, strict=True)] == [True, True]  # fmt: skip


def test_what_internal_control_has_not_verified_yet_is_what_planning_reviewed():
    assert read(BESIDE[0], ("10%", "20%", "")).rows[0].percent == 2000


def test_the_observations_beside_the_verified_percentage_are_those_of_the_follow_up():
    headings = ("% 1ª línea", "Descripción del avance", "% 3ª línea", "Observaciones")
    row = read(headings, ("10%", "Lo de la oficina", "30%", "Lo de control")).rows[0]
    assert (row.percent, row.narrative) == (3000, "Lo de control")


def test_an_observation_of_internal_control_alone_is_not_what_the_office_did():
    row = read(("% de avance", "Descripción del avance", "Observaciones OCI"), ("10%", "Lo hecho", "Bien")).rows[0]
    assert (row.percent, row.narrative) == (1000, "Lo hecho")


def fixed(sheet: Sheet, tall: int) -> None:
    for place, text in enumerate((*BASE, "Fecha límite")):
        sheet.merge_range(0, place, tall - 1, place, text)
    sheet.write_row(tall, 0, [*ROW, "30/11/2022"])


def test_lines_of_defence_over_their_columns_are_no_two_cuts():
    def fill(sheet: Sheet) -> None:
        fixed(sheet, 2)
        sheet.merge_range("F1:G1", "Monitoreo segunda línea (Planeación)")
        sheet.merge_range("H1:I1", "Seguimiento tercera línea (OCI)")
        sheet.write_row("F2", ["%", "Observaciones", "%", "Observaciones"])
        sheet.write_row("F3", ["10%", "a", "20%", "b"])

    proposal = read_here(book(Plan=fill), "a.xlsx")
    row = proposal.rows[0]
    assert (row.percent, row.narrative, row.entries) == (2000, "b", ())
    assert len(doubtful(proposal)) == 1


def test_each_cut_may_have_its_lines_of_defence():
    def fill(sheet: Sheet) -> None:
        fixed(sheet, 3)
        for n, place in enumerate((5, 9), 1):
            sheet.merge_range(0, place, 0, place + 3, f"Seguimiento {n}")
            sheet.merge_range(1, place, 1, place + 1, "Planeación")
            sheet.merge_range(1, place + 2, 1, place + 3, "OCI")
            sheet.write_row(2, place, ["%", "Observaciones", "%", "Observaciones"])
            sheet.write_row(3, place, [f"{n}0%", f"p{n}", f"{n}5%", f"c{n}"])

    proposal = read_here(book(Plan=fill), "a.xlsx")
    assert proposal.rows[0].entries == (Entry(CUTS[0], 1500, "c1"), Entry(CUTS[1], 2500, "c2"))
    assert [message.partition(".")[0] for message in doubtful(proposal)] == [
        f"Leímos el porcentaje de «Seguimiento {n} · OCI · %»" for n in (1, 2)
    ]


WEIGHTS = [
    (("% de avance",), 0),
    (("Seguimiento tercera línea", "% reportado"), -1),
    (("Evaluación de la OCI", "% avance"), 2),
    (("Avance 2da línea",), 1),
    (("Procesos sociales",), 0),
]


@pytest.mark.parametrize(("texts", "weight"), WEIGHTS)
def test_who_says_a_figure_is_told_by_the_nearest_heading(texts: Sequence[str], weight: int):
    assert weight_of(texts) == weight


def test_what_was_programmed_for_each_cut_is_not_what_was_done():
    lines = [
        "PLAN 2022",
        ";;;;I cuatrimestre;;II cuatrimestre;",
        f"{';'.join(BASE)};Programado;Ejecutado;Programado;Ejecutado",
        f"{';'.join(ROW)};50%;30%;100%;90%",
    ]
    proposal = read_here("\n".join(lines).encode(), "a.csv")
    assert entries(proposal) == [(CUTS[0], 3000), (CUTS[1], 9000)]
    assert {Code.UNKNOWN_COLUMN, Code.DOUBTFUL_COLUMN}.isdisjoint(codes(proposal))


def test_a_column_that_was_read_as_a_narrative_is_no_other_percentage():
    proposal = read(("Avance", "%"), ("Se hizo medio foro", "50%"))
    assert (read_as(proposal, "narrative"), doubtful(proposal)) == (["Avance"], [])
