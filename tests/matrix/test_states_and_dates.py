"""A plan that says in words how each activity stands, and the columns of dates beside the one by which it is due."""

from collections.abc import Sequence
from datetime import date

import pytest

from pacc_flow.matrix import Code
from pacc_flow.matrix.cells.percent_guesses import says_state
from tests.matrix.test_columns_of_follow_ups import CUTS, codes, doubtful, entries, read, read_as

DONE = ["Cumplida", "CUMPLIDO", "Sí", "Si", "Ejecutada 100", "Sí, cumplida", "Se cumplió", "Cumple."]
UNTOLD = ["En proceso", "No", "No cumplida", "Parcial", "Pendiente", "Vencida", "En ejecución"]


@pytest.mark.parametrize("heading", ["Estado", "Estado de la actividad", "¿Se cumplió? (Sí/No)", "Cumplimiento", "Cumplida"])
@pytest.mark.parametrize("state", DONE)
def test_a_state_that_says_done_is_offered_as_the_whole(heading: str, state: str):
    proposal = read((heading,), (state,), ("En proceso",))
    row = proposal.rows[0]
    assert (row.percent, [finding.code for finding in row.findings if finding.field == "percent"]) == (
        10000,
        [Code.PERCENT_GUESSED],
    )
    assert row.needs_a_person
    assert read_as(proposal, "percent") == [heading]


@pytest.mark.parametrize("state", UNTOLD)
def test_any_other_state_says_no_percentage_and_is_asked_with_its_words(state: str):
    row = read(("Estado",), (state,), ("Cumplida",)).rows[0]
    (asked,) = [finding for finding in row.findings if finding.field == "percent"]
    assert (row.percent, asked.code) == (None, Code.UNREAD_PERCENT)
    assert f"La fila dice «{state}»" in asked.message


def test_a_state_beside_a_percentage_is_only_kept():
    proposal = read(("Estado", "% de avance"), ("Cumplida", "80%"))
    assert (proposal.rows[0].percent, read_as(proposal, "percent")) == (8000, ["% de avance"])
    assert Code.DOUBTFUL_COLUMN not in codes(proposal)


def test_it_is_said_that_a_column_of_states_was_taken_for_the_percentage():
    (message,) = doubtful(read(("Estado",), ("Cumplida",)))
    assert message.startswith("Leímos la columna «Estado» como «% de avance» por sus valores.")


@pytest.mark.parametrize("values", [("Activo", "Vigente"), ("", ""), ("Se hizo el foro con 30 personas", "Va bien")])
def test_what_is_no_state_of_an_activity_is_no_percentage(values: Sequence[str]):
    proposal = read(("Estado",), *((value,) for value in values))
    assert [row.percent for row in proposal.rows] == [None, None]
    assert read_as(proposal, "percent") == []


def test_states_of_several_cuts_are_entries():
    assert entries(read(("Estado abril", "Estado agosto"), ("En proceso", "Cumplida"))) == [(CUTS[0], None), (CUTS[1], 10000)]
    assert entries(read(("Corte 1", "Corte 2"), ("No", "Sí"), ("Sí", "Sí"))) == [(CUTS[0], None), (CUTS[1], 10000)]


@pytest.mark.parametrize("text", ["Observaciones de la ciudadanía", "Sistema actualizado", "Notas", "30%", ""])
def test_other_words_are_no_state(text: str):
    assert not says_state(text)


# Which of several dates is the one by which an activity is due.

NOVEMBER = (date(2022, 11, 30),)
DATES = [
    (("Fecha programada", "Fecha de ejecución real"), ("30/11/2022", "28/11/2022")),
    (("Fecha real de cumplimiento", "Fecha límite"), ("28/11/2022", "30/11/2022")),
    (("Fecha de reporte", "Fecha de terminación"), ("05/12/2022", "30/11/2022")),
    (("Fecha de cumplimiento", "Fecha programada"), ("28/11/2022", "30/11/2022")),
    (("Fecha en que se cumplió", "Fecha"), ("28/11/2022", "30/11/2022")),
]


@pytest.mark.parametrize(("headings", "values"), DATES, ids=[" y ".join(headings) for headings, _ in DATES])
def test_a_date_on_which_something_was_done_is_not_when_it_is_due(headings: Sequence[str], values: Sequence[str]):
    proposal = read((*headings, "% de avance"), (*values, "50%"), (*values, "20%"), due=False)
    assert proposal.rows[0].due_dates == NOVEMBER
    assert Code.UNKNOWN_COLUMN not in codes(proposal)


def test_of_two_dates_that_may_be_the_due_one_the_one_of_every_row_is_read_and_the_other_is_said():
    headings = ("Fecha", "Fecha de cumplimiento", "% de avance")
    proposal = read(headings, ("30/11/2022", "28/11/2022", "100%"), ("30/11/2022", "", "50%"), due=False)
    assert [row.due_dates for row in proposal.rows] == [NOVEMBER] * 2
    assert doubtful(proposal) == [
        "Leímos la fecha de culminación de «Fecha». También podría ser la de «Fecha de cumplimiento»."
    ]


@pytest.mark.parametrize("heading", ["Fecha de cumplimiento", "Fecha de ejecución", "Fecha de realización", "Fecha"])
def test_a_date_alone_is_when_it_is_due(heading: str):
    proposal = read((heading, "% de avance"), ("30/11/2022", "50%"), ("", "10%"), due=False)
    assert proposal.rows[0].due_dates == NOVEMBER
    assert Code.DOUBTFUL_COLUMN not in codes(proposal)
