"""A document beside the plan that exists: what it adds, changes, drops and leaves as it is."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pacc_flow.matrix.deciding.difference import Statement, differ

FORUM = Statement(
    1, "RENDICION DE CUENTAS", "DIÁLOGO", "Hacer un foro ciudadano", "1 foro", "30/11/2021", frozenset({"Riesgos"})
)
MAP = replace(FORUM, n=2, activity="Actualizar el mapa de riesgos", goal="1 mapa")

TEXTS = st.text("ab éÉ.", max_size=8)
STATEMENTS = st.builds(
    Statement,
    n=st.integers(1, 99),
    component=TEXTS,
    subcomponent=TEXTS,
    activity=TEXTS,
    goal=TEXTS,
    due=TEXTS,
    offices=st.frozensets(TEXTS, max_size=2),
)


@given(st.lists(STATEMENTS, max_size=12).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_same_rows_in_any_order_are_no_difference(both: tuple[list[Statement], list[Statement]]):
    found = differ(*both)
    assert found.is_empty
    assert found.unchanged == len(both[0])


@given(st.lists(STATEMENTS, max_size=12), st.lists(STATEMENTS, max_size=12))
def test_every_activity_is_told_once(plan: list[Statement], document: list[Statement]):
    found = differ(plan, document)
    matched = found.unchanged + len(found.changed)
    assert len(found.gone) + matched == len(plan)
    assert len(found.new) + matched == len(document)


def test_what_changed_is_told_field_by_field_before_and_now():
    now = replace(FORUM, n=7, due="15/12/2021", offices=frozenset({"Riesgos", "Archivo"}))
    (changed,) = differ([FORUM], [now]).changed
    assert [(one.field, one.before, one.now) for one in changed.changes] == [
        ("due", "30/11/2021", "15/12/2021"),
        ("offices", "Riesgos", "Archivo; Riesgos"),
    ]


def test_a_wording_that_is_alike_is_the_same_activity_changed():
    now = replace(FORUM, activity="Hacer un foro ciudadano virtual")
    (changed,) = differ([MAP, FORUM], [MAP, now]).changed
    assert changed.before == FORUM
    assert [one.field for one in changed.changes] == ["activity"]


def test_another_activity_is_new_and_the_one_missing_is_gone():
    found = differ([FORUM], [MAP])
    assert (found.new, found.gone, found.changed, found.unchanged) == ((MAP,), (FORUM,), (), 0)


def test_accents_and_case_match_activities_but_are_told_as_changes():
    (changed,) = differ([FORUM], [replace(FORUM, activity="HACER UN FORO CIUDADANO")]).changed
    assert [one.field for one in changed.changes] == ["activity"]
    assert differ([FORUM], [replace(FORUM, activity="Hacer  un foro\nciudadano")]).is_empty
