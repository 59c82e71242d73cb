"""The columns that a person names: what cannot be, and what the reader could not heed."""

from datetime import date

from pacc_flow.matrix.deciding.named_columns import doubled, unheeded
from pacc_flow.matrix.proposal import Block, Column, Metadata, Proposal

GOAL, DATE, OTHER = Column("Meta", "goal", "META"), Column("Fecha", "due", "FECHA"), Column("Clave", "", "CLAVE")
AS_READ = {"META": "goal", "FECHA": "due", "CLAVE": ""}


def block_of(*columns: Column) -> Block:
    return Block("", "", columns, (1,))


def test_two_columns_of_one_field_are_told_only_when_a_person_made_them_so():
    block = block_of(GOAL, DATE, OTHER)
    assert list(doubled([block], AS_READ | {"CLAVE": "goal"}, {"CLAVE": "goal"})) == [(GOAL, OTHER)]
    assert list(doubled([block], AS_READ | {"CLAVE": "goal"}, {})) == []
    assert list(doubled([block], AS_READ, {})) == []


def test_each_follow_up_may_have_its_own_percentage():
    april = Column("% abril", "percent", "% ABRIL", date(2027, 4, 30))
    asked = {"% ABRIL": "percent", "CLAVE": "percent"}
    assert list(doubled([block_of(april, OTHER)], asked, {"CLAVE": "percent"})) == []


def test_what_was_not_read_as_asked_is_told():
    reading = Proposal("", Metadata(blocks=(block_of(GOAL, OTHER),)), (), ())
    assert unheeded(reading, {"META": "goal", "CLAVE": "narrative", "AUSENTE": ""}) == {"CLAVE", "AUSENTE"}
