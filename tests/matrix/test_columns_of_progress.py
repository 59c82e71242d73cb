"""Which column holds the progress of each activity, where others hold figures too."""

from collections.abc import Sequence

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_columns_of_follow_ups import doubtful, entries, read, read_as

WEIGHTS = ["% Ponderación", "Ponderación", "% Peso", "Peso (%)", "% Participación", "% Meta", "Porcentaje asignado"]


def percents(proposal: Proposal) -> list[int | None]:
    return [row.percent for row in proposal.rows]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_weight_of_an_activity_is_not_its_progress(weight: str):
    proposal = read([weight, "Avance", "Observaciones"], ["60%", "100%", "Hecho"], ["40%", "25%", "Va"])
    assert percents(proposal) == [10000, 2500]
    assert Code.UNKNOWN_COLUMN not in {finding.code for finding in proposal.findings}


@pytest.mark.parametrize("heading", ["Resultado", "Indicador", "Estado", "Logro", "Detalle", "Comentario"])
def test_percentages_under_the_name_of_something_else_are_taken_and_told(heading: str):
    proposal = read([heading, "Observaciones"], ["80%", "Va"], ["100%", "Hecho"])
    assert percents(proposal) == [8000, 10000]
    assert [row.narrative for row in proposal.rows] == ["Va", "Hecho"]
    assert f"«{heading}»" in doubtful(proposal)[0]


def test_goals_of_a_hundred_per_cent_are_no_progress():
    assert percents(read(["Indicador", "Observaciones"], ["100%", "Va"], ["100%", "Va"])) == [None, None]


@pytest.mark.parametrize(
    "others",
    [
        ("% avance del cuatrimestre", "% avance acumulado"),
        ("% avance acumulado", "% avance del cuatrimestre"),
        ("% de avance en el periodo", "% de avance total"),
        ("% avance ponderado", "% avance acumulado"),
    ],
)
def test_the_cumulative_percentage_prevails(others: Sequence[str]):
    figures = [("66%" if "acum" in name or "total" in name else "33%") for name in others]
    proposal = read([*others, "Observaciones"], [*figures, "Va"], [*figures, "Va"])
    assert percents(proposal) == [6600, 6600]
    assert len(doubtful(proposal)) == 1  # the other one is told


@pytest.mark.parametrize("total", ["Total", "Acumulado", "% avance acumulado", "Avance total"])
def test_the_total_of_several_follow_ups_is_the_progress_of_the_row(total: str):
    headings = ["I Cuatrimestre", "II Cuatrimestre", "III Cuatrimestre", total]
    proposal = read(headings, ["33%", "33%", "34%", "100%"], ["0%", "20%", "30%", "50%"])
    assert percents(proposal) == [10000, 5000]
    assert [percent for _, percent in entries(proposal, 1)] == [0, 2000, 5000]
    assert total in read_as(proposal, "percent")
    assert f"«{total}»" in doubtful(proposal)[0]


def test_marks_of_what_was_done_are_no_narrative_of_a_follow_up():
    columns = ["Actividades cumplidas", "% de avance", "Observaciones"]
    groups = [f"{name} {cut}" for cut in ("abril", "agosto") for name in columns]
    proposal = read(groups, ["0", "50%", "Va", "1", "100%", "Se hizo"], ["1", "100%", "Listo", "1", "100%", "Sigue"])
    assert [entry.narrative for entry in proposal.rows[0].entries] == ["Va", "Se hizo"]
    assert proposal.rows[1].narrative == "Sigue"


def test_what_was_done_of_what_was_programmed_is_a_share_for_somebody_to_confirm():
    proposal = read(["Programado", "Ejecutado", "Observaciones"], ["12", "8", "Van 8"], ["4", "4", "Todas"], ["3", "", ""])
    assert percents(proposal) == [6667, 10000, None]
    about = [f for f in proposal.rows[0].findings if f.field == "percent"]
    assert [finding.code for finding in about] == [Code.PERCENT_GUESSED]
    assert proposal.rows[0].needs_a_person


@pytest.mark.parametrize("pair", [("0", "3"), ("", "3"), ("2", "5")])
def test_a_share_that_cannot_be_is_asked(pair: Sequence[str]):
    proposal = read(["Programado", "Ejecutado", "Observaciones"], [*pair, "Va"], ["4", "2", "Va"])
    assert percents(proposal) == [None, 5000]
    assert proposal.rows[0].needs_a_person


def test_what_was_programmed_up_to_a_hundred_is_no_count():
    assert percents(read(["Programado", "Ejecutado", "Observaciones"], ["100", "80", "Va"], ["50", "25", "Va"])) == [8000, 2500]


def test_each_follow_up_counts_what_was_done_in_it():
    columns = ["Componente;Actividad;Responsable;Fecha límite;Seguimiento 30 de abril;;Seguimiento 31 de agosto;"]
    columns += [";;;;Programado;Ejecutado;Programado;Ejecutado"]
    text = "\n".join(["PLAN 2022", *columns, *(f"Rendición de cuentas;Hacer {n};Planeación;30/11/2022;4;1;4;3" for n in "ab")])
    assert [percent for _, percent in entries(read_here(text.encode(), "a.csv"))] == [2500, 7500]


def test_the_state_that_a_row_marks_is_offered_or_asked():
    states = ["Cumplida", "Parcial", "No cumplida", "Observaciones"]
    proposal = read(states, ["X", "", "", "a"], ["", "X", "", "b"], ["", "", "", ""])
    assert percents(proposal) == [10000, None, None]
    assert [{f.code for f in row.findings if f.field == "percent"} for row in proposal.rows] == [
        {Code.PERCENT_GUESSED}, {Code.UNREAD_PERCENT}, {Code.PERCENT_MISSING}
    ]  # fmt: skip
    assert Code.UNKNOWN_COLUMN not in {finding.code for finding in proposal.findings}
